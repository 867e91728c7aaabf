"""A system on the web, in nynorsk: UTF-8 with a mark, all cells in quotes, line breaks in them, and what members have
written themselves: two addresses in a cell, days with the month's name, «ikkje oppgitt»."""

import random
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sentralbord_desktop.domain.text.norwegian import MONTHS
from sentralbord_desktop.services.practice_data import DEPARTMENTS
from tests.helpers.exports.invented import SystemFile, Values, grouped, invented

HEADINGS = [
    *(
        "Medlemsnummer",
        "Førenamn",
        "Mellomnamn",
        "Etternamn",
        "Kjønn",
        "Fødd",
        "Adresse",
        "Postnr.",
        "Poststad",
        "Land",
    ),
    *("E-postadresse", "Mobilnr.", "Tlf. heime", "Lokallag", "Medlemskategori", "Innmeld dato", "Utmeld dato"),
    *("Arbeidsgjevar", "Arbeidsstad", "Tillitsvald", "Ønskjer ikkje SMS", "Betalt 2026", "Merknad"),
]
CATEGORIES = {
    "yrkesaktiv": ("Yrkesaktiv", "Ordinær medlem"),
    "laerling": ("Lærling",),
    "student": ("Student", "Elev"),
    "ufor": ("Ufør",),
    "pensjonist": ("Pensjonist", "Alderspensjonist"),
    "utmeldt": ("Utmeld",),
}
MEANINGS = {"Støttemedlem": "Pensjonist"}
UNREAD = frozenset(["Kjønn", "Land", "Betalt 2026", "Merknad"])
NOTHING = ("", "ikkje oppgitt", "Ukjend", "–")
REMARK = "Ringer helst etter kl. 16.\nSa at ho\tflytter til våren; ny adresse kjem."


def made(rows: int) -> SystemFile:
    chance = random.Random(43)
    file = SystemFile(_write, {"status": MEANINGS}, UNREAD, {"Medlemskategori": "Status"}, [[*HEADINGS]])
    for place in range(rows):
        if place % 251 == 250:
            file.add_wrong([file.lines[-1][0], "Ein", "", "Annan", *file.lines[-1][4:]])
        else:
            _add(file, chance, place)
    return file


def _add(file: SystemFile, chance: random.Random, place: int) -> None:
    member = invented(chance, f"{place + 1:06d}")
    member["workplace"] = member["place"]
    member["shop_steward"] = chance.choice(("", "", "", "Ja", "Randi Granmo"))
    member["no_sms"] = chance.random() < 0.1
    category = chance.choice(CATEGORIES[member["status"]])
    if place % 60 == 59:
        member["status"], category = "pensjonist", "Støttemedlem"
    email = _email(chance, member)
    if ";" in email:
        file.lose("E-postadresse")
    if place % 139 == 138:
        member["email"], email = "", "kari(a)eksempel.no"
        file.lose("E-postadresse")
    cells = [
        *(member["number"], member["first_name"], member["middle_name"], member["last_name"], chance.choice("KM")),
        *(_day(chance, member["birth_date"]), _street(chance, member), member["post_code"], member["place"], "Noreg"),
        *(email, _phone(chance, member["phone"]), grouped(member["phone2"]), _department(chance, member), category),
        *(_day(chance, member["joined"]), _day(chance, member["resigned"]), member["employer"], member["workplace"]),
        *(member["shop_steward"] or chance.choice(("", "Nei")), "Ja" if member["no_sms"] else "Nei"),
        *(chance.choice(("1 240,00", "0,00")), chance.choice(("", "", REMARK))),
    ]
    file.add(cells, member)


def _day(chance: random.Random, day: date | None) -> str:
    if day is None:
        return chance.choice(NOTHING)
    month = MONTHS[day.month - 1]
    forms = (f"{day:%d.%m.%Y}", f"{day.day}.{day.month}.{day:%y}", f"{day.day}. {month} {day.year}", f"{day:%Y-%m-%d}")
    return chance.choices(forms, (60, 15, 15, 10))[0]


def _street(chance: random.Random, member: Values) -> str:
    """In two lines of one cell: they are one in the register."""
    if chance.random() < 0.1:
        street, member["street"] = member["street"], f"c/o Lie {member['street']}"
        return f"c/o Lie\n{street}"
    return str(member["street"])


def _email(chance: random.Random, member: Values) -> str:
    email = str(member["email"])
    if not email:
        return chance.choice(NOTHING)
    first = f"kari.{member['number']}@Eksempel.NO"
    forms = ((email, email), (f"{email}; jobb@eksempel.no", email), (f" {email} ", email), (first, first))
    text, member["email"] = chance.choices(forms, (80, 6, 8, 6))[0]
    return text


def _phone(chance: random.Random, number: str) -> str:
    if not number:
        return chance.choice(NOTHING)
    forms = (number, grouped(number), f"+47{number}", f"mob. {grouped(number)}", f"{grouped(number)} (priv.)")
    return chance.choice(forms)


def _department(chance: random.Random, member: Values) -> str:
    number = member["department"]
    return chance.choice((f"{DEPARTMENTS[number - 1][1]}", f"{number} {DEPARTMENTS[number - 1][1]}"))


def _write(folder: Path, lines: Sequence[Sequence[Any]]) -> Path:
    path = folder / "medlemer.csv"
    text = "".join(";".join(f'"{cell}"' for cell in line) + "\r\n" for line in lines)
    path.write_bytes(text.encode("utf-8-sig"))
    return path
