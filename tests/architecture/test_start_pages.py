"""The pages of the start report what a person chose. What comes next is decided in startup/start_sequence alone."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "src/sentralbord_desktop"
PAGES = [
    PACKAGE / "gui/startup.py",
    PACKAGE / "gui/access/sign_in_page.py",
    PACKAGE / "gui/maintenance/recovery_code_panel.py",
    PACKAGE / "gui/sharing/offline_page.py",
]
OPENING = {
    "open_services",
    "open_meanwhile",
    "sign_in",
    "sit_down",
    "prove_again",
    "let_in",
    "switch_to",
    "recover",
    "fits",
    "show_alone",
    "show_frame",
}
"""Functions that open a register, sign in or show another page."""


def faults(file: Path) -> Iterator[str]:
    """What a page of the start may not do: name another of them, or the start, or open and sign in itself."""
    others = {page.stem for page in PAGES} - {file.stem}
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = {*node.module.split("."), *(alias.name for alias in node.names)}
            of_the_start = node.module.startswith("sentralbord_desktop.startup")
            if of_the_start or names & (others | {"bootstrap"}):
                yield f"{node.lineno} imports {node.module}"
        elif isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in OPENING:
                yield f"{node.lineno} calls {name}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_reports_and_decides_nothing(page: Path) -> None:
    assert list(faults(page)) == []


@pytest.mark.parametrize(
    "line",
    [
        "from sentralbord_desktop.gui.startup import FirstRunPage",
        "from sentralbord_desktop.startup.states import Event",
        "from sentralbord_desktop.bootstrap import open_services",
        "def act(services): services.people.sign_in(1, '2719')",
        "def act(window, page): window.show_alone(page)",
    ],
)
def test_the_control_a_page_that_does_is_found(line: str, tmp_path: Path) -> None:
    page = tmp_path / "a_page.py"
    page.write_text(f"{line}\n", encoding="utf-8")
    assert list(faults(page))


def test_one_module_shows_the_pages_that_stand_alone() -> None:
    callers = {
        file.relative_to(PACKAGE).as_posix()
        for file in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "show_alone"
    }
    assert callers == {"startup/start_sequence.py"}
