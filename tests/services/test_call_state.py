"""The call as a value: what each event leaves, without a window."""

from dataclasses import replace

import pytest

from sentralbord_desktop.domain.dates.clock import now
from sentralbord_desktop.domain.inquiries.caller_kind import CallerKind
from sentralbord_desktop.domain.inquiries.inquiry import Answer, Receipt
from sentralbord_desktop.domain.inquiries.review import Review
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.domain.members.record import MemberRecord
from sentralbord_desktop.procedures.answers import AnswerError
from sentralbord_desktop.services.drafts import Draft, promises_of
from sentralbord_desktop.services.inquiries.call_state import (
    NO_CALLER,
    Caller,
    CallState,
    Inquiry,
    UnknownCaller,
    View,
    moved,
)
from sentralbord_desktop.services.office import Services
from tests.helpers import calls
from tests.helpers.engines import enrolling


@pytest.fixture
def record(services: Services, ingunn: Member) -> MemberRecord:
    return services.members.open(ingunn.id, "oppslag")


@pytest.fixture
def begun(services: Services, record: MemberRecord) -> CallState:
    """Trøbbel about the member, at its first question."""
    draft = calls.half_way(services, "trobbel", record.member)
    return CallState().opened(Caller(record, identity=True)).ran(running(services, draft))


def running(services: Services, draft: Draft) -> Inquiry:
    return Inquiry.taken_up(draft, services.inquiries.library, now(), services.organisation.read(), None)


def receipt(state: CallState) -> Receipt:
    assert state.inquiry is not None
    return Receipt(inquiry_id=state.inquiry.draft.id, title="Fullført")


def test_a_state_is_what_is_shown(begun: CallState) -> None:
    assert CallState().view is View.RESTING
    assert CallState().searching().view is View.SEARCHING
    assert CallState().opened(NO_CALLER).view is View.CALLER
    assert begun.view is View.STEP
    assert begun.hung_up().view is View.RESTING


def test_a_search_keeps_the_caller_of_the_inquiry_and_makes_openings_late(begun: CallState) -> None:
    searching = replace(begun, receipt=receipt(begun)).searching()
    assert (searching.caller, searching.inquiry, searching.receipt) == (NO_CALLER, begun.inquiry, None)
    assert searching.opening != begun.opening
    assert searching.searching().restored().caller == begun.caller
    assert searching.restored().restored() == searching.restored()


def test_an_answer_that_does_not_fit_changes_nothing(begun: CallState) -> None:
    assert begun.inquiry is not None
    first = begun.inquiry.run.current
    assert first is not None
    typed = begun.inquiry.half_typed(f"{first.id}.navn", "Ingu", 4).half_typed("annet", "x", 1)
    with pytest.raises(AnswerError):
        typed.answered(first.id, Answer(choice="finnes ikke"))
    after = typed.answered(first.id, Answer(choice=first.choices[0].key))
    assert after.draft.half_typed == {"annet": "x"}
    assert after.run.given.keys() >= {first.id}
    assert after.draft.step == (after.run.current.id if after.run.current else "")
    assert typed.run.given == begun.inquiry.run.given


def test_a_change_that_changes_nothing_gives_the_same_inquiry(begun: CallState, record: MemberRecord) -> None:
    inquiry = begun.inquiry
    assert inquiry is not None
    inquiry = inquiry.with_promises(record)
    assert inquiry.with_promises(record) is inquiry
    assert inquiry.switched("trobbel") is inquiry
    assert inquiry.in_language(inquiry.run.facts.language) is inquiry
    assert inquiry.switched("annet").run.procedure.id == "annet"


def test_what_was_written_is_closed_only_where_it_is_on_the_screen(begun: CallState) -> None:
    assert begun.inquiry is not None
    written, draft = begun.writing(begun.inquiry.draft), begun.inquiry.draft
    assert written.is_writing(draft)
    done = written.written(draft, receipt(begun))
    assert (done.inquiry, done.caller, done.completed_for) == (None, NO_CALLER, begun.caller)
    assert not done.is_writing(draft)
    other = replace(written, inquiry=replace(begun.inquiry, draft=draft.model_copy(update={"id": "en annen"})))
    aside = other.written(draft, receipt(begun))
    assert (aside.inquiry, aside.caller, aside.receipt) == (other.inquiry, begun.caller, receipt(begun))


