"""Modules and functions are short, the formatter is obeyed, and every module lies under a subject."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.import_graph import files_graph
from tests.helpers.import_graph import modules as modules_by_name

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src/sentralbord_desktop"
MAX_MODULE_LINES = 600
MAX_CLASS_LINES = 350
MAX_FUNCTION_LINES, MAX_CONSTRUCTOR_LINES = 40, 80
"""A constructor may lay out a page of widgets."""
MIN_MODULE_LINES, MIN_MODULES = 80, 4
SHORT = {
    "gui/availability/calendar_timer": "when the calendar is fetched, beside what is fetched",
    "gui/widgets/card_header": "its page is full",
    "gui/messages/send_timer": "when the outbox is sent, beside the outbox",
    "gui/window/tray": "the only module that knows the tray",
    "procedures/outputs": "an output kind is its own module",
    "startup/register_choice": "loaded when a register is chosen",
    "startup/restore_progress": "loaded when a backup is brought back",
    "storage/engine/new_register": "what a new register is made of",
}
"""Modules under MIN_MODULE_LINES with one importer, and why they stand alone; ten at most."""
NOT_COUNTED = {
    "gui/_generated": "compiled from ui/ by uic",
    "storage/migrations/versions": "a step of history is written once and never changed",
}
FORMATTER_OFF = re.compile(r"#\s*fmt:\s*(?:skip|off)")
FLOORS = ("domain", "services", "storage", "gui")
EVERY_FLOOR = {"__init__": "the package itself", "settings": "what the office or this PC has chosen, for all subjects"}
OUTSIDE_SUBJECTS = {
    "domain": {
        "conflicts": "two operators change one field",
        "dates": "days, times and how they are said",
        "dialling": "how a number is rung from this PC: policies are read with it, and the frame does not wait for them",
        "deadlines": "legal deadlines of a call",
        "initials": "the initials of a name: the frame does not wait for the operators",
        "errors": "every error with its sentence",
        "policies": "what the organisation decides for all PCs",
        "progress": "how far a long job has come",
        "redacted": "values that show no member data",
        "text": "Norwegian words, folding and lengths",
    },
    "services": {
        "after_restore": "what is told after a copy was put back",
        "change_notices": "which subjects changed",
        "drafts": "an inquiry under way as a value",
        "office": "the services together",
        "offline_queue": "what was completed while the server was away",
        "offline_session": "who works while the server is away",
        "pin_wait": "the wait after a wrong PIN",
        "practice": "the invented register",
        "practice_data": "its names and words",
        "service": "what the services have in common",
        "session": "the operator and their role",
    },
    "storage": {
        "encryption": "keys of the register",
        "engine": "connections, transactions, rights",
        "maintenance": "checks of the file",
        "operators": "who may sign in",
        "outbox": "messages that are to be sent",
        "secret_store": "passwords of mail, SMS and sources",
        "server_pins": "PINs that the server checks",
        "migrations": "changes of the tables",
        "register_file": "the file of the register and its key",
        "search": "the index and the questions to it",
        "tables": "the tables",
    },
    "gui": {
        "_generated": "compiled from ui/",
        "call": "the call page",
        "commands": "every key and command",
        "core": "tasks, theme, icons, undo",
        "lists": "tables that keep ids",
        "maintenance": "checks, backups, the recovery code and duplicates of the register",
        "procedures": "the pages about procedure files",
        "organisation_kinds": "the lists of Katalog, below its page",
        "search_controller": "the owner of what is searched",
        "search_hits": "the search field's hits",
        "single_instance": "one window for a PC and user",
        "single_instance_server": "its other end, loaded after the frame",
        "startup": "pages before the register is open",
        "widgets": "widgets of no subject",
        "window": "the frame",
        "wizard": "the questions, the review and the receipt",
        "workspace": "puts the pages together",
    },
}
"""Folders and modules that are no subject, and why."""


def modules(source: Path = SOURCE) -> Iterator[tuple[str, Path]]:
    """Path below the source folder, with / on Windows too, and the file."""
    for file in sorted(source.rglob("*.py")):
        yield file.relative_to(source).as_posix(), file


def counted(source: Path = SOURCE) -> Iterator[tuple[str, str]]:
    """Path and text of each module whose size is limited."""
    for name, file in modules(source):
        if not name.startswith(tuple(f"{folder}/" for folder in NOT_COUNTED)):
            yield name, file.read_text(encoding="utf-8")


def long_modules(source: Path = SOURCE) -> dict[str, int]:
    sizes = {name: len(text.splitlines()) for name, text in counted(source)}
    return {name: lines for name, lines in sizes.items() if lines > MAX_MODULE_LINES}


def long_classes(source: Path = SOURCE) -> dict[str, int]:
    return {
        f"{name}: {node.name}": lines
        for name, text in counted(source)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ClassDef) and (lines := (node.end_lineno or 0) - node.lineno + 1) > MAX_CLASS_LINES
    }


def short_modules(source: Path) -> Iterator[str]:
    """Those with one importer on their own floor, whose part they are."""
    files, graph = modules_by_name(source), files_graph(source)
    for name, file in files.items():
        floor = name.split(".")[1:2]
        importers = [other for other, imported in graph.items() if name in imported]
        lines = len(file.read_text(encoding="utf-8").splitlines())
        is_short = file.name != "__init__.py" and lines < MIN_MODULE_LINES
        if is_short and len(importers) == 1 and importers[0].split(".")[1:2] == floor:
            yield "/".join(name.split(".")[1:])


def long_functions(source: Path = SOURCE) -> dict[str, int]:
    found = {}
    for name, text in counted(source):
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > (MAX_CONSTRUCTOR_LINES if node.name == "__init__" else MAX_FUNCTION_LINES):
                    found[f"{name}: {node.name}"] = lines
    return found


def unformatted(*folders: Path) -> list[str]:
    """file:line of each place where the formatter is switched off."""
    return [
        f"{name}:{number}"
        for folder in folders
        for name, file in modules(folder)
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if FORMATTER_OFF.search(line)
    ]


def subjects() -> set[str]:
    """The subjects that docs/architecture.md lists."""
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    listed = re.search(r"The subjects are\s+([^.]+)\.", text)
    assert listed is not None
    return {word.strip() for word in listed[1].replace("\n", " ").split(",")}


def without_subject(source: Path = SOURCE) -> list[str]:
    names = subjects() | EVERY_FLOOR.keys()
    found = []
    for name, _ in modules(source):
        floor, _, rest = name.partition("/")
        top = rest.partition("/")[0].removesuffix(".py")
        if floor in FLOORS and top not in names | OUTSIDE_SUBJECTS[floor].keys():
            found.append(name)
    return found


def test_no_module_is_too_long() -> None:
    assert long_modules() == {}


def test_no_function_is_too_long() -> None:
    assert long_functions() == {}


def test_the_formatter_is_never_switched_off() -> None:
    assert unformatted(SOURCE, ROOT / "tests") == []


def test_every_module_lies_under_a_subject() -> None:
    assert without_subject() == []


def test_every_exception_is_there() -> None:
    missing = [name for name in NOT_COUNTED if not (SOURCE / name).is_dir()]
    for floor, names in OUTSIDE_SUBJECTS.items():
        there = {path.stem for path in (SOURCE / floor).iterdir()}
        missing += [f"{floor}/{name}" for name in names.keys() - there - {"_generated"}]
        missing += [f"{floor}/{name} is a subject" for name in names.keys() & subjects()]
    assert missing == []


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A source folder with one module."""
    (tmp_path / "domain/members").mkdir(parents=True)
    (tmp_path / "domain/members/member.py").write_text("x = 1\n", encoding="utf-8")
    return tmp_path


