"""What is typed as an answer: a department by its name, and a number that can be rung."""

from datetime import date

import pytest

from sentralbord_desktop.domain.inquiries.inquiry import Answer, Facts
from sentralbord_desktop.domain.organisation.organisation import Department, Organisation
from sentralbord_desktop.procedures.answers import AnswerError, parse_answer
from sentralbord_desktop.procedures.loader import read_library
from sentralbord_desktop.procedures.model import Step, StepRole

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


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("3", "Nummeret har 1 siffer"),
        ("8 8 1", "Nummeret har 3 siffer, og et norsk nummer har 8"),
        ("9900041", "Nummeret har 7 siffer"),
        ("9900041, helst etter 15", "Nummeret har 7 siffer"),
        ("990004181", "Nummeret har 9 siffer"),
        ("12345678", "Et norsk nummer begynner ikke på 1"),
        ("+47", "Nummeret har 2 siffer"),
        ("+46 123", "utenlandsk nummer"),
        ("på jobben", "ikke noe tall i svaret"),
    ],
)
def test_a_number_that_cannot_be_dialled_is_refused_with_the_way_to_mend_it(said: str, why: str) -> None:
    with pytest.raises(AnswerError, match=why) as refused:
        answered("annet", "tlf", said)
    assert "skriv et ord foran: «internt 412»" in str(refused.value)
    assert "skriv «ingen»" in str(refused.value)


@pytest.mark.parametrize(
    "said",
    ["internt 412", "sentralbordet i Malmö 040-12 34 56", "+46 8 123 456 78", "0046 70 123 45 67", "02800", "har ikke"],
)
def test_a_number_that_cannot_be_read_is_kept_as_it_was_said(said: str) -> None:
    """The way out of the rule: a foreign one, an extension, and none."""
    assert answered("annet", "tlf", said) == said


def test_a_post_code_is_no_number_that_is_rung_nor_a_place() -> None:
    """«+47 990 00 418» was written into the record, cut to what it has room for."""
    step = LIBRARY.procedures["opplysninger"].step("kontakt")
    assert step is not None
    for written in ("2317", "123 45", "DK-2100", "SW1A 1AA"):
        answer = parse_answer(step, Answer(fields={"post_code": written}), FACTS, ORGANISATION)
        assert answer.fields["post_code"] == written
    for written in ("+47 990 00 418", "99000418", "Moelv", "Storgata 1, 2390 Moelv"):
        with pytest.raises(AnswerError, match="«Postnummer»: skriv fire siffer"):
            parse_answer(step, Answer(fields={"post_code": written}), FACTS, ORGANISATION)


def test_each_procedure_asks_for_the_number_by_the_same_rule() -> None:
    for procedure in LIBRARY.procedures.values():
        step = procedure.step_for(StepRole.PHONE)
        if step is not None:
            with pytest.raises(AnswerError, match="7 siffer"):
                parse_answer(step, Answer(text="9900041"), FACTS, ORGANISATION)
