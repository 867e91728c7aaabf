"""A member who rings again about the same thing: one wait, and a phone log that says what was said."""

from sqlmodel import select

from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage.tables import PhoneCallRow
from tests.helpers import calls


def test_a_second_call_about_leaving_waits_for_the_same_confirmation(services: Services, ingunn: Member) -> None:
    """UT-1, UT-4: two in the list would both be chased."""
    first, second = (
        services.inquiries.complete(calls.ready(services, "utmelding", ingunn, "min_side")) for _ in range(2)
    )
    assert len(services.confirmations.awaited()) == 1
    assert "Venter på skriftlig bekreftelse" in first.to_come
    assert any("bekreftelsen fra" in words for words in second.to_come)
    assert len(services.members.open(ingunn.id).remarks) == 2, "both calls are noted (UT-3)"


def test_the_phone_log_of_a_fee_says_what_the_remark_says(services: Services, ingunn: Member) -> None:
    """KF-2: phone log, log and remark"""
    services.inquiries.complete(calls.ready(services, "kontingent", ingunn, "sats", "nei", "Forklart"))
    with services.database.reading() as session:
        (row,) = session.exec(select(PhoneCallRow)).all()
    assert row.outcome.startswith("Ringte om kontingentsats eller fritak. Svar gitt: Forklart.")
    assert not row.outcome.endswith("MH")