def test_no_folder_has_fewer_modules_than_four() -> None:
    few = {
        folder.relative_to(SOURCE).as_posix()
        for folder in SOURCE.rglob("*/")
        if 0 < len(list(folder.glob("*.py"))) - (folder / "__init__.py").exists() < MIN_MODULES
    }
    assert few == {"storage/migrations", "storage/migrations/versions"}, "but for Alembic's own"


def test_no_class_is_too_long() -> None:
    assert long_classes() == {}


def test_a_short_module_with_one_importer_belongs_to_it() -> None:
    alone = list(short_modules(SOURCE.parent))
    assert [name for name in alone if not name.startswith(tuple(SHORT))] == []
    assert [name for name in SHORT if not any(one.startswith(name) for one in alone)] == []
    assert len(SHORT) <= 10


def test_a_short_module_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "app/one"
    folder.mkdir(parents=True)
    (folder / "first.py").write_text("from app.one import second\nfrom app.one import third\n", encoding="utf-8")
    (folder / "second.py").write_text("x = 1\n", encoding="utf-8")
    (folder / "third.py").write_text("x = 1\n" * MIN_MODULE_LINES, encoding="utf-8")
    assert list(short_modules(tmp_path)) == ["one/second"]


def test_each_fault_is_found(small: Path) -> None:
    assert (long_modules(small), long_functions(small), unformatted(small), without_subject(small)) == ({}, {}, [], [])
    (small / "domain/members/long.py").write_text("x = 1\n" * 601, encoding="utf-8")
    (small / "domain/members/deep.py").write_text("def f():\n" + "    x = 1\n" * 40, encoding="utf-8")
    (small / "domain/members/wide.py").write_text("class C:\n" + "    x = 1\n" * 350, encoding="utf-8")
    (small / "domain/members/own.py").write_text("x = [1,2]  # " + "fmt: skip\n", encoding="utf-8")
    (small / "domain/helpers.py").write_text("", encoding="utf-8")
    assert long_modules(small) == {"domain/members/long.py": 601}
    assert long_functions(small) == {"domain/members/deep.py: f": 41}
    assert long_classes(small) == {"domain/members/wide.py: C": 351}
    assert unformatted(small) == ["domain/members/own.py:1"]
    assert without_subject(small) == ["domain/helpers.py"]


def test_what_is_not_counted_may_be_long(small: Path) -> None:
    for folder in NOT_COUNTED:
        (small / folder).mkdir(parents=True)
        (small / folder / "long.py").write_text("x = 1\n" * 601, encoding="utf-8")
    assert long_modules(small) == {}
