"""A plausible export of a Norwegian member system, and what each of its members should become.

Everybody in it is invented. The dirt is as in real exports: title lines, headings and status words of its own, numbers
and days as people have written them over thirty years, placeholders, two numbers in a cell, rows that come twice.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sentralbord_desktop.services.practice_data import DEPARTMENTS, EMPLOYERS, FEMALE, LAST_NAMES, MALE, STREETS

ROWS = 20_370
TITLES = ("Medlemsregister, uttrekk per 02.11.2026", "Utvalg: alle medlemmer, også utmeldte")
HEADINGS = [
    *("Medl.nr", "Etternavn", "Fornavn/mellomnavn", "Fødselsnr", "F.dato", "Kjønn", "Adr.", "Postnr", "Poststed"),
    *("Tlf. privat", "Mobil", "E-postadr.", "Avd.nr", "Medl.status", "Innm.dato", "Arb.giver navn", "Arb.giver org.nr"),
    *("Arb.sted", "Tillv.", "Res. SMS", "Merket"),
]
STATUS_WORDS = {
    "Yrkesaktiv": "yrkesaktiv",
    "YRKESAKTIV": "yrkesaktiv",
    "Ordinært medlem": "yrkesaktiv",
    "Pensjonist": "pensjonist",
    "Alderspensjonist": "pensjonist",
    "Lærling": "laerling",
    "Student": "student",
    "Arbeidsledig": "arbeidsledig",
    "Utmeldt": "utmeldt",
}
"""Known without anybody saying what they mean."""
OWN_WORDS = {
    "Passiv": ("Utmeldt", "utmeldt"),
    "Aktiv m/redusert kont.": ("Yrkesaktiv", "yrkesaktiv"),
    "Æresmedlem": ("Pensjonist", "pensjonist"),
}
"""Of this system alone: what they are mapped to, and the status that it is."""
CODES = {"HK": 4, "VX": 9}
"""Departments that some rows have by a code."""
NOTHING = ("", "", "–", "-", "ukjent", "Ukjent")
Values = dict[str, Any]
WRONG: dict[str, tuple[str, Values]] = {
    "Mobil": ("9900067", {"phone": ""}),
    "F.dato": ("31.02.1988", {"birth_date": None}),
    "E-postadr.": ("kari(a)eksempel", {"email": ""}),
}
"""Heading -> a cell that nobody can read, and what the member has then."""


@dataclass
class Export:
    """The file as lines of cells, and what should come of it: the members by number, the lines (first is 1) that cannot
    come in, the lines that say the same as another, and the cells that are lost as (line, heading)."""

    lines: list[list[str]] = field(default_factory=list)
    members: dict[str, Values] = field(default_factory=dict)
    rejected: set[int] = field(default_factory=set)
    repeated: set[int] = field(default_factory=set)
    lost: set[tuple[int, str]] = field(default_factory=set)

    def write(self, path: Path) -> Path:
        text = "\r\n".join(";".join(_quoted(cell) for cell in line) for line in self.lines) + "\r\n"
        path.write_bytes(text.encode("cp1252"))
        return path


def _quoted(cell: str) -> str:
    return f'"{cell}"' if ";" in cell or '"' in cell else cell


def made_export(rows: int = ROWS, seed: int = 31) -> Export:
    """`rows` lines below the headings, the same for the same seed."""
    chance = random.Random(seed)
    export = Export([[title] for title in TITLES] + [[], [*HEADINGS]])
    for place in range(rows):
        line = len(export.lines) + 1
        kind = chance.random()
        if place and kind < 0.0004:
            export.lines.append(_without_number(chance, place))
            export.rejected.add(line)
        elif place and kind < 0.002:
            export.lines.append(list(export.lines[-1]))
            (export.rejected if line - 1 in export.rejected else export.repeated).add(line)
        else:
            _add(export, chance, place, line)
    return export


def _add(export: Export, chance: random.Random, place: int, line: int) -> None:
    cells, truth = _member(chance, place)
    if chance.random() < 0.01:
        heading = chance.choice(list(WRONG))
        wrong, emptied = WRONG[heading]
        cells[HEADINGS.index(heading)] = wrong
        export.lost.add((line, heading))
        truth.update(emptied)
        if heading == "Mobil" and truth.get("second"):
            truth["phone2"] = truth["private"]
    if truth["second"] and truth["private"] and cells[HEADINGS.index("Mobil")] != WRONG["Mobil"][0]:
        export.lost.add((line, "Mobil"))  # the second number has no place
    truth = {name: value for name, value in truth.items() if name not in ("second", "private")}
    export.lines.append(cells)
    export.members[truth["number"]] = truth


def _without_number(chance: random.Random, place: int) -> list[str]:
    cells, _ = _member(chance, place)
    return ["", *cells[1:]]


def _member(chance: random.Random, place: int) -> tuple[list[str], Values]:
    """The cells of one, and what they mean; `second` and `private` are the numbers that phone 2 may be."""
    number = str(1_000_000 + 7 * place)
    first, last = chance.choice(FEMALE + MALE), chance.choice(LAST_NAMES)
    first += f" {chance.choice(FEMALE + MALE)}" if chance.random() < 0.2 else ""
    born, born_text = _birth(chance)
    joined, joined_text = _day(chance)
    mobile, second, mobile_text = _mobile(chance)
    private, private_text = _landline(chance)
    department, department_text = _department(chance)
    status, status_text = _status(chance)
    _, town, _, post_code, _ = chance.choice(DEPARTMENTS)
    street = f"{chance.choice(STREETS)} {chance.randint(1, 90)}"
    email = f"medlem{place}@eksempel.no" if chance.random() < 0.8 else ""
    employer = chance.choice(EMPLOYERS) if chance.random() < 0.9 else ""
    steward = "Ja" if chance.random() < 0.05 else ""
    no_sms = chance.random() < 0.04
    cells = [number, last, first, "", born_text, chance.choice("KM"), street, post_code.lstrip("0"), town]
    cells += [private_text, mobile_text, email or chance.choice(NOTHING), department_text, status_text, joined_text]
    cells += [employer, f"{900_000_000 + place}", town, steward, "J" if no_sms else "N", ""]
    truth = {
        "number": number,
        "first_name": first,
        "last_name": last,
        "birth_date": born,
        "street": street,
        "post_code": post_code,
        "place": town,
        "email": email,
        "phone": mobile,
        "phone2": private or second,
        "department": department,
        "status": status,
        "joined": joined,
        "employer": employer,
        "workplace": town,
        "shop_steward": steward,
        "no_sms": no_sms,
        "second": second,
        "private": private,
    }
    return cells, truth


def _birth(chance: random.Random) -> tuple[date | None, str]:
    if chance.random() < 0.01:
        return None, chance.choice(("00.00.0000", "", "–"))
    day = date(1938, 1, 1) + timedelta(days=chance.randrange(70 * 365))
    forms = (f"{day:%d.%m.%Y}", f"{day:%d.%m.%y}", f"{day:%d%m%Y}", f"{day.day}/{day.month}-{day:%y}")
    return day, chance.choices(forms, (70, 20, 6, 4))[0]


def _day(chance: random.Random) -> tuple[date | None, str]:
    if chance.random() < 0.05:
        return None, chance.choice(("00.00.0000", ""))
    day = date(1975, 1, 1) + timedelta(days=chance.randrange(50 * 365))
    return day, chance.choice((f"{day:%d.%m.%Y}", f"{day:%d.%m.%y}", f"{day:%Y-%m-%d}"))


def _mobile(chance: random.Random) -> tuple[str, str, str]:
    """The number, another in the same cell, and the cell."""
    if chance.random() < 0.05:
        return "", "", chance.choice(NOTHING)
    number = f"{chance.choice('49')}{chance.randrange(10**7):07d}"
    grouped = f"{number[:3]} {number[3:5]} {number[5:]}"
    forms = [(number, ""), (grouped, ""), (f"+47 {grouped}", ""), (f"{grouped} (jobb)", ""), (f"0047{number}", "")]
    other = f"2{chance.randrange(10**7):07d}"
    forms += [(f"{grouped} / {other}", other), (f"{number}, {other}", other)]
    text, second = chance.choices(forms, (40, 30, 12, 6, 4, 4, 4))[0]
    return number, second, text


def _landline(chance: random.Random) -> tuple[str, str]:
    if chance.random() < 0.7:
        return "", chance.choice(NOTHING)
    number = f"{chance.choice('23567')}{chance.randrange(10**7):07d}"
    return number, chance.choice((number, f"{number[:2]} {number[2:4]} {number[4:6]} {number[6:]}"))


def _department(chance: random.Random) -> tuple[int, str]:
    if chance.random() < 0.03:
        code = chance.choice(list(CODES))
        return CODES[code], code
    number, name, *_ = chance.choice(DEPARTMENTS)
    return number, chance.choices((str(number), f"{number:02d}", f"Avd. {number}", name), (70, 10, 10, 10))[0]


def _status(chance: random.Random) -> tuple[str, str]:
    if chance.random() < 0.06:
        word = chance.choice(list(OWN_WORDS))
        return OWN_WORDS[word][1], word
    word = chance.choice(list(STATUS_WORDS))
    return STATUS_WORDS[word], word


def map_lines() -> Iterator[str]:
    """The map file that an administrator writes for it once."""
    yield "[verdier.Status]"
    yield from (f'"{word}" = "{meaning}"' for word, (meaning, _) in OWN_WORDS.items())
    yield "[verdier.Avdeling]"
    yield from (f'"{code}" = "{number}"' for code, number in CODES.items())
