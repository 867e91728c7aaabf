"""Annet: what comes of a call, by its answers. A call is on 23.03.2026, from a member in avd. 4."""

from datetime import date, datetime

import pytest

from sentralbord_desktop.domain.inquiries.inquiry import Action
from sentralbord_desktop.domain.inquiries.review import Review
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.domain.organisation.organisation import Staff
from sentralbord_desktop.procedures.answers import AnswerError
from sentralbord_desktop.procedures.loader import default_organisation
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.procedures.transfers import candidates_of
from sentralbord_desktop.services.drafts import IncompleteError, check_complete, reviewed
from sentralbord_desktop.services.office import Services
from tests.helpers.acceptance import MEMBER, NO_PHONE, ORGANISATION, action, answer_with, take, text
from tests.helpers.calls import half_way, ready
from tests.helpers.cases import Call, Case, play, situation

HUSBAND = {"caller": "tredjepart", "name": "Per Ås", "number": "41234567"}
BIRTH_NUMBER = "14037900053"
"""Made up, with the right control digits."""


def _plain(run: ProcedureRun) -> tuple[ProcedureRun, tuple[Action, ...], Review]:
    done = reviewed(run, Review())
    return run, done, Review(said=tuple(a.id for a in done if a.must_be_said))


CASES = (
    Case(
        "an evening is closed and moved to the morning",
        "",
        Call(
            ("tema=parkering", "videre=ring", "onsket_tid=i kveld etter 20"),
            equals={"CALLBACK.due": "2026-03-24T08:00:00"},
            says={"CALLBACK.window": "ønsket i kveld etter 20"},
        ),
    ),
    Case(
        "a week from monday on a monday is the next one",
        "",
        Call(
            ("tema=parkering", "videre=ring", "onsket_tid=mandag om en uke"),
            equals={"CALLBACK.due": "2026-03-30T10:00:00"},
        ),
    ),
    Case(
        "a number of the record is not read out to one whom nobody knows",
        "X-3: a name was enough to hear somebody's number. Whom we ring and what is written has it.",
        Call(
            ("tema=ferie", "videre=ring", "identitet=nei", "onsket_tid=i morgen 10", "tlf=41234567"),
            given={"availability": {"sloyfe_2": False}, "received_on": "sloyfe:1", "identity_confirmed": False},
            lacks={"I-CB": "990 00 418"},
            says={"I-CB": "på 412 34 567"},
        ),
        Call(
            ("tema=ferie", "videre=ring", "onsket_tid=i morgen 10"),
            given={"availability": {"sloyfe_2": False}, "received_on": "sloyfe:1"},
            says={"I-CB": "990 00 418"},
        ),
    ),
    Case(
        "a number that the caller told is said again",
        "GE-5: «Gjenta det høyt», whoever it is.",
        Call(
            ("tema=ferie", "videre=ring", "identitet=nei", "onsket_tid=i morgen 10", "+tlf=400 11 333"),
            given={"identity_confirmed": False},
            says={"I-CB": "400 11 333"},
        ),
        Call(
            ("tema=ferie", "videre=ring", "identitet=nei", "onsket_tid=i morgen 10"),
            given={"caller_phone": "99000418", "identity_confirmed": False},
            says={"I-CB": "990 00 418"},
        ),
    ),
    Case(
        "one whose identity nobody has confirmed is rung, and the record is not written in",
        "X-3, X-4",
        Call(
            ("tema=ferie", "videre=ring", "identitet=nei", "onsket_tid=i morgen 10", "tlf=41234567"),
            given={"identity_confirmed": False},
            does=("CALLBACK",),
            never=("NOTE",),
        ),
        Call(("tema=ferie", "videre=ring", "onsket_tid=i morgen 10"), says={"N-CB": "990 00 418"}),
    ),
    Case(
        "no note says that a member asked to be rung when another did",
        "X-4, GE-5",
        Call(
            ("tema=parkering", "videre=ring", "onsket_tid=i morgen 10"),
            given={"caller": "tredjepart"},
            does=("CALLBACK",),
            never=("NOTE",),
        ),
    ),
    Case(
        "nobody is promised a call on ingen",
        "GE-5: «Vi ringer deg tilbake på ingen, når som helst.»",
        Call(
            ("tema=parkering", "videre=ring", "onsket_tid=når som helst", "tlf=ingen"),
            given={"member": NO_PHONE},
            equals={"I-CB": "«Vi har ikke noe nummer til deg, så ring oss gjerne igjen.»"},
            says={"N-CB": "Ba om å bli ringt opp når som helst (oppga ikke nummer) om parkering."},
        ),
        Call(
            ("tema=parkering", "videre=ring", "onsket_tid=når som helst"),
            given={"member": MEMBER},
            equals={"I-CB": "«Vi ringer deg tilbake på 990 00 418, så snart vi kan.»"},
        ),
    ),
    Case(
        "anything else is answered put through or promised",
        "AN-1",
        Call(("tema=åpningstider", "videre=svart"), does=(("ANSWER", "annet", ""),)),
        Call(
            ("tema=åpningstider", "videre=svart", "svaret=Stengt i romjula"),
            says={"N-AN": "Ringte om åpningstider. Svar: Stengt i romjula."},
        ),
        Call(
            ("tema=møterom", "videre=over", "over_til=resepsjonen", "sett_over=tok"),
            does=(("TRANSFER", "resepsjonen", ""),),
        ),
        Call(("tema=møterom", "videre=ring", "onsket_tid=i morgen 10"), equals={"CALLBACK.due": "2026-03-24T10:00:00"}),
    ),
    Case(
        "others are told nothing about membership and enrol nobody",
        "X-4, IN-1",
        Call(("tema=er Kari medlem", "videre=svart"), given={"caller": "tredjepart"}, does=("I-TREDJE",)),
    ),
    Case(
        "a day that is wished is never over already",
        "GE-5",
        Call(
            ("tema=faktura", "videre=ring", "onsket_tid=i dag"),
            given={"call_time": "13.00"},
            equals={"CALLBACK.due": "2026-03-23T14:00:00"},
        ),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=situation)
def test_a_call(case: Case) -> None:
    play("annet", case)


@pytest.mark.parametrize("wished", ["i natt", "30. februar", "når dere har tid", "etter jobb"])
def test_what_nobody_can_read_as_a_time_is_noted_and_not_promised(wished: str) -> None:
    """GE-5"""
    run = take("annet", "tema=parkering", "videre=ring", f"onsket_tid={wished}")
    assert text(run, "I-CB").endswith(f"«Jeg noterer ønsket ditt: {wished}.»")
    assert f"Ba om å bli ringt opp {wished} på 990 00 418" in text(run, "N-CB")
    assert f"Vi ringer deg tilbake. Ønsket ditt: «{wished}»." in text(run, "S-CB")
    assert "så snart" not in text(run, "S-CB")


@pytest.mark.parametrize(
    ("said", "due", "promised"),
    [
        ("før 9 i morgen", "2026-03-24T08:00:00", "tirsdag 24. mars kl. 08"),
        ("onsdag før lunsj", "2026-03-25T11:00:00", "onsdag 25. mars kl. 11"),
        ("innen kl. 11", "2026-03-23T10:15:00", "mandag 23. mars kl. 10.15"),
        ("i overmorgen", "2026-03-25T10:00:00", "onsdag 25. mars kl. 10"),
        ("helst onsdag mellom ni og elleve", "2026-03-25T09:00:00", "onsdag 25. mars kl. 09"),
        ("onsdag i neste uke", "2026-04-01T10:00:00", "onsdag 1. april kl. 10"),
    ],
)
def test_a_wish_that_is_said_in_other_words_has_its_time_in_the_list(said: str, due: str, promised: str) -> None:
    """GE-5: «før 9» was rung at nine, and «i overmorgen» stood in the list without a time, whatever day it was."""
    run = take("annet", "tema=parkering", "videre=ring", f"onsket_tid={said}")
    assert action(run, "CALLBACK")["due"] == due
    assert f", {promised}.»" in text(run, "I-CB")
    assert f"ringt opp {promised} på 990 00 418" in text(run, "N-CB")


def test_a_promise_to_ring_without_a_number_is_left_to_do(services: Services) -> None:
    """GE-5"""
    draft = ready(
        services, "annet", None, "tema=parkering", "videre=ring", "onsket_tid=i morgen 10", "tlf=har ikke telefon"
    )
    receipt = services.inquiries.complete(draft)
    assert "Oppringingen mangler et nummer: skriv det i Ring tilbake" in receipt.by_hand


def test_a_promise_is_never_due_before_the_call_was_finished() -> None:
    """GE-5: «i dag 11», parked at ten, taken up at two."""
    asked = take("annet", "tema=parkering", "videre=ring", "onsket_tid=i dag 11")
    assert action(asked, "CALLBACK")["due"] == "2026-03-23T11:00:00"
    later = asked.facts.model_copy(update={"taken_up": datetime.fromisoformat("2026-03-23T14:00")})
    again = asked.with_facts(later)
    assert action(again, "CALLBACK")["due"] == "2026-03-23T15:00:00"
    assert "kl. 15 på 990 00 418 om parkering (ønsket i dag 11, tidspunktet var over)." in text(again, "N-CB")


@pytest.mark.parametrize(
    ("wished", "taken_up", "note"),
    [
        ("i morgen 10", "2026-03-25T08:30", "onsdag 25. mars kl. 09.30 på 990 00 418 om parkering (ønsket 24.03.2026"),
        ("i dag etter 12", "2026-03-23T13:00", "mandag 23. mars etter kl. 14 på 990 00 418 om parkering."),
        (
            "i dag før 12",
            "2026-03-23T13:00",
            "mandag 23. mars kl. 13.15 på 990 00 418 om parkering (ønsket i dag før 12",
        ),
    ],
)
def test_a_call_that_was_parked_over_the_time_is_not_noted_as_asked_for_then(
    services: Services, ingunn: Member, wished: str, taken_up: str, note: str
) -> None:
    """«Ba om å bli ringt opp onsdag 09.30», of one who had asked for Tuesday at ten: it was parked over that."""
    draft = half_way(services, "annet", ingunn, "parkering", "ring", wished)
    called = draft.facts.model_copy(update={"call_date": date(2026, 3, 23), "call_time": "10.00"})
    draft = draft.model_copy(update={"facts": called})
    again = draft.taken_up(services.inquiries.library, datetime.fromisoformat(f"{taken_up}+01:00"))
    run = again.run(services.inquiries.library, services.organisation.read())
    assert f"Ba om å bli ringt opp {note}" in text(run, "N-CB")


@pytest.mark.parametrize(
    ("called", "wished", "due", "promised"),
    [
        ("2026-12-21", "24/12", "2026-12-28T10:00:00", "mandag 28. desember kl. 10"),
        ("2026-12-21", "torsdag kl. 10", "2026-12-28T10:00:00", "mandag 28. desember kl. 10"),
        ("2026-12-30", "i morgen tidlig", "2027-01-04T08:00:00", "mandag 4. januar kl. 08"),
        ("2026-12-30", "i morgen etter 17", "2027-01-04T08:00:00", "mandag 4. januar kl. 08"),
        ("2026-12-24", "i dag 11.30", "2026-12-24T11:30:00", "torsdag 24. desember kl. 11.30"),
        ("2026-03-30", "etter påske", "2026-04-07T10:00:00", "tirsdag 7. april kl. 10"),
        ("2026-03-26", "mandag eller tirsdag", "2026-03-30T10:00:00", "mandag 30. mars kl. 10"),
        ("2026-03-26", "kvart på ti i morgen", "2026-03-27T09:45:00", "fredag 27. mars kl. 09.45"),
    ],
)
def test_nobody_is_promised_a_call_when_nobody_is_there(called: str, wished: str, due: str, promised: str) -> None:
    """GE-5, 4.2: «24. desember kl. 10» was promised, and the offices are closed on the eve."""
    run = take("annet", "tema=pensjon", "videre=ring", f"onsket_tid={wished}", call_date=called)
    assert action(run, "CALLBACK")["due"] == due
    assert f", {promised}.»" in text(run, "I-CB")
    moved, is_moved = f"ønsket {wished}, kontoret kan være stengt da", called in ("2026-12-21", "2026-12-30")
    if is_moved:
        assert action(run, "CALLBACK")["window"] == moved
    note = text(run, "N-CB")
    assert f"ringt opp {promised} på 990 00 418 om pensjon" in note
    assert (f"om pensjon ({moved})." in note) is is_moved, "who asked for what"


def test_a_wish_that_was_over_when_the_call_came_is_noted_with_the_time_instead() -> None:
    """GE-5: «i dag 08», at ten, became «kl. 11» and the words typed were in no text."""
    run = take("annet", "tema=pensjon", "videre=ring", "onsket_tid=i dag 08")
    assert action(run, "CALLBACK")["due"] == "2026-03-23T11:00:00"
    assert "kl. 11 på 990 00 418 om pensjon (ønsket i dag 08, tidspunktet var over)." in text(run, "N-CB")
    soon = take("annet", "tema=pensjon", "videre=ring", "onsket_tid=nå")
    assert "ønsket" not in text(soon, "N-CB")


@pytest.mark.parametrize(
    ("wished", "due"),
    [
        ("i ettermiddag", "2026-03-24T13:00:00"),
        ("etter lunsj", "2026-03-24T12:00:00"),
        ("i dag etter 12", "2026-03-24T12:00:00"),
    ],
)
def test_an_afternoon_with_no_time_left_is_the_next_one(wished: str, due: str) -> None:
    """GE-5: «i ettermiddag», at ten to four, was promised and noted as «i morgen etter kl. 09»."""
    run = take("annet", "tema=pensjon", "videre=ring", f"onsket_tid={wished}", call_time="15.50")
    assert action(run, "CALLBACK")["due"] == due
    promised = f"tirsdag 24. mars kl. {due[11:13]}"
    assert f", {promised}.»" in text(run, "I-CB")
    assert f"{promised} på 990 00 418 om pensjon (ønsket {wished}, kontoret er stengt da)." in text(run, "N-CB")


def test_nobody_is_told_or_rung_on_the_number_of_the_member_they_ring_about(services: Services, ingunn: Member) -> None:
    """X-4, GE-5: «Vi ringer deg tilbake på» the member's own number, and the list had the member's name."""
    rung = take(
        "annet", "tema=parkering", "videre=ring", "onsket_tid=i morgen 10", caller="tredjepart", caller_phone="41234567"
    )
    assert "på 412 34 567, tirsdag 24. mars kl. 10." in text(rung, "I-CB")
    hidden = take("annet", "tema=parkering", "videre=ring", "onsket_tid=i morgen 10", caller="tredjepart")
    assert hidden.current is not None
    assert hidden.current.id == "tlf"
    services.inquiries.complete(
        ready(services, "annet", ingunn, "tema=parkering", "videre=ring", "onsket_tid=i morgen 10", **HUSBAND)
    )
    [promise] = services.callbacks.all_open()
    assert (promise.name, promise.number) == ("Per Ås", "41234567")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("+4799000418", "990 00 418"),
        ("0047 22 12 34 56", "22 12 34 56"),
        ("99 00 04 18", "990 00 418"),
        ("0046701234567", "+46 70 123 45 67"),
        ("22123456 (jobb)", "22123456 (jobb)"),
    ],
)
def test_a_number_is_told_alike_however_it_was_typed(typed: str, told: str) -> None:
    """SP-2: «på +47 99 00 04 18»."""
    run = take(
        "annet",
        "tema=parkering",
        "videre=ring",
        "onsket_tid=i morgen 10",
        f"tlf={typed}",
        member={**MEMBER, "phone": ""},
    )
    assert f"på {told}, tirsdag" in text(run, "I-CB")
    assert f"på {told} om parkering." in text(run, "N-CB")


