"""What of a file is in doubt, before it is written."""

from datetime import date
from typing import Any

import pytest

from sentralbord_desktop.domain.imports.compare import (
    MANY,
    Comparison,
    Present,
    compare,
    hold_renamed,
    is_other_person,
    refuse_member,
)
from sentralbord_desktop.domain.imports.headings import match_table
from sentralbord_desktop.domain.imports.preview import ImportedRow
from sentralbord_desktop.domain.members.fields import MEMBERS

KARI = {"first_name": "Kari", "middle_name": "", "last_name": "Lie", "birth_date": date(1980, 2, 1)}
BORN, OTHER_DAY = date(1980, 2, 1), date(1955, 4, 3)


@pytest.mark.parametrize(
    ("first", "middle", "last", "born", "is_other"),
    [
        ("Per", "", "Berg", OTHER_DAY, True),
        ("Per", "", "Lie", OTHER_DAY, True),  # a surname that many have
        ("Per", "", "Berg", BORN, False),
        ("Per", "", "Berg", None, False),
        ("Kari", "", "Berg", OTHER_DAY, False),  # married, and the date was corrected
        ("Kari Anne", "", "Berg-Lie", OTHER_DAY, False),
        ("Lie", "", "Kari", OTHER_DAY, False),
        ("Anne", "Kari", "Berg", OTHER_DAY, False),
        ("K.", "", "Lie", OTHER_DAY, False),
        ("KÅRI", "", "LIE", OTHER_DAY, False),  # å is read as a
        ("", "", "Berg", OTHER_DAY, True),
        ("", "", "Lie", OTHER_DAY, False),
        ("", "", "", OTHER_DAY, False),
    ],
)
def test_a_row_with_another_first_name_and_another_birth_date_is_another_person(
    first: str, middle: str, last: str, born: date | None, is_other: bool
) -> None:
    there = {"first_name": first, "middle_name": middle, "last_name": last, "birth_date": born}
    assert is_other_person(KARI, {name: value for name, value in there.items() if value}) is is_other
    assert not is_other_person({**KARI, "birth_date": None}, there)
    assert not is_other_person({**KARI, "first_name": "", "last_name": ""}, there)


def compared(count: int, **there: Any) -> Comparison:
    """Kari under so many numbers, and the rows of a file about them."""
    result = Comparison()
    here = {str(n): Present(n, 1, {**KARI, "number": str(n), "phone": "99000423"}) for n in range(count)}
    rows = [ImportedRow(n + 2, {"number": str(n), "phone": "40011222", **there}) for n in range(count)]
    compare(MEMBERS, rows, here, refuse_member, result)
    hold_renamed(result)
    return result


def test_a_row_about_another_person_changes_nothing_and_is_told_with_both() -> None:
    result = compared(1, first_name="Per", last_name="Berg", birth_date=OTHER_DAY)
    assert (result.changed, result.unchanged, result.new) == ([], 0, [])
    (loss,) = result.rejected
    assert (loss.row, loss.detail) == (
        2,
        "Her er det Kari Lie, født 01.02.1980. I filen er det Per Berg, født 03.04.1955.",
    )
    (held,) = result.others
    assert held.change.values == {
        "first_name": "Per",
        "last_name": "Berg",
        "birth_date": OTHER_DAY,
        "phone": "40011222",
    }


@pytest.mark.parametrize("born", [{}, {"birth_date": BORN}])
def test_wholly_different_names_alone_are_changes_until_they_are_many(born: dict[str, date]) -> None:
    few = compared(MANY - 1, first_name="Per", last_name="Berg", **born)
    assert (len(few.changed), few.others) == (MANY - 1, [])
    many = compared(MANY, first_name="Per", last_name="Berg", **born)
    assert (many.changed, len(many.others), len(many.rejected)) == ([], MANY, MANY)


@pytest.mark.parametrize(
    ("status", "kind", "read"),
    [
        (["Aktiv", "Aktiv", "Aktiv"], ["Yrkesaktiv", "Student", "Pensjonist"], "Medlemstype"),
        (["Aktiv", "Student", "Pensjonist"], ["Aktiv", "Aktiv", "Aktiv"], "Status"),
        (["Aktiv", "Utmeldt", "Aktiv"], ["Yrkesaktiv", "Student", "Pensjonist"], "Status"),  # who has left is told
        (["Aktiv", "Passiv", "Gjest"], ["Yrkesaktiv", "Student", "Gull"], "Medlemstype"),
        (["Aktiv", "Aktiv", ""], ["A", "B", "C"], "Status"),
    ],
)
def test_of_two_columns_for_one_field_the_one_with_more_known_words_is_read(
    status: list[str], kind: list[str], read: str
) -> None:
    rows = [(str(n), *cells) for n, cells in enumerate(zip(status, kind, strict=True))]
    found = match_table(MEMBERS, ("Medl.nr", "Status", "Medlemstype"), rows, {})
    assert [heading for heading, field in found.items() if field == "status"] == [read]
