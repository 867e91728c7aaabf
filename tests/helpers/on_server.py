"""The same tests over PostgreSQL: every register that a test opens as a file is a database on a server.

    python3 dev.py test --server [words for pytest]

A file is laid where the register would be, which names its database, so that a test may copy a furnished
register as it copies a file. What is about the file itself (its key, its backups, damage to it, the one
writer it takes) is left out, with the reason, and listed at the end.
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
ABOUT_THE_FILE = {
    "services/test_access.py::test_whoever_moves_the_register": "one PC's own register, where the plain account name is enough",
    "services/test_backup.py::test_only_an_administrator_exchanges": KEY,
    "services/test_backup.py::test_an_older_code": KEY,
    "services/test_backup.py::test_a_backup_without_its_key": BACKUP,
    "services/test_backup.py::test_where_only_backups": BACKUP,
    "services/test_backup.py::test_the_right_code_opens": KEY,
    "services/test_access.py::test_the_register_leaves_and_comes_in": BACKUP,
    "services/test_access.py::test_who_has_the_printed_code": KEY,
    "gui/test_access.py::test_who_has_the_printed_code": KEY,
    "services/test_access.py::test_only_an_administrator_makes_the_code": KEY,
    "services/test_access.py::test_without_the_code_nobody_takes_over": KEY,
    "services/test_access.py::test_guessing_costs": PC_CLOCK,
    "services/test_access.py::test_a_clock_that_is_set": PC_CLOCK,
    "services/test_access.py::test_a_wall_that_was_wrong": PC_CLOCK,
    "services/test_access.py::test_starting_the_pc_again": PC_CLOCK,
    "services/test_access.py::test_a_wrong_pin_is_signed_by_nobody": "a server signs by its own (services/test_access.py)",
    "gui/test_damaged_files.py::": "the files beside it, the disk that it lies on, a file that is taken away or spoilt",
    "gui/test_startup.py::test_the_window_opens_no_register": "what its key file says",
    "services/test_messages.py::test_what_was_being_sent_when_the_program_ended": "nobody else can be sending from it",
    "gui/test_backup.py::": BACKUP,
    "gui/test_layout.py::test_every_control_has_a_name_for_the_reader[backups": BACKUP,
    "gui/test_layout.py::test_no_text_is_cut_and_pictures_have_the_colours[backups": BACKUP,
    "gui/test_lock.py::test_the_printed_code_does_not_seat": KEY,
    "gui/test_lock.py::test_closing_while_the_register_is_opened": MARKER,
    "gui/test_lock.py::test_unlocking_twice": MARKER,
    "gui/test_access.py::test_it_is_asked_for_until_there_is_one": KEY,
    "gui/test_access.py::test_it_speaks_of_what_opens": KEY,
    "gui/test_access.py::test_the_code_opens_it": KEY,
    "gui/test_access.py::test_whoever_has_it_open_chooses": KEY,
    "gui/test_settings.py::test_a_part_that_ctrl_enter_keeps_tells_the_key[Sikkerhetskopi": BACKUP,
    "gui/test_settings.py::test_without_backups_the_buttons": BACKUP,
    "gui/test_keys.py::test_the_first_start_is_gone_through": KEY,
    "gui/test_keys.py::test_a_backup_is_asked_for": BACKUP,
    "gui/test_startup.py::test_the_first_start_asks": KEY,
    "gui/test_startup.py::test_the_code_can_wait": KEY,
    "gui/test_startup.py::test_a_damaged_register": DAMAGE,
    "gui/test_tasks.py::test_a_first_start_asks_nothing": KEY,
    "gui/test_sharing.py::test_what_was_tried_can_be_chosen": LEAVING,
    "gui/test_sharing.py::test_an_empty_base_gets_the_register": LEAVING,
    "gui/test_sharing.py::test_the_copy_is_searched": LEAVING,
    "gui/test_offline_start.py::": LEAVING,
}
"""Part of a test's id -> why it is not run on a server."""
LARGER = "-1.25]", "-1.5]"
"""How the ids end of the pages' looks with larger text, which asks nothing of a register: as they are at 100 % is
enough over a server."""


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

    def _new(self, path: Path, template: str) -> str:
        name = self._at[path] = self._cluster.new_database(template)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{MARK}{name}\n", encoding="utf-8")
        return name


@pytest.fixture(scope="session", autouse=True)
def on_server(cluster: Cluster) -> Iterator[None]:
    registers = Registers(cluster)

    def file(_: type[Database], path: Path, key: Key) -> Database:
        return Database.server(cluster.url(registers.database(Path(path))))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Database, "file", classmethod(file))
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        why = next((why for part, why in ABOUT_THE_FILE.items() if part in item.nodeid), "")
        if why:
            item.add_marker(pytest.mark.skip(reason=f"about the file: {why}"))
        elif "test_layout.py::" in item.nodeid and item.nodeid.endswith(LARGER):
            item.add_marker(pytest.mark.skip(reason="about the size of the text, and no register"))
