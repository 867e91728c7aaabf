"""Invented members, as they are in the register, and the file of a system that has them."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sentralbord_desktop.services.practice_data import DEPARTMENTS, EMPLOYERS, FEMALE, LAST_NAMES, MALE, STREETS

Values = dict[str, Any]
Words = Mapping[str, Mapping[str, str]]


@dataclass
class SystemFile:
    """The lines of a file and what should come of them: `members` by number, the lines (first is 1) that do not come in,
    those that say the same as another, the cells that are lost as (line, heading), and the headings that are not read.
    An administrator maps `words` (field -> word -> text) and `columns` (heading -> field) by hand. `write` gives the file
    in a folder."""

    write: Callable[[Path, Sequence[Sequence[Any]]], Path]
    words: Words = field(default_factory=dict)
    unread: frozenset[str] = frozenset()
    columns: Mapping[str, str] = field(default_factory=dict)
    lines: list[list[Any]] = field(default_factory=list)
    members: dict[str, Values] = field(default_factory=dict)
    rejected: set[int] = field(default_factory=set)
    repeated: set[int] = field(default_factory=set)
    lost: set[tuple[int, str]] = field(default_factory=set)

    def in_folder(self, folder: Path) -> Path:
        return self.write(folder, self.lines)

    @property
    def map_lines(self) -> Iterator[str]:
        """What is mapped by hand, as a map file."""
        yield "[kolonner]"
        yield from (f'"{heading}" = "{name}"' for heading, name in self.columns.items())
        for name, words in self.words.items():
            yield f"[verdier.{name}]"
            yield from (f'"{word}" = "{text}"' for word, text in words.items())

    def add(self, cells: list[Any], member: Values) -> None:
        self.lines.append(cells)
        self.members[member["number"]] = member

    def lose(self, heading: str) -> None:
        """A cell of the line that comes next cannot be read."""
        self.lost.add((len(self.lines) + 1, heading))

    def add_again(self) -> None:
        """The last line once more."""
        self.lines.append(list(self.lines[-1]))
        self.repeated.add(len(self.lines))

    def add_wrong(self, cells: list[Any]) -> None:
        self.lines.append(cells)
        self.rejected.add(len(self.lines))


def invented(chance: random.Random, number: str) -> Values:
    """All fields of a member; texts that are not known are «», days and departments None."""
    department, town, _, post_code, _ = chance.choice(DEPARTMENTS)
    resigned = chance.random() < 0.06
    return {
        "number": number,
        "first_name": chance.choice(FEMALE + MALE),
        "middle_name": chance.choice(LAST_NAMES) if chance.random() < 0.15 else "",
        "last_name": chance.choice(LAST_NAMES),
        "birth_date": a_day(chance, 1938, 70),
        "email": f"medlem.{number}@eksempel.no" if chance.random() < 0.8 else "",
        "street": f"{chance.choice(STREETS)} {chance.randint(1, 90)}",
        "post_code": post_code,
        "place": town,
        "status": "utmeldt" if resigned else chance.choice(("yrkesaktiv", "pensjonist", "laerling", "ufor", "student")),
        "department": department,
        "employer": chance.choice(EMPLOYERS) if chance.random() < 0.9 else "",
        "joined": a_day(chance, 1975, 50) if chance.random() < 0.95 else None,
        "resigned": a_day(chance, 2024, 2) if resigned else None,
        "phone": mobile(chance) if chance.random() < 0.95 else "",
        "phone2": f"{chance.choice('235')}{chance.randrange(10**7):07d}" if chance.random() < 0.3 else "",
    }


def a_day(chance: random.Random, first_year: int, years: int) -> date:
    return date(first_year, 1, 1) + timedelta(days=chance.randrange(years * 365))


def mobile(chance: random.Random) -> str:
    return f"{chance.choice('49')}{chance.randrange(10**7):07d}"


def grouped(number: str) -> str:
    return f"{number[:3]} {number[3:5]} {number[5:]}" if number else ""


def second_number(file: SystemFile, chance: random.Random, member: Values, heading: str) -> str:
    """Now and then two numbers in the cell of one: the second is the member's second when they have no other, else it is
    lost under `heading`. «» where there is one alone."""
    if chance.random() >= 0.05:
        return ""
    other = mobile(chance)
    if member["phone2"]:
        file.lose(heading)
    member["phone2"] = member["phone2"] or other
    return f"{grouped(member['phone'])} / {grouped(other)}"
