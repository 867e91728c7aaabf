"""What callers say, made from the register: names in any order, numbers in any form."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sentralbord_desktop.services.office import Services

EACH = 6
SEED = 11


@dataclass(frozen=True, repr=False)
class Query:
    kind: str
    text: str
    member_id: int


def queries(services: Services) -> list[Query]:
    """EACH of every kind, of different members, shuffled; the same every time."""
    chance = random.Random(SEED)
    statement = """
        SELECT m.id, m.first_name, m.last_name, m.employer, m.birth_date, m.number, p.number
        FROM member m JOIN member_phone p ON p.member_id = m.id AND p.position = 0
        WHERE length(p.number) = 8 AND m.birth_date IS NOT NULL AND m.employer <> ''
        ORDER BY m.id
    """
    with services.database.reading() as session:
        rows = session.connection().exec_driver_sql(statement).all()
    chosen = iter(chance.sample(rows, EACH * len(KINDS)))
    made = [
        Query(kind, form(*row[1:]), row[0])
        for kind, form in KINDS.items()
        for row in (next(chosen) for _ in range(EACH))
    ]
    chance.shuffle(made)
    return made


def _day(born: object) -> date:
    return date.fromisoformat(str(born)[:10])


KINDS: dict[str, Callable[..., str]] = {
    "first and last name": lambda first, last, *_: f"{first} {last}".casefold(),
    "last name first": lambda first, last, *_: f"{last} {first}".casefold(),
    "beginnings of names": lambda first, last, *_: f"{last[:4]} {first[:3]}".casefold(),
    "name and year of birth": lambda first, last, _, born, *__: f"{last.split()[0]} {_day(born):%y} {first}".casefold(),
    "name and employer": lambda first, last, work, *_: f"{first} {last} {work[:5]}".casefold(),
    "phone together": lambda *row: row[-1],
    "phone 3 2 3": lambda *row: f"{row[-1][:3]} {row[-1][3:5]} {row[-1][5:]}",
    "phone with +47, pairs": lambda *row: f"+47 {row[-1][:2]} {row[-1][2:4]} {row[-1][4:6]} {row[-1][6:]}",
    "last digits of the phone": lambda *row: row[-1][-6:],
    "member number": lambda *row: row[-2],
    "birth date with dots": lambda *row: f"{_day(row[3]):%d.%m.%Y} {row[1]}".casefold(),
    "birth date, six digits": lambda *row: f"{_day(row[3]):%d%m%y}",
}
