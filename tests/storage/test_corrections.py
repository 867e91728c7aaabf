"""What operators corrected stays when the next file comes with the old value."""

import csv
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from sentralbord_desktop.domain.imports.decide import take_from_file
from sentralbord_desktop.domain.imports.preview import Preview
from sentralbord_desktop.services.office import Services
from tests.helpers.import_files import HEAD, csv_file, member, previewed

LINE = "300;Odd;Fjeldhaug;30.01.1958;{phone};{department};Pensjonist"
Bring = Callable[..., Preview]


def correct(services: Services, number: str, **fields: str) -> None:
    services.members.change(member(services, number), fields)


@pytest.fixture
def bring(services: Services, tmp_path: Path) -> Bring:
    """Preview and write a file with one member."""

    def made(phone: str = "99000423", department: str = "2") -> Preview:
        preview = previewed(services, csv_file(tmp_path, HEAD, LINE.format(phone=phone, department=department)))
        services.member_imports.write(preview)
        return preview

    made()
    return made


def phone(services: Services) -> str:
    return member(services, "300").phone


def told(preview: Preview) -> list[tuple[str, str, str, str]]:
    return [(it.number, it.field, it.here, it.in_file) for it in preview.corrected]


def test_a_file_with_the_old_value_does_not_take_a_correction_back(services: Services, bring: Bring) -> None:
    correct(services, "300", phone="40011222")
    preview = bring()
    assert phone(services) == "40011222"
    assert told(preview) == [("300", "phone", "40011222", "99000423")]
    assert "1 rettet her siden forrige fil" in preview.summary
    assert (preview.done.changed, preview.done.unchanged, preview.done.corrected) == (0, 0, 1)
    assert told(bring()) == told(preview), "the next night too"


def test_the_other_fields_of_the_member_still_follow_the_file(services: Services, bring: Bring) -> None:
    correct(services, "300", phone="40011222")
    bring(department="3")
    odd = member(services, "300")
    assert (odd.phone, odd.department) == ("40011222", 3)


def test_the_mark_goes_when_the_file_has_the_corrected_value(services: Services, bring: Bring) -> None:
    correct(services, "300", phone="40011222")
    assert not bring(phone="40011222").corrected
    assert not bring(phone="40099888").corrected
    assert phone(services) == "40099888"


def test_what_both_changed_is_kept_and_shown(services: Services, bring: Bring) -> None:
    correct(services, "300", phone="40011222")
    assert told(bring(phone="40099888")) == [("300", "phone", "40011222", "40099888")]
    assert phone(services) == "40011222"


def test_a_correction_that_is_corrected_back_is_none(services: Services, bring: Bring) -> None:
    for number in ("40011222", "40033444", "99000423"):
        correct(services, "300", phone=number)
    assert not bring(phone="40099888").corrected


def test_the_value_of_the_file_can_be_chosen_for_one_field(services: Services, bring: Bring, tmp_path: Path) -> None:
    correct(services, "300", phone="40011222", street="Granveien 4", employer="Mjøs")
    lines = (HEAD + ";Arbeidsgiver", LINE.format(phone="99000423", department="3") + ";Fjord")
    preview = previewed(services, csv_file(tmp_path, *lines))
    assert {it.field for it in preview.corrected} == {"phone", "employer"}
    chosen = next(it.key for it in preview.corrected if it.field == "phone")
    services.member_imports.write(take_from_file(preview, {chosen}))
    odd = member(services, "300")
    assert (odd.phone, odd.employer, odd.street, odd.department) == ("99000423", "Mjøs", "Granveien 4", 3)
    assert [it.field for it in previewed(services, csv_file(tmp_path, *lines)).corrected] == ["employer"]


def test_an_import_that_is_undone_gives_the_mark_back(services: Services, bring: Bring) -> None:
    correct(services, "300", phone="40011222")
    bring(phone="40011222", department="3")
    services.import_history.undo(services.import_history.latest()[0])
    assert told(bring()) == [("300", "phone", "40011222", "99000423")]


def test_an_undone_choice_of_the_files_value_is_a_correction_again(
    services: Services, bring: Bring, tmp_path: Path
) -> None:
    correct(services, "300", phone="40011222")
    preview = previewed(services, csv_file(tmp_path, HEAD, LINE.format(phone="99000423", department="2")))
    services.member_imports.write(take_from_file(preview, {it.key for it in preview.corrected}))
    assert phone(services) == "99000423"
    services.import_history.undo(services.import_history.latest()[0])
    assert phone(services) == "40011222"
    assert told(bring()) == [("300", "phone", "40011222", "99000423")]


def test_a_correction_after_the_preview_is_not_lost(services: Services, bring: Bring, tmp_path: Path) -> None:
    correct(services, "300", phone="40011222")
    preview = previewed(services, csv_file(tmp_path, HEAD, LINE.format(phone="40011222", department="2")))
    later = services.session.clock() + timedelta(minutes=1)
    services.session.clock = lambda: later
    correct(services, "300", phone="40033444")
    services.member_imports.write(preview)
    assert told(bring()) == [("300", "phone", "40033444", "99000423")]


def test_the_corrections_are_exported_for_the_member_system(services: Services, bring: Bring, tmp_path: Path) -> None:
    correct(services, "300", phone="40011222", status="ufor")
    path = tmp_path / "rettelser.csv"
    assert services.member_imports.export_corrections(path) == 2
    with path.open(encoding="utf-8-sig") as file:
        rows = [row[:5] for row in csv.reader(file, delimiter=";")]
    assert rows[1:] == [
        ["300", "Odd Fjeldhaug", "Telefon", "99000423", "40011222"],
        ["300", "Odd Fjeldhaug", "Status", "Pensjonist", "Ufør"],
    ]
    bring(phone="40011222")
    assert services.member_imports.export_corrections(path) == 1


def test_one_who_is_erased_leaves_no_mark(services: Services, bring: Bring, tmp_path: Path) -> None:
    correct(services, "300", phone="40011222")
    assert services.privacy.subject("300").rows["member_correction"][0]["before"] == "99000423"
    services.privacy.erase(member(services, "300"), "300", "ba om det")
    assert services.member_imports.export_corrections(tmp_path / "rettelser.csv") == 0
