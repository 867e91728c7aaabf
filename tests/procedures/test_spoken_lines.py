"""What is said in the review is at most three lines of one breath (T19; check `for_langt_si`)."""

from datetime import date

import pytest

from sentralbord_desktop.domain.inquiries.inquiry import Action, Strength
from sentralbord_desktop.procedures.checks.lint import findings
from sentralbord_desktop.procedures.checks.long_speech import signs
from sentralbord_desktop.procedures.checks.paths import starting_points, ways
from sentralbord_desktop.procedures.loader import default_organisation, library
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.spoken_lines import MOST_LINES, MOST_SIGNS, lines_of, said_in_review
from tests.helpers.acceptance import take, text
from tests.helpers.procedure_files import Break, faults

ALL_BUT_TROUBLE = sorted(set(library().procedures) - {"trobbel"})


def spoken(text: str, strength: Strength = Strength.SKAL) -> Action:
    return Action(id=text, kind="INFORM", strength=strength, text=text)


def test_each_sentence_in_its_own_marks_is_a_line() -> None:
    assert lines_of("«Jeg sender saken.»\n«Ring igjen.»") == ("Jeg sender saken.", "Ring igjen.")
    assert lines_of("Uten tegn") == ("Uten tegn",)
    assert lines_of("«»") == ()


def test_a_kan_that_there_is_no_room_for_is_not_said() -> None:
    must, kan = spoken("«En.»\n«To.»\n«Tre.»"), spoken("«Fire.»", Strength.KAN)
    assert said_in_review([kan, must]) == (must,)
    short = spoken("«En.»")
    assert said_in_review([kan, short]) == (kan, short)


def test_a_day_is_counted_as_the_longest_of_a_year() -> None:
    assert signs("mandag 1. mai") == signs("torsdag 24. september") == len("torsdag 24. september")


@pytest.mark.parametrize("category", ALL_BUT_TROUBLE)
def test_no_way_says_more_than_three_lines_of_one_breath(category: str) -> None:
    """Trøbbel is walked by `procedures check`, which a test runs (test_lint.py)."""
    for start in starting_points(library(), library().procedures[category]):
        for run in ways(start):
            said = [line for action in said_in_review(Outcome(run).actions()) for line in lines_of(action.text)]
            assert len(said) <= MOST_LINES, run.given
            assert [line for line in said if signs(line) > MOST_SIGNS] == []


@pytest.mark.parametrize(
    ("new", "found"),
    [
        (
            "«Det ligger et utmeldingsskjema på Min Side, og der kan du også se hvilke forsikringer du har gjennom oss.»",
            "tegn, og 95 er det meste",
        ),
        ("«En.»\\n«To.»\\n«Tre.»\\n«Fire.»", "linjer å si, og 3 er det meste"),
    ],
)
def test_a_file_that_says_too_much_is_refused(broken: Break, new: str, found: str) -> None:
    changed = broken("texts/maler.yaml", 'I-CB: {body: "«{vi_ringer}»"}', f'I-CB: {{body: "{new}"}}')
    lines = [line for line in faults(changed, "annet") if "for_langt_si" in line]
    assert lines, "nothing was found"
    assert all(line.startswith("annet.yaml, resultat «inform-I-CB»: for_langt_si, ") for line in lines)
    assert any(found in line for line in lines)


@pytest.mark.parametrize("day", [date(2026, 12, 14), date(2026, 12, 17), date(2026, 12, 24)])
def test_an_eve_is_said_in_one_breath_too(day: date) -> None:
    """The walk of the checker meets no julaften."""
    run = take(
        "trobbel",
        "hendelse=oppsagt",
        "mottatt=2026-12-10",
        "forhandling=ikke_holdt",
        "onske=jobb",
        "ansatt=ingen",
        "formfeil=ingen",
        "oppsigelsestid=vet_ikke",
        "tillitsvalgt=ja",
        call_date=day.isoformat(),
        availability={"DS": False, "saksbehandler": False, "nearby_DS": False, "sloyfe_2": False},
    )
    said = text(run, "I-FRIST")
    assert "julaften" in said
    assert [line for line in lines_of(said) if signs(line) > MOST_SIGNS] == []


def test_the_shipped_files_say_no_more_than_can_be_said() -> None:
    assert not [line for line in findings(library(), default_organisation()) if "for_langt_si" in line]
