"""A register of years of use: calls with their answers, actions, notes, promises and openings. A few hundred are
completed by the product's own services; the rest are the same rows under other ids, about other members, for a hundred
thousand completions would take an hour."""

import uuid
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.completing import all_on
from benchmarks.registers import filled, open_practice
from sentralbord_desktop.services.office import Services

CALLS = 100_000
MEMBERS = 30_000
COMPLETED = 100
"""Calls that the services complete, each with every output on."""
AT_ONCE = 5_000
OF_A_CALL = (
    "inquiry_answer",
    "inquiry_action",
    "phone_call",
    "remark",
    "callback",
    "confirmation",
    "outgoing",
    "member_change",
)
"""Tables whose rows point at an inquiry."""
FEW = {"inquiry_answer": 3, "inquiry_action": 1, "outgoing": 0, "callback": 0, "confirmation": 0}
"""What most calls leave at most of each: an answer that was given, and a note."""
FULL_EVERY = 20
"""One call of so many leaves all that an inquiry may."""
OPENINGS = 2
"""Rows of the access log for each call: who was opened, and why."""
Row = dict[str, Any]


def register_with_calls(folder: Path, calls: int = CALLS, members: int = MEMBERS) -> Path:
    """A closed practice register of `members` with `calls` calls."""
    register = filled(folder, members)
    services = open_practice(register)
    try:
        for draft in islice(all_on(services), COMPLETED):
            services.inquiries.complete(draft)
        _repeat(services, calls - COMPLETED)
    finally:
        services.close()
    return register


def _repeat(services: Services, count: int) -> None:
    connection: Any = services.database.engine.raw_connection()
    try:
        heads = _rows(connection, "SELECT * FROM inquiry")
        rest = {
            name: _rows(connection, f"SELECT * FROM {name} WHERE inquiry_id IS NOT NULL")  # noqa: S608 - our own names
            for name in OF_A_CALL
        }
        people = [row["id"] for row in _rows(connection, "SELECT id FROM member ORDER BY id")]
        for first in range(0, count, AT_ONCE):
            numbers = range(first, min(first + AT_ONCE, count))
            made = [_Call(heads[n % len(heads)], people[n * 7919 % len(people)], n) for n in numbers]
            connection.execute("BEGIN IMMEDIATE")
            _insert(connection, "inquiry", [call.head for call in made])
            for name, rows in rest.items():
                _insert(connection, name, [row for call in made for row in call.own(name, rows)])
            _insert(connection, "access", [row for call in made for row in call.openings()])
            connection.execute("COMMIT")
    finally:
        connection.close()


class _Call:
    """One completed call again: another id, another member."""

    def __init__(self, head: Row, member_id: int, number: int) -> None:
        self._first, self._member = head["id"], member_id
        self._id = str(uuid.uuid5(uuid.NAMESPACE_OID, str(number)))
        self._most = {} if number % FULL_EVERY == 0 else FEW
        state = head["state"].replace(self._first, self._id)
        self.head = {**head, "id": self._id, "member_id": member_id, "state": state}

    def own(self, table: str, rows: Sequence[Row]) -> Iterator[Row]:
        mine = [row for row in rows if row["inquiry_id"] == self._first]
        for row in mine[: self._most.get(table)]:
            new = {**row, "inquiry_id": self._id}
            if "member_id" in row and row["member_id"] is not None:
                new["member_id"] = self._member
            if isinstance(row["id"], str):
                new["id"] = str(uuid.uuid5(uuid.UUID(self._id), row["id"]))
            else:
                del new["id"]
            yield new

    def openings(self) -> Iterator[Row]:
        for number in range(OPENINGS):
            yield {
                "at": self.head["completed"],
                "author": self.head["author"],
                "member_id": self._member,
                "what": "åpnet",
                "why": "samtale" if number else "søk",
            }


def _rows(connection: Any, asked: str) -> list[Row]:
    cursor = connection.cursor()
    cursor.execute(asked)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _insert(connection: Any, table: str, rows: Sequence[Row]) -> None:
    if not rows:
        return
    names = list(rows[0])
    columns, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" for _ in names)
    connection.cursor().executemany(
        f"INSERT INTO {table} ({columns}) VALUES ({marks})",  # noqa: S608 - our own names
        [tuple(row[name] for name in names) for row in rows],
    )
