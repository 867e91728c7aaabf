"""X-5: a call whose member nobody had found is entered when somebody finds them, and forgotten by nobody before."""

import pytest
from sqlalchemy import text

from sentralbord_desktop.domain.access import Operator
from sentralbord_desktop.domain.dates.clock import today
from sentralbord_desktop.domain.errors import NotAllowedError, SwitchboardError
from sentralbord_desktop.domain.inquiries.caller_kind import CallerKind
from sentralbord_desktop.domain.inquiries.unmatched import UnmatchedCall
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.procedures.member_changes import words_of
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage.inquiries.unmatched import LEFT
from sentralbord_desktop.storage.members.members import change_member
from sentralbord_desktop.storage.privacy.retention import _is_held
from sentralbord_desktop.storage.tables import InquiryActionRow
from tests.helpers.calls import dismissal, ready
from tests.helpers.people import named, sit_down
from tests.helpers.unmatched import leave


def in_trouble(services: Services) -> UnmatchedCall:
    draft = ready(
        services,
        "trobbel",
        None,
        "er_medlem=ja",
        "avdeling=4",
        "hendelse=oppsagt",
        "mottatt=-2",
        "forhandling=ikke_holdt",
        "onske=jobb",
        "ansatt=ingen",
        "formfeil=ingen",
        "oppsigelsestid=vet_ikke",
        "tillitsvalgt=nei",
        "ds_ledig=ingen",
        "arbeidsgiver=Fjord AS",
        name="Per Ås",
        number="41234567",
    )
    services.inquiries.complete(draft)
    (waits,) = services.unmatched_calls.all_unmatched()
    return waits


def test_what_a_call_left_waits_in_the_list_with_who_it_was(services: Services) -> None:
    waits = leave(services)
    assert (waits.member_name, waits.number, waits.title) == ("Per Ås", "41234567", "Utmelding")
    assert waits.left == ("merknad", "bekreftelse")
    assert "utmelding" in waits.note.casefold()
    assert waits.sought == "41234567"


@pytest.mark.parametrize(
    ("category", "answers", "called"),
    [
        (
            "innmelding",
            (
                "hvordan=naa",
                "arbeidssted=Senteret",
                "sikker=ja",
                "ny_avdeling=4",
                {"first_name": "Asta", "last_name": "Vakt"},
            ),
            "Asta Vakt",
        ),
        ("kurs", ("type=paamelding", "lenke=nei"), "innringer uten medlemsbilde"),
    ],
)
def test_the_receipt_has_the_name_of_a_caller_without_a_record(
    services: Services, category: str, answers: tuple[str | dict[str, str], ...], called: str
) -> None:
    """The name that was said in the call; never a number."""
    draft = ready(services, category, None, *answers, caller=CallerKind.JOINING, number="99000207")
    assert services.inquiries.complete(draft).title == f"Fullført for {called}"


def test_a_call_about_a_member_leaves_nothing(services: Services, ingunn: Member) -> None:
    services.inquiries.complete(dismissal(services, ingunn))
    assert services.unmatched_calls.all_unmatched() == []


def test_call_is_entered_by_the_day_and_the_sign_of_the_call(services: Services, ingunn: Member) -> None:
    waits = leave(services)
    sit_down(services, "LT")
    said = services.unmatched_calls.assign(waits, ingunn.id)
    assert said == "Ført inn for Ingunn Fjeldheim: merknad og bekreftelse."
    record = services.members.open(ingunn.id)
    remark = record.remarks[0]
    assert remark.text.startswith(waits.note)
    assert remark.text.endswith(f"(Ført inn i medlemsbildet {today(services.session.clock()):%d.%m.%Y}. LT)")
    assert (remark.author, remark.written) == (waits.author, waits.completed)
    assert [(c.kind, c.asked) for c in record.confirmations] == [("utmelding", waits.asked)]
    assert record.calls[0].number == "41234567"
    assert services.unmatched_calls.all_unmatched() == []
    with services.database.reading() as session:
        event = session.execute(text("SELECT kind, author FROM inquiry_event")).one()
        logged = session.execute(text("SELECT author FROM access WHERE what = 'førte inn'")).scalar_one()
        why = session.execute(text("SELECT why FROM access WHERE what = 'førte inn'")).scalar_one()
    assert (tuple(event), logged) == (("foert_inn", "LT"), "LT")
    assert f"{waits.asked:%d.%m.%Y}" in why
    assert "Per" not in why, "in the log of one member there is no name of another"
    assert len(services.members.recent()) == 1, "the call stands once in the log"


def with_change(services: Services, changes: dict[str, str]) -> UnmatchedCall:
    """An unmatched call with a change of the record, as calls had when such a change waited for the record."""
    waits = leave(services)
    with services.database.transaction() as session:
        session.add(
            InquiryActionRow(
                inquiry_id=waits.inquiry_id,
                position=90,
                kind="UPDATE_MEMBER",
                strength="skal",
                state=LEFT,
                data={"changes": changes, "fields": words_of(changes)},
            )
        )
    (found,) = services.unmatched_calls.all_unmatched()
    return found


def test_a_change_is_made_now_and_by_whoever_makes_it(services: Services, ingunn: Member) -> None:
    waits = with_change(services, {"phone": "41234567"})
    assert "endring (telefon)" in waits.left
    services.unmatched_calls.assign(waits, ingunn.id)
    member = services.members.open(ingunn.id).member
    assert member.phone == "41234567"


