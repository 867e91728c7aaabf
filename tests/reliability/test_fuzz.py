"""R12: links, searches, CSV and Excel files and procedures of the worst kind: never a crash, never slow."""

import contextlib
import csv
import random
import shutil
import tomllib
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from importlib.resources import as_file, files
from io import BytesIO, StringIO
from pathlib import Path

import icalendar
import phonenumbers
import psutil
import pytest
from python_calamine import CalamineWorkbook
from ruamel.yaml import YAML
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from benchmarks.fuzz import PIECES, texts
from sentralbord_desktop.domain.dates.clock import OSLO
from sentralbord_desktop.domain.errors import ProcedureError, RegisterFileError, SwitchboardError
from sentralbord_desktop.domain.policies import Policies
from sentralbord_desktop.domain.telephony import LinkError, number_in
from sentralbord_desktop.procedures.loader import read_library
from sentralbord_desktop.services.availability import busy_periods
from sentralbord_desktop.services.imports.write_tables import save_table
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.system import policy_sources
from tests.helpers.figures import Say, size
from tests.helpers.registers import enrol
from tests.helpers.soon import Slowest, soon

SLOWEST = 2
MAX_MEMORY = 500 * 1024


class Peak:
    """The most memory the process has had while it was looked at, above where it began."""

    def __init__(self) -> None:
        self._before = self._most = memory()

    def look(self) -> None:
        self._most = max(self._most, memory())

    @property
    def more(self) -> int:
        """In KiB."""
        return self._most - self._before