@pytest.mark.parametrize("said", ["torsdag 2. april kl. 9", "kl. 9 på torsdag 2. april"])
def test_nobody_is_promised_a_call_on_a_red_day_because_it_was_said_with_its_name(said: str) -> None:
    """GE-5: the day was not read, so it was promised on skjærtorsdag and had no time in the list."""
    run = take("annet", "tema=parkering", "videre=ring", f"onsket_tid={said}")
    assert action(run, "CALLBACK")["due"] == "2026-04-07T09:00:00", "the hour that suits them"
    assert "på 990 00 418, tirsdag 7. april kl. 09." in text(run, "I-CB")


@pytest.mark.parametrize(
    ("said", "rung"),
    [
        ("99000777 eller 22123456", "99000777"),
        ("990 00 777, helst etter 15", "99000777"),
        ("jobb 22 12 34 56", "22123456"),
        ("+46 70 123 45 67 (Sverige)", "+46701234567"),
        ("prøv etter 15", ""),
        ("vakta, 02800", "02800"),
        ("internt 412", "412"),
        ("0046 70 123 45 67", "+46701234567"),
        ("1234", "1234"),
    ],
)
def test_a_number_that_was_said_with_something_more_can_be_rung(services: Services, said: str, rung: str) -> None:
    """GE-5: «99000777 eller 22123456» became the number 9900077722123456."""
    services.inquiries.complete(
        ready(services, "annet", None, "tema=parkering", "videre=ring", "onsket_tid=i morgen 10", f"tlf={said}")
    )
    [promise] = services.callbacks.all_open()
    assert promise.number == rung


