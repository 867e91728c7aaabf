"""A part of the suite goes on where Wine fell, and only there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.windows_progress import passed_before, where_it_wakes

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "packaging"), str(ROOT / "packaging/windows")]
from suite import fell_in_wine

AT = "wine: Unhandled page fault on read access to 0000000000000010 at address {} (thread 0024), starting debugger...\n"


@pytest.mark.parametrize(
    ("place", "fell"),
    [
        ("00006FFFFFC586E8", True),
        ("00006FFFFFC58660", True),
        ("00006FFFFFC58760", False),
        ("00006FFFFFC5865F", False),
        ("0000000000000010", False),
    ],
)
def test_only_a_fault_in_that_function_of_wines_is_gone_on_from(tmp_path: Path, place: str, *, fell: bool) -> None:
    progress = tmp_path / "progress.txt"
    progress.write_text("6fffffc58660 6fffffc58760\ntests/test_a.py::test_a\n", encoding="utf-8")
    assert fell_in_wine(f"....\n{AT.format(place)}", progress) is fell


def test_one_that_ended_otherwise_is_not_gone_on_from(tmp_path: Path) -> None:
    progress = tmp_path / "progress.txt"
    assert not fell_in_wine(AT.format("00006FFFFFC586E8"), progress)
    progress.write_text("\n", encoding="utf-8")
    assert not fell_in_wine(AT.format("00006FFFFFC586E8"), progress), "not under Wine"
    progress.write_text("6fffffc58660 6fffffc58760\n", encoding="utf-8")
    assert not fell_in_wine("Fatal Python error: Segmentation fault\n", progress)


def test_wines_own_place_is_told_of_under_wine_alone() -> None:
    told = where_it_wakes().split()
    assert len(told) == (2 if sys.platform == "win32" else 0)
    assert told == sorted(told)


OVER = """
import os
import pytest

def test_passes(): pass
def test_fails(): assert False
@pytest.mark.skip
def test_is_skipped(): pass
def test_ends_it_all():
    if "GOES_ON" not in os.environ: os._exit(5)
def test_after_it(): pass
"""


def test_the_second_process_runs_what_had_not_passed(tmp_path: Path) -> None:
    (tmp_path / "test_over.py").write_text(OVER, encoding="utf-8")
    progress = tmp_path / "progress.txt"
    surroundings = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SENTRALBORD_S")},
        "PYTHONPATH": os.pathsep.join(filter(None, (os.environ.get("PYTHONPATH", ""), str(ROOT)))),
        "SENTRALBORD_PROGRESS": str(progress),
    }
    words = [
        sys.executable,
        "-m",
        "pytest",
        "-v",
        "-p",
        "no:cacheprovider",
        "-p",
        "tests.helpers.windows_plugin",
        "-c",
        os.devnull,
        "--rootdir",
        str(tmp_path),
        "test_over.py",
    ]

    def run(**more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            words,
            cwd=tmp_path,
            env={**surroundings, **more},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    first = run()
    assert first.returncode == 5, first.stdout + first.stderr
    assert passed_before(progress) == {"test_over.py::test_passes", "test_over.py::test_is_skipped"}
    second = run(GOES_ON="1")
    assert "1 failed, 2 passed, 2 deselected" in second.stdout
    assert "test_over.py::test_fails" not in passed_before(progress)
