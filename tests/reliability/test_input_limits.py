"""R19, limits: whatever is read from outside costs under 500 MB, ends in time, and is refused in one sentence.

Each kind of input is read by the product's own code in a process of its own, which tells its peak.
"""

import os
import shutil
import socket
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.resources import as_file, files
from io import BytesIO
from pathlib import Path

import pytest

from sentralbord_desktop.system.bounded_input import is_device_name
from tests.helpers.figures import Say, size
from tests.helpers.import_files import good_xlsx
from tests.helpers.readers import MAX_MB, ROOT, Reader

pytestmark = pytest.mark.usefixtures("counted")

# ---------------------------------------------------------------- what lies where a file is looked for


@dataclass(frozen=True)
class Place:
    """Makes what is attacked with at a path; `over` ends what it set going."""

    lay: Callable[[Path], None]


def link_to(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


def a_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as end:
        short = Path(f"/proc/self/fd/{os.open(path.parent, os.O_PATH)}")  # the name may have 108 signs
        end.bind(str(short / path.name))
        os.close(int(short.name))


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(10_000_000_000)


def one_line(path: Path) -> None:
    with path.open("wb") as file:
        for _ in range(300):
            file.write(b"x" * 1_000_000)


PLACES: dict[str, Place] = {
    "a link to an endless device": Place(link_to("/dev/zero")),
    "a link to a device of chance": Place(link_to("/dev/urandom")),
    "a pipe that nobody writes to": Place(lambda path: os.mkfifo(path)),
    "a socket": Place(a_socket),
    "memory that the system shows as a file": Place(link_to("/proc/self/mem")),
    "a list of pages without an end": Place(link_to("/proc/self/pagemap")),
    "the whole memory of the machine": Place(link_to("/proc/kcore")),
    "the log of the system, which waits": Place(link_to("/proc/kmsg")),
    "links in a ring": Place(lambda path: path.symlink_to(path.name)),
    "ten gigabytes of nothing": Place(sparse),
    "one line of 300 MB": Place(one_line),
    "a folder": Place(lambda path: path.mkdir()),
    "a link to nothing": Place(link_to("finnes-ikke")),
}
FILES = ("register", "organisation", "procedure", "facts", "post codes", "calendar", "policies", "backups")


@pytest.fixture(scope="module")
def procedures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("prosedyrer")
    with as_file(files("sentralbord_desktop.procedures")) as source:
        for part in ("nb", "texts"):
            shutil.copytree(source / part, made / part)
    return made


@pytest.fixture
def place(kind: str, tmp_path: Path, procedures: Path) -> Path:
    """Where this kind of input is looked for; nothing lies there yet."""
    if kind == "procedure":
        shutil.copytree(procedures, tmp_path / "hus")
        (tmp_path / "hus" / "texts" / "felles.yaml").unlink()
        return tmp_path / "hus" / "texts" / "felles.yaml"
    if kind == "backups":
        (tmp_path / "kopi").mkdir()
        return tmp_path / "kopi" / "innhold.json"
    return tmp_path / {"register": "fil.csv", "organisation": "hus.csv"}.get(kind, "fil")


@pytest.mark.night
@pytest.mark.figures("R19")
@pytest.mark.parametrize("kind", FILES)
def test_what_is_no_ordinary_file_is_refused_at_once(kind: str, place: Path, reader: Reader) -> None:
    for name, attack in PLACES.items():
        attack.lay(place)
        if kind == "backups":
            assert reader.read(kind, place)["said"] == "", name
        else:
            reader.refuses(kind, place)
        if place.is_dir() and not place.is_symlink():
            place.rmdir()
        else:
            place.unlink()


@pytest.mark.figures("R19")
@pytest.mark.parametrize("kind", [kind for kind in FILES if kind != "backups"])
def test_a_pipe_that_drips_is_not_waited_for(kind: str, place: Path, reader: Reader) -> None:
    os.mkfifo(place)
    with dripping(place):
        assert reader.refuses(kind, place)


@contextmanager
def dripping(place: Path) -> Iterator[None]:
    """Both ends are held here, so that it never ends."""
    end, over = os.open(place, os.O_RDWR | os.O_NONBLOCK), threading.Event()

    def drip() -> None:
        while not over.wait(0.05):
            with suppress(OSError):
                os.write(end, b"x")

    thread = threading.Thread(target=drip)
    thread.start()
    yield
    over.set()
    thread.join()
    os.close(end)


@pytest.mark.figures("R19")
@pytest.mark.parametrize("kind", [kind for kind in FILES if kind != "backups"])
def test_a_file_that_grows_while_it_is_read_is_given_up(kind: str, place: Path, reader: Reader) -> None:
    place.write_bytes(b"a")
    with growing(place):
        reader.refuses(kind, place)  # too large, or what it was when the reader had come up with it


@contextmanager
def growing(place: Path, most: int = 600) -> Iterator[None]:
    """A megabyte is there when the reader comes, and it gets longer as long as it is looked at."""
    over, begun = threading.Event(), threading.Event()

    def grow() -> None:
        with place.open("ab") as file:
            for _ in range(most):
                file.write(b"x" * 1_000_000)
                begun.set()
                if over.is_set():
                    return

    thread = threading.Thread(target=grow)
    thread.start()
    begun.wait()
    yield
    over.set()
    thread.join()


# ---------------------------------------------------------------- ordinary files of the worst content

HEAD = b"Medlemsnummer;Fornavn;Etternavn\n"


def distinct(count: int, width: int) -> bytes:
    """Rows of so many short texts, none of which comes twice: each takes seven times as much in memory."""
    return HEAD + b"".join(
        b"%d;" % n + b";".join(b"%x-%x" % (n, m) for m in range(width)) + b"\n" for n in range(count)
    )


def smiling(count: int) -> bytes:
    """Each text is held with four bytes for each of its signs."""
    return HEAD + b"".join(b"%d;%s\xf0\x9f\x98\x80;b\n" % (n, b"x" * 4000) for n in range(count))


CSV: dict[str, Callable[[], bytes]] = {
    "one long line": lambda: b"x" * 100_000_000,
    "one long line with signs beyond the first 65 536": lambda: HEAD + b"\xf0\x9f\x98\x80" * 25_000_000,
    "one line of separators": lambda: HEAD + b";" * 100_000_000,
    "a quote that is never closed": lambda: HEAD + b'1;"' + b"x;y\n" * 25_000_000,
    "quoted line breaks without an end": lambda: HEAD + b'"\n",' * 25_000_000,
    "no two texts alike": lambda: distinct(490_000, 16),
    "texts of four bytes a sign": lambda: smiling(25_000),
    "line breaks alone": lambda: HEAD + b"\n" * 100_000_000,
    "carriage returns alone": lambda: HEAD + b"\r" * 100_000_000,
    "rows of one sign": lambda: HEAD + b"x\n" * 499_000,
    "UTF-16 without an end of line": lambda: b"\xff\xfe" + b"x\0" * 50_000_000,
}


@pytest.mark.night
@pytest.mark.figures("R19")
@pytest.mark.parametrize("name", list(CSV)[:: size(1, 4)])
def test_a_csv_of_the_worst_content(name: str, tmp_path: Path, reader: Reader) -> None:
    path = tmp_path / "fil.csv"
    path.write_bytes(CSV[name]())
    reader.read("register", path)


SHEET = (
    b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"<sheetData>%s</sheetData></worksheet>"
)
SHARED = b'<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</sst>'


def book(rows: bytes, shared: bytes = b"") -> dict[str, bytes]:
    """The parts of a workbook that Excel's own readers take, with this sheet and these shared texts."""
    with zipfile.ZipFile(BytesIO(good_xlsx())) as good:
        parts = {name: good.read(name) for name in good.namelist()}
    return parts | {"xl/worksheets/sheet1.xml": SHEET % rows, "xl/sharedStrings.xml": SHARED % shared}


def rows_of(count: int, width: int, cell: Callable[[int], bytes]) -> bytes:
    return b"".join(b"<row>" + b"".join(cell(n * width + m) for m in range(width)) + b"</row>" for n in range(count))


def inline(text: Callable[[int], bytes]) -> Callable[[int], bytes]:
    return lambda n: b'<c t="inlineStr"><is><t>%s</t></is></c>' % text(n)


def chance_text(length: int) -> bytes:
    """So that it does not shrink much."""
    return os.urandom(length // 2).hex().encode()


XLSX: dict[str, tuple[Callable[[], dict[str, bytes]], bool]] = {
    "a bomb of blanks": (lambda: book(b" " * 200_000_000), True),
    "every cell says the same long text": (
        lambda: book(
            rows_of(100_000, 10, lambda n: b'<c t="s"><v>%d</v></c>' % (n % 2)),
            (b"<si><t>%s</t></si>" % chance_text(30_000)) * 2,
        ),
        True,
    ),
    "as many cells as there may be, all empty": (
        lambda: book(rows_of(290_000, 2, lambda n: b"<c/>") + b'<row r="300000"><c r="M300000"/></row>'),
        False,
    ),
    "as many numbers as there may be": (
        lambda: book(rows_of(225_000, 16, lambda n: b"<c><v>%d</v></c>" % (n * 7919))),
        False,
    ),
    "no two texts alike": (lambda: book(rows_of(100_000, 16, inline(lambda n: b"t%d-%d" % (n, n * 7919)))), False),
    "texts as long as there may be": (lambda: book(rows_of(3_000, 4, inline(lambda n: chance_text(4_900)))), False),
    "shared texts that nobody says": (
        lambda: book(b"<row><c/></row>", b"".join(b"<si><t>%d%s</t></si>" % (n, b"x" * 60) for n in range(900_000))),
        True,
    ),
}


@pytest.mark.night
@pytest.mark.figures("R19")
@pytest.mark.parametrize("name", list(XLSX)[: size(len(XLSX), 3)])
def test_a_workbook_of_the_worst_content(name: str, tmp_path: Path, reader: Reader) -> None:
    make, is_refused = XLSX[name]
    path = tmp_path / "fil.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for part, content in make().items():
            packed.writestr(part, content)
    (reader.refuses if is_refused else reader.read)("register", path)


DEEP: dict[str, tuple[str, Callable[[], bytes]]] = {
    "YAML in brackets": ("procedure", lambda: b"steps: " + b"[" * 200_000),
    "YAML in steps": ("procedure", lambda: b"".join(b" " * n + b"a:\n" for n in range(900))),
    "YAML that names itself over and over": (
        "procedure",
        lambda: (
            b"a: &a [x,x,x,x,x,x,x,x,x]\n"
            + b"".join(
                b"%c: &%c [*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c]\n" % (n, n, *[n - 1] * 9) for n in range(98, 123)
            )
            + b"steps: {x: *z}\n"
        ),
    ),
    "JSON in brackets": ("facts", lambda: b"[" * 900_000),
    "JSON in braces": ("facts", lambda: b'{"a":' * 190_000),
    "TOML in brackets": ("policies", lambda: b"a = " + b"[" * 190_000),
    "TOML in dots": ("policies", lambda: b"a." * 90_000 + b"a = 1"),
    "parts of a calendar in each other": ("calendar", lambda: b"BEGIN:VEVENT\r\n" * 300_000),
    "a calendar of one line": ("calendar", lambda: b"BEGIN:VCALENDAR\r\nSUMMARY:" + b"x" * 4_900_000),
    "a calendar folded at each sign": ("calendar", lambda: b"BEGIN:VCALENDAR\r\nSUMMARY:" + b"\r\n x" * 1_200_000),
    "post codes on one line": ("post codes", lambda: b"0" * 1_900_000),
}


@pytest.mark.night
@pytest.mark.figures("R19")
@pytest.mark.parametrize(("name", "kind"), [(name, kind) for name, (kind, _) in DEEP.items()])
def test_what_lies_deep_in_itself_is_refused(name: str, kind: str, place: Path, reader: Reader) -> None:
    place.write_bytes(DEEP[name][1]())
    reader.refuses(kind, place)


@pytest.mark.figures("R19")
def test_a_backup_whose_list_of_contents_lies_deep_in_itself_is_left_out(tmp_path: Path, reader: Reader) -> None:
    (tmp_path / "kopi").mkdir()
    place = tmp_path / "kopi" / "innhold.json"
    place.write_bytes(b"[" * 99_000)
    assert reader.read("backups", place)["said"] == ""


@pytest.mark.parametrize(
    "name", ["CON", "nul", r"C:\x\NUL.csv", "COM1:", r"\\.\pipe\x", r"\\?\GLOBALROOT\Device\Null", "lpt9.txt", "aux "]
)
def test_the_names_of_devices_under_windows_are_known(name: str) -> None:
    assert is_device_name(name)


@pytest.mark.parametrize(
    "name", ["konto.csv", r"C:\con\x.csv", r"\\tjener\deling\x", r"\\?\C:\x.csv", "com10.csv", "null"]
)
def test_the_names_of_files_under_windows_are_none(name: str) -> None:
    assert not is_device_name(name)


@pytest.mark.night
@pytest.mark.figures("R19")
def test_the_control_reads_what_it_should(tmp_path: Path, reader: Reader, procedures: Path, figure: Say) -> None:
    path = tmp_path / "fil.csv"
    path.write_bytes(HEAD + b"1;Odd;Berg\n" * 3)
    assert reader.read("register", path)["kind"] == ""
    assert reader.read("procedure", procedures / "texts" / "felles.yaml")["kind"] == ""
    bare = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, csv, io, tests.reliability.reading_child as c\n"
            "list(csv.reader(io.StringIO(open(sys.argv[1], encoding='utf-8').read())))\nprint(c.peak())",
            str(laid(tmp_path)),
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    figure("R19", control=f"csv alone over 40 MB of separators: {bare.stdout.strip()} MB")
    assert int(bare.stdout) > MAX_MB


def laid(folder: Path) -> Path:
    path = folder / "skille.csv"
    path.write_bytes((b"," * 1000 + b"\n") * 40_000)
    return path