@pytest.mark.parametrize(
    ("called", "wished", "due", "promised"),
    [
        ("2026-03-27", "mandag 10", "2026-03-30T10:00:00", "mandag 30. mars kl. 10"),
        ("2026-03-27", "mandag 30", "2026-03-30T10:00:00", "mandag 30. mars kl. 10"),
        ("2026-03-27", "onsdag etter 14.30", "2026-04-01T14:30:00", "onsdag 1. april etter kl. 14.30"),
        ("2026-04-01", "i morgen 10", "2026-04-07T10:00:00", "tirsdag 7. april kl. 10"),
        ("2026-03-27", "når som helst", None, "når som helst"),
    ],
)
def test_what_is_promised_is_what_stands_in_the_list(called: str, wished: str, due: str | None, promised: str) -> None:
    """GE-5. Maundy Thursday is closed: the caller hears of Tuesday, as the list says."""
    run = take("annet", "tema=pensjon", "videre=ring", f"onsket_tid={wished}", call_date=called)
    assert action(run, "CALLBACK")["due"] == due
    told = "så snart vi kan" if due is None else promised
    assert f", {told}.»" in text(run, "I-CB")
    assert f"ringt opp {promised} på 990 00 418" in text(run, "N-CB")
    assert f"Vi ringer deg {told}." in text(run, "S-CB")


