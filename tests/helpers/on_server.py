"""The same tests over PostgreSQL: every register that a test opens as a file is a database on a server.

    python3 dev.py test --server [words for pytest]

A file is laid where the register would be, which names its database, so that a test may copy a furnished
register as it copies a file. What is about the file itself (its key, its backups, damage to it, the one
writer it takes), and what the window does without a register or in the same way over any, is left out, with
the reason, and listed at the end.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sentralbord_desktop.storage.encryption.keys import Key
from sentralbord_desktop.storage.engine.database import Database
from tests.helpers.postgres import TEMPLATE, Cluster

MARK = "-- a database on a server: "
KEY, BACKUP = "its key and recovery code", "its backups"
DAMAGE, MARKER = "damage to it", "the word beside it that it was closed"
PC_CLOCK = "the clock of the PC: a server counts by its own (storage/test_concurrent_writes.py)"
LEAVING = "a PC's own register, that moves to a server, or a copy of one"
LOOKS = "how it looks and where it is on the screen, the same over any register"
KEYS = "what a key does and where the focus is, the same over any register"
TEXTS = "what a call comes to before anything of it is written, the same over any register"
WHO = "what comes of a call by who rings; over a server it is written in acceptance/test_whole_calls.py"
THIS_PC = "this PC: how it starts, its policies and telephone, what Windows shows of it"
PRACTICE = "a practice register, which is on no server"
ROLES = "the role, which is asked for before the register is"
SOURCE = "how a file from outside is read, before the register is asked"
A_SERVER = "it has a server of its own in every run"
NOT_OPENED = "it opens no register"
LEFT_OUT = {
    "acceptance/test_callers.py::": WHO,
    "services/test_access.py::test_whoever_moves_the_register": "one PC's own register, where the plain account name is enough",
    "services/test_backup.py::test_only_an_administrator_exchanges": KEY,
    "services/test_backup.py::test_an_older_code": KEY,
    "services/test_backup.py::test_a_backup_without_its_key": BACKUP,
    "services/test_backup.py::test_where_only_backups": BACKUP,
    "services/test_backup.py::test_the_right_code_opens": KEY,
    "services/test_doors.py::": ROLES,
    "services/test_imports.py::test_a_hostile_file": SOURCE,
    "services/test_imports.py::test_a_desk_without_rights": A_SERVER,
    "services/test_practice.py::": PRACTICE,
    "services/test_pull.py::test_a_backup_is_taken_before": BACKUP,
    "services/test_pull.py::test_a_register_that_was_moved": LEAVING,
    "services/test_watched_folder.py::test_practice_pulls": PRACTICE,
    "services/test_access.py::test_the_same_windows_name": A_SERVER,
    "services/test_access.py::test_who_was_known_by_the_plain_name": A_SERVER,
    "services/test_access.py::test_nobody_becomes_administrator_by": A_SERVER,
    "services/test_access.py::test_the_register_leaves_and_comes_in": BACKUP,
    "services/test_access.py::test_who_has_the_printed_code": KEY,
    "services/test_access.py::test_only_an_administrator_makes_the_code": KEY,
    "services/test_access.py::test_without_the_code_nobody_takes_over": KEY,
    "services/test_access.py::test_guessing_costs": PC_CLOCK,
    "services/test_access.py::test_a_clock_that_is_set": PC_CLOCK,
    "services/test_access.py::test_a_wall_that_was_wrong": PC_CLOCK,
    "services/test_access.py::test_starting_the_pc_again": PC_CLOCK,
    "services/test_access.py::test_a_wrong_pin_is_signed_by_nobody": "a server signs by its own (services/test_access.py)",
    "services/test_messages.py::test_what_was_being_sent_when_the_program_ended": "nobody else can be sending from it",
    "gui/test_access.py::test_it_is_asked_for_until_there_is_one": KEY,
    "gui/test_access.py::test_it_speaks_of_what_opens": KEY,
    "gui/test_access.py::test_the_code_opens_it": KEY,
    "gui/test_access.py::test_who_has_the_printed_code": KEY,
    "gui/test_access.py::test_whoever_has_it_open_chooses": KEY,
    "gui/test_accessible_tree.py::": LOOKS,
    "gui/test_announced_pages.py::": KEYS,
    "gui/test_announcements.py::": KEYS,
    "gui/test_answers_whole.py::": LOOKS,
    "gui/test_availability.py::test_all_columns_are_seen": LOOKS,
    "gui/test_backup.py::": BACKUP,
    "gui/test_board_table.py::": LOOKS,
    "gui/test_bugs.py::": KEYS,
    "gui/test_by_ear_member.py::": KEYS,
    "gui/test_by_ear_review.py::": KEYS,
    "gui/test_by_ear_search.py::": KEYS,
    "gui/test_card_switches.py::": KEYS,
    "gui/test_card_texts.py::": LOOKS,
    "gui/test_category_fit.py::": LOOKS,
    "gui/test_colours.py::": LOOKS,
    "gui/test_commands.py::": KEYS,
    "gui/test_confirm_step.py::": TEXTS,
    "gui/test_damaged_files.py::": "the files beside it, the disk that it lies on, a file that is taken away or spoilt",
    "gui/test_first_page.py::": LOOKS,
    "gui/test_focus.py::": KEYS,
    "gui/test_focus_ring.py::": LOOKS,
    "gui/test_forms.py::test_lagre_and_avbryt": LOOKS,
    "gui/test_forms.py::test_leaving_with_changes": KEYS,
    "gui/test_forms.py::test_t30_enter": KEYS,
    "gui/test_grouped_lists.py::": LOOKS,
    "gui/test_guide.py::": "the guide, sentence by sentence, the same over any register",
    "gui/test_icons.py::": LOOKS,
    "gui/test_key_caps.py::": KEYS,
    "gui/test_keys.py::": KEYS,
    "gui/test_language.py::": TEXTS,
    "gui/test_layout.py::": LOOKS,
    "gui/test_lazy_pages.py::": LOOKS,
    "gui/test_leaving_a_page.py::": KEYS,
    "gui/test_lists.py::test_a_digit": KEYS,
    "gui/test_lists.py::test_the_menu": KEYS,
    "gui/test_lock.py::test_closing_while_the_register_is_opened": MARKER,
    "gui/test_lock.py::test_the_printed_code_does_not_seat": KEY,
    "gui/test_lock.py::test_unlocking_twice": MARKER,
    "gui/test_member_panel.py::": LOOKS,
    "gui/test_mouse_alone.py::": KEYS,
    "gui/test_offline_start.py::": LEAVING,
    "gui/test_organisation.py::test_no_text_of_a_list_is_elided": LOOKS,
    "gui/test_outside_checks.py::": KEYS,
    "gui/test_paper.py::test_t24": LOOKS,
    "gui/test_policies.py::": THIS_PC,
    "gui/test_preview.py::": TEXTS,
    "gui/test_print_preview.py::": LOOKS,
    "gui/test_procedures.py::": TEXTS,
    "gui/test_register_choice.py::": THIS_PC,
    "gui/test_review.py::": TEXTS,
    "gui/test_review_places.py::": LOOKS,
    "gui/test_search.py::test_what_is_typed_on_another_page_stays_in_the_field": KEYS,
    "gui/test_sensitive.py::": TEXTS,
    "gui/test_settings.py::test_a_part_that_ctrl_enter_keeps_tells_the_key[Sikkerhetskopi": BACKUP,
    "gui/test_settings.py::test_one_f6": KEYS,
    "gui/test_settings.py::test_t29": LOOKS,
    "gui/test_settings.py::test_without_backups_the_buttons": BACKUP,
    "gui/test_sharing.py::": A_SERVER,
    "gui/test_shortcut_help.py::": KEYS,
    "gui/test_spoken_step.py::": TEXTS,
    "gui/test_startup.py::": THIS_PC,
    "gui/test_statistics.py::test_each_bar": LOOKS,
    "gui/test_step_by_ear.py::": KEYS,
    "gui/test_step_fit.py::": LOOKS,
    "gui/test_tab_order.py::": KEYS,
    "gui/test_tasks.py::test_a_first_start_asks_nothing": KEY,
    "gui/test_telephony.py::": THIS_PC,
    "gui/test_third_party.py::": TEXTS,
    "gui/test_tips.py::": LOOKS,
    "gui/test_trail.py::": TEXTS,
    "gui/test_tray.py::": THIS_PC,
    "gui/test_unsaved_forms.py::": TEXTS,
    "gui/test_wheel.py::": KEYS,
    "gui/test_window_geometry.py::": THIS_PC,
    "gui/test_wizard.py::": TEXTS,
}
"""Part of a test's id -> why it is not run on a server."""
FOLDERS = {"tmp_path", "practised", "settled"}
"""The fixtures that give the folder a test opens its register in."""


