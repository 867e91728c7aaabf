"""What counts about a member during a call: the facts of the identity, the chips, the text of a remark."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from sentralbord_desktop.domain.callbacks import Callback
from sentralbord_desktop.domain.confirmations import Confirmation
from sentralbord_desktop.domain.inquiries import case_handover
from sentralbord_desktop.domain.inquiries.case_handover import Case
from sentralbord_desktop.domain.members import identity
from sentralbord_desktop.domain.members.identity import IdentityFacts, identity_facts
from sentralbord_desktop.domain.members.matters import Matter, chips_of
from sentralbord_desktop.domain.members.member import BLOCKED_ADDRESS, Invoice, Member, Phone, Remark
from sentralbord_desktop.domain.members.record import MemberRecord, awaited, awaited_words, deadline_row, opening
from sentralbord_desktop.domain.messages.outgoing import Outgoing
from sentralbord_desktop.domain.text.norwegian import kroner

NOW = datetime(2026, 11, 30, 13, 6, tzinfo=UTC)
INGUNN = Member(
    id=1,
    number="204118",
    first_name="Ingunn",
    last_name="Fjeldheim",
    birth_date=date(1979, 3, 14),
    street="Granveien 4",
    post_code="2317",
    place="Hamar",
    phones=(Phone(number="99000418"),),
    status="yrkesaktiv",
)


def shown(facts: IdentityFacts) -> tuple[list[str], list[str], str]:
    """Labels of what must match, and of those that one must match of; what is missing."""
    return [f.label for f in facts.must], [f.label for f in facts.one_of], facts.lacking


@pytest.mark.parametrize(
    ("changed", "must", "one_of", "lacking"),
    [
        ({}, ["Fødselsdato"], ["Adresse", "Telefon"], ""),
        ({"phones": ()}, ["Fødselsdato"], ["Adresse"], ""),
        ({"street": ""}, ["Fødselsdato"], ["Telefon"], ""),  # a post code and a town are no address
        ({"street": " ", "phones": ()}, ["Fødselsdato", "Medlemsnr."], [], identity.ONLY_DATE),
        ({"birth_date": None}, ["Medlemsnr."], ["Adresse", "Telefon"], identity.NO_DATE),
        ({"birth_date": None, "street": "", "phones": ()}, ["Medlemsnr."], [], identity.ONLY_NUMBER),
    ],
)
def test_birth_date_and_one_fact_more_must_match(
    changed: dict[str, object], must: list[str], one_of: list[str], lacking: str
) -> None:
    facts = identity_facts(INGUNN.model_copy(update=changed))
    assert shown(facts) == (must, one_of, lacking)


def test_the_member_number_is_as_good_as_address_or_phone_where_the_date_is_known() -> None:
    known = identity_facts(INGUNN).equal
    assert known is not None
    assert (known.label, known.value) == ("Medlemsnr.", "204 118")
    assert identity_facts(INGUNN.model_copy(update={"birth_date": None})).equal is None  # it must match already


def test_the_facts_are_written_as_on_the_screen_and_only_the_number_that_rings_is_marked() -> None:
    two = INGUNN.model_copy(update={"phones": (*INGUNN.phones, Phone(number="22112211", position=1))})
    facts = identity_facts(two, "99000418")
    assert [f.value for f in facts.must] == ["14.03.1979"]
    assert [(f.value, f.rings) for f in facts.one_of] == [
        ("Granveien 4, 2317 Hamar", False),
        ("990 00 418", True),
        ("22 11 22 11", False),
    ]
    assert not any(f.rings for f in identity_facts(two).one_of)
    assert "1979" not in repr(facts)


PROMISE = Callback(id=1, number="99000418", created=NOW, promised_by="ØV", category="kontingent")
INVOICE = Invoice(id=1, number="F1", issued=date(2026, 10, 1), due=date(2026, 11, 16), amount=124000)


def callback(**fields: object) -> Callback:
    return PROMISE.model_copy(update=fields)


def invoice(**fields: object) -> Invoice:
    return INVOICE.model_copy(update=fields)


def everything() -> MemberRecord:
    """A member with all matters."""
    dropped = Outgoing(
        id="m1",
        kind="epost",
        to_label="DS avd. 4",
        state="trukket",
        strength="skal",
        moved_by="ØV",
        created=NOW,
        deadline=date(2026, 12, 2),
    )
    return MemberRecord(
        INGUNN.model_copy(update={"no_sms": True, "street": BLOCKED_ADDRESS}),
        callbacks=(
            callback(due=datetime(2026, 11, 27, 14, tzinfo=UTC)),
            callback(id=2, deadline=date(2026, 12, 4)),
            callback(id=3, deadline=date(2026, 12, 2)),
        ),
        confirmations=(
            Confirmation(
                id=1,
                member_id=1,
                kind="overforing_avdeling",
                detail="til avd. 2",
                asked=date(2026, 11, 20),
                remind=date(2026, 12, 21),
            ),
        ),
        invoices=(invoice(), invoice(id=2, due=date(2026, 12, 16)), invoice(id=3, paid=124000)),
        sent=(dropped,),
    )


def test_chips_come_in_one_order_each_with_its_words() -> None:
    assert [(chip.matter, chip.words) for chip in chips_of(everything(), NOW)] == [
        (Matter.BROKEN_PROMISE, "Brutt løfte"),
        (Matter.DEADLINE, "Frist ons. 02.12."),
        (Matter.NOT_SENT, "Beskjed ikke sendt"),
        (Matter.AWAITED, "1 venter"),
        (Matter.INVOICE, "Forfalt faktura"),
        (Matter.NO_SMS, "Ønsker ikke SMS"),
        (Matter.BLOCKED_ADDRESS, "Sperret adresse"),
    ]
    assert everything().member.postal_address == ""
    assert chips_of(MemberRecord(INGUNN), NOW) == ()


def test_several_of_a_kind_are_one_chip_and_a_deadline_that_is_over_says_so() -> None:
    yesterday = datetime(2026, 11, 29, 12, tzinfo=UTC)
    record = MemberRecord(
        INGUNN,
        callbacks=(callback(due=yesterday), callback(id=2, due=yesterday, deadline=date(2026, 11, 27))),
        invoices=(invoice(), invoice(id=2)),
    )
    assert [chip.words for chip in chips_of(record, NOW)] == [
        "2 brutte løfter",
        "Frist ute fre. 27.11.",
        "2 forfalte fakturaer",
    ]


def test_no_matter_is_lost_where_viktig_naa_shows_five() -> None:
    record = everything()
    assert len(record.important(NOW)) == 5
    assert [row.kind for row in record.all_important(NOW)][-3:] == ["dato", "flagg", "sperret"]


def test_what_is_awaited_is_written_with_its_detail_alone() -> None:
    (waits,) = everything().confirmations
    assert awaited_words(waits) == "Overføring til avd. 2"
    assert awaited(waits, NOW.date()).headline == "Venter på skriftlig bekreftelse: overføring til avd. 2"


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("30.11.2026: Ringte om fakturaen. – ØV", "Ringte om fakturaen."),
        ("30.11.2026: Ringte om fakturaen. ØV", "Ringte om fakturaen."),
        ("Ringte om fakturaen.", "Ringte om fakturaen."),
        ("27.11.2026: Brevet kom da. LT", "27.11.2026: Brevet kom da. LT"),  # another day, another person
        ("Traff MØV", "Traff MØV"),
    ],
)
def test_a_remark_does_not_repeat_the_day_and_initials_beside_it(text: str, body: str) -> None:
    assert Remark(id=1, written=NOW, author="ØV", text=text).body == body


def test_amounts_are_written_in_kroner() -> None:
    assert [kroner(ore) for ore in (124000, 124050, 99, 100000000)] == [
        "1 240 kr",
        "1 240,50 kr",
        "0,99 kr",
        "1 000 000 kr",
    ]


def test_a_case_has_its_days_as_every_page_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """«Trøbbel 25.11.2026» stood beside «bedt om 25. november»."""
    monkeypatch.setattr(case_handover, "now", lambda: datetime(2026, 11, 30, 13, tzinfo=UTC))
    case = Case("a", datetime(2026, 11, 27, 13, 6, tzinfo=UTC), put_through=True)
    assert case.title == "Trøbbel fredag"
    assert case.standing == "Satt over til DS fredag 14.06. Ikke bekreftet overtatt."
    assert case.act_named == "DS har overtatt saken fra fredag kl. 14.06"
    older = replace(case, completed=datetime(2025, 10, 30, 13, 6, tzinfo=UTC), handed_over_at=case.completed)
    assert older.title == "Trøbbel 30. oktober 2025"
    assert replace(older, handed_over_by="MH").standing == "Overtatt av DS fredag (MH)"


@pytest.mark.parametrize(
    ("last", "headline", "word"),
    [
        (date(2026, 11, 30), "Mulig frist i dag, mandag 30. november", "siste dag"),
        (date(2026, 11, 27), "Mulig frist fredag 27. november", "ser ut til å være ute"),
        (date(2026, 12, 2), "Mulig frist onsdag 2. desember", "2 virkedager igjen"),
    ],
)
def test_a_deadline_is_over_the_day_after_its_last_day(last: date, headline: str, word: str) -> None:
    """TR-7: on its last day the record said «ser ut til å være ute», the wizard «i dag»."""
    row = deadline_row(callback(deadline=last), date(2026, 11, 30))
    assert (row.headline, row.detail.split(" · ")[0]) == (headline, word)


@pytest.mark.parametrize(
    ("category", "title", "subject", "said"),
    [
        ("kurs", "Kurs", "tillitsvalgtkurset", "«Du ba oss ringe om kurs.»"),
        ("annet", "Annet", "Ferien i romjula.", "«Du ba oss ringe om ferien i romjula.»"),
        ("annet", "Annet", "GF", "«Du ba oss ringe om GF.»"),
        ("", "", "", "«Du ba oss ringe.»"),
    ],
)
def test_who_is_rung_back_hears_first_what_it_is_about(category: str, title: str, subject: str, said: str) -> None:
    promise = Callback(id=1, category=category, subject=subject, due=NOW, created=NOW, promised_by="RO")
    assert opening(promise, title, NOW) == said
    late = opening(promise, title, NOW + timedelta(days=1))
    assert late.startswith(f"{said}\n«Du skulle blitt ringt i går.")
