"""What is typed as an answer: a department by its name, and a number that can be rung."""

from datetime import date

import pytest

from sentralbord_desktop.domain.inquiries.inquiry import Answer, Facts
from sentralbord_desktop.domain.organisation.organisation import Department, Organisation
from sentralbord_desktop.procedures.answers import AnswerError, parse_answer
from sentralbord_desktop.procedures.loader import read_library
from sentralbord_desktop.procedures.model import Step

LIBRARY = read_library()
FACTS = Facts(call_date=date(2026, 11, 25))
ORGANISATION = Organisation(
    departments=tuple(
        Department(number=number, name=name)
        for number, name in ((1, "Fjordbyen"), (4, "Mjøstraktene"), (5, "Indre Mjøs"), (6, "Fjord"))
    )
)


def step(procedure: str, name: str) -> Step:
    found = LIBRARY.procedures[procedure].step(name)
    assert found is not None
    return found


def answered(procedure: str, name: str, said: str) -> str:
    return parse_answer(step(procedure, name), Answer(text=said), FACTS, ORGANISATION).text


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("4", "4"),
        ("avd. 4", "4"),
        ("Avdeling 4", "4"),
        ("avd 4", "4"),
        ("mjøstrakt", "4"),
        ("Mjøstraktene", "4"),
        (" indre  mjøs ", "5"),
        ("traktene", "4"),
        ("fjord", "6"),
    ],
)
def test_a_department_is_told_by_its_number_or_its_name(said: str, number: str) -> None:
    assert answered("trobbel", "avdeling", said) == number


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("fj", "1 Fjordbyen, 6 Fjord"),
        ("e", "1 Fjordbyen, 4 Mjøstraktene, 5 Indre Mjøs"),
        ("Vesterlandet", "heter det"),
        ("avd", "heter det"),
        ("44", "finnes ikke i Katalog"),
        ("-4", "heter det"),
    ],
)
def test_a_name_that_several_or_none_have_is_refused_with_what_there_is(said: str, why: str) -> None:
    with pytest.raises(AnswerError, match=why):
        answered("trobbel", "avdeling", said)


@pytest.mark.parametrize(
    "said", ["99000418", "1881", "990 00 418, helst etter 15", "ingen", "vet ikke", "prøv etter 15"]
)
def test_a_number_or_a_word_is_where_somebody_is_reached(said: str) -> None:
    assert answered("annet", "tlf", said) == said


@pytest.mark.parametrize("said", ["3", "12", "8 8 1", "+47"])
def test_too_few_digits_are_no_number(said: str) -> None:
    with pytest.raises(AnswerError, match="for få tall"):
        answered("annet", "tlf", said)