def test_another_matter_is_for_the_last_caller_until_another_is_looked_for(begun: CallState) -> None:
    assert begun.inquiry is not None
    done = begun.written(begun.inquiry.draft, receipt(begun))
    assert done.again == begun.caller
    assert begun.again is None
    assert done.searching().again is None
    assert done.opened(Caller(unknown_caller=UnknownCaller("99000777"))).again is None


def test_another_matter_does_not_ask_again_who_it_is_when_the_procedure_asked(
    services: Services, record: MemberRecord, begun: CallState
) -> None:
    inquiry = running(services, services.inquiries.begin("kontingent", member=record.member))
    assert inquiry.run.current is not None
    assert inquiry.run.current.id == "identitet"
    for answer, is_known in (("ja", True), ("nei", False)):
        ends = CallState().opened(Caller(record)).ran(inquiry.answered("identitet", Answer(choice=answer)))
        again = ends.written(inquiry.draft, receipt(begun)).again
        assert again == Caller(record, identity=is_known)


def test_another_matter_knows_the_name_and_the_number_that_were_given(services: Services, begun: CallState) -> None:
    unknown = UnknownCaller("22123456")
    inquiry = running(services, services.inquiries.begin("media", member=None, number=unknown.number))
    inquiry = inquiry.answered("journalist", Answer(text="Kari Ås"))
    ends = CallState().opened(Caller(unknown_caller=unknown)).ran(inquiry)
    assert ends.written(inquiry.draft, receipt(begun)).again == Caller(
        unknown_caller=UnknownCaller("22123456", "Kari Ås")
    )


def test_the_mark_closes_the_record_and_gives_no_number_of_the_member(record: MemberRecord) -> None:
    own, other = record.member.phones[0].number, "99000777"
    caller = Caller(record, identity=True)
    for ringing, kept in ((own, ""), (other, other)):
        marked = caller.turned(ringing)
        assert (marked.kind, marked.open_record, marked.identity) == (CallerKind.ANOTHER, None, False)
        assert marked.unknown_caller == UnknownCaller(kept)
        assert CallState(marked).closed_member_id == record.member.id
        assert marked.turned(ringing) == replace(caller, identity=False)


def test_a_member_who_is_gone_is_closed_and_a_late_reading_is_not_shown(record: MemberRecord) -> None:
    state = CallState().opened(Caller(record, identity=True))
    assert state.reread(record.member.id, None).caller == NO_CALLER
    assert state.reread(record.member.id + 1, None) is state
    assert state.reread(record.member.id, record).caller.identity


def test_no_name_and_no_number_is_in_the_repr_of_a_call(begun: CallState) -> None:
    unknown = CallState().opened(Caller(unknown_caller=UnknownCaller("99000777", "Roar Ukjent")))
    shown = "".join(map(repr, (begun, begun.caller, begun.inquiry, unknown, unknown.caller)))
    assert not any(word in shown for word in ("Fjeldheim", "99000777", "Ukjent"))


def test_a_call_that_is_moved_keeps_what_was_said_and_nothing_of_the_wrong_record(
    services: Services, record: MemberRecord
) -> None:
    inge = enrolling(services.database)("204119", "Inge", "Fjeldvik", phone="+47 990 00 419", department=2)
    draft = calls.half_way(services, "trobbel", record.member, *calls.dismissed(), "ds_ledig=ingen")
    assert record.member.phone[-3:] in draft.answers["stemmer"].fields["tlf"]
    review = Review(texts={"merknad": "Ingunn er sagt opp"}, promises={"oppringing:1": "staar"})
    employer = Answer(text=record.member.employer, source="fra medlemsbildet, bekreftet")
    draft = draft.model_copy(
        update={
            "answers": {**draft.answers, "arbeidsgiver": employer},
            "review": review,
            "half_typed": {"navn": "Ingunn"},
            "callback_id": 1,
            "promises": promises_of(record),
        }
    )
    right = services.inquiries.begin("trobbel", member=inge)
    after = moved(draft, right, services.inquiries.library, services.organisation.read())
    assert (after.id, after.member_id, after.title) == (draft.id, inge.id, inge.name)
    assert after.facts.member == right.facts.member
    assert not after.facts.identity_confirmed
    assert after.answers["mottatt"] == draft.answers["mottatt"]
    assert not {"stemmer", "tillitsvalgt", "ds_ledig", "identitet"} & after.answers.keys()
    assert after.review == Review()
    assert (after.half_typed, after.callback_id, after.promises) == ({}, None, right.promises)
    state, own = after.model_dump_json(), record.member
    assert not [text for text in (own.last_name, own.phone, own.street, own.employer) if text and text in state]
