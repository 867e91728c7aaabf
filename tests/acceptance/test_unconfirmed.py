"""A caller whose identity does not hold gets help and general words, and nothing of the record is read or written
(X-3, X-4, TR-5 to TR-7)."""

from itertools import islice
from typing import Any

import pytest
from sqlalchemy import text as sql

from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.procedures.checks.paths import ways
from sentralbord_desktop.procedures.loader import library
from sentralbord_desktop.procedures.model import StepRole
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.proposals import proposal_of
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.services.drafts import Draft
from sentralbord_desktop.services.office import Services
from tests.helpers import calls
from tests.helpers.acceptance import action, answer_with, at_home, kinds, take, text
from tests.helpers.drafts import answered, looked_over
from tests.helpers.union_calls import Said

ABOUT_A_MEMBER = {"NOTE", "EMAIL", "SMS", "LETTER_ORDER", "UPDATE_MEMBER", "AWAIT_CONFIRMATION"}
OF_THE_RECORD = ("M-1", "Prøve Prøvesen", "Granveien", "99000418", "990 00 418", "204118", "Fjeldheim", "Renhold")
FAILED = ("identitet=nei", "ikke_bekreftet=sagt", "avdeling=6")
DISMISSED = calls.dismissed("-4")
CONTACT = ("tlf=41234567", "navn=Per Ås", "arbeidsgiver=ikke_oppgitt")
UNSAID: dict[str, Any] = {"identity_confirmed": False}


def failed(*answers: Said, **facts: Any) -> ProcedureRun:
    return take("trobbel", *FAILED, *DISMISSED, *answers, **UNSAID, **facts)


def everything_in(run: ProcedureRun) -> str:
    return " ".join(f"{a.subject} {a.text} {a.data} {a.to} {a.to_label}" for a in Outcome(run).actions())


def is_asked_for_identity(run: ProcedureRun) -> bool:
    return run.current is not None and run.current.role is StepRole.IDENTITY


def test_the_deadline_is_said_the_case_is_sent_and_somebody_rings() -> None:
    run = failed("ds_ledig=ingen", *CONTACT)
    assert run.current is None
    assert {"EMAIL", "CALLBACK", "NOTE", "INFORM", "LOG"} <= set(kinds(run))
    assert "Fristen ser ut til å være torsdag 2. april" in text(run, "I-FRIST") or "1. april" in text(run, "I-FRIST")
    assert action(run, "EMAIL")["to"] == "avdeling:6:DS", "the department that the caller named"
    mail = text(run, "E-TR")
    assert mail.startswith(
        "Hei!\n\nPer Ås ringte 23.03.2026 kl. 10.00. Identiteten er ikke bekreftet.\nGjelder: oppsig"
    )
    assert "Nås på: 412 34 567" in mail
    assert "Identiteten er ikke bekreftet." in text(run, "N-TR")
    assert action(run, "LOG")["text"] == "Identiteten er ikke bekreftet. Gjaldt: oppsigelse"
    assert action(run, "CALLBACK")["to"] == "avdeling:6:DS"
    said = [a for a in Outcome(run).actions() if a.kind == "ASK" and a.to == "identitet_ikke_bekreftet"]
    assert said, "that it is not confirmed was said first"


def test_the_caller_can_be_put_through() -> None:
    run = failed("ds_ledig=tok")
    assert run.current is None
    assert "TRANSFER" in kinds(run)
    assert "Identiteten er ikke bekreftet." in text(run, "N-TR-SATT-OVER")


def test_nothing_of_the_record_is_read_on_any_way() -> None:
    """It is neither proposed, nor said, nor written, nor shown beside a question."""
    start = at_home(take("trobbel", "identitet=nei", **UNSAID))
    for count, end in enumerate(ways(start)):
        if count % 13 == 0:
            found = everything_in(end)
            assert not [word for word in OF_THE_RECORD if word in found], end.given
    asked = failed("ds_ledig=ingen")
    assert asked.current is not None
    assert asked.current.role is StepRole.PHONE
    assert proposal_of(asked, asked.current) is None


