"""What of the suite cannot run under the Windows Python in Wine, and why. `pytest -p tests.helpers.windows_plugin`

Each rule must match something: a rule for tests that are gone fails the run. The tests that are left
out are written to SENTRALBORD_SUITE_REPORT, and `dev.py windows` prints them.
"""

import json
import os
from collections import defaultdict
from collections.abc import Collection, Iterable
from pathlib import Path

import pytest

from tests.helpers.windows_progress import Progress, passed_before

FORKS = "forks and kills by Unix signals; the Windows lane kills the installed programs itself"
RULES = "answers, texts and rules: Python that asks nothing of the system, the same on Linux"
ROWS = "rows by the same SQL in the same SQLCipher: no path, no file outside, no locale; tried on Linux"
SOURCES = "reads the sources, which are the same on Linux"
FLOWS = "what a page does with answers, rows and keys, drawn offscreen as on Linux; the installed app is typed into"
TRIED = {
    "tests/gui/": (
        FLOWS,
        {
            "test_access",
            "test_backup",
            "test_damaged_files",
            "test_icons",
            "test_imports",
            "test_letters",
            "test_lists",
            "test_lock",
            "test_messages",
            "test_no_printer",
            "test_offline_start",
            "test_outside_checks",
            "test_policies",
            "test_privacy",
            "test_register_choice",
            "test_settings",
            "test_sharing",
            "test_startup",
            "test_tasks",
            "test_telephony",
            "test_tray",
            "test_window_geometry",
        },
    ),
    "tests/services/": (
        ROWS,
        {
            "test_access",
            "test_backup",
            "test_exports",
            "test_imports",
            "test_messages",
            "test_organisation_files",
            "test_policies",
            "test_watched_folder",
        },
    ),
    "tests/storage/": (
        ROWS,
        {
            "test_encryption",
            "test_imports",
            "test_migrations",
            "test_search_index",
            "test_server_choice",
            "test_tables",
            "test_telephony",
            "test_transfer",
        },
    ),
    "tests/procedures/": (RULES, {"test_loader", "test_schema"}),
}
"""Folder -> why its tests are left out, and the files of it that are run all the same: those about files, paths, the
keyring, the clipboard, letters, the start, the lock, the screen, other programs or threads. A new file is left out until
it is named here."""
LEFT_OUT = {
    "tests/acceptance/": RULES,
    "tests/architecture/": SOURCES,
    "tests/domain/": RULES,
    "tests/services/test_imports.py::test_a_cancelled_write": ROWS,
    "tests/services/test_imports.py::test_a_large_one": ROWS,
    "tests/services/test_imports.py::test_a_write_is_cancelled": ROWS,
    "test_error_sentences.py": SOURCES,
    "tests/test_accessibility.py": SOURCES,
    "tests/test_outside.py": SOURCES,
    "tests/test_promises.py": SOURCES,
    "postgresql": "PostgreSQL's server is not built for Wine; the engine is tested on Linux",
    "tests/window/": "reads the accessibility tree of Linux; the installed app is typed into instead",
    "tests/test_installed.py": "builds the wheel with uv for Linux; what Setup installs is started in the lane",
    "test_architecture.py::test_the_house_keeps": "runs lint-imports, a Linux program here",
    "test_architecture.py::test_every_file": "asks git, which is not there; the names are the same",
    "test_architecture.py::test_a_wrong_import": "runs lint-imports, a Linux program here",
    "tests/reliability/test_kill.py": FORKS,
    "tests/reliability/test_messages.py::test_no_message_is_lost": FORKS,
    "tests/reliability/test_messages.py::test_the_control": FORKS,
    "tests/reliability/test_disk_full.py": "mounts a small disk; Setup is tried on one instead",
    "tests/reliability/test_disk_full_at_start.py": "mounts a small disk; Setup is tried on one instead",
    "tests/gui/test_damaged_files.py::test_a_full_disk_is_said": "mounts a small disk; Setup is tried on one instead",
    "tests/gui/test_damaged_files.py::test_a_new_code": "mounts a small disk; Setup is tried on one instead",
    "tests/reliability/test_keyring.py": "starts GNOME's keyring; the installed app uses Windows' own",
    "tests/reliability/test_power.py": "watches SQLite by names that only the Linux library gives out",
    "tests/reliability/test_input_limits.py::test_what_is_no": "pipes, devices and links of Unix",
    "tests/reliability/test_input_limits.py::test_a_pipe": "pipes of Unix",
    "tests/reliability/test_input_limits.py::test_a_file_that_grows": "a file that is open may not be removed",
    "tests/reliability/test_input_limits.py::test_a_csv_of": "asks Linux for the peak of a process",
    "tests/reliability/test_input_limits.py::test_a_workbook": "asks Linux for the peak of a process",
    "tests/reliability/test_input_limits.py::test_what_lies_deep": "asks Linux for the peak of a process",
    "tests/reliability/test_input_limits.py::test_a_backup": "asks Linux for the peak of a process",
    "tests/reliability/test_input_limits.py::test_the_control": "asks Linux for the peak of a process",
    "tests/reliability/test_answer_limits.py": "asks Linux for the peak of a process",
    "tests/reliability/test_single_instance.py": "many windows at once; the installed app is started twice",
    "test_places.py::test_the_deepest_mount": "Linux's mounts; the installed app is given a network drive",
    "test_cli.py::test_what_it_has_decided": "the file is elsewhere; the installed app is asked instead",
    "test_packaging.py::test_the_program_runs_without": "stands in for the frozen program, which is tried itself here",
    "tests/reliability/test_opening.py::test_a_folder_that_cannot_be_written_to": "takes rights away as Unix does",
}
"""Part of a test's name -> the reason."""
NEEDS = dict.fromkeys(("cluster", "tls_cluster"), LEFT_OUT["postgresql"])
"""Fixture -> the reason."""


