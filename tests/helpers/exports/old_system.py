"""An old system: capital codes for headings, cells padded with spaces, days as eight digits, tabs, UTF-16.

None is written as zeros, and the end of a membership that has none as the last day of the year 9999.
"""

import random
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from tests.helpers.exports.invented import SystemFile, invented

HEADINGS = [
    *("MEDLNR", "ETTERNAVN", "FORNAVN", "FODT", "PERSNR", "KJONN", "ADRESSE1", "POSTNR", "POSTSTED", "LANDKODE"),
    *("TLF_PRIVAT", "TLF_MOBIL", "EPOST", "AVDNR", "AVDNAVN", "KLUBBNR", "MEDLSTATUS", "INNM_DATO", "UTM_DATO"),
    *("BEDRNR", "BEDRNAVN", "FORSKODE", "YRKESKODE", "SIST_ENDRET"),
]
STATUS_CODES = {
    "yrkesaktiv": "10",
    "laerling": "15",
    "student": "20",
    "ufor": "40",
    "pensjonist": "50",
    "utmeldt": "90",
}
MEANINGS = {"10": "Yrkesaktiv", "15": "Lærling", "20": "Student", "40": "Ufør", "50": "Pensjonist", "90": "Utmeldt"}
UNREAD = frozenset(["PERSNR", "KJONN", "LANDKODE", "AVDNAVN", "KLUBBNR", "BEDRNR", "YRKESKODE", "SIST_ENDRET"])
NO_DAY, NO_END = "00000000", "99991231"


def made(rows: int) -> SystemFile:
    chance = random.Random(41)
    file = SystemFile(_write, {"status": MEANINGS}, UNREAD, {}, [[*HEADINGS]])
    for place in range(rows):
        if place % 211 == 210:
            file.add_again()
        elif place % 307 == 306:
            file.add_wrong(["", *file.lines[-1][1:]])
        else:
            _add(file, chance, place)
    return file


def _add(file: SystemFile, chance: random.Random, place: int) -> None:
    member = invented(chance, f"{400_000 + 13 * place}")
    member |= {"middle_name": "", "insurance_codes": chance.choice(("", "GF, KOL", "GF"))}
    born = f"{member['birth_date']:%Y%m%d}"
    if place % 97 == 96:
        member["birth_date"], born = None, NO_DAY
    if place % 151 == 150:
        member["birth_date"], born = None, "19790231"
        file.lose("FODT")
    private = member["phone2"]
    if not member["phone"]:  # the second number of a member without a first stays the second
        mobile = "00000000"
    else:
        mobile = chance.choice((member["phone"], f"47{member['phone']}", f"0047{member['phone']}"))
    cells = [
        *(member["number"], member["last_name"].ljust(25), member["first_name"].ljust(25), born, "00000"),
        *(chance.choice("KM"), member["street"].ljust(30), member["post_code"], member["place"].ljust(27), "NO"),
        *(
            private.rjust(8, " "),
            mobile,
            member["email"],
            f"{member['department']:03d}",
            "",
            f"{chance.randint(1, 99)}",
        ),
        *(STATUS_CODES[member["status"]], _day(member["joined"], NO_DAY), _day(member["resigned"], NO_END)),
        *(f"{chance.randint(1000, 9999)}", member["employer"], member["insurance_codes"].replace(", ", ",")),
        *("5131", "20261102"),
    ]
    file.add(cells, member)


def _day(day: date | None, none: str) -> str:
    return f"{day:%Y%m%d}" if day else none


def _write(folder: Path, lines: Sequence[Sequence[Any]]) -> Path:
    path = folder / "MEDLUTTREKK.TXT"
    path.write_bytes("".join("\t".join(line) + "\r\n" for line in lines).encode("utf-16"))
    return path
