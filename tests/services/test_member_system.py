"""A plausible export of a member system comes in: each member as they are, and each loss named."""

import dataclasses
from pathlib import Path

import pytest

from sentralbord_desktop.domain.imports.coded_words import keyed
from sentralbord_desktop.domain.imports.decide import with_resigned
from sentralbord_desktop.domain.imports.preview import ImportTable, Preview
from sentralbord_desktop.domain.imports.report import by_cause, losses_of
from sentralbord_desktop.services.imports.mapping import read_map
from sentralbord_desktop.services.office import Services
from tests.helpers.exports.outcome import SYSTEMS, catalogue, kept, wrong_fields
from tests.helpers.member_system import HEADINGS, OWN_WORDS, ROWS, TITLES, Export, made_export, map_lines

WORDS = keyed(
    {"status": {word: meaning for word, (meaning, _) in OWN_WORDS.items()}, "department": {"HK": "4", "VX": "9"}}
)
SMALL = 1_500


def read(services: Services, export: Export, folder: Path) -> tuple[ImportTable, Preview]:
    catalogue(services, folder)
    table = services.member_imports.read(export.write(folder / "uttrekk.csv"))
    return table, with_resigned(services.member_imports.preview(table, words=WORDS))


def test_every_member_of_a_real_export_comes_in_as_they_are_and_each_loss_is_named(
    services: Services, tmp_path: Path
) -> None:
    export = made_export()
    table, preview = read(services, export, tmp_path)
    assert len(table.rows) == ROWS
    assert table.headings_at == len(TITLES) + 2
    assert {bad.row for bad in preview.rejected} == export.rejected
    assert {again.row for again in preview.repeated} == export.repeated
    assert len(export.rejected) < ROWS / 1000, "99.9 % and more come in"
    named = losses_of(preview)
    assert {(loss.row, loss.column) for loss in named if loss.is_in} == export.lost
    assert all(loss.who for loss in named)
    services.member_imports.write(preview)
    there = kept(services)
    assert there.keys() == export.members.keys()
    wrong = [
        (number, name, there[number][name], value)
        for number, member in export.members.items()
        for name, value in member.items()
        if there[number][name] != value
    ]
    assert wrong == []


@pytest.mark.parametrize("system", list(SYSTEMS)[1:])
def test_every_member_of_other_systems_comes_in_as_they_are(services: Services, tmp_path: Path, system: str) -> None:
    file = SYSTEMS[system](SMALL)
    catalogue(services, tmp_path)
    table = services.member_imports.read(file.in_folder(tmp_path))
    preview = with_resigned(services.member_imports.preview(table, file.columns, keyed(file.words)))
    assert {bad.row for bad in preview.rejected} == file.rejected
    assert {again.row for again in preview.repeated} == file.repeated
    assert len(file.rejected) < len(table.rows) / 100, "99 % and more come in"
    assert {(loss.row, loss.column) for loss in losses_of(preview) if loss.is_in} == file.lost
    assert {column.heading for column in preview.unread_columns} == file.unread
    assert [word for word in preview.coded if word.is_open] == []
    services.member_imports.write(preview)
    assert kept(services).keys() == file.members.keys()
    assert wrong_fields(services, file) == []


def test_what_is_not_read_is_told_and_is_what_should_not_be(services: Services, tmp_path: Path) -> None:
    _, preview = read(services, made_export(SMALL), tmp_path)
    assert {column.heading: column.content.partition(",")[0] for column in preview.unread_columns} == {
        "Fødselsnr": "hentes aldri inn",
        "Kjønn": preview.unread_columns[1].values[0],
        "Arb.giver org.nr": "900000000",
        "Merket": "tom i alle radene",
    }


def test_words_that_nobody_has_mapped_are_counted_and_lose_one_cell(services: Services, tmp_path: Path) -> None:
    export = made_export(SMALL)
    catalogue(services, tmp_path)
    table = services.member_imports.read(export.write(tmp_path / "uttrekk.csv"))
    preview = services.member_imports.preview(table)
    unknown = {word.word: word.rows for word in preview.coded if word.meaning is None}
    status, department = HEADINGS.index("Medl.status"), HEADINGS.index("Avd.nr")
    cells = [line[place] for line in export.lines[4:] for place in (status, department)]
    assert unknown == {word: cells.count(word) for word in (*OWN_WORDS, "HK", "VX")}
    assert {bad.row for bad in preview.rejected} == export.rejected
    (cause,) = [cause for cause in by_cause(losses_of(preview)) if cause.losses[0].field == "status"]
    assert cause.title("Status").startswith(f"{len(cause.losses)} rader kommer inn uten status: Status er ukjent.")


def test_a_word_is_mapped_once_and_remembered(services: Services, tmp_path: Path) -> None:
    export = made_export(SMALL)
    read(services, export, tmp_path)
    again = with_resigned(services.member_imports.preview(services.member_imports.read(tmp_path / "uttrekk.csv")))
    assert [word for word in again.coded if word.is_open] == []
    services.member_imports.write(again)
    passive = next(line[0] for line in export.lines if len(line) > 13 and line[13] == "Passiv" and line[0])
    assert kept(services)[passive]["status"] == "utmeldt"


def test_the_lines_that_lose_something_are_saved_mended_and_read_again(services: Services, tmp_path: Path) -> None:
    export = made_export(SMALL)
    table, preview = read(services, export, tmp_path)
    services.member_imports.write(preview)
    count = services.member_imports.save_losses(table, preview, tmp_path / "rett.csv")
    assert count == len({row for row, _ in export.lost} | export.rejected)
    text = (tmp_path / "rett.csv").read_text("utf-8-sig")
    assert text.splitlines()[0].endswith('"Merket";"Grunn"')
    assert "Fødselsnr" not in text
    assert "F.dato: Februar 1988 hadde 29 dager. Rett datoen i filen." in text
    (tmp_path / "rett.csv").write_text(text.replace("31.02.1988", "29.02.1988"), encoding="utf-8-sig")
    mended = services.member_imports.read(tmp_path / "rett.csv")
    assert mended.columns["Grunn"] is None
    again = services.member_imports.preview(mended)
    assert "Grunn" not in [column.heading for column in again.unread_columns]
    assert {(it.row, change.field) for it in again.changed for change in it.changes if change.field == "birth_date"}
    assert len(again.changed) == len([row for row, heading in export.lost if heading == "F.dato"])


def test_a_map_file_says_the_same_as_a_choice_by_hand(services: Services, tmp_path: Path) -> None:
    (tmp_path / "kobling.toml").write_text("\n".join(map_lines()), encoding="utf-8")
    catalogue(services, tmp_path)
    table = services.member_imports.read(made_export(SMALL).write(tmp_path / "uttrekk.csv"))
    assert read_map(tmp_path / "kobling.toml", table.kind).words == WORDS
    preview = services.member_imports.preview(table, words=read_map(tmp_path / "kobling.toml", table.kind).words)
    assert [word for word in preview.coded if word.is_open] == []


@pytest.mark.parametrize("part", ["new", "rejected", "doubtful", "coded", "unread_columns"])
def test_no_part_of_a_preview_shows_anybody_in_its_repr(services: Services, tmp_path: Path, part: str) -> None:
    export = made_export(SMALL)
    _, preview = read(services, export, tmp_path)
    shown = repr(preview) + "".join(map(repr, getattr(preview, part)))
    assert dataclasses.is_dataclass(preview)
    assert not any(member["last_name"] in shown for member in export.members.values())
    cells = {value for column in preview.unread_columns for value in column.values} | {it.word for it in preview.coded}
    assert not any(cell in shown for cell in cells if len(cell) > 3)
