"""The rows of the table of presence: a department or a role, and its people."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from sentralbord_desktop.domain.availability import Board, Status
from sentralbord_desktop.domain.organisation.organisation import FUNCTIONS, Department, Role, Staff

COLUMNS = (("KS", "OS"), ("DS",), ("saksbehandler", "tillitsvalgt"))
"""The functions of each column of people."""


@dataclass(frozen=True)
class Seat:
    """A person of the board: in a department, or as holder of a role."""

    who: str
    name: str
    what: str
    status: Status | None
    person: Staff | None = None
    role: Role | None = None

    def spoken(self, board: Board) -> str:
        """«Distriktssekretær, avdeling 5: Gro Bakkerud, ledig, satt av MH 13.58»."""
        if self.status is None:
            return f"{self.what}: {self.name}, ikke meldt"
        words = self.status.words(board.moment)
        return f"{self.what}: {self.name}, {words}, {self.status.origin(board.moment)}"

    @property
    def function(self) -> str:
        """«Distriktssekretær»: without the department, which is beside it; «» of a role, which is there too."""
        return "" if self.role else self.what.partition(",")[0]


@dataclass(frozen=True)
class Row:
    """`title` and `note` in the first column; a seat or None in the others."""

    title: str
    note: str
    seats: tuple[Seat | None, ...]


def rows_of(
    board: Board, departments: Sequence[Department], notes: dict[int, str], *, only_free: bool = False
) -> list[Row]:
    """A row for each department, more when a function has several people; with `only_free` those who are free, and
    their departments."""
    rows = []
    for department in departments:
        columns = [
            [
                seat
                for person in board.organisation.people(department.number, *functions)
                if is_free(seat := _seat(board, person)) or not only_free
            ]
            for functions in COLUMNS
        ]
        lines = list(zip_longest(*columns)) or ([] if only_free else [(None, None, None)])
        for place, seats in enumerate(lines):
            first = place == 0
            title = f"{department.number} {department.name}".strip() if first else ""
            rows.append(Row(title, notes.get(department.number, "") if first else "", seats))
    return rows


def role_rows(board: Board, roles: Sequence[Role], *, only_free: bool = False) -> list[Row]:
    rows = []
    for role in roles:
        status = board.status(f"role:{role.key}")
        seat = Seat(f"role:{role.key}", role.holder or "Ingen har rollen", role.title, status, role=role)
        if is_free(seat) or not only_free:
            rows.append(Row(role.title, "rolle", (seat, None, None)))
    return rows


def stacked(rows: Sequence[Row]) -> list[Row]:
    """The same people, each in a row."""
    made = []
    for row in rows:
        people: list[Seat | None] = [seat for seat in row.seats if seat] or [None]
        made.append(replace(row, seats=(people[0],)))
        made += [Row("", "", (seat,)) for seat in people[1:]]
    return made


def _seat(board: Board, person: Staff) -> Seat:
    what = f"{FUNCTIONS.get(person.function, person.function)}, avdeling {person.department}"
    return Seat(f"staff:{person.id}", person.name, what, board.of(person), person=person)


def is_free(seat: Seat | None) -> bool:
    return bool(seat and seat.status and seat.status.is_free)
