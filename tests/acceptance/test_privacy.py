"""PR-1 – PR-15, what the law asks of the product: each with the tests that hold it, and its own here."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel

from sentralbord_desktop.domain.members.fields import FIELD_NAMES
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.procedures.loader import library
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.services.practice_data import FEMALE, LAST_NAMES, MALE
from sentralbord_desktop.storage import tables as tables  # known by it
from tests.helpers import calls

HELD_BY = {
    "PR-1": [
        "tests/services/test_access.py::test_the_first_in_a_register_may_do_all_of_it_and_the_next_only_answer_calls",
        "tests/services/test_access.py::test_only_those_who_need_it_read_a_case_in_another_department",
        "tests/services/test_access.py::test_guessing_costs_a_minute_and_then_twice_as_much_and_a_right_pin_waits_too",
    ],
    "PR-2": ["tests/acceptance/test_privacy.py::test_no_table_has_a_place_for_a_birth_number_or_for_health"],
    "PR-3": [
        "tests/gui/test_sensitive.py::test_a_number_is_warned_of_in_the_field_and_taken_out_of_everything",
        "tests/gui/test_sensitive.py::test_a_word_about_health_wants_a_reason_which_is_kept",
    ],
    "PR-4": [
        "tests/storage/test_privacy.py::test_each_opening_is_there_with_who_whom_when_and_why",
        "tests/storage/test_privacy.py::test_ten_members_opened_without_a_call_are_odd_and_with_a_call_are_not",
        "tests/storage/test_privacy.py::test_the_door_is_shut_before_and_after",
    ],
    "PR-5": [
        "tests/reliability/test_leaks.py::test_no_file_of_the_register_holds_a_name_in_plain_text",
        "tests/reliability/test_backup.py::test_a_backup_holds_what_the_register_holds_and_nothing_can_be_read_in_it",
        "tests/gui/test_lock.py::test_locking_hides_the_member_parks_the_call_and_gives_up_the_register",
    ],
    "PR-6": ["tests/acceptance/test_privacy.py::test_an_sms_about_a_dispute_says_nothing_of_it"],
    "PR-7": ["tests/acceptance/test_privacy.py::test_nothing_is_sent_to_anybody_outside_by_itself"],
    "PR-8": [
        "tests/storage/test_privacy.py::test_nothing_is_due_on_the_day_and_everything_that_is_done_a_year_later",
        "tests/storage/test_privacy.py::test_resignation_starts_the_clock_and_a_reason_stops_it",
        "tests/storage/test_case_handover.py::test_a_case_is_kept_until_the_ds_has_it_and_its_months_from_then",
        "tests/gui/test_case_handover.py::test_handover_to_the_ds_is_said_and_undone_by_keyboard",
    ],
    "PR-9": [
        "tests/storage/test_privacy.py::test_an_access_report_holds_everything_and_is_logged_itself",
        "tests/gui/test_privacy.py::test_a_member_gets_it_all_as_pdf_and_json_and_then_erased",
    ],
    "PR-10": [
        "tests/storage/test_privacy.py::test_a_remark_is_rectified_and_the_old_one_is_shown_no_more",
        "tests/storage/test_privacy.py::test_a_text_that_should_never_have_been_written_is_gone_everywhere_and_leaves_a_trace",
    ],
    "PR-11": ["tests/storage/test_privacy.py::test_the_clock_runs_for_72_hours_and_the_drafts_say_what_is_known"],
    "PR-12": [
        "tests/gui/test_call.py::test_what_is_asked_first_of_someone_not_confirmed_is_who_they_are",
        "tests/gui/test_call.py::test_a_third_party_is_shown_and_told_nothing_of_the_record",
    ],
    "PR-13": ["tests/acceptance/test_privacy.py::test_nothing_in_the_product_records_sound"],
    "PR-14": [
        "tests/acceptance/test_privacy.py::test_the_practice_register_is_made_up_and_no_name_of_staff_is_in_the_code"
    ],
    "PR-15": ["tests/acceptance/test_privacy.py::test_what_is_kept_of_erased_calls_is_counts_alone"],
}
ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src/sentralbord_desktop"


@pytest.mark.parametrize("rule", HELD_BY)
def test_each_is_held_by_tests_that_are_there(rule: str) -> None:
    for held in HELD_BY[rule]:
        file, _, name = held.partition("::")
        assert f"def {name}(" in (ROOT / file).read_text(encoding="utf-8"), held


def test_none_is_left_out() -> None:
    assert [f"PR-{n}" for n in range(1, 16)] == list(HELD_BY)


def test_no_table_has_a_place_for_a_birth_number_or_for_health() -> None:
    """PR-2"""
    columns = {column.name for table in SQLModel.metadata.sorted_tables for column in table.c}
    unwanted = re.compile(r"fnr|birth_number|person_?n|ssn|health|helse|diagnos|sick|syk")
    assert not [name for name in columns if unwanted.search(name)]
    assert not [name for name in FIELD_NAMES.values() if "personnummer" in name.casefold()]


def test_an_sms_about_a_dispute_says_nothing_of_it(services: Services, ingunn: Member) -> None:
    """PR-6"""
    services.inquiries.complete(calls.dismissal(services, ingunn))
    words = re.compile(r"oppsag|oppsig|avskjed|permitter|lønn|sak|fagforening|forbund", re.IGNORECASE)
    sms = [m.body for m in services.outbox.all() if m.kind == "sms"]
    templates = [t.body for key, t in library().templates.items() if key.startswith("S-")]
    assert len(templates) > 6
    assert not [body for body in (*sms, *templates) if words.search(body.replace("{forbund}", ""))]


def test_nothing_is_sent_to_anybody_outside_by_itself() -> None:
    """PR-7: the caller is referred, or set over; no e-mail, SMS or letter goes to a partner."""
    partners = ("lofavor", "lo_favor", "sparebank", "help", "aof", "skade")
    sent = {"EMAIL", "SMS", "LETTER_ORDER"}
    outputs = [(p.id, o) for p in library().procedures.values() for o in p.outputs if o.kind in sent]
    assert len(outputs) > 15
    assert not [(p, o.to) for p, o in outputs if any(word in str(o.to).casefold() for word in partners)]


def test_nothing_in_the_product_records_sound() -> None:
    """PR-13"""
    code = "\n".join(file.read_text(encoding="utf-8") for file in SOURCE.rglob("*.py"))
    assert not re.search(r"QtMultimedia|QAudio|sounddevice|pyaudio|import wave\b|winsound", code)
    assert "Multimedia" not in (ROOT / "packaging/windows/frozen_parts.py").read_text(encoding="utf-8")


def test_the_practice_register_is_made_up_and_no_name_of_staff_is_in_the_code() -> None:
    """PR-14: the procedure's own names are data of the organisation."""
    assert min(len(FEMALE), len(MALE), len(LAST_NAMES)) > 10
    organisation = (SOURCE / "procedures/texts/organisasjon.yaml").read_text(encoding="utf-8")
    names = {"Lisa", "Beate"}
    assert all(name in organisation for name in names)
    code = "\n".join(file.read_text(encoding="utf-8") for file in SOURCE.rglob("*.py"))
    quoted = re.findall(r'"([^"\n]*)"', code)
    assert not [text_ for text_ in quoted if names & set(re.findall(r"\w+", text_))]


def test_what_is_kept_of_erased_calls_is_counts_alone(
    services: Services, ingunn: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PR-15"""
    services.inquiries.complete(calls.new_details(services, ingunn, place="Hamar"))
    later = services.session.clock() + timedelta(days=400)
    monkeypatch.setattr(services.session, "clock", lambda: later)
    services.retention.erase()
    with services.database.reading() as session:
        kept = session.execute(text("SELECT * FROM call_count")).mappings().all()
    assert [set(row) for row in kept] == [{"month", "category", "department", "loop", "calls"}]