def test_the_record_comes_back_when_the_identity_holds_after_all() -> None:
    closed = failed("ds_ledig=ingen", *CONTACT)
    assert closed.facts.member.member_no is None
    opened = answer_with(closed, "+identitet=ja")
    assert (opened.facts.member.member_no, opened.facts.caller) == ("M-1", "medlem")
    assert not opened.facts.identity_failed
    assert "medlem M-1" in action(opened, "EMAIL")["subject"]
    assert "ikke bekreftet" not in everything_in(opened)


def test_what_the_record_had_answered_goes_when_the_identity_fails_afterwards() -> None:
    """The operator goes back with ←; «Stemmer dette?» had given the number and the department."""
    run = take("trobbel", "identitet=ja", *DISMISSED, "ds_ledig=ingen", **UNSAID)
    assert "990 00 418" in everything_in(run)
    closed = answer_with(run, "+identitet=nei")
    closed = answer_with(closed, "+ikke_bekreftet=sagt")
    assert closed.current is not None
    assert closed.current.role is StepRole.DEPARTMENT
    for said in ("avdeling=6", *CONTACT):
        closed = answer_with(closed, said)
    assert closed.current is None
    assert not [word for word in OF_THE_RECORD if word in everything_in(closed)]


def test_record_stays_closed_in_a_topic_that_does_not_ask() -> None:
    moved = failed("ds_ledig=ingen", *CONTACT).switched("media")
    assert moved.facts.identity_failed
    assert moved.facts.member.member_no is None


def test_in_the_other_topics_the_questions_end_as_before() -> None:
    for topic in ("kontingent", "opplysninger", "utmelding"):
        run = take(topic, "identitet=nei", **UNSAID)
        assert run.current is None
        assert text(run, "I-IKKE-BEKREFTET")
        assert "NOTE" not in kinds(run)
        assert action(run, "LOG")["text"] == "Identiteten er ikke bekreftet. Ga bare generell informasjon."


@pytest.mark.parametrize("category", sorted(library().procedures))
def test_nothing_is_left_in_a_record_by_one_who_could_not_say_who_they_are(category: str) -> None:
    """X-3: of a reminder of GF a remark was written, though the call ended at the question of identity."""
    start = at_home(take(category, **UNSAID))
    for run in islice(ways(start), 400):
        identity = run.answer_for(StepRole.IDENTITY)
        if identity is None or identity.choice != "nei" or run.facts.identity_failed:
            continue
        left = {action.kind for action in Outcome(run).actions() if action.on} & ABOUT_A_MEMBER
        assert not left, run.given


def test_the_log_of_the_member_says_that_it_was_not_confirmed_who_rang(services: Services, ingunn: Member) -> None:
    """X-3: a row «fullført» stood in the log of the member, who may never have rung."""
    for topic, answers in (("utmelding", ()), ("forsikring", ("purring_gf",))):
        draft = services.inquiries.begin(topic, member=ingunn)
        draft = answered(services, draft, *answers, "identitet=nei")
        services.inquiries.complete(looked_over(services, draft))
        last = services.members.open(ingunn.id).calls[0].outcome
        assert last == "fullført: Identiteten er ikke bekreftet. Ga bare generell informasjon."


# ---------------------------------------------------------------- where Kurs and Annet ask


@pytest.mark.parametrize(
    ("category", "answers", "asks"),
    [
        ("kurs", ("type=paamelding", "lenke=ja"), False),
        ("kurs", ("type=sporsmal", "kurs=Excel", "lurer_paa=Når?", "ansvarlig=4", "ledig=tok"), False),
        ("kurs", ("type=sporsmal", "kurs=Excel", "lurer_paa=Når?", "ansvarlig=4", "ledig=ingen"), True),
        ("kurs", ("type=sporsmal", "kurs=Excel", "lurer_paa=Når?", "ansvarlig=vet_ikke"), True),
        ("annet", ("tema=møterom", "videre=svart"), False),
        ("annet", ("tema=møterom", "videre=over", "over_til=resepsjonen", "sett_over=tok"), False),
        ("annet", ("tema=møterom", "videre=over", "over_til=resepsjonen", "sett_over=ingen"), True),
        ("annet", ("tema=møterom", "videre=ring"), True),
        ("annet", ("tema=møterom", "videre=rutine"), True),
    ],
)
def test_the_identity_is_asked_where_the_number_of_the_record_is_used(
    category: str, answers: tuple[Said, ...], asks: bool
) -> None:
    run = take(category, *answers, **UNSAID)
    assert is_asked_for_identity(run) == asks
    if not asks:
        assert not {"NOTE", "UPDATE_MEMBER"} & set(kinds(run)), "nothing in the record is changed"
    assert not is_asked_for_identity(take(category, *answers)), "it was confirmed on the record"
    assert not is_asked_for_identity(take(category, *answers, caller="tredjepart"))


