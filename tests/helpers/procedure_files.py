"""A plugin of pytest: a copy of the procedure files that a test may break."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import sentralbord_desktop.procedures
from sentralbord_desktop.procedures.library import Library
from sentralbord_desktop.procedures.loader import read_library

PROCEDURES = Path(sentralbord_desktop.procedures.__file__).parent
Break = Callable[[str, str, str], Library]


@pytest.fixture
def procedure_files(tmp_path: Path) -> Path:
    for part in ("nb", "texts"):
        shutil.copytree(PROCEDURES / part, tmp_path / part)
    return tmp_path


@pytest.fixture
def broken(procedure_files: Path) -> Break:
    """Replace one piece of text in one file, and read everything again."""

    def change(file: str, old: str, new: str) -> Library:
        path = procedure_files / file
        content = path.read_text(encoding="utf-8")
        assert old in content, f"{file} does not hold {old!r}, so nothing is proved"
        path.write_text(content.replace(old, new, 1), encoding="utf-8")
        return read_library(procedure_files)

    return change
