"""The same tests over PostgreSQL: every register that a test opens as a file is a database on a server.

    python3 dev.py test --server [words for pytest]

A file is laid where the register would be, which names its database, so that a test may copy a furnished
register as it copies a file. A test is repeated when something in it could come out otherwise over a server:

- all tests of services and calls but those in `LEFT_OUT`, each with its reason; a new one is repeated;
- of the window those that `REPEATED` names, for each page the few ways in which it reads and writes by itself; a new one
  is left out until it is named. The others look at the window over rows that these have written and read;
- of a test with many cases the first, where it is not in `EACH_CASE`.

Beside them, in every run, `tests/storage` has both engines, and what workstations tell each other is in
`tests/storage/test_listener.py` and, with two windows, `tests/gui/test_sharing.py`.
"""

from collections.abc import Container, Iterator
from pathlib import Path

import pytest

from sentralbord_desktop.storage.encryption.keys import Key
from sentralbord_desktop.storage.engine.database import Database
from tests.helpers.first_case import FIRST, FirstCase
from tests.helpers.postgres import TEMPLATE, Cluster

MARK = "-- a database on a server: "
SAME = "not named: the window over rows that a repeated test writes and reads, or what is about a file or a PC"
KEY, BACKUP = "its key and recovery code", "its backups"
PC_CLOCK = "the clock of the PC: a server counts by its own (storage/test_concurrent_writes.py)"
LEAVING = "a PC's own register, that moves to a server, or a copy of one"
BEFORE = "what a call comes to before anything of it is written"
PRACTICE = "a practice register, which is on no server"
ROLES = "the role, which is asked for before the register is"
SOURCE = "how a file from outside is read, before the register is asked"
A_SERVER = "it has a server of its own in every run"
NOT_OPENED = "it opens no register"
ROWS = "what a page reads by itself, in its order"
WHOLE = "from the key to the row and back on the screen"
BACK = "what is taken back, and what somebody has gone on with"
AT_ONCE = "two who write the same"
TYPES = "days, times and sums as they are read back"
FOUND = "the search has its own SQL on a server"
WHO = "who may come in"
KEPT = "a half-written inquiry or form as it is kept"
REPEATED = {
    "services/": "what a person can do, a transaction each",
    "acceptance/": "whole calls, written and read back",
    "gui/test_access.py::test_a_new_person_gets_a_start_code": WHO,
    "gui/test_access.py::test_who_has_left_can_be_taken_back": WHO,
    "gui/test_access.py::test_whoever_is_said_to_have_left_at_another": WHO,
    "gui/test_another_matter.py::test_the_same_member": WHOLE,
    "gui/test_availability.py::test_a_planned_absence": WHOLE,
    "gui/test_availability.py::test_another_status": TYPES,
    "gui/test_availability.py::test_one_key_tells": WHOLE,
    "gui/test_availability.py::test_the_callers_department": ROWS,
    "gui/test_availability.py::test_whoever_is_free": ROWS,
    "gui/test_call.py::test_a_callback_that_is_answered": WHOLE,
    "gui/test_call.py::test_a_form_that_is_sent_twice": AT_ONCE,
    "gui/test_call.py::test_a_remark_stands": TYPES,
    "gui/test_callbacks.py::test_a_callback_is_arranged": WHOLE,
    "gui/test_callbacks.py::test_a_legal_deadline": ROWS,
    "gui/test_callbacks.py::test_a_promise_that_nobody_needs": BACK,
    "gui/test_callbacks.py::test_finishing_the_inquiry": WHOLE,
    "gui/test_callbacks.py::test_one_key": WHOLE,
    "gui/test_callbacks.py::test_the_number_on_the_rail": ROWS,
    "gui/test_callbacks.py::test_the_overdue": ROWS,
    "gui/test_callbacks.py::test_the_third_no_answer": WHOLE,
    "gui/test_case_handover.py::test_handover_to_the_ds": BACK,
    "gui/test_case_handover.py::test_the_page_of_months": ROWS,
    "gui/test_case_handover.py::test_what_another_desk_says": AT_ONCE,
    "gui/test_completion.py::test_a_row_of_the_calls_opens": ROWS,
    "gui/test_completion.py::test_ctrl_z_opens": BACK,
    "gui/test_completion.py::test_one_key_leaves_everything": WHOLE,
    "gui/test_confirmations.py::test_a_confirmation_that_has_come": WHOLE,
    "gui/test_confirmations.py::test_a_reminder_by_sms_is_taken_back": BACK,
    "gui/test_confirmations.py::test_the_day_it_was_asked_for": TYPES,
    "gui/test_form_keeper.py::test_the_short_form": KEPT,
    "gui/test_imports.py::test_a_correction_is_shown": ROWS,
    "gui/test_imports.py::test_a_file_is_imported": WHOLE,
    "gui/test_imports.py::test_an_import_is_undone": BACK,
    "gui/test_imports.py::test_what_did_not_come_in": ROWS,
    "gui/test_imports.py::test_who_is_missing": ROWS,
    "gui/test_lists.py::test_a_list_of_members_that_is_saved": ROWS,
    "gui/test_lists.py::test_the_view_is_remembered": KEPT,
    "gui/test_lock.py::test_a_form_that_is_half_written": KEPT,
    "gui/test_lock.py::test_locking_hides": KEPT,
    "gui/test_lock.py::test_what_is_about_a_member_that_was_erased": AT_ONCE,
    "gui/test_lock.py::test_whoever_shares": WHO,
    "gui/test_members.py::test_a_number_that_is_not_theirs": WHOLE,
    "gui/test_members.py::test_a_pair_is_merged": BACK,
    "gui/test_members.py::test_a_record_is_rectified": WHOLE,
    "gui/test_members.py::test_fullfor_asks": AT_ONCE,
    "gui/test_members.py::test_other_fields_of_the_same": AT_ONCE,
    "gui/test_members.py::test_the_form_asks_field_by_field": AT_ONCE,
    "gui/test_members.py::test_the_register_is_checked": FOUND,
    "gui/test_members.py::test_whoever_may_be_a_member": FOUND,
    "gui/test_messages.py::test_a_message_of_a_call_that_was_opened": BACK,
    "gui/test_messages.py::test_a_message_written_in_a_call": WHOLE,
    "gui/test_messages.py::test_the_number_of_the_outbox": ROWS,
    "gui/test_messages.py::test_what_must_be_done": ROWS,
    "gui/test_one_search.py::test_a_slow_answer": FOUND,
    "gui/test_one_search.py::test_enter_after": FOUND,
    "gui/test_organisation.py::test_a_file_is_looked_at": WHOLE,
    "gui/test_organisation.py::test_a_role_gets": WHOLE,
    "gui/test_organisation.py::test_an_entry_is_confirmed": TYPES,
    "gui/test_organisation.py::test_of_two_who_rewrote": AT_ONCE,
    "gui/test_outbox.py::test_6_asks_why": WHOLE,
    "gui/test_outbox.py::test_ctrl_z_brings_it_back": BACK,
    "gui/test_outbox.py::test_what_is_late": ROWS,
    "gui/test_paper.py::test_a_moment": TYPES,
    "gui/test_paper.py::test_the_file": TYPES,
    "gui/test_paper.py::test_what_was_done": TYPES,
    "gui/test_parking.py::test_a_parked_inquiry_shows": KEPT,
    "gui/test_parking.py::test_every_half_typed_field": KEPT,
    "gui/test_parking.py::test_what_is_parked_is_read_again": AT_ONCE,
    "gui/test_parking.py::test_what_runs_is_thrown_away": BACK,
    "gui/test_privacy.py::test_a_breach_begins": WHOLE,
    "gui/test_privacy.py::test_a_member_gets_it_all": WHOLE,
    "gui/test_privacy.py::test_a_remark_is_rectified": WHOLE,
    "gui/test_privacy.py::test_look_ups_are_shown": ROWS,
    "gui/test_privacy.py::test_opening_a_record": ROWS,
    "gui/test_privacy.py::test_what_is_due": WHOLE,
    "gui/test_promise_panel.py::test_the_digit_answers": WHOLE,
    "gui/test_promise_panel.py::test_what_another_settles": AT_ONCE,
    "gui/test_search.py::test_a_number_pasted": FOUND,
    "gui/test_search.py::test_ctrl_z_after_the_receipt": BACK,
    "gui/test_settings.py::test_what_is_shown": ROWS,
    "gui/test_shown_times.py::": TYPES,
    "gui/test_sources.py::test_an_example": WHOLE,
    "gui/test_sources.py::test_what_waits": ROWS,
    "gui/test_statistics.py::test_the_calls_are_counted": ROWS,
    "gui/test_tasks.py::test_from_the_start": "no question to the register on the thread of the window",
    "gui/test_transfer.py::test_svarte_ikke": WHOLE,
    "gui/test_transfer.py::test_what_is_reported": AT_ONCE,
    "gui/test_undo.py::test_a_confirmation_that_came_by_mistake": BACK,
    "gui/test_undo.py::test_ctrl_z_in_the_outbox": BACK,
    "gui/test_undo.py::test_what_somebody": BACK,
    "gui/test_undo.py::test_what_was_arranged": BACK,
    "gui/test_undo.py::test_what_was_rectified": BACK,
    "gui/test_unmatched_calls.py::test_the_member_is_found": FOUND,
    "gui/test_unmatched_calls.py::test_what_nobody_has_to_enter": BACK,
    "gui/test_unmatched_calls.py::test_what_went_to_the_wrong": BACK,
}
"""Part of a test's id -> what in it could come out otherwise over a server."""
LEFT_OUT = {
    "acceptance/test_callers.py::": "what comes of a call by who rings; test_whole_calls.py writes it",
    "acceptance/test_whole_calls.py::test_a_call_leaves_behind": BEFORE,
    "acceptance/test_whole_calls.py::test_a_call_never_does": BEFORE,
    "services/test_access.py::test_a_clock_that_is_set": PC_CLOCK,
    "services/test_access.py::test_a_wall_that_was_wrong": PC_CLOCK,
    "services/test_access.py::test_a_wrong_pin_is_signed_by_nobody": "a server signs by its own",
    "services/test_access.py::test_guessing_costs": PC_CLOCK,
    "services/test_access.py::test_nobody_becomes_administrator_by": A_SERVER,
    "services/test_access.py::test_only_an_administrator_makes_the_code": KEY,
    "services/test_access.py::test_starting_the_pc_again": PC_CLOCK,
    "services/test_access.py::test_the_register_leaves_and_comes_in": BACKUP,
    "services/test_access.py::test_the_same_windows_name": A_SERVER,
    "services/test_access.py::test_who_has_the_printed_code": KEY,
    "services/test_access.py::test_who_was_known_by_the_plain_name": A_SERVER,
    "services/test_access.py::test_whoever_moves_the_register": LEAVING,
    "services/test_access.py::test_without_the_code_nobody_takes_over": KEY,
    "services/test_backup.py::test_a_backup_without_its_key": BACKUP,
    "services/test_backup.py::test_an_older_code": KEY,
    "services/test_backup.py::test_only_an_administrator_exchanges": KEY,
    "services/test_backup.py::test_the_right_code_opens": KEY,
    "services/test_backup.py::test_where_only_backups": BACKUP,
    "services/test_doors.py::": ROLES,
    "services/test_imports.py::test_a_desk_without_rights": A_SERVER,
    "services/test_imports.py::test_a_hostile_file": SOURCE,
    "services/test_imports.py::test_a_write_is_cancelled": "test_a_cancelled_write_leaves_the_register is repeated",
    "services/test_member_system.py::test_every_member_of_a_real_export": SOURCE,
    "services/test_messages.py::test_a_desk_that_fails": A_SERVER,
    "services/test_messages.py::test_an_operator_and_the_sender": A_SERVER,
    "services/test_messages.py::test_another_desk_is_left_in_peace": A_SERVER,
    "services/test_messages.py::test_two_desks": A_SERVER,
    "services/test_messages.py::test_what_was_being_sent_when_the_program_ended": "nobody else can be sending from it",
    "services/test_messages.py::test_who_calls_back": A_SERVER,
    "services/test_practice.py::": PRACTICE,
    "services/test_pull.py::test_a_backup_is_taken_before": BACKUP,
    "services/test_pull.py::test_a_register_that_was_moved": LEAVING,
    "services/test_watched_folder.py::test_practice_pulls": PRACTICE,
}
"""Part of the id of a test that would be repeated -> why it is not."""
EACH_CASE = {
    "acceptance/test_unmatched_calls.py::": "rows of a call with a member and without",
    "acceptance/test_whole_calls.py::test_every_action": "each category writes other kinds of rows",
    "services/test_imports.py::test_a_preview_that_is_out_of_date": "one batch of rows, and several",
    "services/test_members_data.py::test_a_list_that_every_desk_reads": "a question of its own for each list",
    "services/test_members_data.py::test_a_way_that_is_logged": "each way reads and logs by itself",
    "services/test_messages.py::test_a_call_that_is_opened_again": "the states of a message",
    "services/test_organisation.py::test_a_department_that_something_points_at": "a table each",
    "services/test_organisation_files.py::test_one_list_goes_out": "a table each",
}
"""Part of the id of a test all of whose cases are repeated -> what they ask of the register that the first does not."""
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


