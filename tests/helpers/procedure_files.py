"""A plugin of pytest: a copy of the procedure files that a test may break."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import sentralbord_desktop.procedures
from sentralbord_desktop.procedures.checks.lint import findings
from sentralbord_desktop.procedures.library import Library
from sentralbord_desktop.procedures.loader import default_organisation, read_library

PROCEDURES = Path(sentralbord_desktop.procedures.__file__).parent
Break = Callable[[str, str, str], Library]


def copy_procedures(folder: Path) -> Path:
    """The procedure files and their texts, copied to `folder`, which is given back."""
    for part in ("nb", "texts"):
        shutil.copytree(PROCEDURES / part, folder / part)
    return folder


@pytest.fixture
def procedure_files(tmp_path: Path) -> Path:
    return copy_procedures(tmp_path)


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


def only(changed: Library, *categories: str) -> Library:
    """The library with these procedures alone, so that the check is quick."""
    chosen = {key: changed.procedures[key] for key in categories}
    return changed.model_copy(update={"procedures": chosen})


def faults(changed: Library, *categories: str) -> list[str]:
    """What is found, without what comes of the other categories being left out."""
    outside = re.compile(r"Kategorien «|Regelen .* er ikke ivaretatt|bytter til «")
    return [f for f in findings(only(changed, *categories), default_organisation()) if not outside.search(f)]