def test_what_was_written_in_the_record_since_the_call_stands(services: Services, ingunn: Member) -> None:
    waits = with_change(services, {"phone": "41234567", "email": "per@eksempel.no"})
    services.members.change(ingunn, {"phone": "40011222"})
    said = services.unmatched_calls.assign(waits, ingunn.id)
    assert "Ikke rørt, for medlemsbildet sier noe annet nå: telefon. Spør medlemmet." in said
    member = services.members.open(ingunn.id).member
    assert (member.phone, member.email) == ("40011222", "per@eksempel.no")


def test_nobody_who_has_resigned_becomes_a_member_by_it(services: Services, ingunn: Member) -> None:
    """IN-1, UT-4"""
    waits = with_change(services, {"status": "permittert"})
    with services.database.transaction() as session:
        change_member(
            session,
            ingunn.id,
            {"status": "utmeldt"},
            author="IMP",
            at=services.session.clock(),
            inquiry_id=None,
            source="import",
        )
    services.unmatched_calls.assign(waits, ingunn.id)
    assert services.members.open(ingunn.id).member.status == "utmeldt"


def test_a_call_that_goes_into_the_log_of_the_member_is_put_there(services: Services, ingunn: Member) -> None:
    """KF-2"""
    draft = ready(
        services,
        "kontingent",
        None,
        "er_medlem=ja",
        "hva=annet",
        "spurt_om=trekk fra lønn?",
        "svar_gitt=Forklart",
        name="Per Ås",
        number="41234567",
    )
    services.inquiries.complete(draft)
    (waits,) = services.unmatched_calls.all_unmatched()
    services.unmatched_calls.assign(waits, ingunn.id)
    assert [c.author for c in services.members.open(ingunn.id).changes if c.field == "henvendelse"]


def test_a_serious_case_is_the_members_from_then_on(services: Services, ingunn: Member) -> None:
    """PR-8: the DS can be said to have it, and it holds back a member who has resigned."""
    services.unmatched_calls.assign(in_trouble(services), ingunn.id)
    (case,) = services.members.open(ingunn.id).cases
    assert case.handed_over_at is None
    services.case_handover.confirm(case)
    (case,) = services.members.open(ingunn.id).cases
    assert case.handed_over_at is not None
    with services.database.transaction() as session:  # it is the case alone that does
        session.execute(text("UPDATE outgoing SET state = 'sendt'"))
        session.execute(text("UPDATE callback SET status = 'gjort'"))
        assert _is_held(session, ingunn.id)


def test_two_who_enter_it_enter_it_once(services: Services, ingunn: Member) -> None:
    waits = leave(services)
    services.unmatched_calls.assign(waits, ingunn.id)
    with pytest.raises(SwitchboardError, match="ført inn allerede"):
        services.unmatched_calls.assign(waits, ingunn.id)
    assert len(services.members.open(ingunn.id).remarks) == 1


@pytest.mark.parametrize(("has_member", "kind"), [(True, "foert_for_hand"), (False, "ikke_et_medlem")])
def test_what_needs_no_entering_leaves_the_list_and_comes_back_when_that_is_taken_back(
    services: Services, has_member: bool, kind: str
) -> None:
    waits = leave(services)
    services.unmatched_calls.dismiss(waits, has_member=has_member)
    assert services.unmatched_calls.all_unmatched() == []
    with services.database.reading() as session:
        assert session.execute(text("SELECT kind FROM inquiry_event")).scalar_one() == kind
    services.unmatched_calls.undo_dismiss(waits)
    assert services.unmatched_calls.all_unmatched() == [waits]


def test_a_call_that_is_opened_again_waits_no_more_and_is_taken_off_the_member(
    services: Services, ingunn: Member
) -> None:
    waits = leave(services)
    services.unmatched_calls.assign(waits, ingunn.id)
    services.inquiries.reopen(waits.inquiry_id)
    record = services.members.open(ingunn.id)
    assert record.confirmations == ()
    assert not any(waits.note in remark.text for remark in record.remarks)
    assert services.unmatched_calls.all_unmatched() == []


def test_what_was_sent_and_promised_stands_with_a_wrong_member_no_more(services: Services, ingunn: Member) -> None:
    waits = in_trouble(services)
    services.unmatched_calls.assign(waits, ingunn.id)
    assert services.members.open(ingunn.id).sent
    services.inquiries.reopen(waits.inquiry_id)
    record = services.members.open(ingunn.id)
    assert (record.sent, record.callbacks, record.cases) == ((), (), ())


def test_whoever_may_not_read_the_case_neither_sees_nor_enters_it(services: Services, ingunn: Member) -> None:
    """PR-1"""
    waits = in_trouble(services)
    code = services.people.keep(Operator(id=0, initials="KN", roles="avdeling", department=9))
    services.people.sign_in(named(services, "KN").id, code, chosen="2719")
    assert services.unmatched_calls.all_unmatched() == []
    with pytest.raises(NotAllowedError):
        services.unmatched_calls.assign(waits, ingunn.id)


@pytest.mark.parametrize("is_reopened", [False, True])
def test_with_the_member_all_of_the_call_is_erased(services: Services, ingunn: Member, is_reopened: bool) -> None:
    """PR-5: also the line of the log that was written before anybody knew whose it was."""
    waits = leave(services)
    services.unmatched_calls.assign(waits, ingunn.id)
    if is_reopened:
        draft = services.inquiries.reopen(waits.inquiry_id).draft
        services.parking.drop(draft, "")
    services.privacy.erase(ingunn, ingunn.number, "ba om det")
    with services.database.reading() as session:
        for table in ("inquiry", "inquiry_action", "phone_call", "remark", "confirmation"):
            assert session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 0, table
