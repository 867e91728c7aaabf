"""Rows of an import file: many are read a column at a time, and mean what each means alone."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentralbord_desktop.domain.imports.cells import read_phone
from sentralbord_desktop.domain.imports.coded_words import EVENING_WORD, Words
from sentralbord_desktop.domain.imports.days import DAY_AFTER, SAME_DAY
from sentralbord_desktop.domain.imports.headings import recognise
from sentralbord_desktop.domain.imports.preview import ImportedRow, ImportTable, Loss
from sentralbord_desktop.domain.imports.report import rows_to_mend
from sentralbord_desktop.domain.imports.rows import ROWS_COMPARED_AT_ONCE, entries_of
from sentralbord_desktop.domain.members.fields import MEMBERS
from sentralbord_desktop.domain.progress import Progress
from sentralbord_desktop.domain.telephony import normal_number

HEADINGS = ("Medlemsnummer", "Fornavn", "Etternavn", "Fødselsdato", "Mobil", "E-post", "Avdeling")
Row = Sequence[str]


def read(rows: Sequence[Row], words: Words | None = None) -> tuple[list[ImportedRow], list[Loss]]:
    columns = recognise(MEMBERS, HEADINGS, {})
    numbers = range(2, len(rows) + 2)
    table = ImportTable("fil", MEMBERS, HEADINGS, rows, numbers, columns, {})
    return entries_of(table, columns, Progress(), words=words or {})


def alone(rows: Sequence[Row]) -> tuple[list[ImportedRow], list[Loss]]:
    """Each row in a file of its own, with what tells its number moved to where it stands."""
    used: list[ImportedRow] = []
    refused: list[Loss] = []
    for place, row in enumerate(rows, 2):
        entries, rejected = read([row])
        used += [ImportedRow(place, entry.values, entry.faults) for entry in entries]
        refused += [replace(one, row=place) for one in rejected]
    return used, refused


CELLS = (
    st.sampled_from(["", " ", "-", " Kari", "Kari  Anne", "'=1", "'Nils", "Åse\N{NO-BREAK SPACE}Lie", "Kari\t"]),
    st.sampled_from(["", "14.03.1979", "1979-03-14", "31.02.1979", "28928", "1.1.2099", "-"]),
    st.sampled_from(["", "990 00 418", "+47 990 00 418", "99000418", "+48 601 234 567", "ingen", "01017012345"]),
    st.sampled_from(["", "kari@eksempel.no", "kari", " kari@eksempel.no"]),
    st.sampled_from(["", "2", "avd. 4", "avdelingen"]),
)
name, day, phone, mail, department = CELLS


@given(st.lists(st.tuples(name, name, day, phone, mail, department), min_size=1, max_size=8))
def test_rows_that_are_read_together_mean_what_each_means_alone(rows: list[tuple[str, ...]]) -> None:
    numbered = [(str(place), *row) for place, row in enumerate(rows, 100)]
    assert read(numbered) == alone(numbered)


@pytest.mark.parametrize("bad", [0, 57, ROWS_COMPARED_AT_ONCE - 1, ROWS_COMPARED_AT_ONCE, ROWS_COMPARED_AT_ONCE + 30])
def test_of_many_the_one_with_a_bad_cell_comes_in_without_it_and_is_told(bad: int) -> None:
    rows = [(str(n), "Kari", "Li", "14.03.1979", "990 00 418", "", "2") for n in range(2 * ROWS_COMPARED_AT_ONCE)]
    rows[bad] = (*rows[bad][:3], "31.02.1979", *rows[bad][4:])
    entries, rejected = read(rows)
    assert rejected == []
    assert [(entry.row, fault.field) for entry in entries for fault in entry.faults] == [(bad + 2, "birth_date")]
    assert [entry.number for entry in entries if "birth_date" not in entry.values] == [str(bad)]
    assert len(entries) == len(rows)
    assert {entry.values["phone"] for entry in entries} == {"99000418"}


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        (" Kari", "Kari"),
        ("Kari ", "Kari"),
        ("Kari  Anne", "Kari Anne"),
        ("'=1", "=1"),
        ("'Nils", "'Nils"),
        ("Åse\N{NO-BREAK SPACE}Lie", "Åse Lie"),
        ("\tKari", "Kari"),
        ("-", None),
        (" - ", None),
        (" ", None),
    ],
)
def test_a_cell_is_tidied(cell: str, name: str | None) -> None:
    [entry], _ = read([("1", cell, "Li")])
    assert entry.values.get("first_name") == name


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (("1", "Kari"), None),  # shorter than the headings
        (("1", "Kari", "Li", "", "", "", "2", "", ""), None),  # empty cells after the last
        (("1", "Kari", "Li", "", "", "", "2", "", "x"), "flere celler"),
    ],
)
def test_a_row_may_be_shorter_than_the_headings_and_longer_by_empty_cells(row: Row, why: str | None) -> None:
    other = ("2", "Odd", "Li", "", "", "", "4")
    entries, rejected = read([row, other])
    assert [entry.number for entry in entries] == ([] if why else ["1"]) + ["2"]
    assert [why in one.why for one in rejected if why] == ([True] if why else [])


@given(st.from_regex(r"(\+47|0047|47)? ?[2-9]( ?[0-9]){7} ?", fullmatch=True))
def test_a_number_in_groups_is_the_one_it_is_in_one(text: str) -> None:
    assert read_phone(text.strip()) == normal_number(text)


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (["311284", "10384", "50580"], [(1984, 12, 31), (1984, 3, 1), (1980, 5, 5)]),
        (["28928", "30742"], [(1979, 3, 14), (1984, 3, 1)]),
        (["140379", "28928", "30742", "29000"], [(1979, 3, 14), (1979, 3, 14), (1984, 3, 1), (1979, 5, 25)]),
        (["841231", "790314", "010203"], [(1984, 12, 31), (1979, 3, 14), (2001, 2, 3)]),
        (["9/17/1980", "3/4/1984", "12/1/79 00:00:00"], [(1980, 9, 17), (1984, 3, 4), (1979, 12, 1)]),
        (["9/17/1980 12:00:00 AM", "3/4/1984 1:05 PM"], [(1980, 9, 17), (1984, 3, 4)]),
        (["17/9/1980", "3/4/1984", "14/3-79"], [(1980, 9, 17), (1984, 4, 3), (1979, 3, 14)]),
        (["3/4/1984"], [(1984, 4, 3)]),
        (["10384", "50580", "90909"], [(1984, 3, 1), (1980, 5, 5), (2009, 9, 9)]),
        (["10384", "1979-03-14"], [(1928, 6, 5), (1979, 3, 14)]),
        (["1979-03-13T23:00:00Z", "1965-06-30T23:00:00Z"], [(1979, 3, 14), (1965, 7, 1)]),
        (["1979-03-13 22:00:00.000+00:00", "1990-12-31T23:00Z"], [(1979, 3, 14), (1991, 1, 1)]),
        (["1979-03-13T22:00:00Z", "1979-03-14"], [(1979, 3, 14), (1979, 3, 14)]),
    ],
)
def test_a_day_is_read_as_the_others_of_its_column_are_written(
    cells: list[str], days: list[tuple[int, int, int]]
) -> None:
    entries, rejected = read([(str(n), "Kari", "Lie", cell, "", "", "") for n, cell in enumerate(cells)])
    assert [entry.values["birth_date"] for entry in entries] == [date(*day) for day in days]
    assert not rejected
    assert not any(entry.faults for entry in entries)


def test_a_column_with_both_orders_is_read_with_the_day_first_and_the_rest_is_told() -> None:
    entries, _ = read([(str(n), "K", "L", cell, "", "", "") for n, cell in enumerate(["17/9/1980", "9/17/1980"])])
    assert [len(entry.faults) for entry in entries] == [0, 1]


def test_a_column_with_evenings_and_midnights_in_utc_is_read_without_the_evenings_which_are_told() -> None:
    cells = ["1979-03-13T23:00:00Z", "1980-01-02T00:00:00Z", "0001-01-01T00:00:00Z"]
    entries, _ = read([(str(n), "K", "L", cell, "", "", "") for n, cell in enumerate(cells)])
    assert [entry.values.get("birth_date") for entry in entries] == [None, date(1980, 1, 2), None]
    assert [[fault.why.partition(":")[0] for fault in entry.faults] for entry in entries] == [
        ["Fødselsdato er kl. 22 eller 23, men andre i kolonnen kl. 00"],
        [],
        [],
    ]
    entries, _ = read([(str(n), "K", "L", cells[2 * n], "", "", "") for n in range(2)])
    assert entries[0].values["birth_date"] == date(1979, 3, 14), "the first day of a system is no midnight"
    for said, day in ((DAY_AFTER, date(1979, 3, 14)), (SAME_DAY, date(1979, 3, 13)), ("", None)):
        rows = [(str(n), "K", "L", cell, "", "", "") for n, cell in enumerate(cells)]
        entries, _ = read(rows, words={"birth_date": {EVENING_WORD: said}})
        assert (entries[0].values.get("birth_date"), entries[0].faults) == (day, ())
        assert entries[1].values["birth_date"] == date(1980, 1, 2)


@pytest.mark.parametrize("cells", [["10384"], ["10384", "50580", "00.00.0000"]])
def test_a_day_that_may_be_two_is_refused_where_the_column_does_not_tell(cells: list[str]) -> None:
    entries, _ = read([(str(n), "K", "L", cell, "", "", "") for n, cell in enumerate(cells)])
    told = [fault.why for entry in entries for fault in entry.faults]
    assert told == ["Fødselsdato kan være to datoer. Skriv 14.03.1979 i filen."] * (2 if len(cells) > 1 else 1)
    assert all("birth_date" not in entry.values for entry in entries)


@pytest.mark.parametrize(
    ("cells", "written"), [(["311284", "10384"], "01.03.1984"), (["9/17/80", "3/4/84"], "04.03.1984")]
)
def test_the_rows_to_mend_have_the_days_that_their_column_told(cells: list[str], written: str) -> None:
    rows = [("1", "K", "L", cells[0], "", "", ""), ("2", "K", "L", cells[1], "9900", "", "2")]
    columns = recognise(MEMBERS, HEADINGS, {})
    table = ImportTable("fil", MEMBERS, HEADINGS, rows, [2, 3], columns, {})
    lost = Loss(3, "2", "K L", "Mobil", "9900", "Telefon er ikke et telefonnummer.", is_in=True, field="phone")
    _, line = rows_to_mend(table, columns, [lost])
    assert line[:5] == ("2", "K", "L", written, "9900")


LOST = "har mistet bokstaver, med ? i stedet."


@pytest.mark.parametrize("cell", ["?deg?rd", "Bj?rg", "Troms?", "?"])
def test_a_name_that_has_lost_letters_is_not_read_and_it_is_told(cell: str) -> None:
    [entry], _ = read([("1", "Kari", cell, "", "", "bj?rg@eksempel.no", "")])
    assert "last_name" not in entry.values
    assert "email" not in entry.values
    told = [fault.why for fault in entry.faults]
    assert (LOST in told[0]) is (cell != "?")
    assert told[-1] == "E-post er ikke en e-postadresse."


def test_a_row_with_a_cell_too_few_is_refused_where_hardly_any_has() -> None:
    rows: list[Row] = [(str(n), "Kari", "Li", "", "", "", "2") for n in range(100)]
    rows[7] = ("7", "Li", "", "", "", "2")
    entries, [rejected] = read(rows)
    assert (rejected.row, rejected.why[:33], len(entries)) == (9, "Raden har færre celler enn oversk", 99)
    assert len(read(rows[:40])[0]) == 40, "where more have, a program left out the empty cells at the end"


def test_a_row_with_a_cell_too_many_is_refused_also_where_its_last_cells_are_empty() -> None:
    """«&Oslash;» is a delimiter too many; the cells after it are shifted. Where many rows have them, the file is so."""
    rows: list[Row] = [(str(n), "Kari", "Li", "", "", "", "2") for n in range(30)]
    rows[7] = ("7", "K&aring", "re", "Li", "", "", "", "")
    entries, rejected = read(rows)
    assert ([one.row for one in rejected], len(entries)) == ([9], 29)
    assert len(read([(*row, "") for row in rows[8:]])[0]) == 22
