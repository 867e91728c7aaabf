"""Kontingent og faktura: what comes of a call, by its answers. A call is on 23.03.2026, from a member in avd. 4."""

import pytest

from sentralbord_desktop.domain.inquiries.review import Review
from sentralbord_desktop.procedures.outcome import Outcome
from tests.helpers.acceptance import MEMBER, NO_PHONE, NOT_FOUND, RESIGNED, actions, kinds, take, text
from tests.helpers.cases import Call, Case, play, situation

AWAITED = {**MEMBER, "missing_documentation": "brev om permisjon"}
"""A member whose invoice waits for a document."""
CASES = (
    Case(
        "whoever asks about the fee without a record has a name",
        "KF-2, KF-3: the remark would wait for a member whom nobody could find.",
        Call(
            ("er_medlem=ja", "hva=faktura", "svar_gitt=Forklart", "tlf=41234567"),
            given={**NOT_FOUND, "caller_name": ""},
            asks="navn",
            never=("READ_HISTORY",),
        ),
        Call(
            ("er_medlem=ja", "hva=faktura", "svar_gitt=Forklart", "tlf=41234567", "navn=Per Ås"),
            given={**NOT_FOUND, "identity_confirmed": False},
            asks="",
            says={
                "N-KF": "Skyldes manglende dokumentasjon: vet ikke. Medlemsbildet er ikke funnet. Innringer: Per Ås. "
                "Nås på: 412 34 567.",
                "I-KF": "«Jeg finner deg ikke i registeret, så jeg kan bare svare generelt.»",
            },
            never=("READ_HISTORY", "CALLBACK", "ASK"),
        ),
        Call(
            ("er_medlem=ja", "hva=faktura", "svar_gitt=ikke_svart", "tlf=41234567", "navn=Per Ås"),
            given={**NOT_FOUND, "identity_confirmed": False},
            asks="",
            does=(("CALLBACK", "sloyfe:1", ""),),
            says={"I-KF": "«Vi ringer deg på 412 34 567.»", "CALLBACK.text": "Finn medlemsbildet, bekreft hvem det er"},
            never=("ANSWER",),
        ),
    ),
    Case(
        "whoever resigned and got an invoice is answered, and the next one can read it",
        "KF-1, KF-2: «er du medlem?», «nei, jeg meldte meg ut», and the call ended with how to join and no remark.",
        Call(
            ("hva=faktura", "dokumentasjon=nei", "svar_gitt=Krav fra før utmeldingen"),
            given={"member": RESIGNED},
            asks="",
            does=("READ_HISTORY", "ANSWER", "LOG"),
            says={"N-KF": "Svar gitt: Krav fra før utmeldingen."},
            never=("I-IKKE-MEDLEM",),
        ),
        Call((), given={"member": RESIGNED, "identity_confirmed": False}, asks="identitet"),
        Call(("er_medlem=nei",), given={"member": {}, "caller": "ukjent"}, does=("I-IKKE-MEDLEM",), asks=""),
    ),
    Case(
        "an invoice that is not there is not explained",
        "KF-3: «fakturaen kommer fordi» to a student who asked about the rate.",
        Call(
            ("hva=sats", "dokumentasjon=ja", "mangler=studiebevis", "svar_gitt=Forklart"),
            begins={"I-KF": "«Vi mangler studiebevis fra deg.»\n«Send det til oss"},
            lacks={"N-KF": "fakturaen"},
        ),
    ),
    Case(
        "the answer and what was agreed can stand in the note",
        "KF-2: the next one who answers reads what was said.",
        Call(
            ("hva=utsettelse", "dokumentasjon=nei", "svar_gitt=faktura 1189, ny frist 15. april"),
            asks="",
            says={"N-KF": "Svar gitt: faktura 1189, ny frist 15. april."},
        ),
        Call(
            ("hva=utsettelse", "dokumentasjon=nei", "svar_gitt=ikke_svart"),
            asks="",
            does=(("CALLBACK", "sloyfe:1", ""),),
            never=("ANSWER",),
            says={"N-KF": "Ikke svart på ennå. Ringes opp.", "I-CB": "«Vi ringer deg på 990 00 418.»"},
            lacks={"N-KF": "Svar gitt"},
        ),
        Call(
            ("hva=faktura", "dokumentasjon=ja", "mangler=brev", "svar_gitt=ikke_svart", "tlf=ingen"),
            given={"member": NO_PHONE},
            asks="",
            says={
                "I-KF": "«Fakturaen kommer fordi vi mangler brev.»",
                "I-CB": "«Vi har ikke noe nummer til deg",
                "N-KF": "Ikke svart på ennå. Har ikke oppgitt telefon, og må ringe igjen.",
            },
            lacks={"N-KF": "Ringes opp"},
        ),
    ),
    Case(
        "a question that was written with its mark ends once",
        "KF-2, KU-1: «svart på spørsmål om trekk?.»",
        Call(
            ("hva=annet", "spurt_om=trekk fra lønn?", "dokumentasjon=nei", "svar_gitt=Forklart"),
            says={"N-KF": "Spørsmål: trekk fra lønn? Svar gitt:"},
        ),
    ),
    Case(
        "missing documentation stands in the note",
        "KF-3",
        Call(
            ("hva=faktura", "dokumentasjon=ja", "mangler=brev om permisjon", "svar_gitt=Forklart"),
            says={"NOTE.text": "Skyldes manglende dokumentasjon: ja, mangler brev om permisjon."},
        ),
    ),
    Case(
        "the remark on a fee says what is missing",
        "KF-3: also when it is the same as last time; the invoice knows, or it is asked.",
        Call(
            ("hva=faktura", "ventende=mangler", "svar_gitt=Forklart"),
            given={"member": AWAITED},
            says={"N-KF": "ja, mangler fortsatt brev om permisjon.", "I-KF": "mangler brev om permisjon.»\n«Send det"},
        ),
        Call(
            ("hva=betalt", "ventende=sendt", "svar_gitt=Forklart"),
            given={"member": AWAITED},
            says={
                "N-KF": "ja, manglet brev om permisjon, som medlemmet sier er sendt.",
                "I-KF": "«Jeg noterer at brev om permisjon er sendt",
            },
            lacks={"N-KF": "medlemmet sender det inn"},
        ),
        Call(
            ("hva=utsettelse", "ventende=annen", "dokumentasjon=nei", "svar_gitt=Forklart"),
            given={"member": AWAITED},
            says={"N-KF": "Skyldes manglende dokumentasjon: nei."},
            lacks={"N-KF": "brev om permisjon"},
        ),
        Call(
            ("hva=sats", "dokumentasjon=ja_kjent", "svar_gitt=Forklart"),
            given={"member": AWAITED},
            says={"N-KF": "ja, mangler fortsatt brev om permisjon."},
        ),
        Call(
            ("hva=faktura", "dokumentasjon=ja_kjent", "mangler_fortsatt=lønnsslipp.", "svar_gitt=Forklart"),
            says={"N-KF": "mangler fortsatt lønnsslipp. Videre"},
        ),
    ),
    Case(
        "one who is no member gets a general answer about the fee",
        "KF-1, 3.0",
        Call(
            ("er_medlem=nei",),
            given=NOT_FOUND,
            does=(("ANSWER", "kontingent", ""), ("REFER", "url:innmelding", "")),
            never=("NOTE",),
        ),
    ),
    Case(
        "a fee question of another kind says what it was about",
        "KF-2, and 3.1: what is noted is told, also where something is missing.",
        Call(
            ("hva=annet", "spurt_om=trekk fra lønnen", "dokumentasjon=nei", "svar_gitt=Forklart"),
            says={"N-KF": "Ringte om kontingent. Spørsmål: trekk fra lønnen. Svar gitt: Forklart."},
        ),
        Call(
            ("hva=annet", "spurt_om=Får jeg to fakturaer?", "dokumentasjon=nei", "svar_gitt=Forklart"),
            says={"N-KF": "Spørsmål: Får jeg to fakturaer? Svar gitt:"},
        ),
        Call(
            ("hva=faktura", "dokumentasjon=ja", "mangler=brev om permisjon", "svar_gitt=Forklart"),
            says={"I-KF": "Jeg noterer det til neste gang du ringer."},
        ),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=situation)
def test_a_call(case: Case) -> None:
    play("kontingent", case)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("hva=annet", "spurt_om=trekk fra lønnen"), "Spørsmål: trekk fra lønnen. Svar gitt: Forklart."),
        (("hva=sats",), "Svar gitt: Forklart."),
        (("hva=utsettelse",), "Svar gitt: Forklart."),
        (("hva=faktura",), "Svar gitt: Forklart."),
    ],
)
def test_what_was_asked_is_noted_also_where_something_is_missing(asked: tuple[str, ...], told: str) -> None:
    """KF-2, KF-3: a missing document took the place of the question and of its answer in the note."""
    note = text(
        take("kontingent", *asked, "dokumentasjon=ja", "mangler=brev om permisjon", "svar_gitt=Forklart"), "N-KF"
    )
    assert told in note
    assert "Skyldes manglende dokumentasjon: ja, mangler brev om permisjon." in note


def test_history_is_read_before_a_fee_question_is_answered() -> None:
    """KF-4"""
    kinds = [
        kind for kind, _, _ in actions(take("kontingent", "hva=faktura", "dokumentasjon=nei", "svar_gitt=Forklart"))
    ]
    assert kinds.index("READ_HISTORY") < kinds.index("ANSWER")


def test_a_reminder_on_gf_that_starts_as_a_fee_question_changes_category() -> None:
    """FO-9, KF-1"""
    assert take("kontingent", "hva=gf").procedure.id == "forsikring"


def test_what_was_not_answered_is_rung_about_or_not_said_to_be() -> None:
    """KF-1, X-5: a member was told that it is noted, and the question was nobody's. A call that was struck is promised
    in neither note nor speech."""
    run = take("kontingent", "hva=utsettelse", "dokumentasjon=nei", "svar_gitt=ikke_svart")
    struck = Outcome(run, Review(on={"finn_og_ring": False}))
    said = {a.template: a.text for a in struck.actions()}
    assert "Ikke svart på ennå. Skyldes" in said["N-KF"]
    assert "I-CB" not in said
    assert "CALLBACK" not in kinds(take("kontingent", "hva=utsettelse", "dokumentasjon=nei", "svar_gitt=Ny frist"))
