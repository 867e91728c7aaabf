"""An export of invented members, and what is true of them; a kind of dirt changes it."""

import csv
import io
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import xlsxwriter

from sentralbord_desktop.domain.members.fields import MEMBER_COLUMNS, MEMBERS
from tests.helpers.exports.invented import Values, invented

ROWS = 240
FIELDS = [column.field for column in MEMBER_COLUMNS]
HEADINGS = {name: MEMBERS.names[name] for name in FIELDS}
Rows = list[list[Any]]


@dataclass
class Export:
    """The rows of a system (`fields` and their `headings`), and the `members` as they are in the end. `asked` are the
    fields of columns that wait for a choice; `said` is a part of a sentence that must be there, `is_whole` that it should
    have the whole register, `rejected` the share of the rows that may be refused. `first` is a file that is imported
    before."""

    members: dict[str, Values]
    fields: list[str]
    headings: list[str]
    rows: Rows
    said: str = ""
    asked: frozenset[str] = frozenset()
    rejected: float = 0.01
    is_whole: bool = False
    first: bytes = b""
    content: bytes = b""
    is_workbook: bool = False
    encoding: str = "utf-8"
    delimiter: str = ";"
    above: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)

    def column(self, name: str) -> int:
        return self.fields.index(name)

    def change(self, name: str, made: Callable[[str], Any], where: Callable[[int], bool] = lambda _: True) -> None:
        """Write the cells of a field in another way."""
        at = self.column(name)
        for place, row in enumerate(self.rows):
            if where(place) and row[at] != "":
                row[at] = made(row[at])

    def true(self, place: int) -> Values:
        """What is true of the member of a row."""
        return self.members[str(self.rows[place][0])]

    def drop(self, *names: str) -> None:
        for name in names:
            at = self.column(name)
            for cells in (self.fields, self.headings, *self.rows):
                cells.pop(at)
            for member in self.members.values():
                member.pop(name)

    def add(self, heading: str, cells: Sequence[str], *, at: int | None = None, name: str = "") -> None:
        """A column more; `name` is its field, if it has one."""
        place = len(self.fields) if at is None else at
        for row, cell in zip([self.fields, self.headings, *self.rows], [name, heading, *cells], strict=True):
            row.insert(place, cell)

    def text(self) -> bytes:
        """The file."""
        if self.content:
            return self.content
        out = io.StringIO()
        writer = csv.writer(out, delimiter=self.delimiter, lineterminator="\r\n")
        writer.writerows([self.headings, *self.rows])
        lines = [*self.above, out.getvalue().removesuffix("\r\n"), *self.below]
        return "\r\n".join(lines).encode(self.encoding)


def clean() -> Export:
    chance = random.Random(2026)
    members = {}
    for place in range(ROWS):
        number = f"{40_000 + 7 * place}"
        member = invented(chance, number)
        member |= {
            "workplace": f"{member['place']} {chance.choice(('sykehus', 'skole', 'lager'))}",
            "workplace_post_code": member["post_code"],
            "insurance_codes": chance.choice(("", "Gruppeliv", "Gruppeliv, Reise")),
            "shop_steward": chance.choice(("", "", "Ja")),
            "no_sms": chance.random() < 0.2,
            "phone2": f"22{place:06d}" if place % 3 else "",
            "phone": f"9{place:07d}",
        }
        members[number] = {name: member[name] for name in FIELDS}
    texts = [[MEMBERS.by_field[name].text(member[name]) for name in FIELDS] for member in members.values()]
    return Export(members, list(FIELDS), list(HEADINGS.values()), [list(row) for row in texts])


def workbook(*sheets: tuple[str, Sequence[Sequence[Any]]], merged: Sequence[tuple[int, int, int, int]] = ()) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "default_date_format": "dd.mm.yyyy"}) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
            for top, left, bottom, right in merged:
                sheet.merge_range(top, left, bottom, right, rows[top][left])
    return target.getvalue()


# ---------------------------------------------------------------- the kinds

KINDS: dict[str, Callable[[], Export]] = {"ren": clean}
"""Name of a kind of dirt -> the export that has it."""
Change = Callable[[Export], None]


def kind(name: str) -> Callable[[Change], Change]:
    def added(change: Change) -> Change:
        def made() -> Export:
            export = clean()
            change(export)
            return export

        KINDS[name] = made
        return change

    return added


def write_days(export: Export, made: Callable[[date], Any], *names: str) -> None:
    for name in names or ("birth_date", "joined", "resigned"):
        at = export.column(name)
        for place, row in enumerate(export.rows):
            day = export.true(place)[name]
            row[at] = made(day) if day else ""
