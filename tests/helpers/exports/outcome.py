"""What came of an export: the register beside what the export says."""

from pathlib import Path
from typing import Any

from sqlmodel import select

from sentralbord_desktop.services.office import Services
from sentralbord_desktop.services.practice_data import DEPARTMENTS
from sentralbord_desktop.storage.imports.bulk_members import present_by_id
from sentralbord_desktop.storage.tables import MemberRow
from tests.helpers.exports import mac_system, old_system, web_system, workbook
from tests.helpers.exports.invented import SystemFile, Values
from tests.helpers.member_system import CODES, OWN_WORDS, made_export
from tests.helpers.typed import present


def _windows(rows: int) -> SystemFile:
    """The export of tests/helpers/member_system."""
    export = made_export(rows)
    return SystemFile(
        lambda folder, _: export.write(folder / "uttrekk.csv"),
        {"status": {word: meaning for word, (meaning, _) in OWN_WORDS.items()}, "department": WORDS_OF_CODES},
        frozenset(["Fødselsnr", "Kjønn", "Arb.giver org.nr", "Merket"]),
        lines=list(export.lines),
        members=export.members,
        rejected=export.rejected,
        repeated=export.repeated,
        lost=export.lost,
    )


WORDS_OF_CODES = {code: str(number) for code, number in CODES.items()}
SYSTEMS = {
    "Windows-1252 med semikolon": _windows,
    "UTF-16 med tabulator": old_system.made,
    "Excel": workbook.made,
    "UTF-8 med merke": web_system.made,
    "MacRoman": mac_system.made,
}
"""Each gives a file with so many rows."""


def departments_file(folder: Path) -> Path:
    """The departments that the exports name."""
    path = folder / "avdelinger.csv"
    lines = ["Avdeling;Navn", *(f"{number};{name}" for number, name, *_ in DEPARTMENTS)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def catalogue(services: Services, folder: Path) -> None:
    services.organisation_files.write(services.organisation_files.preview(departments_file(folder)))


def kept(services: Services) -> dict[str, Values]:
    """The members of the register by number."""
    with services.database.reading() as session:
        ids = [present(one) for one in session.exec(select(MemberRow.id))]
        return {str(one.values["number"]): dict(one.values) for one in present_by_id(session, ids).values()}


def wrong_fields(services: Services, file: SystemFile) -> list[tuple[str, str, Any, Any]]:
    """Number, field, what is there and what should be; a member who is not there has one with «»."""
    there = kept(services)
    return [
        (number, name, found, value)
        for number, member in file.members.items()
        for name, value in (member if number in there else {"": number}).items()
        for found in (there[number][name] if number in there else None,)
        if found != value
    ]