class Registers:
    """The databases behind the files of one test session."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._at: dict[Path, str] = {}

    def database(self, path: Path) -> str:
        """The one for this file; a copy of a furnished file gets a copy of its database."""
        path = path.resolve()
        told = path.read_text(encoding="utf-8").strip() if path.exists() else ""
        if not told.startswith(MARK):
            return self._new(path, TEMPLATE)
        name = told.removeprefix(MARK)
        return name if self._at.get(path) == name else self._new(path, name)

    def drop_in(self, folder: Path) -> None:
        """What was opened in the folder of a test, when the test is over."""
        for path in [path for path in self._at if path.is_relative_to(folder)]:
            self._cluster.drop(self._at.pop(path))

    def _new(self, path: Path, template: str) -> str:
        name = self._at[path] = self._cluster.new_database(template)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{MARK}{name}\n", encoding="utf-8")
        return name


@pytest.fixture(scope="session", autouse=True)
def on_server(cluster: Cluster) -> Iterator[Registers]:
    registers = Registers(cluster)

    def file(_: type[Database], path: Path, key: Key) -> Database:
        return Database.server(cluster.url(registers.database(Path(path))))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Database, "file", classmethod(file))
        yield registers


@pytest.fixture(autouse=True)
def dropped(on_server: Registers, request: pytest.FixtureRequest) -> Iterator[None]:
    """No database outlives the folder it was opened in."""
    folder = request.getfixturevalue("tmp_path") if "tmp_path" in request.fixturenames else None
    yield
    if folder is not None:
        on_server.drop_in(folder.resolve())


def reason(item: pytest.Item) -> str:
    """Why it is not run on a server; «» when it is."""
    if FOLDERS.isdisjoint(getattr(item, "fixturenames", ())):
        return NOT_OPENED
    return next((why for part, why in LEFT_OUT.items() if part in item.nodeid), "")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if why := reason(item):
            item.add_marker(pytest.mark.skip(reason=f"the same on a PC: {why}"))
