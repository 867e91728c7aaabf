"""Somebody tells that a member has died: what comes of the call, and what is never said. A call is on 23.03.2026."""

from typing import Any

import pytest

from sentralbord_desktop.domain.inquiries.caller_kind import CallerKind
from sentralbord_desktop.gui.wizard.closed_record import SAID_FIRST
from sentralbord_desktop.procedures.loader import library
from tests.helpers.acceptance import action, at_home, kinds, take, templates
from tests.helpers.cases import Call, Case, play, situation

BEREAVED: dict[str, Any] = {"caller": "dodsfall", "member": {}, "caller_phone": "41234567"}
DEAD = {"den_dode": {"name": "Per Ås", "birth_date": "14.03.1949"}}

CASES = (
    Case(
        "the department gets a message and somebody rings whoever needs something",
        "X-4, X-5: «Be gjerne vedkommende ringe selv.», of one who is dead.",
        Call(
            (DEAD, "hva_trengs=forsikring+faktura", "avdeling=4", "innringers_navn=Kari Ås", "tlf=41234567"),
            given=BEREAVED,
            asks="",
            does=(("EMAIL", "avdeling:4", "E-DOD"), ("CALLBACK", "avdeling:4:KS", "")),
            never=("NOTE", "I-TREDJE"),
            says={
                "E-DOD": (
                    "fra Kari Ås om et dødsfall. Vi har ikke bekreftet noe om medlemskapet.\n\nNavn: Per Ås\n"
                    "Fødselsdato: 14.03.1949\nGjelder: forsikring og etterlatte og fakturaer og post\n\n"
                    "Innringeren kan nås på 412 34 567.",
                ),
                "I-DOD": "«Jeg gir beskjed til dem som kan hjelpe deg.»\n«Vi ringer deg på 412 34 567.»",
            },
            equals={"EMAIL.subject": "Dødsfall – beskjed til avdelingen"},
            lacks={"LOG.text": "Ås"},
        ),
    ),
    Case(
        "who only tells us is thanked and rung by nobody",
        "X-5",
        Call(
            (DEAD, "hva_trengs=si_fra", "avdeling=4", "innringers_navn=ikke_oppgitt"),
            given=BEREAVED,
            asks="",
            does=("EMAIL",),
            never=("CALLBACK",),
            says={
                "I-DOD": "«Takk for at du sa fra. Jeg gir beskjed videre.»",
                "E-DOD": "fra en som ikke ville si navnet om et dødsfall",
            },
        ),
    ),
    Case(
        "where nobody knows the department the administration gets it with the workplace",
        "X-5: no message is lost.",
        Call((DEAD, "hva_trengs=si_fra", "avdeling=vet_ikke"), given=BEREAVED, asks="jobbet"),
        Call(
            (DEAD, "hva_trengs=si_fra", "avdeling=vet_ikke", "jobbet=Renhold Øst", "innringers_navn=Kari Ås"),
            given=BEREAVED,
            does=(("EMAIL", "role:procedure_owner", "E-DOD"),),
            says={"E-DOD": "\nJobbet hos: Renhold Øst\n"},
        ),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=situation)
def test_a_call(case: Case) -> None:
    play("dodsfall", case)


def test_condolence_comes_before_the_first_question() -> None:
    assert take("dodsfall", **BEREAVED).current is not None
    first = library().procedures["dodsfall"].steps[0]
    assert first.say.startswith("Jeg kondolerer.")
    assert SAID_FIRST[CallerKind.BEREAVED].startswith("«Jeg kondolerer.")


@pytest.mark.parametrize("topic", sorted(library().procedures))
def test_nobody_is_asked_to_let_the_dead_ring_and_a_colleague_hears_nothing_of_members(topic: str) -> None:
    """X-4: a member who died cannot ring, and a supplier did not ask about one."""
    bereaved = take(topic, **{**BEREAVED, "caller": CallerKind.BEREAVED})
    assert not {"I-TREDJE", "I-TREDJE-FRIST"} & set(templates(bereaved))
    colleague = take(topic, caller=CallerKind.COLLEAGUE, member={})
    assert not [one for one in templates(colleague) if one.startswith("I-TREDJE")]


def test_a_colleague_is_put_through_or_rung_without_a_word_about_members() -> None:
    run = at_home(
        take(
            "annet", "tema=Levering av papir", "svart", caller=CallerKind.COLLEAGUE, member={}, caller_phone="41234567"
        )
    )
    assert run.current is None
    assert kinds(run) == ["ANSWER", "LOG"]
    assert action(run, "LOG")["text"] == "Kollega eller leverandør ringte. Svart: Levering av papir"