def reason(nodeid: str, fixtures: Container[str]) -> str:
    """Why it is not run on a server; «» when it is, if it is the first of its cases."""
    if not any(part in nodeid for part in REPEATED):
        return SAME
    if not any(folder in fixtures for folder in FOLDERS):
        return NOT_OPENED
    return next((why for part, why in LEFT_OUT.items() if part in nodeid), "")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A file of which nothing is repeated is not even read, unless it was asked for."""
    if not collection_path.name.startswith("test_") or collection_path in asked_for(config):
        return None
    return None if is_read(f"{collection_path.parent.name}/{collection_path.name}") else True


def is_read(file: str) -> bool:
    """Whether tests of «folder/test_it.py» may be repeated."""
    begin = f"{file}::"
    return begin not in LEFT_OUT and any(part.startswith(begin) or begin.startswith(part) for part in REPEATED)


def asked_for(config: pytest.Config) -> set[Path]:
    return {(config.invocation_params.dir / word.partition("::")[0]).resolve() for word in config.args}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    first = FirstCase(EACH_CASE)
    for item in items:
        why = reason(item.nodeid, getattr(item, "fixturenames", ()))
        if why or first.is_before(item.nodeid):
            item.add_marker(pytest.mark.skip(reason=f"the same on a PC: {why or FIRST}"))
