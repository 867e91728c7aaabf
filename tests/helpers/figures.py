"""R1 – R19: the same tests small in every run, at full size by `dev.py reliability`, as one table.

A test that asks for the fixture `figure` says what it measured; `size(full, usual)` is how much of it.
"""

import os
import textwrap
from collections.abc import Callable, Generator
from dataclasses import dataclass, field

import pytest

FULL = bool(os.environ.get("SENTRALBORD_FULL"))
GOALS = {
    "R1": "200 kills while committing: 0 acknowledged lost, 0 torn, reopened under 1 s",
    "R2": "300 power cuts: 0 lost, 0 corrupt",
    "R3": "full disk at 40 points: clear text, 0 lost, readable, goes on with space",
    "R4": "200 bit flips, 5 truncations: all found, the file never written to",
    "R5": "the newest good backup of 200 000 members back under 10 s, a damaged one skipped",
    "R6": "backup before a migration; 25 kills in one: 0 half, 0 rows lost; newer refused",
    "R7": "keyring emptied or another PC: 0 lost, opens by the code, no new key over a register",
    "R8": "log removed or foreign: 30 of 30 told before a replay, 0 of 60 false alarms",
    "R9": "8 operators, 10 000 claims each: 0 double; 10 restarts of the server: 0 events missed, known "
    "within 10 s; the window never held over 100 ms",
    "R10": "outbox, 30 kills, hostile server: 0 lost, 0 twice without a person",
    "R11": "12 starts at once: 1 window; start after kill -9 under 1 s",
    "R12": "20 000 links, CSV, searches, 5 000 procedures, ICS, policies, 4 000 XLSX: 0 crashes, none over 2 s, < 500 MB",
    "R13": "200 marked members: no mark in logs, settings, temp files, errors",
    "R14": "no plain text in database, log, backup, key file",
    "R15": "clock back 1 h, forward 1 day, both DST nights: no callback lost or twice",
    "R16": "hashes, SBOM of every part, 10 000 Qt signals",
    "R17": "ways in: every attack refused in one sentence and in the trail, each with its control",
    "R18": "200 kills, before every step of bringing back, exporting, backing up, upgrading: 0 half, 0 of the trace lost",
    "R19": "edges: full disk, spoilt small files, hostile input under 500 MB, a register taken away: one sentence, nothing lost",
}
WIDTH = 60


def size(full: int, usual: int) -> int:
    """How many: the figure's own number in full, fewer in every run."""
    return full if FULL else usual


@dataclass
class Row:
    measured: list[str] = field(default_factory=list)
    controls: list[str] = field(default_factory=list)
    failed: bool = False


@dataclass
class Figures:
    rows: dict[str, Row] = field(default_factory=dict)

    def row(self, name: str) -> Row:
        return self.rows.setdefault(name, Row())

    def table(self) -> str:
        """Goal, what was measured, its control; what nobody measured says so."""
        lines = ["", f"R1 – R19 {'in full' if FULL else 'at the size of every run'}"]
        for name, goal in GOALS.items():
            row = self.rows.get(name)
            state = "MISSED" if row and row.failed else ("met" if row else "not measured")
            lines.append(f"\n{name:4} {state:13} {goal}")
            for head, texts in (("measured", row.measured), ("control", row.controls)) if row else ():
                for text in texts:
                    lines += textwrap.wrap(text, 100, initial_indent=f"     {head:9} ", subsequent_indent=" " * 15)
        return "\n".join(lines)


FIGURES = Figures()
Say = Callable[..., None]


@pytest.fixture
def figure() -> Say:
    """`figure("R1", "…")` says what was measured, `control="…"` what the control did; `met=False` that a
    goal of this machine's speed was missed, which fails no test."""

    def say(name: str, measured: str = "", *, control: str = "", met: bool = True) -> None:
        assert name in GOALS
        row = FIGURES.row(name)
        row.failed |= not met
        row.measured += [measured] if measured else []
        row.controls += [control] if control else []

    return say


class Tried:
    """One line for what many small tests tried: `line` says «{n}», how many."""

    def __init__(self, name: str, line: str) -> None:
        self._name, self._line, self._done = name, line, 0

    def one_more(self) -> None:
        row = FIGURES.row(self._name)
        before, self._done = self._line.format(n=self._done), self._done + 1
        row.measured = [one for one in row.measured if one != before]
        row.measured.append(self._line.format(n=self._done))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    marker = item.get_closest_marker("figures")
    for name in marker.args if marker else ():
        if report.failed:
            FIGURES.row(name).failed = True
    return report


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--figures", action="store_true", help="only what measures R1 – R19, and the table")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "figures(*names): this test measures these of R1 – R19")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--figures"):
        wanted = [item for item in items if item.get_closest_marker("figures")]
        config.hook.pytest_deselected(items=[item for item in items if item not in wanted])
        items[:] = wanted


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if terminalreporter.config.getoption("--figures"):
        terminalreporter.write_line(FIGURES.table())