TESTS = Path(__file__).parents[1]
SHARDS = {"window": ("tests/gui/",)}
"""The tests of each shard by the beginning of their name; «rest» runs what no other does. So that both are done at the
same time, about."""


def reason(item: pytest.Item) -> str | None:
    for words, why in LEFT_OUT.items():
        if words in item.nodeid:
            return why
    for folder, (why, tried) in TRIED.items():
        if item.nodeid.startswith(folder) and item.path.stem not in tried:
            return why
    for fixture, why in NEEDS.items():
        if fixture in getattr(item, "fixturenames", ()):
            return why
    return None


def shard_of(file: str) -> str:
    """Of a file of tests, as «tests/gui/test_layout.py»."""
    found = (shard for shard, starts in SHARDS.items() if file.startswith(starts))
    return next(found, "rest")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """What another shard runs is not even read: that took half a minute of each."""
    asked = os.environ.get("SENTRALBORD_SHARD")
    if asked is None or not collection_path.name.startswith("test_"):
        return None
    file = collection_path.relative_to(config.rootpath).as_posix()
    return True if shard_of(file) != asked else None


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
    whys = {item.nodeid: reason(item) for item in items}
    read = {nodeid.partition("::")[0] for nodeid in whys}
    unused = unused_rules(LEFT_OUT, read, whys)
    if unused and config.args_source is config.ArgsSource.TESTPATHS:
        raise pytest.UsageError(f"these rules leave nothing out any more: {unused}")
    mine = items
    if again := os.environ.get("SENTRALBORD_AGAIN"):
        wanted = set(json.loads(Path(again).read_text(encoding="utf-8")))
        mine = [item for item in mine if item.nodeid in wanted]
    elif progress := os.environ.get("SENTRALBORD_PROGRESS"):
        over = passed_before(Path(progress))
        mine = [item for item in mine if item.nodeid not in over]
    out: dict[str, list[str]] = defaultdict(list)
    for item in mine:
        if why := whys[item.nodeid]:
            out[why].append(item.nodeid)
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
