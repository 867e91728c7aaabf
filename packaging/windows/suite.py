"""The pytest suite under the Windows Python: two parts in parallel, each with its own prefix and screen. They use the
CPU time that the build leaves."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from building import wine_path
from places import ROOT, Places
from report import Part
from wine import Wine, screen

PLUGIN = "tests.helpers.windows_plugin"
SHARDS = ("window", "rest")
"""The plugin decides which tests each runs."""
COPIED = ("benchmarks", "docs", "packaging", "resources", "src", "tests", "ui")
FILES = ("dev.py", "pyproject.toml", "uv.lock", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE")
FONTS = Path("/usr/share/fonts/truetype/open-sans")
MAX_SECONDS = 1500
FAILED, MAX_AGAIN = 1, 5
"""Pytest's exit code when tests failed; more than so many are no accident."""
TOLD_FAILURES = 30
LEFT_OUT = "left-out.txt"
"""Beside Setup: every test that was left out, under its reason."""
FELL = re.compile(r"^wine: Unhandled page fault .* at address ([0-9A-F]+) ", re.MULTILINE)
TOTALS = re.compile(r"^=* ?(\d+ .*(?:passed|failed|error).* in [\d.]+s.*?) ?=*$", re.MULTILINE)


def copy_sources(places: Places) -> Path:
    """The sources with the compiled parts of our wheel, without files of Linux beside them."""
    copy = places.work / "sources"
    shutil.rmtree(copy, ignore_errors=True)
    for name in COPIED:
        ignored = shutil.ignore_patterns("__pycache__", "_generated")
        shutil.copytree(ROOT / name, copy / name, ignore=ignored)
    for name in FILES:
        shutil.copy2(ROOT / name, copy / name)
    product = copy / "src/sentralbord_desktop"
    installed = places.python.parent / "Lib/site-packages/sentralbord_desktop"
    shutil.copytree(installed / "gui/_generated", product / "gui/_generated")
    shutil.copy2(installed / "procedures/compiled.json", product / "procedures")
    give_fonts(places)
    return copy


def give_fonts(places: Places) -> None:
    """The tests draw offscreen, as on Linux, and Qt for Windows brings no fonts to that."""
    fonts = places.python.parent / "Lib/site-packages/PySide6/lib/fonts"
    fonts.mkdir(parents=True, exist_ok=True)
    for file in FONTS.glob("*.ttf"):
        shutil.copy2(file, fonts)


@dataclass(frozen=True)
class Suite:
    copy: Path
    started: dict[str, subprocess.Popen[str]] = field(default_factory=dict)
    wines: dict[str, Wine] = field(default_factory=dict)


