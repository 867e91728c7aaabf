"""A category is its file: a thirteenth in the folder is in the menu, Ctrl+K and the numbers, with no other change."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sentralbord_desktop import bootstrap
from sentralbord_desktop.cli.main import run as run_command
from sentralbord_desktop.domain.errors import ProcedureError
from sentralbord_desktop.domain.inquiries.caller_kind import CallerKind
from sentralbord_desktop.domain.inquiries.inquiry import Answer
from sentralbord_desktop.procedures.loader import library, read_library
from sentralbord_desktop.services.privacy.subject_report import as_text
from tests.helpers.screen import Screen, window_over

STRIKE = """
id: streik
title: "Streik og lockout"
loop: 3
digit: "0"
version: 1
valid_from: 2026-11-01
owner: administrasjonen
rules: [GE-3]
steps:
  - id: bransje
    ask: "Hvilken bransje?"
    say: "Hvor jobber du?"
    field: text
outputs:
  - {id: svar, kind: ANSWER, to: streik, data: {topic: streik}, rules: [AN-1]}
  - {id: merknad, kind: NOTE, text: "{dato}: Spurte om streik ({bransje}). {sign}", where: [merknadsfelt],
     when: {fakta.medlemsbilde: ja}}
  - {use: telefonlogg}
"""


@pytest.fixture
def files_with_strike(procedure_files: Path) -> Path:
    (procedure_files / "nb/streik.yaml").write_text(STRIKE, encoding="utf-8")
    return procedure_files


@pytest.fixture
def screen(
    qtbot: QtBot,
    qapp: QApplication,
    practised: Path,
    tmp_path: Path,
    files_with_strike: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Screen]:
    read = read_library(files_with_strike)
    monkeypatch.setattr(bootstrap, "library", lambda: read)
    shutil.copytree(practised, tmp_path / "register")
    with window_over(qtbot, qapp, tmp_path / "register", 1.0) as screen:
        yield screen


def test_category_is_reached_by_its_digit_and_counted(screen: Screen) -> None:
    screen.open("fjeldheim")
    about = screen.workspace.call_session.record
    screen.digits("0")
    run = screen.workspace.call_session.run
    assert run is not None
    assert run.procedure.title == "Streik og lockout"
    screen.type("Renhold")
    screen.key(Qt.Key.Key_Return)
    screen.finish()
    services = screen.services
    for _ in range(5):  # as many as are shown at all
        draft = services.inquiries.begin("streik", member=None)
        run = draft.run(services.inquiries.library, services.organisation.read())
        run = run.answer("bransje", Answer(text="Bygg"))
        services.inquiries.complete(draft.with_run(run))
    assert "Streik og lockout" in {line.name for line in services.statistics.calls("category", 30)}
    assert about is not None
    record = services.members.open(about.member.id)
    assert "streik" in {call.category for call in record.calls}
    text = as_text(
        {"phone_call": [{"category": "streik"}]}, {}, record.calls[0].ended, services.inquiries.library.categories.title
    )
    assert "Streik og lockout" in text


def test_category_is_in_ctrl_k_and_in_the_list_of_procedures(screen: Screen) -> None:
    titles = [p.title for p in screen.workspace.call.home.news.procedures]
    assert "Streik og lockout" in titles
    screen.open("fjeldheim")
    screen.control(Qt.Key.Key_K)
    screen.type("lockout")
    screen.key(Qt.Key.Key_Return)
    run = screen.workspace.call_session.run
    assert run is not None
    assert run.procedure.id == "streik"


def test_the_command_line_knows_it(files_with_strike: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    facts = tmp_path / "fakta.json"
    facts.write_text('{"call_date": "2026-11-27"}', encoding="utf-8")
    code = run_command(
        ["procedures", "play", "streik", "--facts", str(facts), "--answers", "Bygg", "--folder", str(files_with_strike)]
    )
    assert code == 0
    assert capsys.readouterr().out.startswith("Streik og lockout\n")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('digit: "0"', 'digit: "4"', "utmelding.yaml: digit «4» er tatt av streik.yaml."),
        ('digit: "0"', 'digit: "5"', "overforing_avdeling.yaml: digit «51» er tatt av streik.yaml."),
        ('digit: "0"', 'digit: "12"\ngroup: "Penger"', "streik.yaml: digit «12» er tatt av kontingent.yaml."),
        (
            'digit: "0"',
            'digit: "95"\ngroup: "Annet"',
            "streik.yaml: gruppen på 9 heter «Kurs, media og annet» i kurs.yaml.",
        ),
        ('digit: "0"', 'digit: "95"', "«group» og en digit på to tall hører sammen"),
        ('digit: "0"', 'digit: "x"', "streik.yaml, digit: "),
        ("loop: 3", "loop: 3\ncallers: [naboen]", "streik.yaml, callers «1»: har en verdi som ikke finnes"),
    ],
)
def test_a_file_that_does_not_fit_the_menu_is_refused(
    files_with_strike: Path, old: str, new: str, sentence: str
) -> None:
    file = files_with_strike / "nb/streik.yaml"
    file.write_text(STRIKE.replace(old, new), encoding="utf-8")
    with pytest.raises(ProcedureError, match=re.escape(sentence)):
        read_library(files_with_strike)


def test_the_menu_and_the_order_are_those_of_the_files(files_with_strike: Path) -> None:
    menu = library().categories.menu(with_record=True)
    assert [(entry.digit, entry.title, entry.loop) for entry in menu] == [
        ("1", "Kontingent og faktura", 1),
        ("2", "Medlemsopplysninger", 1),
        ("3", "Innmelding", 1),
        ("4", "Utmelding", 1),
        ("5", "Overføring", 1),
        ("6", "Forsikring", 1),
        ("7", "Trøbbel på jobben", 2),
        ("8", "Lov og avtaleverk", 2),
        ("9", "Kurs, media og annet", 3),
    ]
    assert [(one.digit, one.title) for one in menu[4].group] == [
        ("1", "Til en annen avdeling"),
        ("2", "Til et annet forbund"),
    ]
    without = library().categories.menu(with_record=False)
    assert [entry.digit for entry in without] == ["3", "6", "7", "8", "9"]
    assert list(library().categories.titles) == [
        "kontingent",
        "opplysninger",
        "innmelding",
        "utmelding",
        "overforing_avdeling",
        "overforing_forbund",
        "forsikring",
        "trobbel",
        "lov_avtale",
        "kurs",
        "media",
        "annet",
        "dodsfall",
    ]
    assert list(read_library(files_with_strike).categories.titles)[-1] == "streik"


def test_who_calls_is_told_by_the_category() -> None:
    categories = library().categories
    assert categories.caller_in("media", CallerKind.MEMBER) == "media"
    assert categories.caller_in("innmelding", CallerKind.UNKNOWN) == "ikke_medlem"
    assert categories.caller_in("innmelding", CallerKind.MEMBER) == "medlem"
    assert categories.caller_in("annet", CallerKind.UNKNOWN) == "ukjent"
    assert categories.implied_callers == {"media", "ikke_medlem", "dodsfall"}


def test_a_category_that_has_no_file_any_more_is_called_by_its_key() -> None:
    assert library().categories.title("gammelt_emne") == "Gammelt emne"
    assert library().categories.title("") == ""
    assert library().categories.or_other("gammelt_emne") == "annet"
