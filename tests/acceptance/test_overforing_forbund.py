"""Overføring til annet forbund: what comes of a call, by its answers. A call is on 23.03.2026, from a member in avd. 4."""

import pytest

from sentralbord_desktop.domain.inquiries.review import Review
from sentralbord_desktop.services.drafts import IncompleteError, check_complete, reviewed
from tests.helpers.acceptance import AWAY, MEMBER, NOT_FOUND_NAMED, RESIGNED, action, take, text
from tests.helpers.cases import Call, Case, play, situation

CASES = (
    Case(
        "the department can reach whoever it is to write to",
        "OA-2, OF-2, X-5",
        Call(
            ("eget_onske=ja", "er_medlem=ja", "til_forbund=Fellesforbundet", "avdeling=4"),
            given={**NOT_FOUND_NAMED, "caller_phone": "41234567"},
            says={"EMAIL.text": "Innringeren kan nås på 412 34 567."},
        ),
        Call(
            ("eget_onske=ja", "er_medlem=ja", "til_forbund=Fellesforbundet", "avdeling=vet_ikke"),
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
            ("eget_onske=ja", "er_medlem=ja", "til_forbund=6"),
            given={"member": RESIGNED},
            does=("AWAIT_CONFIRMATION", "EMAIL", "NOTE"),
        ),
    ),
    Case(
        "the administration is told that it is to find the department",
        "X-5: an e-mail to a department, sent to the administration, said nothing of why it came there.",
        Call(
            ("eget_onske=ja", "til_forbund=NTL", "avdeling=vet_ikke"),
            given={"member": {**MEMBER, "department": None}, "availability": AWAY},
            asks="",
            begins={"E-OF": "Hei!\n\nVi vet ikke hvilken avdeling dette hører til."},
            lacks={"E-OF": ("dere til", "foretas av dere")},
        ),
        Call(
            ("eget_onske=ja", "til_forbund=NTL"), given={"availability": AWAY}, begins={"E-OF": "Hei!\n\nMedlem M-1 "}
        ),
    ),
    Case(
        "whoever gets the case hears that the record says resigned",
        "TR-5, LA-4, OA-2, OF-2, FO-11: «Medlem M-1 ringte», of one who had resigned.",
        Call(
            ("eget_onske=ja", "er_medlem=ja", "til_forbund=NTL"),
            given={"member": RESIGNED, "availability": AWAY},
            says={"E-OF": "Medlem M-1, som står som utmeldt, "},
        ),
    ),
    Case(
        "a transfer to another union asks for writing notes it and tells the department",
        "OF-1, OF-2, OF-3, OF-4",
        Call(
            ("eget_onske=ja", "til_forbund=Fellesforbundet"),
            does=(("INFORM", "", "I-SKRIFTLIG"), ("EMAIL", "avdeling:4", "E-OF"), ("INFORM", "", "I-OVF")),
            equals={"NOTE.strength": "skal"},
            says={"NOTE.text": ("23.03.2026", "avventer skriftlig bekreftelse")},
        ),
    ),
    Case(
        "a transfer nobody wishes themselves is not begun",
        "OF-4, OA-5",
        Call((), given={"caller": "tredjepart"}, only=("INFORM", "LOG")),
    ),
    Case(
        "an answer that was typed with its full stop ends no sentence halfway",
        "FO-8, OA-2, OF-1: «vilkårene for Reise. og sende dem», «(Bodø.).», «Overføring til Fagforbundet.»",
        Call(("eget_onske=ja", "til_forbund=Fagforbundet."), equals={"AWAIT_CONFIRMATION.detail": "til Fagforbundet"}),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=situation)
def test_a_call(case: Case) -> None:
    play("overforing_forbund", case)


@pytest.mark.parametrize("said", ["vet_ikke", "vet ikke"])
def test_a_member_may_not_know_which_union_it_is(said: str) -> None:
    """OF-1, OF-2, OF-3: «ønsker selv overføring til vet ikke», in the note, in the mail and in the list."""
    run = take("overforing_forbund", "eget_onske=ja", f"til_forbund={said}")
    assert "ønsker selv overføring til et annet forbund. Det er gitt" in text(run, "N-OF")
    assert "ønsker selv overføring til et annet forbund. Vi har" in text(run, "E-OF")
    assert action(run, "AWAIT_CONFIRMATION")["detail"] == "til et annet forbund"
    known = take("overforing_forbund", "eget_onske=ja", "til_forbund=NTL")
    assert "overføring til NTL." in text(known, "N-OF")


def test_no_sms_is_put_in_for_a_landline() -> None:
    """UT-2: it would never arrive, and the note says that the address comes by SMS. A mobile on the card does."""
    run = take("overforing_forbund", "eget_onske=ja", "til_forbund=NTL", member={**MEMBER, "phone": "22123456"})
    words = {"sms_adresse": "Hei! Send den til avd4@forbundet.no."}
    wanted = Review(on={"sms_adresse": True}, texts=words)
    with pytest.raises(IncompleteError, match="En fasttelefon får ingen SMS"):
        check_complete(run, reviewed(run, wanted), wanted)
    mobile = wanted.model_copy(update={"data": {"sms_adresse": {"number": "41234567"}}})
    check_complete(run, reviewed(run, mobile), mobile)
