"""Dirty exports into a real register: no wrong value comes in without a word."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sentralbord_desktop.domain.imports.decide import with_resigned
from sentralbord_desktop.domain.imports.doubt import undecided
from sentralbord_desktop.domain.imports.preview import Preview
from sentralbord_desktop.domain.imports.report import losses_of, report_lines
from sentralbord_desktop.services.office import Services
from tests.helpers.command import cli
from tests.helpers.dirty import KINDS, Export, clean
from tests.helpers.exports.outcome import catalogue, departments_file, kept


def laid(folder: Path, content: bytes, *, is_workbook: bool = False) -> Path:
    path = folder / f"medlemmer.{'xlsx' if is_workbook else 'csv'}"
    path.write_bytes(content)
    return path


def imported(services: Services, path: Path, *, is_whole: bool = False) -> Preview:
    table = replace(services.member_imports.read(path), is_whole=is_whole)
    preview = with_resigned(services.member_imports.preview(table))
    services.member_imports.write(preview)
    return preview


def silent(services: Services, export: Export, preview: Preview) -> Iterator[tuple[str, str, Any, Any]]:
    """Number, field, what is there and what is true, where they differ and neither the row nor the column is told."""
    there, losses = kept(services), losses_of(preview)
    told = {(loss.number, loss.field) for loss in losses if loss.is_in} | {
        (it.number, it.field) for it in preview.corrected
    }
    lines = [] if export.is_workbook else export.text().decode(export.encoding).splitlines()
    waits = {loss.number or lines[loss.row - 1].partition(export.delimiter)[0] for loss in preview.rejected}
    asked = export.asked if preview.questions else frozenset()
    for number, member in export.members.items():
        for name, value in member.items():
            found = there[number][name] if number in there else None
            if found != value and number not in waits and (number, name) not in told and name not in asked:
                yield number, name, found, value


@pytest.mark.parametrize("name", KINDS)
def test_no_wrong_value_comes_in_without_a_word(services: Services, tmp_path: Path, name: str) -> None:
    export = KINDS[name]()
    catalogue(services, tmp_path)
    if export.first:
        imported(services, laid(tmp_path, export.first))
    preview = imported(
        services, laid(tmp_path, export.text(), is_workbook=export.is_workbook), is_whole=export.is_whole
    )
    assert list(silent(services, export, preview)) == []
    assert kept(services).keys() <= export.members.keys()
    assert len(preview.rejected) <= export.rejected * len(export.members)
    lines = [*report_lines(preview), undecided(preview, is_whole=True), *(it.sentence for it in preview.alarms)]
    assert sum(export.said in line for line in lines) >= 1, lines
    if not export.asked:
        assert preview.questions == ()
    assert len({it.sentence for it in preview.questions}) == len(preview.questions)


def test_what_is_clean_has_no_doubt(services: Services, tmp_path: Path) -> None:
    catalogue(services, tmp_path)
    preview = imported(services, laid(tmp_path, clean().text()))
    assert undecided(preview, is_whole=True) == ""
    assert kept(services).keys() == clean().members.keys()


@pytest.mark.parametrize(
    ("name", "code"), [("ren", 0), ("den samme overskriften med annet innhold", 3), ("bokstaver som er blitt ?", 3)]
)
def test_the_exit_code_tells_whether_anything_waits(tmp_path: Path, name: str, code: int) -> None:
    file, office = laid(tmp_path, KINDS[name]().text()), ("--data", tmp_path / "kontor")
    assert cli(*office, "organisation", "import", departments_file(tmp_path)).returncode == 0
    assert cli(*office, "import", file, "--with-resigned").returncode == code
