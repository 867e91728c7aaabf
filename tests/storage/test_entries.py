"""Each entry about a member is put right or erased by itself, and what was erased is in no table (PR-10)."""

from datetime import timedelta

import pytest
from sqlmodel import SQLModel, select

from sentralbord_desktop.domain.callbacks.callback import CallbackFields
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.domain.privacy.entries import RECTIFIED, Entry
from sentralbord_desktop.services.office import Office
from sentralbord_desktop.storage.tables import (
    AccessRow,
    ErasureRow,
    InquiryActionRow,
    InquiryAnswerRow,
    InquiryRow,
    RemarkRow,
)
from tests import calls

SECRET = "sa noe privat"


@pytest.fixture
def written(office: Office, ingunn: Member) -> Member:
    """One entry of each kind."""
    office.members.remark(ingunn.id, f"Hun {SECRET}.")
    office.members.change(ingunn, {"place": "Hamar"})
    moment = office.session.clock()
    office.callbacks.add(
        CallbackFields(
            name="Ingunn",
            number="99000418",
            subject=SECRET,
            category="annet",
            due=moment + timedelta(hours=1),
            promised_by="MH",
            created=moment,
        ),
        ingunn.id,
    )
    for category, said in (("overforing_forbund", ("ja", SECRET)), ("kontingent", ("sats", "ja", SECRET))):
        office.inquiries.complete(calls.ready(office, category, ingunn, *said))
    return ingunn


def entries(office: Office, kind: str) -> list[Entry]:
    return [one for one in office.privacy.subject("204118").entries if one.kind == kind]


def everywhere(office: Office, words: str) -> list[str]:
    """The tables that have these words anywhere."""
    found = []
    with office.database.reading() as session:
        for table in SQLModel.metadata.sorted_tables:
            rows = session.connection().execute(table.select()).all()
            if any(words in str(row) for row in rows):
                found.append(table.name)
    return found


def test_every_kind_of_entry_is_listed_with_its_words(office: Office, written: Member) -> None:
    listed = office.privacy.subject(written.number).entries
    assert {one.kind for one in listed} == {
        "remark",
        "callback",
        "confirmation",
        "phone_call",
        "outgoing",
        "member_change",
    }
    assert all(one.words for one in listed)
    assert list(listed) == sorted(listed, key=lambda one: one.at, reverse=True)
    assert SECRET in entries(office, "callback")[0].words


@pytest.mark.parametrize("kind", sorted(RECTIFIED))
def test_an_entry_gets_other_words(office: Office, written: Member, kind: str) -> None:
    entry = next(one for one in entries(office, kind) if SECRET in one.words)
    office.privacy.rectify(entry, "Slik var det.")
    now = [one.words for one in entries(office, kind)]
    assert "Slik var det." in now
    assert entry.words not in now


@pytest.mark.parametrize("kind", ["outgoing", "member_change"])
def test_what_was_sent_or_done_is_not_written_anew(office: Office, written: Member, kind: str) -> None:
    with pytest.raises(SwitchboardError, match="kan ikke rettes"):
        office.privacy.rectify(entries(office, kind)[0], "Slik var det.")


def test_a_message_that_waits_is_called_back_before_it_is_erased(office: Office, written: Member) -> None:
    waiting = entries(office, "outgoing")[0]
    with pytest.raises(SwitchboardError, match="Hent den tilbake"):
        office.privacy.blank(waiting, "feil")
    assert SECRET in entries(office, "outgoing")[0].words


def test_every_entry_is_erased_by_itself_and_who_did_it_and_why_stays(office: Office, written: Member) -> None:
    for message in office.outbox.all():
        office.outbox.call_back(message)
    office.members.change(office.members.open(written.id).member, {"place": SECRET})
    office.members.change(office.members.open(written.id).member, {"place": "Hamar"})
    while found := [one for one in office.privacy.subject("204118").entries if SECRET in one.words]:
        before = len(found)
        found.sort(key=lambda one: one.kind == "remark")  # which takes what its call wrote along
        office.privacy.blank(found[0], "skulle ikke stått")
        left = [one for one in office.privacy.subject("204118").entries if SECRET in one.words]
        assert len(left) < before
    assert everywhere(office, SECRET) == []
    with office.database.reading() as session:
        told = session.exec(select(ErasureRow)).all()
        assert {row.author for row in told} == {"MH"}
        assert {row.what for row in told} >= {"merknad", "oppringing", "melding", "endring"}
        kept = session.exec(select(RemarkRow)).all()
        assert all(row.text.startswith("Slettet av hensyn til personvernet") for row in kept)


def test_a_change_that_a_clock_hangs_on_is_no_entry(office: Office, written: Member) -> None:
    """PR-8: without it a member who resigned today would be due at once."""
    office.members.change(office.members.open(written.id).member, {"status": "pensjonist"})
    assert not [one for one in entries(office, "member_change") if "Status" in one.words]


def test_a_line_that_was_put_right_is_erased_with_what_it_was(office: Office, written: Member) -> None:
    call = next(one for one in entries(office, "phone_call") if SECRET in one.words)
    office.privacy.rectify(call, "Slik var det.")
    with pytest.raises(SwitchboardError, match="rettet i mellomtiden"):
        office.privacy.rectify(call, "Og slik.")
    right = next(one for one in entries(office, "phone_call") if one.words == "Slik var det.")
    office.privacy.blank(right, "skulle ikke stått")
    assert "phone_call" not in everywhere(office, SECRET)


@pytest.mark.parametrize("kind", ["outgoing", "confirmation"])
def test_what_is_erased_is_not_made_again_by_opening_its_call(office: Office, written: Member, kind: str) -> None:
    """PR-10: the text is in what the call was made of, too."""
    for message in office.outbox.all():
        office.outbox.call_back(message)
    entry = next(one for one in entries(office, kind) if SECRET in one.words)
    office.privacy.blank(entry, "skulle ikke stått")
    with office.database.reading() as session:
        call = session.exec(select(InquiryRow).where(InquiryRow.state == "{}")).one()
        answers = select(InquiryAnswerRow).where(InquiryAnswerRow.inquiry_id == call.id)
        actions = select(InquiryActionRow).where(InquiryActionRow.inquiry_id == call.id)
        left = str([row.model_dump() for of in (answers, actions) for row in session.exec(of)])
    assert call.category == "overforing_forbund"
    assert SECRET not in left
    with pytest.raises(SwitchboardError, match="slettet av hensyn til personvernet"):
        office.inquiries.reopen(call.id)


def test_that_a_promise_was_put_right_is_in_the_trace(office: Office, written: Member) -> None:
    promise = entries(office, "callback")[0]
    office.privacy.rectify(promise, "Ring om lønn.")
    with office.database.reading() as session:
        told = [(row.what, row.why, row.member_id) for row in session.exec(select(AccessRow)).all()]
    assert ("rettet", "oppringing", written.id) in told
