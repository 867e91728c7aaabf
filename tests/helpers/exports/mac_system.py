"""A small system on an old Mac: «CSV (Macintosh)» with semicolons, an address line above and a sum below, the name in one
column with the last name first, numbers that were floats, and SANN and USANN for ja and nei."""

import random
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sentralbord_desktop.domain.text.norwegian import MONTHS
from sentralbord_desktop.services.practice_data import DEPARTMENTS
from tests.helpers.exports.invented import SystemFile, Values, grouped, invented, second_number

TITLES = ("Medlemsliste", "Eksempelforbundet, Storgata 1, 0101 Oslo, tlf. 22 00 00 00", "Uttrekk 01.11.2026")
HEADINGS = [
    *("Medl.id", "Etternavn, Fornavn", "Fødd", "Telefon", "Mobiltlf", "E-postadr.", "Gate/vei", "Postnr", "Poststad"),
    *("Medlemstype", "Medl.stat.", "Fylkeslag/avd.", "Current Employer", "Innm. dato", "Utm. dato"),
    *("Vil ikkje ha SMS", "Tillitsv.", "Kontingent %"),
]
CODES = {"yrkesaktiv": "A1", "laerling": "L", "student": "S", "ufor": "UF", "pensjonist": "P", "utmeldt": "U"}
MEANINGS = {"A1": "Yrkesaktiv", "L": "Lærling", "S": "Student", "UF": "Ufør", "P": "Pensjonist", "U": "Utmeldt"}
COLUMNS = {"Fylkeslag/avd.": "Avdeling"}
UNREAD = frozenset(["Medlemstype", "Kontingent %"])
NOTHING = ("", "-", "ukjent")


def made(rows: int) -> SystemFile:
    chance = random.Random(47)
    file = SystemFile(_write, {"status": MEANINGS}, UNREAD, COLUMNS, [*([title] for title in TITLES), [], [*HEADINGS]])
    for place in range(rows):
        if place % 229 == 228:
            file.add_again()
        else:
            _add(file, chance, place)
    file.lines.append(["Sum", "", "", str(rows)])
    return file


def _add(file: SystemFile, chance: random.Random, place: int) -> None:
    member = invented(chance, f"{place + 1:06d}"[place % 2 :])
    first = f"{member['first_name']} {member['middle_name']}".strip()
    member |= {"first_name": first, "middle_name": "", "place": member["place"].upper()}
    member |= {"no_sms": chance.random() < 0.1, "shop_steward": chance.choice(("", "", "Ja"))}
    joined, resigned = member["joined"], member["resigned"]
    cells = [
        *(f"'{member['number']}", f"{member['last_name']}, {first}", _born(chance, member["birth_date"])),
        *(grouped(member["phone2"]), _mobile(file, chance, member), member["email"], _street(member, place)),
        *(member["post_code"].lstrip("0"), member["place"], "Ordinært medlem", CODES[member["status"]]),
        *(_department(chance, member["department"]), member["employer"]),
        *(f"{joined:%d/%m-%Y}" if joined else "00.00.0000", f"{resigned:%d.%m.%y}" if resigned else "31.12.2099"),
        *("SANN" if member["no_sms"] else "USANN", "J" if member["shop_steward"] else "N", "1,4 %"),
    ]
    file.add(cells, member)


def _born(chance: random.Random, day: date) -> str:
    month = MONTHS[day.month - 1]
    short = month if len(month) < 5 else f"{month[:3]}."
    forms = (f"{day.day}. {short} {day.year}", f"{day:%d.%m.%Y} 00:00:00", f"{day:%d.%m.%Y} kl. 00:00", f"{day}.")
    return chance.choice(forms)


def _mobile(file: SystemFile, chance: random.Random, member: Values) -> str:
    number = member["phone"]
    if not number:
        return chance.choice(NOTHING)
    if two := second_number(file, chance, member, "Mobiltlf"):
        return two
    return chance.choice((f"{number}.0", f"+47 (0){grouped(number)}", f"0047{number}", f"{number[:2]}-{number[2:]}"))


def _street(member: Values, place: int) -> str:
    if place % 50:
        return str(member["street"])
    member["street"] = f"{member['street']} H0101"
    return str(member["street"]).replace(" H0101", "\nH0101")


def _department(chance: random.Random, number: int) -> str:
    name = DEPARTMENTS[number - 1][1]
    return chance.choice((f"{number:02d} – {name}", name.upper(), f"Avdeling nr. {number}", f"{name} ({number:02d})"))


def _write(folder: Path, lines: Sequence[Sequence[Any]]) -> Path:
    path = folder / "medlemsliste.csv"
    cells = ([f'"{cell}"' if set(cell) & set(';"\n') else cell for cell in line] for line in lines)
    path.write_bytes("".join(";".join(line) + "\r" for line in cells).encode("mac_roman"))
    return path
