"""A workbook from a customer system: title lines, columns of its own, numbers that a spreadsheet has made of numbers and
codes, days that are days, days that are numbers, and days that are text; a sum at the foot."""

import random
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from sentralbord_desktop.services.practice_data import DEPARTMENTS
from tests.helpers.exports.invented import SystemFile, Values, grouped, invented, second_number

TITLES = ("Medlemmer – avansert søk", "Hentet 02.11.2026 08:14 av integrasjon")
HEADINGS = [
    *("(Ikke endre) Kontakt", "(Ikke endre) Endret", "Medlemsnr.", "Fullt navn", "Fødselsdag", "Mobiltelefon"),
    *("Telefon (hjem)", "E-post", "Adresse 1: Gate", "Adresse 1: Postnr.", "Adresse 1: Poststed", "Lokalavd."),
    *("Medlemsstatus", "Arbeidsgiver (firma)", "Ansattnr.", "Innmeldingsdato", "Utmeldingsdato", "Tillat SMS", "Verv"),
]
STATUS = {
    "yrkesaktiv": ("Yrkesaktiv", "Aktiv", "Aktiv – redusert"),
    "laerling": ("Lærling", "Lærlingmedlem"),
    "student": ("Student", "Elev/student"),
    "ufor": ("Ufør", "Uføretrygdet"),
    "pensjonist": ("Pensjonist", "Pensjonistmedlem"),
    "utmeldt": ("Utmeldt", "Slettet – ubetalt kontingent"),
}
MEANINGS = {"Aktiv – redusert": "Yrkesaktiv", "Elev/student": "Student", "Slettet – ubetalt kontingent": "Utmeldt"}
UNREAD = frozenset(["(Ikke endre) Kontakt", "(Ikke endre) Endret", "Ansattnr.", "Tillat SMS", "Verv"])
EXCEL_ZERO = date(1899, 12, 30)
NOTHING = ("", "", "-", "n/a", "Ukjent")


def made(rows: int) -> SystemFile:
    chance = random.Random(42)
    file = SystemFile(_write, {"status": MEANINGS}, UNREAD, {}, [*([title] for title in TITLES), [], [*HEADINGS]])
    for place in range(rows):
        if place % 173 == 172:
            file.add_again()
        else:
            _add(file, chance, place)
    file.lines.append([])
    file.lines.append([f"Antall: {rows}"])
    return file


def _add(file: SystemFile, chance: random.Random, place: int) -> None:
    member = invented(chance, f"{2_000 + 3 * place}")
    birth: Any = _day(chance, member["birth_date"])
    if place % 131 == 130:
        member["birth_date"], birth = None, "31.11.1990"
        file.lose("Fødselsdag")
    numbers: Any = _phones(file, chance, member)
    if place % 149 == 148:
        member["phone"], numbers = "", 9_900_067
        file.lose("Mobiltelefon")
    first = f"{member['first_name']} {member['middle_name']}".strip()
    member |= {"first_name": first, "middle_name": ""}
    cells = [
        *(f"{chance.getrandbits(64):016x}", datetime(2026, 11, 2, 8, 14), int(member["number"])),  # noqa: DTZ001 - a cell
        *(f"{member['last_name']}, {first}", birth, numbers, _number(chance, member["phone2"])),
        *(member["email"] or chance.choice(NOTHING), member["street"], int(member["post_code"]), member["place"]),
        *(_department(chance, member["department"]), chance.choice(STATUS[member["status"]]), member["employer"]),
        *(f"A{place}", _day(chance, member["joined"]) if member["joined"] else "", _resigned(member)),
        *(chance.choice(("Tillat", "Ikke tillat")), ""),
    ]
    file.add(cells, member)


def _day(chance: random.Random, day: date) -> Any:
    """As Excel has it: a day, its number, or text."""
    moment = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a cell
    return chance.choices((moment, (day - EXCEL_ZERO).days, f"{day:%d.%m.%Y}", f"{day:%d.%m.%y}"), (70, 10, 12, 8))[0]


def _resigned(member: Values) -> Any:
    return f"{member['resigned']:%d.%m.%Y}" if member["resigned"] else "31.12.9999"


def _phones(file: SystemFile, chance: random.Random, member: Values) -> Any:
    """The number as a number or a text; of two, the second is the member's second when they have no other, else
    it is lost."""
    number = member["phone"]
    if not number:
        return chance.choice(NOTHING)
    if two := second_number(file, chance, member, "Mobiltelefon"):
        return two
    return chance.choice((int(number), int(f"47{number}"), f"+47 {grouped(number)}", f"{grouped(number)} (privat)"))


def _number(chance: random.Random, number: str) -> Any:
    return int(number) if number else chance.choice(NOTHING)


def _department(chance: random.Random, number: int) -> Any:
    name = DEPARTMENTS[number - 1][1]
    return chance.choice((number, f"Avd. {number}", f"{number} {name}", f"{number:02d} - {name}", name))


def _write(folder: Path, lines: Sequence[Sequence[Any]]) -> Path:
    path = folder / "Medlemmer.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd.mm.yyyy"}) as book:
        sheet = book.add_worksheet("Avansert søk")
        for row, cells in enumerate(lines):
            for column, cell in enumerate(cells):
                sheet.write(row, column, cell)
    return path
