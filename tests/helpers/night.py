"""Cases of the day, of the server and of the night (`dev.py test`, `--server`, `--night`).

- A test that asks a PostgreSQL is marked `server`.
- Of a question of a window or a register with many cases the first is of the day, and all of those in `EACH_CASE`: the
  others go the same way with other words. A pure question has all its cases by day.
- What takes long, and of which a shorter test by day finds most, is in `AT_NIGHT`, or marked `night` by hand.
"""

from collections.abc import Iterable

import pytest

from tests.helpers.first_case import FirstCase

IN_A_REGISTER = ("tests/gui/", "tests/storage/", "tests/services/", "tests/reliability/", "tests/window/")
EACH_CASE = ("gui/test_keys.py::test_a_key_", "gui/test_layout.py::test_page_at_size", "services/test_doors.py::")
"""Parts of the ids of tests of which every case is a way of its own."""
AT_NIGHT = (
    "acceptance/test_unconfirmed.py::test_nothing_of_the_record",
    "architecture/test_category_file.py::test_category_is_reached",
    "architecture/test_member_field.py::test_a_toy_field",
    "architecture/test_output_kind.py::test_a_kind_that_is_registered",
    "architecture/test_owners.py::test_what_the_first_key",
    "architecture/test_start_pages.py::",
    "gui/test_accessible_tree.py::test_names_and_roles_are_in_every",
    "gui/test_announced_pages.py::",
    "gui/test_bugs.py::test_a_bug_behind_a_key",
    "gui/test_by_ear_member.py::",
    "gui/test_by_ear_review.py::",
    "gui/test_card_switches.py::test_each_card",
    "gui/test_card_texts.py::test_what_is_typed",
    "gui/test_colours.py::test_a_step_that",
    "gui/test_colours.py::test_the_mark_in",
    "gui/test_colours.py::test_what_is_written",
    "gui/test_colours.py::test_what_the_review",
    "gui/test_focus.py::test_in_each_panel",
    "gui/test_focus.py::test_bar_of_the_chosen_row_is_seen_on_each",
    "gui/test_guide.py::",
    "gui/test_imports.py::test_who_is",
    "gui/test_keys.py::test_each_key_in_f1",
    "gui/test_layout.py::test_a_call_is_taken_in_the_least",
    "gui/test_layout.py::test_every_part_of_the_settings",
    "gui/test_layout.py::test_moved_panels",
    "gui/test_member_panel.py::test_in_every_step",
    "gui/test_member_systems.py::test_every_member",
    "gui/test_mouse_alone.py::test_a_dismissal",
    "gui/test_paper.py::test_print_",
    "gui/test_settings.py::test_nothing_of_a_part",
    "gui/test_settings.py::test_one_f6",
    "gui/test_settings.py::test_no_field_",
    "gui/test_sharing.py::",
    "gui/test_spoken_step.py::test_every_step",
    "gui/test_spoken_step.py::test_no_step",
    "gui/test_tips.py::test_no_panel",
    "gui/test_trail.py::test_one_step_back",
    "gui/test_transfer.py::test_name_function",
    "gui/test_wheel.py::test_the_wheel_changes_no_choice",
    "procedures/test_roles.py::test_a_step_may_be_called_anything",
    "procedures/test_roles.py::test_the_time_that_suits",
    "procedures/test_transfer.py::test_no_board",
    "reliability/test_keyring.py::",
    "reliability/test_kill",
    "reliability/test_power.py::",
    "reliability/test_salvage.py::test_what_can",
    "reliability/test_wal_marker.py::",
    "reliability/test_window_settings.py::test_an_open",
    "services/test_availability.py::test_two_hundred",
    "services/test_imports.py::test_a_cancelled_write",
    "services/test_imports.py::test_a_large_one",
    "services/test_imports.py::test_a_write_is_cancelled",
    "services/test_member_system.py::test_every_member",
    "storage/test_offline_session.py::",
    "storage/test_search.py::test_two_thousand",
    "storage/test_search_cache.py::test_typing_key_by_key",
    "storage/test_search_tiers.py::test_hostile",
    "storage/test_server_choice.py::test_the_line",
    "tests/test_cli.py::test_command_imports",
    "tests/test_cli.py::test_where_no_log",
    "tests/test_cli.py::test_without_a_pass",
    "tests/test_installed.py::",
    "window/test_announcements.py::",
    "window/test_calls_by_keyboard.py::",
    "windows/test_progress.py::test_the_second",
)
"""Parts of the ids of tests: pages by ear (by day the step), whole walks, what is killed, and what is installed (CI
installs and starts Setup's own)."""
OPENS = {"qapp", "practised", "settled", "services", "cluster", "database", "register", "tmp_path"}
"""A test with none of these fixtures opens no window and no register."""


def mostly_at_night(cases: Iterable[object], *by_day: object) -> list[object]:
    """The cases of one question, of which these are asked by day and the others at night."""
    return [case if case in by_day else pytest.param(case, marks=pytest.mark.night) for case in cases]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.pluginmanager.has_plugin("tests.helpers.on_server"):
        return  # it takes the first of its own
    first = FirstCase(EACH_CASE)
    for item in items:
        test, _, case = item.nodeid.partition("[")
        fixtures = set(getattr(item, "fixturenames", ()))
        if "cluster" in fixtures or (test.startswith("tests/storage/") and "postgresql" in case):
            item.add_marker(pytest.mark.server)
            test = f"{test} on a server"
        again = test.startswith(IN_A_REGISTER) and OPENS & fixtures and first.is_before(f"{test}[{case}")
        if again or any(part in item.nodeid for part in AT_NIGHT):
            item.add_marker(pytest.mark.night)