@pytest.mark.parametrize(
    ("category", "answers"),
    [
        (
            "kurs",
            ("type=sporsmal", "kurs=Excel", "lurer_paa=Når?", "ansvarlig=vet_ikke", "identitet=nei", "tlf=41234567"),
        ),
        ("annet", ("tema=møterom", "videre=ring", "identitet=nei", "onsket_tid=i morgen 10", "tlf=41234567")),
    ],
)
def test_a_general_question_goes_on_without_the_record(category: str, answers: tuple[Said, ...]) -> None:
    run = take(category, *answers, **UNSAID)
    assert run.current is None or run.current.role is StepRole.CALLER_NAME
    run = answer_with(run, "navn=Per Ås") if run.current else run
    assert {"EMAIL", "CALLBACK"} & set(kinds(run))
    assert "NOTE" not in kinds(run)
    assert not [word for word in OF_THE_RECORD if word in everything_in(run)]


# ---------------------------------------------------------------- on an encrypted register


def unconfirmed(services: Services, member: Member) -> Draft:
    draft = services.inquiries.begin("trobbel", member=member, identity=False)
    run = draft.run(services.inquiries.library, services.organisation.read())
    for said in (*FAILED, *DISMISSED, "ds_ledig=ingen", *CONTACT):
        run = answer_with(run, said.replace("avdeling=6", "avdeling=vet_ikke"))
    return calls.reviewed(services, draft.with_run(run))


def test_a_completed_call_leaves_the_record_alone_and_waits_for_its_member(services: Services, ingunn: Member) -> None:
    before = services.members.open(ingunn.id)
    receipt = services.inquiries.complete(unconfirmed(services, ingunn))
    after = services.members.open(ingunn.id)
    assert (after.remarks, after.callbacks, after.calls, after.sent) == (
        before.remarks,
        before.callbacks,
        before.calls,
        before.sent,
    )
    assert after.member == before.member
    (waits,) = services.unmatched_calls.all_unmatched()
    assert waits.member_name == "Per Ås"
    assert "Identiteten er ikke bekreftet." in waits.note
    assert "Fjeldheim" not in receipt.sentence
    call = services.members.recent(1)[0]
    assert (call.member_id, call.caller_name) == (None, "Per Ås")
    [promise] = services.callbacks.all_open()
    assert (promise.name, promise.number, promise.member_id) == ("Per Ås", "41234567", None)
    with services.database.transaction() as session:
        asked = sql("SELECT state FROM inquiry WHERE id = :id")
        kept = str(session.execute(asked, {"id": receipt.inquiry_id}).scalar_one())
    assert not [word for word in OF_THE_RECORD if word in kept], "the record is not in what is kept for opening again"


def test_a_call_that_is_opened_again_is_still_without_the_record(services: Services, ingunn: Member) -> None:
    receipt = services.inquiries.complete(unconfirmed(services, ingunn))
    draft = services.inquiries.reopen(receipt.inquiry_id).draft
    run = draft.run(services.inquiries.library, services.organisation.read())
    assert draft.member_id is None
    assert run.facts.identity_failed
    assert run.current is None
    assert "Identiteten er ikke bekreftet." in text(run, "N-TR")


def test_every_topic_that_goes_on_says_so_in_its_file() -> None:
    """The answer that closes the record does not end the questions, and the third answer is the third party's."""
    going_on = set()
    for procedure in library().procedures.values():
        step = procedure.step_for(StepRole.IDENTITY)
        choice = step.choice("nei") if step else None
        if choice and choice.closes_record:
            going_on.add(procedure.id)
            assert not choice.stop
            assert step is not None
            assert [c.key for c in step.choices] == ["ja", "nei", "for_annen"]
    assert going_on == {"trobbel", "kurs", "annet"}