@pytest.mark.parametrize(
    ("wished", "nn", "en", "pl"),
    [
        ("når som helst", "så snart vi kan", "as soon as we can", "jak najszybciej"),
        ("mandag 10", "måndag 30. mars kl. 10", "Monday 30 March 2026 at 10:00", "poniedziałek, 30 marca 2026 o 10:00"),
        (
            "tirsdag etter 14.30",
            "tysdag 31. mars etter kl. 14.30",
            "Tuesday 31 March 2026 after 14:30",
            "wtorek, 31 marca 2026 po 14:30",
        ),
        (
            "onsdag før 12",
            "onsdag 1. april kl. 11",
            "Wednesday 1 April 2026 at 11:00",
            "środa, 1 kwietnia 2026 o 11:00",
        ),
        (
            "når han er hjemme",
            "tilbake. Ønsket ditt: «når han er hjemme»",
            "you wished for «når han er hjemme»",
            "zgodnie z życzeniem «når han er hjemme»",
        ),
    ],
)
def test_an_sms_in_another_language_promises_in_its_own_words(wished: str, nn: str, en: str, pl: str) -> None:
    """GE-5. A wish that cannot be read as a time is in the words of the caller."""
    run = take("annet", "tema=pensjon", "videre=ring", f"onsket_tid={wished}", call_date="2026-03-27")
    sms = next(one for one in Outcome(run).actions() if one.template == "S-CB")
    for language, told in (("nn", nn), ("en", en), ("pl", pl)):
        worded = Outcome(run, Review(languages={sms.id: language})).actions()
        said = next(one.text for one in worded if one.template == "S-CB")
        assert f" {told}. " in said, said