def memory() -> int:
    """What this process has now, in KiB."""
    return int(psutil.Process().memory_info().rss // 1024)


def survives(work: Callable[[], object], *known: type[Exception]) -> bool:
    """Whether it was refused with one of the known errors; any other error is a crash."""
    with soon(SLOWEST), TIMES.one():
        try:
            work()
        except known as error:
            return "\n" not in str(error) or pytest.fail("more than a sentence")
    return False


class Bare:
    """The control: the first `most` of the same inputs, given to the library alone."""

    def __init__(self, library: str, read: Callable[[], object], most: int = 200) -> None:
        self._library, self._read, self._most = library, read, most
        self.tried = self.broke = 0

    def look(self) -> None:
        if self.tried < self._most:
            self.tried += 1
            try:
                self._read()
            except Exception:  # whatever it raises, nobody named it
                self.broke += 1

    @property
    def words(self) -> str:
        return f"by {self._library} alone {self.broke} of {self.tried} end in an error"


TIMES = Slowest()


@pytest.fixture(autouse=True)
def from_nothing() -> None:
    TIMES.begin()


@pytest.mark.night
@pytest.mark.figures("R12")
def test_links_and_searches_of_the_worst_kind(services: Services, figure: Say) -> None:
    count = size(20_000, 1_500)
    enrol(services)
    refused, words = 0, ""
    bare = Bare("phonenumbers", lambda: phonenumbers.parse(words, "NO"))
    for words in texts(count, 12):
        refused += survives(partial(number_in, f"sentralbord:ring?nummer={words}"), LinkError)
        survives(partial(services.members.search, words))
        bare.look()
    figure("R12", f"{count} links ({refused} refused) and {count} searches: 0 crashes, {TIMES.words}")
    assert refused > count // 2
    wrong = as_syntax(services, 500)
    figure("R12", control=f"put to FTS as they are, {wrong} of 500 are an error; {bare.words}")
    assert wrong > 100
    assert bare.broke > 0


def as_syntax(services: Services, count: int) -> int:
    """How many of the texts the search index refuses when nobody reads them first."""
    wrong = 0
    for words in texts(count, 12):
        with services.database.engine.connect() as raw, contextlib.suppress(UnicodeEncodeError):
            try:
                raw.execute(text("SELECT rowid FROM member_search WHERE member_search MATCH :t"), {"t": words}).all()
            except DBAPIError:
                wrong += 1
    return wrong


@pytest.mark.night
@pytest.mark.figures("R12")
def test_csv_files_of_the_worst_kind(services: Services, tmp_path: Path, figure: Say) -> None:
    count, chance, refused = size(20_000, 400), random.Random(12), 0
    path, peak = tmp_path / "fil.csv", Peak()
    bare = Bare("csv", lambda: list(csv.reader(StringIO(path.read_text(encoding="utf-8")))))
    good = "medlemsnummer;fornavn;etternavn;telefon;fødselsdato\n1;Kari;Berg;99000418;14.03.1979\n"
    for number, words in enumerate(texts(count, 13)):
        raw = bytearray(f"{good}{words};{chance.choice(PIECES)};x\n".encode("utf-8", "replace"))
        for _ in range(number % 9):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        path.write_bytes(raw[: chance.randrange(len(raw))] if number % 7 == 0 else raw)
        refused += survives(
            lambda: services.member_imports.preview(services.member_imports.read(path)), RegisterFileError
        )
        peak.look()
        bare.look()
    figure(
        "R12",
        f"{count} CSV files ({refused} refused): 0 crashes, {TIMES.words}, {peak.more // 1024} MB more",
        control=bare.words,
    )
    assert 0 < refused < count
    assert bare.broke > 0
    assert peak.more < MAX_MEMORY


@pytest.mark.figures("R12")
def test_excel_files_with_bytes_and_cells_of_the_worst_kind(services: Services, tmp_path: Path, figure: Say) -> None:
    count, chance, refused = size(4_000, 120), random.Random(14), 0
    path, peak = tmp_path / "fil.xlsx", Peak()
    save_table(path, iter([("medlemsnummer", "fornavn", "etternavn"), ("1", "Kari", "Berg")]), total=1)
    whole = path.read_bytes()
    bare = Bare("calamine", lambda: CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python())
    for number in range(count):
        path.write_bytes(_damaged(whole, chance) if number % 2 else _rewritten(whole, chance))
        refused += survives(
            lambda: services.member_imports.preview(services.member_imports.read(path)), RegisterFileError
        )
        peak.look()
        bare.look()
    figure(
        "R12",
        f"{count} Excel files ({refused} refused): 0 crashes, {TIMES.words}, {peak.more // 1024} MB more",
        control=bare.words,
    )
    assert 0 < refused < count
    assert bare.broke > 0
    assert peak.more < MAX_MEMORY


def _damaged(whole: bytes, chance: random.Random) -> bytes:
    raw = bytearray(whole)
    for _ in range(chance.randint(1, 20)):
        raw[chance.randrange(len(raw))] = chance.randrange(256)
    return bytes(raw[: chance.randrange(len(raw))] if chance.random() < 0.2 else raw)


def _rewritten(whole: bytes, chance: random.Random) -> bytes:
    """A well-packed file whose XML has been cut up and put together otherwise."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(whole)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith("xl/") and chance.random() < 0.5:
                place = chance.randrange(len(content))
                piece = chance.choice(PIECES).encode("utf-8", "replace")
                content = content[:place] + piece + content[place + chance.randint(0, 9) :]
            new.writestr(name, content)
    return made.getvalue()


@pytest.mark.night
@pytest.mark.figures("R12")
def test_procedure_files_of_the_worst_kind(tmp_path: Path, figure: Say) -> None:
    count, chance, refused, named = size(5_000, 40), random.Random(15), 0, 0
    with as_file(files("sentralbord_desktop.procedures")) as source:
        for part in ("nb", "texts"):
            shutil.copytree(source / part, tmp_path / part)
    names = sorted(tmp_path.rglob("*.yaml"))
    peak, broken = Peak(), ""
    bare = Bare("ruamel.yaml", lambda: YAML(typ="safe").load(broken))
    for _ in range(count):
        file = chance.choice(names)
        whole = file.read_text(encoding="utf-8")
        place = chance.randrange(len(whole))
        piece = chance.choice((*PIECES, "\n- ", ": ", "\n  ", "&a [*a]", "!!python/object:os.system", "{{", "- use: x"))
        broken = whole[:place] + piece + whole[place + chance.randint(0, 30) :]
        file.write_text(broken, encoding="utf-8", errors="replace")
        bare.look()
        try:
            with soon(SLOWEST * 2), TIMES.one():  # the whole library is read, and checked, each time
                read_library(tmp_path)
        except ProcedureError as error:
            refused += 1
            peak.look()
            named += file.name in str(error)
        finally:
            file.write_text(whole, encoding="utf-8")
    figure(
        "R12",
        f"{count} procedure files ({refused} refused, {named} of them by the file's own name): 0 crashes, "
        f"{TIMES.words}, {peak.more // 1024} MB more",
        control=bare.words,
    )
    assert 0 < refused < count
    assert bare.broke > 0
    assert peak.more < MAX_MEMORY


CALENDAR = b"\r\n".join(
    [
        b"BEGIN:VCALENDAR",
        b"VERSION:2.0",
        b"PRODID:-//x//y//NO",
        b"BEGIN:VEVENT",
        b"UID:1",
        b"DTSTART;TZID=Europe/Oslo:20261130T090000",
        b"DTEND;TZID=Europe/Oslo:20261130T100000",
        b"RRULE:FREQ=WEEKLY;COUNT=4",
        b"SUMMARY:Styret",
        b"END:VEVENT",
        b"END:VCALENDAR",
        b"",
    ]
)


@pytest.mark.figures("R12")
def test_calendars_of_the_worst_kind(figure: Say) -> None:
    """A calendar is somebody else's file, read from the network."""
    count, chance, refused = size(5_000, 100), random.Random(16), 0
    start = datetime(2026, 11, 27, tzinfo=OSLO)
    peak, data = Peak(), b""
    bare = Bare("icalendar", lambda: icalendar.Calendar.from_ical(data))
    for _ in range(count):
        data = _damaged(CALENDAR, chance)
        place = chance.randint(0, len(data))
        piece = chance.choice((*PIECES, "RRULE:FREQ=SECONDLY", "\r\n ", "BEGIN:VEVENT\r\n", ";", ":"))
        data = data[:place] + piece.encode("utf-8", "replace") + data[place + chance.randint(0, 9) :]
        refused += survives(partial(busy_periods, data, start, start + timedelta(days=7), OSLO), SwitchboardError)
        peak.look()
        bare.look()
    figure(
        "R12",
        f"{count} calendars ({refused} refused): 0 crashes, {TIMES.words}, {peak.more // 1024} MB more",
        control=bare.words,
    )
    assert bare.broke > 0
    assert len(busy_periods(CALENDAR, start, start + timedelta(days=7), OSLO)) == 1
    assert 0 < refused < count
    assert peak.more < MAX_MEMORY


POLICY = """
[register]
folder = "C:\\\\Felles"
[look]
colours = "morkt"
[retention]
calls = 12
[backup]
folder = "D:\\\\Kopier"
"""


@pytest.mark.figures("R12")
def test_policy_files_of_the_worst_kind(tmp_path: Path, figure: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever stands in it, the program starts, and says what it did not follow."""
    monkeypatch.setattr(policy_sources, "is_laid_by_it", lambda _: True)
    count, chance, faulty = size(5_000, 100), random.Random(17), 0
    file = tmp_path / "policy.toml"
    bare = Bare("tomllib", lambda: tomllib.loads(file.read_text(encoding="utf-8")))
    for _ in range(count):
        place = chance.randrange(len(POLICY))
        piece = chance.choice((*PIECES, "=", "[", "]]", '"', "\n", "9" * 400, "[[a]]", "{a=1}"))
        broken = POLICY[:place] + piece + POLICY[place + chance.randint(0, 20) :]
        file.write_text(broken, encoding="utf-8", errors="replace")
        read: list[Policies] = []
        survives(partial(_read_into, read, file))
        faulty += bool(read[0].faults)
        bare.look()
        assert all("\n" not in fault for fault in read[0].faults)
    figure(
        "R12",
        f"{count} policy files ({faulty} with a fault that is named): 0 crashes, {TIMES.words}",
        control=bare.words,
    )
    assert bare.broke > 0
    file.write_text(POLICY, encoding="utf-8")
    assert not policy_sources.read_policies(file).faults
    assert 0 < faulty < count


def _read_into(read: list[Policies], file: Path) -> None:
    read.append(policy_sources.read_policies(file))
