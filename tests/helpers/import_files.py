"""Files to import."""

import io
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from sentralbord_desktop.domain.imports.decide import with_resigned
from sentralbord_desktop.domain.imports.preview import ImportDone, Preview
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.services.office import Services
from tests.helpers.members import by_number

HEAD = "Medlemsnummer;Fornavn;Etternavn;Fødselsdato;Mobil;Avdeling;Status"
ODD = "300;Odd;Fjeldhaug;30.01.1958;990 00 423;Avd. 2;Pensjonist"


def xlsx(*rows: Sequence[object]) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet()
    for place, row in enumerate(rows):
        sheet.write_row(place, 0, row)
    book.close()
    return target.getvalue()


def good_xlsx() -> bytes:
    return xlsx(["Medlemsnummer", "Navn"], ["1", "Odd Berg"])


def csv_file(folder: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path = folder / "medlemmer.csv"
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def many_members(folder: Path, count: int) -> Path:
    """A file of invented members, from the generator that the speed is measured with."""
    path = folder / "mange.csv"
    generator = Path(__file__).parents[2] / "benchmarks" / "members.py"
    command = [sys.executable, str(generator), "--n", str(count), "--out", str(path)]
    subprocess.run(command, check=True, capture_output=True)
    return path


def imported(services: Services, path: Path) -> ImportDone:
    """Everything in the file, also new ones who are utmeldt."""
    return services.member_imports.write(with_resigned(previewed(services, path)))


def member(services: Services, number: str) -> Member:
    found = by_number(services, number)
    assert found is not None
    return found


def previewed(services: Services, path: Path, **columns: str | None) -> Preview:
    return services.member_imports.preview(services.member_imports.read(path), columns)