def test_a_birth_number_that_was_typed_in_an_answer_is_not_kept() -> None:
    """PR-3: also where no card shows the answer."""
    run = take("annet", f"tema=saken til {BIRTH_NUMBER}", "videre=svart", caller="tredjepart")
    done = reviewed(run, Review())
    assert "NOTE" not in {a.kind for a in done if a.on}
    said = Review(said=tuple(a.id for a in done if a.must_be_said))
    with pytest.raises(IncompleteError, match="ligner et fødselsnummer") as refused:
        check_complete(run, done, said)
    assert refused.value.missing == "tema"
    check_complete(*_plain(take("annet", "tema=saken til naboen", "videre=svart")))


TWO_NAMED_KARI = (
    Staff(id=1, name="Gro Bakkerud", function="DS", department=4, phone="22000001"),
    Staff(id=2, name="Kari Vik", function="DS", department=4, phone="22000002"),
    Staff(id=3, name="Kari Vik", function="KS", department=6, phone="22000003"),
)


@pytest.mark.parametrize(
    ("said", "shown", "number"),
    [
        ("bakke", "Gro Bakkerud", "22000001"),
        ("vik 6", "Kari Vik, KS avd. 6", "22000003"),
        ("avd 4", "avd. 4 Sted 4", "22000001"),
        ("sløy 2", "sløyfe 2", ""),
        ("22 33 44 55", "22 33 44 55", "22 33 44 55"),
    ],
)
def test_whom_the_caller_is_put_through_to_is_found_by_part_of_a_name(said: str, shown: str, number: str) -> None:
    start = take("annet", "tema=ferie", "videre=over")
    organisation = ORGANISATION.model_copy(update={"staff": TWO_NAMED_KARI, "targets": default_organisation().targets})
    asked = ProcedureRun(start.library, "annet", start.facts, organisation, start.given)
    run = answer_with(asked, f"over_til={said}")
    assert run.given["over_til"].text == shown
    assert run.current is not None
    assert next(iter(candidates_of(run, run.current))).number == number
    with pytest.raises(AnswerError, match=r"Kari Vik, DS avd\. 4 · Kari Vik, KS avd\. 6"):
        answer_with(asked, "over_til=Kari Vik")
