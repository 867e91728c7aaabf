"""What is said in the review is at most three lines of one breath (check `for_langt_si`)."""

from datetime import date

import pytest

from sentralbord_desktop.domain.inquiries.inquiry import Action, Strength
from sentralbord_desktop.procedures.checks.path_faults import LongSpeech, signs
from sentralbord_desktop.procedures.checks.paths import LONG_ORGANISATION, starting_points, ways
from sentralbord_desktop.procedures.loader import library
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.procedures.spoken_lines import MAX_LINES, MAX_SIGNS, lines_of, said_in_review
from tests.helpers.acceptance import take, text
from tests.helpers.night import mostly_at_night
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
            assert len(said) <= MAX_LINES, run.given
            assert [line for line in said if signs(line) > MAX_SIGNS] == []


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
    changed = broken("texts/maler.yaml", 'body: "«{vi_ringer}»"', f'body: "{new}"')
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
    assert [line for line in lines_of(said) if signs(line) > MAX_SIGNS] == []


ABROAD = ("nb", "nn", "en", "pl")
LONG_PHONE = LONG_ORGANISATION.model_copy(update={"phone": "+47 22 00 11 22"})


def dismissed(received: str, day: str, wants: str, *more: str) -> ProcedureRun:
    answers = ("oppsagt", received, "ikke_holdt", wants, "ingen", "ingen", "vet_ikke", "nei", *more)
    away = {"DS": False, "saksbehandler": False, "nearby_DS": False, "sloyfe_2": False}
    return take("trobbel", *answers, call_date=day, availability=away)


def negotiating(received: str, day: str) -> ProcedureRun:
    answers = ("oppsagt", received, "paagar", "jobb", "ingen", "ingen", "vet_ikke", "nei")
    away = {"DS": False, "saksbehandler": False, "nearby_DS": False, "sloyfe_2": False}
    return take("trobbel", *answers, call_date=day, availability=away)


def unpaid(due: str, day: str, bankrupt: str) -> ProcedureRun:
    away = {"DS": False, "saksbehandler": False, "nearby_DS": False, "sloyfe_2": False}
    return take("trobbel", "manglende_lonn", due, bankrupt, "nei", call_date=day, availability=away)


RARE = {
    "today": lambda: dismissed("2026-03-09", "2026-03-23", "jobb"),
    "an eve": lambda: dismissed("2026-12-10", "2026-12-14", "jobb"),
    "today, an eve": lambda: dismissed("2026-12-17", "2026-12-31", "jobb"),
    "today, while they negotiate": lambda: negotiating("2026-09-09", "2026-09-23"),
    "an eve, while they negotiate": lambda: negotiating("2026-12-10", "2026-12-14"),
    "only compensation": lambda: dismissed("2026-09-07", "2026-09-10", "erstatning"),
    "the first is over": lambda: dismissed("2026-03-02", "2026-03-23", "jobb"),
    "the first is over, the next is today": lambda: dismissed("2026-03-02", "2026-04-27", "jobb"),
    "the first is over, the next is an eve": lambda: dismissed("2026-07-01", "2026-12-28", "erstatning"),
    "the first is over, the next is an eve, today": lambda: dismissed("2026-07-01", "2026-12-31", "erstatning"),
    "all are over": lambda: dismissed("2026-01-12", "2026-12-31", "jobb"),
    "pay of an employer who may be bankrupt": lambda: unpaid("2026-09-24", "2026-11-30", "vet_ikke"),
    "pay, today": lambda: unpaid("2025-11-30", "2026-11-30", "vet_ikke"),
    "pay of three years": lambda: unpaid("2024-09-24", "2026-11-30", "nei"),
}
"""What the walk of the checker does not meet: it calls on one day."""


@pytest.mark.parametrize("has_left", mostly_at_night([False, True], False))
@pytest.mark.parametrize("language", ABROAD)
@pytest.mark.parametrize("situation", RARE)
def test_a_rare_deadline_is_said_in_one_breath_in_each_language(situation: str, language: str, has_left: bool) -> None:
    run = RARE[situation]()
    left = {"already_left": frozenset({"epost avdeling:4:DS"})} if has_left else {}
    facts = run.facts.model_copy(update={"language": language, **left})
    run = ProcedureRun(run.library, run.procedure.id, facts, LONG_PHONE, run.given)
    said = [(line, a.language) for a in said_in_review(Outcome(run).actions()) for line in lines_of(a.text)]
    assert 0 < len(said) <= MAX_LINES, said
    assert [(line, signs(line, spoken)) for line, spoken in said if signs(line, spoken) > MAX_SIGNS] == []


@pytest.mark.parametrize("language", ["nn", "en", "pl"])
def test_a_text_that_is_too_long_in_one_language_is_refused(broken: Break, language: str) -> None:
    """The file is right in bokmål. One way is counted here; the whole walk of trøbbel takes half a minute."""
    short = {"nn": "«{nav_ord_nn}»", "en": "«{nav_ord_en}»", "pl": "«{nav_ord_pl}»"}[language]
    changed = broken("texts/maler.yaml", short, f"{short[:-1]} {'x' * 60}»")
    run = take(
        "trobbel", "permittert", "-2", "vet_ikke", "nei", "nei", availability={"DS": False, "saksbehandler": False}
    )
    for lib, refused in ((changed, ["permittering"]), (library(), [])):
        outcome = Outcome(ProcedureRun(lib, "trobbel", run.facts, run.organisation, run.given))
        assert [output for output, _ in LongSpeech().of(outcome, tuple(outcome.sure()))] == refused


def test_a_day_is_counted_as_the_longest_in_each_language() -> None:
    assert signs("måndag 1. mai 2026", "nn") == len("torsdag 24. september 2026")
    assert signs("Friday 1 May 2026", "en") == len("Wednesday 24 September 2026")
    assert signs("środa, 1 maja 2026", "pl") == len("poniedziałek, 24 października 2026")
    assert signs("være onsdag 1. april.", "nb") == len("være torsdag 24. september 2026.")
