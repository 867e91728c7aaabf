"""Files of another shape than a procedure: one Norwegian sentence with the file's name, no crash."""

import shutil
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from sentralbord_desktop.domain.errors import ProcedureError
from sentralbord_desktop.procedures.loader import read_library

BROKEN = [
    ("texts/maler.yaml", ""),
    ("texts/maler.yaml", "E-ME: bare tekst"),
    ("texts/regler.yaml", ""),
    ("texts/frister.yaml", "owner: noen"),
    ("texts/felles.yaml", "- a"),
    ("nb/annet.yaml", "steps: 5"),
    ("nb/annet.yaml", "- use: [a]"),
    ("nb/annet.yaml", ""),
    ("nb/annet.yaml", "id: [1"),
]


@pytest.fixture
def procedure_files(tmp_path: Path) -> Path:
    with as_file(files("sentralbord_desktop.procedures")) as source:
        for part in ("nb", "texts"):
            shutil.copytree(source / part, tmp_path / part)
    return tmp_path


@pytest.mark.parametrize(("name", "content"), BROKEN)
def test_a_file_of_the_wrong_shape_is_refused_by_name(name: str, content: str, procedure_files: Path) -> None:
    (procedure_files / name).write_text(content, encoding="utf-8")
    with pytest.raises(ProcedureError, match=Path(name).name.replace(".", r"\.")):
        read_library(procedure_files)


@pytest.mark.parametrize("condition", ["{any: videre}", "{not: over}", "{all: [over]}", "{videre: {a: b}}"])
def test_a_condition_of_the_wrong_shape_names_file_and_step(condition: str, procedure_files: Path) -> None:
    file = procedure_files / "nb/annet.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("    when: {videre: over}", f"    when: {condition}"), encoding="utf-8")
    with pytest.raises(ProcedureError, match=r"annet\.yaml.*over_til"):
        read_library(procedure_files)
