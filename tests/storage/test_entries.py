"""Each entry about a member is put right or erased by itself, and what was erased is in no table (PR-10)."""

from datetime import timedelta

import pytest
from sqlmodel import SQLModel, select

from sentralbord_desktop.domain.callbacks.callback import CallbackFields
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.domain.privacy.entries import RECTIFIED, WrittenEntry
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage.tables import (
    AccessRow,
    ErasureRow,
    InquiryActionRow,
    InquiryAnswerRow,
    InquiryRow,
    RemarkRow,
)
from tests.helpers import calls

SECRET = "sa noe privat"


@pytest.fixture
def written(services: Services, ingunn: Member) -> Member:
    """One entry of each kind."""
    services.members.remark(ingunn.id, f"Hun {SECRET}.")
    services.members.change(ingunn, {"place": "Hamar"})
    moment = services.session.clock()
    services.callbacks.add(
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
        services.inquiries.complete(calls.ready(services, category, ingunn, *said))
    return ingunn


def entries(services: Services, kind: str) -> list[WrittenEntry]:
    return [one for one in services.privacy.subject("204118").entries if one.kind == kind]


def everywhere(services: Services, words: str) -> list[str]:
    """The tables that have these words anywhere."""
    found = []
    with services.database.reading() as session:
        for table in SQLModel.metadata.sorted_tables:
            rows = session.connection().execute(table.select()).all()
            if any(words in str(row) for row in rows):
                found.append(table.name)
    return found


def test_every_kind_of_entry_is_listed_with_its_words(services: Services, written: Member) -> None:
    listed = services.privacy.subject(written.number).entries
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
    assert SECRET in entries(services, "callback")[0].words


@pytest.mark.parametrize("kind", sorted(RECTIFIED))
def test_an_entry_gets_other_words(services: Services, written: Member, kind: str) -> None:
    entry = next(one for one in entries(services, kind) if SECRET in one.words)
    services.privacy.rectify(entry, "Slik var det.")
    now = [one.words for one in entries(services, kind)]
    assert "Slik var det." in now
    assert entry.words not in now


@pytest.mark.parametrize("kind", ["outgoing", "member_change"])
def test_what_was_sent_or_done_is_not_written_anew(services: Services, written: Member, kind: str) -> None:
    with pytest.raises(SwitchboardError, match="kan ikke rettes"):
        services.privacy.rectify(entries(services, kind)[0], "Slik var det.")


def test_a_message_that_waits_is_called_back_before_it_is_erased(services: Services, written: Member) -> None:
    waiting = entries(services, "outgoing")[0]
    with pytest.raises(SwitchboardError, match="Hent den tilbake"):
        services.privacy.blank(waiting, "feil")
    assert SECRET in entries(services, "outgoing")[0].words


def test_every_entry_is_erased_by_itself_and_who_did_it_and_why_stays(services: Services, written: Member) -> None:
    for message in services.outbox.all():
        services.outbox.drop(message, "ringte DS kl. 14.20")
    services.members.change(services.members.open(written.id).member, {"place": SECRET})
    services.members.change(services.members.open(written.id).member, {"place": "Hamar"})
    while found := [one for one in services.privacy.subject("204118").entries if SECRET in one.words]:
        before = len(found)
        found.sort(key=lambda one: one.kind == "remark")  # which takes what its call wrote along
        services.privacy.blank(found[0], "skulle ikke stått")
        left = [one for one in services.privacy.subject("204118").entries if SECRET in one.words]
        assert len(left) < before
    assert everywhere(services, SECRET) == []
    with services.database.reading() as session:
        told = session.exec(select(ErasureRow)).all()
        assert {row.author for row in told} == {"MH"}
        assert {row.what for row in told} >= {"merknad", "oppringing", "melding", "endring"}
        kept = session.exec(select(RemarkRow)).all()
        called = [row for row in kept if "ble ikke sendt" not in row.text]  # a dropped message has a line of its own
    assert all(row.text.startswith("Slettet av hensyn til personvernet") for row in called)


def test_a_change_that_a_clock_hangs_on_is_no_entry(services: Services, written: Member) -> None:
    """PR-8: without it a member who resigned today would be due at once."""
    services.members.change(services.members.open(written.id).member, {"status": "pensjonist"})
    assert not [one for one in entries(services, "member_change") if "Status" in one.words]


def test_a_line_that_was_put_right_is_erased_with_what_it_was(services: Services, written: Member) -> None:
    call = next(one for one in entries(services, "phone_call") if SECRET in one.words)
    services.privacy.rectify(call, "Slik var det.")
    with pytest.raises(SwitchboardError, match="rettet i mellomtiden"):
        services.privacy.rectify(call, "Og slik.")
    right = next(one for one in entries(services, "phone_call") if one.words == "Slik var det.")
    services.privacy.blank(right, "skulle ikke stått")
    assert "phone_call" not in everywhere(services, SECRET)


@pytest.mark.parametrize("kind", ["outgoing", "confirmation"])
def test_what_is_erased_is_not_made_again_by_opening_its_call(services: Services, written: Member, kind: str) -> None:
    """PR-10: the text is in what the call was made of, too."""
    for message in services.outbox.all():
        services.outbox.drop(message, "ringte DS kl. 14.20")
    entry = next(one for one in entries(services, kind) if SECRET in one.words)
    services.privacy.blank(entry, "skulle ikke stått")
    with services.database.reading() as session:
        call = session.exec(select(InquiryRow).where(InquiryRow.state == "{}")).one()
        answers = select(InquiryAnswerRow).where(InquiryAnswerRow.inquiry_id == call.id)
        actions = select(InquiryActionRow).where(InquiryActionRow.inquiry_id == call.id)
        left = str([row.model_dump() for of in (answers, actions) for row in session.exec(of)])
    assert call.category == "overforing_forbund"
    assert SECRET not in left
    with pytest.raises(SwitchboardError, match="slettet av hensyn til personvernet"):
        services.inquiries.reopen(call.id)


def test_that_a_promise_was_put_right_is_in_the_trace(services: Services, written: Member) -> None:
    promise = entries(services, "callback")[0]
    services.privacy.rectify(promise, "Ring om lønn.")
    with services.database.reading() as session:
        told = [(row.what, row.why, row.member_id) for row in session.exec(select(AccessRow)).all()]
    assert ("rettet", "oppringing", written.id) in told