def ended(process: subprocess.Popen[str]) -> int:
    """Its exit code; -1 when it had to be ended."""
    try:
        return process.wait(MAX_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        return -1


def fell_in_wine(words: str, progress: Path) -> bool:
    """Whether it ended by a fault in that function of Wine's own (`tests.helpers.windows_progress`)."""
    fault = FELL.search(words)
    lines = progress.read_text(encoding="utf-8").splitlines() if progress.exists() else []
    span = [int(place, 16) for place in lines[0].split()] if lines else []
    return fault is not None and bool(span) and span[0] <= int(fault.group(1), 16) < span[-1]


def go_on(name: str, shard: str, tests: Suite, places: Places, part: Part) -> int:
    """What had not passed when Wine fell, in a second process, whose log has that name; its exit code."""
    over = len(progress_of(shard, places).read_text(encoding="utf-8").splitlines()) - 1
    part.fact("Wine fell, and the rest were run after it", f"{shard}: {over} had passed")
    return ended(start(name, shard, tests.wines[shard], places, tests.copy))


def said(name: str, places: Places) -> str:
    return places.log(name).read_text(encoding="utf-8", errors="replace")


def alone(name: str, shard: str, tests: Suite, places: Places, part: Part) -> int:
    """Those that failed in the run of that name, once more with nothing beside them; the exit code."""
    failed = failed_of(name, places)
    names = json.loads(failed.read_text(encoding="utf-8")) if failed.exists() else []
    if not 0 < len(names) <= MAX_AGAIN:
        return FAILED
    again = {"SENTRALBORD_AGAIN": wine_path(failed)}
    process = start(f"suite-{shard}-again", shard, tests.wines[shard], places, tests.copy, again)
    code = ended(process)
    for test in names:
        part.fact("run again alone", f"{'passed' if code == 0 else 'failed'}: {test}"[:200])
    return code


@contextmanager
def suite(base: Wine, places: Places) -> Iterator[Suite]:
    """Begin every shard; whatever still runs at the end is ended."""
    copy = copy_sources(places)
    packed(places).unlink(missing_ok=True)
    with ExitStack() as stack:
        tests = Suite(copy)
        for shard in SHARDS:
            wine = base.copy_to(places.work / f"prefix-suite-{shard}", knows_volumes=False)
            wine.display = stack.enter_context(screen())
            stack.callback(wine.stop)
            tests.wines[shard] = wine
            progress_of(shard, places).unlink(missing_ok=True)
            tests.started[shard] = start(f"suite-{shard}", shard, wine, places, copy)
        packer = pack_modules(next(iter(tests.wines.values())), places, copy)
        stack.callback(packer.kill)
        yield tests


def surroundings(places: Places, copy: Path) -> dict[str, str]:
    """Modules out of one file (`tests.windows.pack`), and where all else is."""
    paths = (copy / "tests/windows/packed", places.test_packages, copy / "src", copy)
    return {"PYTHONPATH": ";".join(map(wine_path, paths)), "SENTRALBORD_PACKED": wine_path(packed(places))}


def packed(places: Places) -> Path:
    return places.work / "modules.packed"


def pack_modules(wine: Wine, places: Places, copy: Path) -> subprocess.Popen[str]:
    alone = {**surroundings(places, copy), "SENTRALBORD_PACKED": ""}
    with places.log("pack").open("w", encoding="utf-8") as output:
        return wine.start(
            places.python,
            "-m",
            "tests.windows.pack",
            wine_path(packed(places)),
            output=output.fileno(),
            more=alone,
            cwd=copy,
        )


def start(
    name: str, shard: str, wine: Wine, places: Places, copy: Path, only: Mapping[str, str] = MappingProxyType({})
) -> subprocess.Popen[str]:
    """All tests of the shard that have not passed, or `only` some; `name` is that of the log."""
    with places.log(name).open("w", encoding="utf-8") as output:
        return wine.start(
            places.python,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "-p",
            "tests.helpers.figures",
            "-p",
            PLUGIN,
            "-o",
            "addopts=--import-mode=importlib --strict-markers --strict-config",
            "--durations=15",
            output=output.fileno(),
            more={
                **surroundings(places, copy),
                "SENTRALBORD_SHARD": shard,
                "SENTRALBORD_SUITE_REPORT": wine_path(report_of(shard, places)),
                "SENTRALBORD_FAILED": wine_path(failed_of(name, places)),
                "SENTRALBORD_PROGRESS": wine_path(progress_of(shard, places)),
                **only,
            },
            cwd=copy,
            gently=True,
        )


def report_of(shard: str, places: Places) -> Path:
    return places.work / f"suite-{shard}.json"


def failed_of(name: str, places: Places) -> Path:
    return places.work / f"{name}-failed.json"


def progress_of(shard: str, places: Places) -> Path:
    return places.work / f"suite-{shard}-progress.txt"


def report_suite(tests: Suite, places: Places, part: Part) -> None:
    """Wait for the shards: what passed, what failed and what could not run go into the table. A test that failed while
    two shards and Setup shared two cores is run again alone, and is told of."""
    part.check("the modules of the tests in one file", packed(places).exists())
    left_out: dict[str, set[str]] = defaultdict(set)
    counts: dict[str, int] = defaultdict(int)
    for shard, process in tests.started.items():
        code, name = ended(process), f"suite-{shard}"
        if code not in {0, FAILED} and fell_in_wine(said(name, places), progress_of(shard, places)):
            name += "-rest"
            code = go_on(name, shard, tests, places, part)
        words = said(name, places)
        totals = TOTALS.findall(words)
        detail = totals[-1] if totals else f"exit {code}"
        file = report_of(shard, places)
        if code == FAILED:
            code = alone(name, shard, tests, places, part)
        part.check(f"pytest: {shard}", code == 0 and totals and file.exists(), detail)
        for line in re.findall(r"^(?:FAILED|ERROR) .*$", words, re.MULTILINE)[:TOLD_FAILURES]:
            part.fact("", line[:200])
        told = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        for why, names in told.items():
            counts[why] += len(names)
            left_out[why] |= {name.split("[")[0] for name in names}
    for why, names in left_out.items():
        part.not_run(f"{counts[why]} tests", f"{why}: {', '.join(sorted(names))}"[:400])
    listed = [f"{why}\n" + "".join(f"  {name}\n" for name in sorted(names)) for why, names in left_out.items()]
    (places.out / LEFT_OUT).write_text("\n".join(listed), encoding="utf-8")
