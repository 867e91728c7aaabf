"""What the operator says at the end of a call: where to send it is never left out, and it is in the caller's language."""

import re

import pytest
from PySide6.QtWidgets import QApplication

from sentralbord_desktop.domain.inquiries.inquiry import Action
from sentralbord_desktop.gui.procedures import LanguageSwitch
from sentralbord_desktop.procedures.loader import library
from sentralbord_desktop.procedures.model import Procedure, StepRole
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.outputs.registry import kind_of
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.procedures.spoken_lines import lines_of, said_in_review
from tests.helpers.acceptance import NOT_FOUND, at_home, take

NORWEGIAN = re.compile(r"\b(?:du|vi|jeg|og|ikke|deg)\b", re.IGNORECASE)
"""Words that no English or Polish line has."""


def said_by(actions: tuple[Action, ...]) -> list[str]:
    """The lines that are said in the review, in order."""
    return [line for action in said_in_review(actions) for line in lines_of(action.text)]


def said(run: ProcedureRun) -> list[str]:
    return said_by(Outcome(run).actions())


@pytest.mark.parametrize(
    ("topic", "answers", "where"),
    [
        ("utmelding", ("maate=har_adressen",), "Send oss en kort bekreftelse på e-post eller i posten."),
        ("utmelding", ("maate=epost_brev",), "Jeg sender deg adressen på SMS."),
        ("utmelding", ("maate=min_side",), "Fyll ut utmeldingsskjemaet på Min Side, så har vi det skriftlig."),
        ("overforing_avdeling", ("eget_onske=ja", "til=6"), "Send den til avd4@forbundet.no."),
        ("overforing_forbund", ("eget_onske=ja", "til_forbund=Fellesforbundet"), "Send den til avd4@forbundet.no."),
    ],
)
def test_where_to_send_it_is_said_before_what_to_write_in_it(topic: str, answers: tuple[str, ...], where: str) -> None:
    """UT-2, OA-1, OF-1: «Skriv navn …» took the place of the address."""
    lines = said(at_home(take(topic, *answers)))
    assert where in lines
    names = [line for line in lines if line.startswith("Skriv navn")]
    assert not names or lines.index(where) < lines.index(names[0])


def test_one_who_knows_no_department_hears_of_the_form_on_min_side() -> None:
    """UT-2"""
    run = take("utmelding", "er_medlem=ja", "maate=epost_brev", "avdeling=vet_ikke", "navn=Per Ås", **NOT_FOUND)
    assert "Det ligger et utmeldingsskjema på Min Side." in said(run)


def test_what_to_write_is_said_where_there_is_room() -> None:
    """UT-1"""
    assert "Skriv navn, medlemsnummer og hva du ønsker." in said(take("utmelding", "maate=har_adressen"))


@pytest.mark.parametrize("language", ["nn", "en", "pl"])
@pytest.mark.parametrize(
    ("topic", "answers"),
    [
        ("utmelding", ("maate=min_side",)),
        ("utmelding", ("maate=epost_brev",)),
        ("utmelding", ("maate=vet_ikke",)),
        ("overforing_avdeling", ("eget_onske=ja", "til=6")),
        ("overforing_avdeling", ("eget_onske=nei",)),
        ("overforing_forbund", ("eget_onske=ja", "til_forbund=Fellesforbundet")),
        ("innmelding", ("er_alt=annen",)),
    ],
)
def test_each_line_that_is_said_is_in_the_language_of_the_caller(
    topic: str, answers: tuple[str, ...], language: str
) -> None:
    lines = said(at_home(take(topic, *answers, language=language)))
    assert lines
    assert not set(lines) & set(said(at_home(take(topic, *answers))))
    assert language == "nn" or not [line for line in lines if NORWEGIAN.search(line)]


@pytest.mark.parametrize(
    ("language", "rings"), [("nn", "Vi ringjer deg."), ("en", "We will call you back."), ("pl", "Oddzwonimy.")]
)
def test_one_who_joins_hears_in_their_language_that_we_ring(language: str, rings: str) -> None:
    """IN-2: with the number that they gave, or that we have none."""
    given = {"first_name": "Ada", "last_name": "Berg", "phone": "99000423"}
    joins = ("hvordan=naa", "arbeidssted=Hamar, Renhold Øst", "sikker=ingen")
    run = take("innmelding", *joins, {"personalia": given}, caller="ikke_medlem", member={}, language=language)
    assert rings in said(run)


@pytest.mark.parametrize(
    ("topic", "answers"),
    [
        ("lov_avtale", ("type=tolkning", "sporsmal=Pausen?", "kan_svare=nei", "vente=ja", "stemmer=ja")),
        ("forsikring", ("sporsmal=help", "jobb=nei", "svarte=ingen", "ute_igjen=vi_ringer", "tlf=99000418")),
    ],
)
def test_when_it_suits_to_be_rung_is_asked_and_enter_is_at_any_time(topic: str, answers: tuple[str, ...]) -> None:
    """GE-5: it was an optional line that nobody opened."""
    procedure = library().procedures[topic]
    asked = next(step for step in procedure.steps if step.role is StepRole.BEST_TIME)
    assert (asked.optional, asked.suggest) == (False, "naar_som_helst")
    assert take(topic, *answers, f"{asked.id}=etter 15").given[asked.id].text == "etter 15"
    assert take(topic, *answers).given[asked.id].choice == "naar_som_helst"


def test_the_switch_of_languages_is_only_where_all_that_is_said_is_in_them(qapp: QApplication) -> None:
    switch = LanguageSwitch()
    switch.show_run(take("utmelding"))
    assert not switch.isHidden()
    switch.show_run(take("kontingent"))
    assert switch.isHidden()


def spoken_outputs(procedure: Procedure) -> set[str]:
    return {output.template for output in procedure.outputs if kind_of(output.kind).is_spoken}


@pytest.mark.parametrize("topic", ["innmelding", "overforing_avdeling", "overforing_forbund", "utmelding", "trobbel"])
def test_no_text_of_these_topics_is_in_bokmaal_alone(topic: str) -> None:
    templates = library().templates
    assert {
        t for t in spoken_outputs(library().procedures[topic]) if set(templates[t].other) != {"nn", "en", "pl"}
    } == set()
