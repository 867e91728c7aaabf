"""Lov og avtaleverk: what comes of a call, by its answers. A call is on 23.03.2026, from a member in avd. 4."""

import pytest

from sentralbord_desktop.procedures.outcome import Outcome
from tests.helpers.acceptance import (
    AWAY,
    JOINING,
    MEMBER,
    NO_PHONE,
    NOT_FOUND,
    RESIGNED,
    THIRD_PARTY,
    action,
    actions,
    take,
)
from tests.helpers.cases import Call, Case, play, situation
from tests.helpers.union_calls import Said

CASES = (
    Case(
        "where the rates are on the web is told to whoever rings",
        "X-4: «give general info only»; FO-6 is direct.",
        Call(
            ("type=sats", "sats_videre=nett"),
            given={**THIRD_PARTY, "received_on": "sloyfe:1"},
            does=(("REFER", "url:avtaler", ""),),
            never=("I-TREDJE",),
        ),
    ),
    Case(
        "a question of another goes to the loop and no further",
        "X-4",
        Call(
            ("type=tolkning", "sporsmal=Pausen?", "sloyfe2_ledig=ingen"),
            given={**THIRD_PARTY, "received_on": "sloyfe:1"},
            asks="",
            only=("INFORM", "LOG"),
            does=("I-TREDJE",),
        ),
        Call(
            ("type=tolkning", "sporsmal=Pausen?", "sloyfe2_ledig=tok"),
            given={**THIRD_PARTY, "received_on": "sloyfe:1"},
            asks="",
            only=("INFORM", "LOG", "TRANSFER"),
        ),
    ),
    Case(
        "nothing is sent for a member by whoever rings",
        "X-4: the question of another came to the DS as the member's, and terms to the member's address.",
        Call(
            ("type=sats", "sats_videre=over", "sporsmal=Timesatsen?", "sloyfe2_ledig=ingen"),
            given={"caller": "tredjepart", "member": MEMBER, "received_on": "sloyfe:1"},
            asks="",
            at_most=("INFORM", "LOG"),
            does=("I-TREDJE",),
        ),
    ),
    Case(
        "a number of the record is not read out to one whom nobody knows",
        "X-3: a name was enough to hear somebody's number. Whom we ring and what is written has it.",
        Call(
            ("type=tolkning",),
            given={"availability": {"sloyfe_2": False}, "received_on": "sloyfe:1", "identity_confirmed": False},
            asks="identitet",
        ),
        Call(
            ("type=tolkning", "sporsmal=Pausen?", "vente=ja"),
            given={"availability": {"sloyfe_2": False}, "received_on": "sloyfe:1"},
            says={"I-LA": "990 00 418"},
        ),
    ),
    Case(
        "when it suits them best goes with the case",
        "GE-5, TR-5, FO-9: «Nås på {tlf}, best {tid}». Nobody is asked in turn.",
        Call(
            ("type=tolkning", "sporsmal=Pausen?", "kan_svare=nei", "vente=ja"),
            given={"availability": {**AWAY, "gf_payments": False}},
            asks="",
            lacks={"E-LA": "990 00 418, best"},
        ),
        Call(
            ("type=tolkning", "sporsmal=Pausen?", "kan_svare=nei", "vente=ja", "+best_tid=etter 15"),
            given={"availability": {**AWAY, "gf_payments": False}},
            says={"E-LA": "990 00 418, best etter 15"},
        ),
    ),
    Case(
        "a member without a phone is told to ring again by whoever would have rung",
        "LA-4, FO-6, IN-2, X-5",
        Call(
            ("type=tolkning", "sporsmal=Pausen?", "kan_svare=nei", "vente=ja", "tlf=har ikke"),
            given={"member": NO_PHONE},
            begins={"I-LA": "«Distriktssekretæren får spørsmålet.»\n«Vi har ikke noe nummer"},
            says={"E-LA": "Kan du svare? Medlemmet har ikke oppgitt telefon."},
        ),
        Call(
            ("type=tolkning", "sporsmal=Pausen?", "kan_svare=nei", "vente=ja"),
            equals={"I-LA": "«Distriktssekretæren svarer deg på 990 00 418.»"},
            says={"E-LA": "ikke tilgjengelig. Kan du svare medlemmet på 990 00 418?"},
        ),
    ),
    Case(
        "the administration is told that it is to find the department",
        "X-5: an e-mail to a department, sent to the administration, said nothing of why it came there.",
        Call(
            ("type=tolkning", "sporsmal=Pausen?", "kan_svare=nei", "vente=ja", "avdeling=vet_ikke"),
            given={"member": {**MEMBER, "department": None}, "availability": AWAY},
            asks="",
            begins={"E-LA": "Hei!\n\nVi vet ikke hvilken avdeling dette hører til."},
            lacks={"E-LA": ("dere til", "foretas av dere")},
        ),
        Call(
            ("type=tolkning", "sporsmal=Pausen?", "kan_svare=nei", "vente=ja"),
            given={"availability": AWAY},
            begins={"E-LA": "Hei!\n\nMedlem M-1 "},
        ),
    ),
    Case(
        "whoever gets the case hears that the record says resigned",
        "TR-5, LA-4, OA-2, OF-2, FO-11: «Medlem M-1 ringte», of one who had resigned.",
        Call(
            ("type=tolkning", "er_medlem=ja", "sporsmal=Pausen?", "kan_svare=nei", "vente=ja"),
            given={"member": RESIGNED, "availability": AWAY},
            says={"E-LA": "Medlem M-1, som står som utmeldt, "},
        ),
    ),
    Case(
        "whoever is no member gets no interpretation",
        "LA-1",
        Call(
            ("type=tolkning",),
            given={**JOINING, "received_on": "sloyfe:1", "availability": {**AWAY, "sloyfe_2": False}},
            asks="",
            does=("I-IKKE-MEDLEM",),
            never=("EMAIL",),
        ),
    ),
    Case(
        "whoever gets the case of one without a record has the name",
        "LA-4, FO-9: «En innringer uten medlemsnummer», whom nobody could look up before ringing.",
        Call(
            (
                "type=tolkning",
                "er_medlem=ja",
                "sporsmal=Pausen?",
                "kan_svare=nei",
                "vente=ja",
                "avdeling=4",
                "tlf=41234567",
            ),
            given=NOT_FOUND,
            asks="navn",
        ),
        Call(
            (
                "type=tolkning",
                "er_medlem=ja",
                "sporsmal=Pausen?",
                "kan_svare=nei",
                "vente=ja",
                "avdeling=4",
                "tlf=41234567",
                "navn=Per Ås",
            ),
            given=NOT_FOUND,
            says={"E-LA": "Per Ås spør: Pausen?"},
        ),
        Call(("type=tolkning", "sporsmal=Pausen?", "kan_svare=nei", "vente=ja"), asks=""),
    ),
    Case(
        "an answer that was typed with its full stop ends no sentence halfway",
        "FO-8, OA-2, OF-1: «vilkårene for Reise. og sende dem», «(Bodø.).», «Overføring til Fagforbundet.»",
        Call(
            ("type=tolkning", "sporsmal=Gjelder overtid. Hva er satsen på søndag.", "kan_svare=nei", "vente=ja"),
            says={"E-LA": "spør: Gjelder overtid. Hva er satsen på søndag.\n"},
        ),
    ),
    Case(
        "what cannot wait is rung about today",
        "LA-5, and TR-7 where nobody knows when the letter came («regner vi som om det haster»).",
        Call(
            ("type=tolkning", "sporsmal=Hvordan er pausen?", "kan_svare=nei", "vente=nei"),
            given={"availability": {**AWAY, "sloyfe_2": False}},
            equals={"CALLBACK.due": "2026-03-23T11:00:00"},
        ),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=situation)
def test_a_call(case: Case) -> None:
    play("lov_avtale", case)


def test_nobody_agrees_to_a_department_near_one_that_nobody_knows() -> None:
    """LA-5, X-2, X-5: what is near is listed for a department. Without one the case goes to the administration."""
    lost = {**MEMBER, "department": None}
    asked = ("type=tolkning", "sporsmal=Pausen?", "sloyfe2_ledig=ingen", "vente=nei", "avdeling=vet_ikke")
    run = take("lov_avtale", *asked, received_on="sloyfe:1", member=lost)
    assert run.current is None
    assert ("EMAIL", "role:procedure_owner", "E-LA") in actions(run)
    assert ("CALLBACK", "role:procedure_owner", "") in actions(run)
    assert action(run, "EMAIL")["urgent"]
    free = take("lov_avtale", *asked, received_on="sloyfe:1", member=lost, availability={"nearby_DS": True})
    assert free.current is not None
    assert free.current.id == "samtykke_naer"
    for category, so_far, says in UNKNOWN_DEPARTMENT:
        step = take(category, *so_far, member=lost).current
        assert step is not None
        assert step.transfer is not None
        assert Outcome(take(category, *so_far, member=lost)).spoken(step) == says


UNKNOWN_DEPARTMENT: tuple[tuple[str, tuple[Said, ...], str], ...] = (
    (
        "trobbel",
        ("avdeling=vet_ikke", "hendelse=annet", "moete=nei", "tillitsvalgt=ja"),
        "Jeg ser om en distriktssekretær kan ta saken nå.",
    ),
    ("forsikring", ("sporsmal=har_jeg", "hvilken=advokat", "avdeling=vet_ikke"), "Jeg ser om noen kan svare deg nå."),
    (
        "opplysninger",
        ("hva=arbeidsgiver", {"ny_arbeidsgiver": {"employer": "X"}}, "alt_inn=arbeidsgiver", "avdeling=vet_ikke"),
        "Avdelingen din fullfører det. Jeg ser om noen kan ta det nå.",
    ),
)
"""A category, the answers as far as the transfer, and what is said there: never «avdelingen din»."""
