"""The suite under the Windows Python in Wine: what `tests.helpers.windows_rules` says. `pytest -p tests.helpers.windows_plugin`

Each rule must match something: a rule for tests that are gone fails the run. The tests that are left
out are written to SENTRALBORD_SUITE_REPORT, and `dev.py windows` prints them.
"""

import json
import os
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import pytest

from tests.helpers.first_case import FIRST, FirstCase
from tests.helpers.windows_progress import Progress, passed_before
from tests.helpers.windows_rules import EACH_CASE, LEFT_OUT, NEEDS, TRIED

TESTS = Path(__file__).parents[1]
SHARDS = {"window": ("tests/gui/",)}
"""The tests of each shard by the beginning of their name; «rest» runs what no other does. So that both are done at the
same time, about."""


def reason(item: pytest.Item) -> str | None:
    for words, why in LEFT_OUT.items():
        if words in item.nodeid:
            return why
    for folder, (why, tried) in TRIED.items():
        if item.nodeid.startswith(folder) and not any(is_of(item.nodeid, folder, name) for name in tried):
            return why
    for fixture, why in NEEDS.items():
        if fixture in getattr(item, "fixturenames", ()):
            return why
    return None


def is_of(nodeid: str, folder: str, name: str) -> bool:
    """Whether the test is of that file of the folder, or one that begins like «file::test_it»."""
    file, _, test = name.partition("::")
    return nodeid.startswith(f"{folder}{file}.py::{test}")


def shard_of(file: str) -> str:
    """Of a file of tests, as «tests/gui/test_layout.py»."""
    found = (shard for shard, starts in SHARDS.items() if file.startswith(starts))
    return next(found, "rest")


def why_not_read(file: str) -> str | None:
    """Why none of its tests is run; None when some may be."""
    for words, why in LEFT_OUT.items():
        if "::" not in words and words in file:
            return why
    for folder, (why, tried) in TRIED.items():
        if file.startswith(folder) and not any(is_of(f"{file}::", folder, name.partition("::")[0]) for name in tried):
            return why
    return None


def is_of_shard(file: str) -> bool:
    return os.environ.get("SENTRALBORD_SHARD", shard_of(file)) == shard_of(file)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """What another shard runs, or none, is not even read: that took half a minute of each."""
    if not collection_path.name.startswith("test_") or not collection_path.is_relative_to(config.rootpath):
        return None
    file = collection_path.relative_to(config.rootpath).as_posix()
    return True if why_not_read(file) or not is_of_shard(file) else None


def unread(root: Path) -> Iterator[tuple[str, str]]:
    """Reason and name of each test of this shard whose file is not read."""
    for path in root.glob("tests/**/test_*.py"):
        file = path.relative_to(root).as_posix()
        if is_of_shard(file) and (why := why_not_read(file)):
            names = re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
            yield from ((why, f"{file}::{name}") for name in names)


def unused_rules(rules: Iterable[str], read: set[str], names: Collection[str]) -> list[str]:
    """Those that leave nothing out of `names`: about one of the files that were `read`, or about a file that is gone.
    «postgresql» is about no file, and only asked about where all are read."""
    files = {path.relative_to(TESTS.parent).as_posix() for path in TESTS.rglob("test_*.py")}
    idle = [words for words in rules if not any(words in name for name in names)]
    return [
        words
        for words in idle
        if about(words, read) or (not about(words, files) and (names_a_file(words) or read == files))
    ]


def names_a_file(words: str) -> bool:
    return words.startswith(("test_", "tests/"))


def about(words: str, files: Iterable[str]) -> bool:
    return any(words.partition("::")[0] in file for file in files)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    first = FirstCase(EACH_CASE)
    whys = {item.nodeid: reason(item) or (FIRST if first.is_before(item.nodeid) else None) for item in items}
    read = {nodeid.partition("::")[0] for nodeid in whys}
    unused = unused_rules([*LEFT_OUT, *EACH_CASE], read, whys)
    if unused and config.args_source is config.ArgsSource.TESTPATHS:
        raise pytest.UsageError(f"these rules are about no test any more: {unused}")
    mine = items
    if again := os.environ.get("SENTRALBORD_AGAIN"):
        wanted = set(json.loads(Path(again).read_text(encoding="utf-8")))
        mine = [item for item in mine if item.nodeid in wanted]
    elif progress := os.environ.get("SENTRALBORD_PROGRESS"):
        over = passed_before(Path(progress))
        mine = [item for item in mine if item.nodeid not in over]
    out: dict[str, list[str]] = defaultdict(list)
    left_out = ((why, item.nodeid) for item in mine if (why := whys[item.nodeid]))
    for why, name in (*unread(config.rootpath), *left_out):
        out[why].append(name)
    kept = [item for item in mine if not whys[item.nodeid]]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept
    if (place := os.environ.get("SENTRALBORD_SUITE_REPORT")) and not again:
        Path(place).write_text(json.dumps(out, ensure_ascii=False), encoding="utf-8")


class Skipped:
    """Those that left themselves out, told of like the others."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._out: dict[str, list[str]] = defaultdict(list)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped and isinstance(report.longrepr, tuple):
            self._out[report.longrepr[2]].append(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        if not self._place.exists():  # the tests could not even be read, and pytest says why
            return
        out = json.loads(self._place.read_text(encoding="utf-8"))
        self._place.write_text(json.dumps(out | self._out, ensure_ascii=False), encoding="utf-8")


class Failed:
    """The names of the tests that failed, for whoever runs them again alone."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._names: dict[str, None] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self._names[report.nodeid] = None

    def pytest_sessionfinish(self) -> None:
        names = json.dumps(list(self._names), ensure_ascii=False)
        self._place.write_text(names, encoding="utf-8")


def pytest_configure(config: pytest.Config) -> None:
    if place := os.environ.get("SENTRALBORD_FAILED"):
        config.pluginmanager.register(Failed(Path(place)))
    if "SENTRALBORD_AGAIN" in os.environ:
        return
    if place := os.environ.get("SENTRALBORD_SUITE_REPORT"):
        config.pluginmanager.register(Skipped(Path(place)))
    if place := os.environ.get("SENTRALBORD_PROGRESS"):
        config.pluginmanager.register(Progress(Path(place)))
