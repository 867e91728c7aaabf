"""Overføring til annen avdeling: what comes of a call, by its answers. A call is on 23.03.2026, from a member in avd. 4."""

from typing import Any

import pytest

from sentralbord_desktop.domain.inquiries.review import Review
from sentralbord_desktop.procedures.answers import AnswerError
from sentralbord_desktop.procedures.model import StepRole
from sentralbord_desktop.procedures.outcome import Outcome
from tests.helpers.acceptance import (
    AWAY,
    MEMBER,
    NOT_FOUND,
    NOT_FOUND_NAMED,
    RESIGNED,
    answer_with,
    at_home,
    kinds,
    take,
    templates,
    text,
)
from tests.helpers.cases import Call, Case, play, situation

CASES = (
    Case(
        "the department can reach whoever it is to write to",
        "OA-2, OF-2, X-5",
        Call(
            ("eget_onske=ja", "er_medlem=ja", "til=6", "avdeling=4"),
            given={**NOT_FOUND_NAMED, "caller_phone": "41234567"},
            says={"EMAIL.text": "Innringeren kan nås på 412 34 567."},
        ),
        Call(
            ("eget_onske=ja", "er_medlem=ja", "til=6", "avdeling=vet_ikke"),
            given=NOT_FOUND_NAMED,
            says={
                "EMAIL.text": "Innringeren er ikke spurt om telefonnummer, og har ikke fått noen adresse å sende den til."
            },
        ),
    ),
    Case(
        "nobody is transferred because another says that they wish it",
        "OA-5, OF-4: also when an employer or a steward answers that it is the member's own wish.",
        Call((), given={"caller": "tredjepart"}, asks="", only=("INFORM", "LOG"), does=("I-EGET", "I-TREDJE")),
    ),
    Case(
        "nobody is transferred when another says that they do not wish it",
        "OA-5, OF-4: also when an employer or a steward answers that it is the member's own wish.",
        Call((), given={"caller": "tredjepart"}, asks="", only=("INFORM", "LOG"), does=("I-EGET", "I-TREDJE")),
    ),
    Case(
        "until the departments are written down any number is taken",
        "X-5: an empty catalogue stops no call.",
        Call(("eget_onske=ja", "til=99"), does=(("EMAIL", "avdeling:4", "E-OA"),)),
    ),
    Case(
        "what went to the administration is noted so",
        "X-5, OA-3, ME-3, FO-11: never «avd. ikke kjent (sendt administrasjonen)».",
        Call(
            ("eget_onske=ja", "til=6", "avdeling=vet_ikke"),
            given={"member": {**MEMBER, "department": None}},
            says={
                "N-OA": (
                    "fra ukjent avdeling til avd. 6.",
                    "Beskjed til administrasjonen når e-posten går. Den finner avdelingen.",
                )
            },
        ),
    ),
    Case(
        "a member may wish for a department whose number nobody knows",
        "OA-1, OA-2, OA-3: the department that is left finds out, and all three duties are done.",
        Call(
            ("eget_onske=ja", "til=vet_ikke", "+til_sted=Bodø"),
            asks="",
            equals={
                "EMAIL.to": "avdeling:4",
                "EMAIL.subject": "Ønske om overføring til en annen avdeling – medlem M-1",
                "AWAIT_CONFIRMATION.detail": "til en annen avdeling (Bodø)",
            },
            says={
                "N-OA": "overføring fra avd. 4 til en annen avdeling (Bodø). Det er gitt",
                "EMAIL.text": "fra dere til en annen avdeling (Bodø).",
            },
        ),
        Call(("eget_onske=ja", "til=vet_ikke"), says={"N-OA": "til en annen avdeling. Det er gitt"}),
        Call(("eget_onske=ja", "til=6"), says={"N-OA": "til avd. 6."}),
    ),
    Case(
        "nobody is transferred out of a membership that has ended",
        "OA-4, OF-4",
        Call(
            ("eget_onske=ja", "er_medlem=nei"),
            given={"member": RESIGNED},
            asks="",
            only=("ASK", "INFORM", "LOG", "REFER"),
            does=(("REFER", "url:innmelding", ""),),
        ),
        Call(
            ("eget_onske=ja", "er_medlem=ja", "til=6"),
            given={"member": RESIGNED},
            does=("AWAIT_CONFIRMATION", "EMAIL", "NOTE"),
        ),
    ),
    Case(
        "a letter and an email are about somebody",
        "FO-8, FO-10, FO-11, OA-2: «Hei, innringeren!» reaches nobody.",
        Call(("eget_onske=ja", "er_medlem=ja", "til=6", "avdeling=4"), given=NOT_FOUND, asks="navn"),
        Call(("eget_onske=ja", "er_medlem=ja", "til=6", "avdeling=4"), given=NOT_FOUND_NAMED, asks=""),
    ),
    Case(
        "the administration is told that it is to find the department",
        "X-5: an e-mail to a department, sent to the administration, said nothing of why it came there.",
        Call(
            ("eget_onske=ja", "til=6", "avdeling=vet_ikke"),
            given={"member": {**MEMBER, "department": None}, "availability": AWAY},
            asks="",
            begins={"E-OA": "Hei!\n\nVi vet ikke hvilken avdeling dette hører til."},
            lacks={"E-OA": ("dere til", "foretas av dere")},
        ),
        Call(("eget_onske=ja", "til=6"), given={"availability": AWAY}, begins={"E-OA": "Hei!\n\nMedlem M-1 "}),
    ),
    Case(
        "whoever gets the case hears that the record says resigned",
        "TR-5, LA-4, OA-2, OF-2, FO-11: «Medlem M-1 ringte», of one who had resigned.",
        Call(
            ("eget_onske=ja", "er_medlem=ja", "til=7"),
            given={"member": RESIGNED, "availability": AWAY},
            says={"E-OA": "Medlem M-1, som står som utmeldt, "},
        ),
        Call(("eget_onske=ja", "til=7"), says={"E-OA": "Medlem M-1 ringte"}),
    ),
    Case(
        "a transfer nobody wishes themselves is not begun",
        "OF-4, OA-5",
        Call((), given={"caller": "tredjepart"}, only=("INFORM", "LOG")),
    ),
    Case(
        "an answer that was typed with its full stop ends no sentence halfway",
        "FO-8, OA-2, OF-1: «vilkårene for Reise. og sende dem», «(Bodø.).», «Overføring til Fagforbundet.»",
        Call(
            ("eget_onske=ja", "til=vet_ikke", "+til_sted=Bodø."),
            says={"N-OA": "til en annen avdeling (Bodø). Det er gitt"},
        ),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=situation)
def test_a_call(case: Case) -> None:
    play("overforing_avdeling", case)


def test_nobody_is_transferred_to_where_they_say_they_are() -> None:
    """OA-1, OA-4"""
    with pytest.raises(AnswerError, match="den samme"):
        take("overforing_avdeling", "eget_onske=ja", "er_medlem=ja", "til=6", "avdeling=6", **NOT_FOUND_NAMED)
    again = take("overforing_avdeling", "eget_onske=ja", "er_medlem=ja", "til=6", "avdeling=4", **NOT_FOUND_NAMED)
    with pytest.raises(AnswerError, match="den samme"):
        answer_with(again, "+til=4")


def test_a_note_tells_of_no_administration_that_was_not_told() -> None:
    """OA-3: the e-mail was struck, and nobody knows the department."""
    run = take(
        "overforing_avdeling", "eget_onske=ja", "til=6", "avdeling=vet_ikke", member={**MEMBER, "department": None}
    )
    struck = Outcome(run, Review(on={"epost": False}, reasons={"epost": "ringer selv"}))
    note = next(a.text for a in struck.actions() if a.template == "N-OA")
    assert "administrasjonen" not in note
    assert "Avdelingen medlemmet går ut av, foretar overføringen." in note


def test_the_note_says_what_was_sent_and_not_what_was_struck() -> None:
    """OA-3, OF-3"""
    run = take("overforing_avdeling", "eget_onske=ja", "til=6")
    struck = Outcome(run, Review(on={"epost": False}, reasons={"epost": "ringer selv"}))
    sent = next(a for a in Outcome(run).actions() if a.id == "merknad").text
    kept = next(a for a in struck.actions() if a.id == "merknad").text
    assert "Beskjed til avd. 4 når e-posten går. Den foretar overføringen." in sent
    assert "Beskjed" not in kept
    assert "Avd. 4 foretar overføringen." in kept


def test_nobody_is_transferred_to_where_they_are() -> None:
    """OA-4"""
    with pytest.raises(AnswerError, match="avdeling 4 allerede"):
        take("overforing_avdeling", "eget_onske=ja", "til=4")


@pytest.mark.parametrize(
    ("category", "to"), [("overforing_avdeling", "til=6"), ("overforing_forbund", "til_forbund=NTL")]
)
def test_nobody_hears_the_department_of_a_member_before_it_is_known_who_they_are(category: str, to: str) -> None:
    """X-3, X-4: «Send den til avd4@…» says that the one named is a member, and where."""
    named: dict[str, Any] = {"identity_confirmed": False}
    asked = take(category, "eget_onske=ja", **named)
    assert asked.current is not None
    assert asked.current.role is StepRole.IDENTITY
    assert kinds(asked) == ["ASK", "LOG"]
    wrong = answer_with(asked, "identitet=nei")
    assert wrong.current is None
    assert templates(wrong) == ["", "", "I-IKKE-BEKREFTET", ""]
    another = at_home(asked, "identitet=for_annen")
    assert {"I-TREDJE", "I-EGET"} <= set(templates(another))
    assert not {"NOTE", "EMAIL", "SMS", "AWAIT_CONFIRMATION"} & {*kinds(wrong), *kinds(another)}
    right = at_home(asked, "identitet=ja", to)
    assert "avd4@forbundet.no" in text(right, "I-ADRESSE")
    assert {"NOTE", "EMAIL", "AWAIT_CONFIRMATION"} <= set(kinds(right))
