"""PR-4, PR-8, PR-9, PR-10: who looked, what is erased in time, what a member gets to see, on both engines."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from sentralbord_desktop.domain.access.operator import Operator
from sentralbord_desktop.domain.callbacks.callback import CallbackFields
from sentralbord_desktop.domain.errors import NotAllowedError, SwitchboardError, WrongPinError
from sentralbord_desktop.domain.inquiries.parked import UnsavedForm
from sentralbord_desktop.domain.members.member import Member, Remark
from sentralbord_desktop.domain.privacy.entries import Entry
from sentralbord_desktop.domain.privacy.retention import KINDS
from sentralbord_desktop.services.office import Office
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.tables import InquiryRow
from tests import calls
from tests.members import by_number
from tests.storage.conftest import Enrol, Watch

CANARY = "Kanarifugl"


def as_entry(remark: Remark) -> Entry:
    return Entry("remark", remark.id, remark.written, remark.author, remark.text)


def everything(database: Database) -> str:
    """Every cell of every table as text."""
    with database.reading() as session:
        tables = inspect(database.engine).get_table_names()
        found = [
            repr(tuple(row))
            for table in tables
            if "member_search" not in table
            for row in session.execute(text(f'SELECT * FROM "{table}"'))
        ]
    return "\n".join(found)


def count(database: Database, table: str) -> int:
    with database.reading() as session:
        return int(session.execute(text(f"SELECT count(*) FROM {table}")).scalar() or 0)


def say(office: Office, member: Member, words: str) -> None:
    office.members.remark(member.id, words)


@pytest.fixture
def busy(office: Office, ingunn: Member, enrol: Enrol) -> Office:
    """Ingunn rang about everything; Roar has a call and a remark of his own."""
    office.members.open(ingunn.id, "oppslag")
    office.inquiries.complete(calls.dismissal(office, ingunn))
    office.inquiries.complete(calls.new_details(office, ingunn, place=CANARY))
    office.inquiries.complete(calls.resignation(office, ingunn))
    office.parking.keep(calls.half_way(office, "trobbel", ingunn, "oppsagt"), running=False)
    roar = enrol("300", "Roar", "Tveitan", department=6, phone="99000531")
    say(office, roar, "Spurte om ferie")
    office.inquiries.complete(calls.ring_back(office, roar))
    return office


# ------------------------------------------------------------------ who may


def test_only_the_privacy_role_sees_and_does_any_of_it(busy: Office, ingunn: Member) -> None:
    busy.session.switch_to(Operator(id=9, initials="LT", roles="operator,administrator,vedlikehold"))
    remark = busy.members.open(ingunn.id).remarks[0]
    tries: list[Callable[[], Any]] = [
        busy.privacy.lookups,
        busy.privacy.odd,
        lambda: busy.privacy.subject("204118"),
        lambda: busy.privacy.rectify(as_entry(remark), "x"),
        lambda: busy.privacy.blank(as_entry(remark), "x"),
        lambda: busy.privacy.erase(ingunn, "204118", "x"),
        busy.retention.preview,
        busy.retention.erase,
        lambda: busy.retention.save_months({"calls": 3}),
        lambda: busy.retention.hold(ingunn.id, "x"),
        busy.retention.reports,
    ]
    before = everything(busy.database)
    for attempt in tries:
        with pytest.raises(NotAllowedError, match="Personvern"):
            attempt()
    assert everything(busy.database) == before


# ------------------------------------------------------------------ who looked (PR-4)


def test_each_opening_is_there_with_who_whom_when_and_why(busy: Office, ingunn: Member) -> None:
    found = busy.privacy.lookups(number="204118")
    assert [(one.author, one.what, one.why, one.member, one.number) for one in found] == [
        ("MH", "åpnet", "oppslag", "Ingunn Fjeldheim", "204118"),
        ("MH", "endret", "poststed", "Ingunn Fjeldheim", "204118"),
    ]
    assert busy.privacy.lookups(author="lt") == []
    with pytest.raises(SwitchboardError, match="Ingen har det medlemsnummeret"):
        busy.privacy.lookups(number="1")


def test_ten_members_opened_without_a_call_are_odd_and_with_a_call_are_not(office: Office, enrol: Enrol) -> None:
    everybody = [enrol(str(500 + n), "Kari", f"Nr{n}") for n in range(11)]
    for member in everybody[:9]:
        office.members.open(member.id)
    quiet = [odd for odd in office.privacy.odd() if "uten at det ble ført" in odd.sentence]
    assert quiet == []
    for member in everybody[9:]:
        office.members.open(member.id)
    (odd,) = [odd for odd in office.privacy.odd() if "uten at det ble ført noe på dem" in odd.sentence]
    assert (odd.author, odd.count) == ("MH", 11)
    for member in everybody[:4]:  # now there is a trace of a call with four of them
        say(office, member, "Spurte om ferie")
    assert not [o for o in office.privacy.odd() if "uten at det ble ført noe på dem" in o.sentence]


def test_the_same_member_on_four_days_and_a_look_at_night_are_odd(office: Office, ingunn: Member, watch: Watch) -> None:
    for _ in range(4):
        office.members.open(ingunn.id)
        watch.now += timedelta(days=1)
    assert [o.count for o in office.privacy.odd() if "medlem 204118 på 4 dager" in o.sentence] == [4]
    watch.now = watch.now.replace(hour=2)
    office.members.open(ingunn.id)
    own = office.session.operator.id
    office.people.choose_pin("2719")
    with pytest.raises(WrongPinError):
        office.people.sign_in(own, "1234")
    at_night = [odd.author for odd in office.privacy.odd() if "om natten" in odd.sentence]
    assert at_night == ["MH"]  # a wrong PIN let nobody in


# ------------------------------------------------------------------ access (PR-9)


def test_an_access_report_holds_everything_and_is_logged_itself(busy: Office, ingunn: Member) -> None:
    found = busy.privacy.subject("204 118")
    told = json.loads(found.json)["opplysninger"]
    assert {title for title, rows in told.items() if rows} >= {
        "Opplysninger om deg",
        "Telefonnumre",
        "Merknader",
        "Henvendelser",
        "Svar i henvendelsene",
        "Hva henvendelsene førte til",
        "Telefonsamtaler",
        "E-poster, SMS og brev, med mottaker",
        "Endringer",
        "Bekreftelser vi venter på eller har fått",
        "Samtaler som ikke er fullført",
        "Hvem som har sett på opplysningene dine, når og hvorfor",
    }
    for words in (CANARY, "Ingunn", "990", "avd4@eksempel.no", "Formål", "Datatilsynet", "12 måneder", "oppslag", "MH"):
        assert words in found.text, words
        assert words in found.json or words == "990", words
    assert "Roar" not in found.json
    assert "Tveitan" not in found.text
    assert "hash" not in found.json
    assert [one.what for one in busy.privacy.lookups(number="204118")] == ["innsyn", "åpnet", "endret"]


# ------------------------------------------------------------------ rectify and erase (PR-10)


def test_a_remark_is_rectified_and_the_old_one_is_shown_no_more(office: Office, ingunn: Member) -> None:
    say(office, ingunn, "Sa opp hytta")
    remark = office.members.open(ingunn.id).remarks[0]
    office.privacy.rectify(as_entry(remark), "Sa opp avisa")
    assert [r.text for r in office.members.open(ingunn.id).remarks] == ["Sa opp avisa"]
    assert "Sa opp hytta" in everything(office.database)  # the history


def test_a_text_that_should_never_have_been_written_is_gone_everywhere_and_leaves_a_trace(
    office: Office, ingunn: Member
) -> None:
    draft = calls.ready(office, "annet", ingunn, CANARY, "ring", "i morgen 10")
    office.inquiries.complete(draft)
    (callback,) = office.callbacks.all_open()
    office.callbacks.attempt(callback, "svarte")
    remark = office.members.open(ingunn.id).remarks[0]
    assert CANARY in remark.text
    with pytest.raises(SwitchboardError, match="Skriv hvorfor"):
        office.privacy.blank(as_entry(remark), " ")
    office.privacy.blank(as_entry(remark), "helseopplysning")
    assert CANARY not in everything(office.database)
    assert "Slettet av hensyn" in office.members.open(ingunn.id).remarks[0].text
    (report,) = office.retention.reports()
    assert (report.what, report.reason, report.author) == ("merknad", "helseopplysning", "MH")


def test_a_member_is_erased_with_everything_and_the_others_stand(busy: Office, ingunn: Member) -> None:
    roar = by_number(busy, "300")
    assert roar is not None
    before = busy.members.reread(roar.id)  # which opens, and is logged
    with pytest.raises(SwitchboardError, match="Skriv medlemsnummeret 204118"):
        busy.privacy.erase(ingunn, "204119", "ba om det")
    busy.privacy.erase(ingunn, "204118", "ba om det")
    for words in ("Fjeldheim", CANARY, "99000418", "Renhold", "Granveien", "204118"):
        assert words not in everything(busy.database), words
    assert busy.members.search("fjeldheim") == []
    assert busy.members.search("204118") == []
    assert busy.members.reread(roar.id) == before
    assert busy.register.faults() == []
    looked = [one.member for one in busy.privacy.lookups() if one.what == "åpnet"]
    assert looked == ["Roar Tveitan", ""]  # that somebody looked stays


def test_whoever_has_an_erased_member_open_is_told_and_writes_nothing(busy: Office, ingunn: Member) -> None:
    """Another desk does: a promise, a form that is kept when it locks, a reason, the report."""
    subject = busy.privacy.subject("204118")
    draft = calls.half_way(busy, "trobbel", ingunn, "oppsagt")
    promise = CallbackFields(number="99000418", promised_by="MH", created=busy.session.clock(), subject=CANARY)
    busy.privacy.erase(ingunn, "204118", "ba om det")
    before = everything(busy.database)
    tries: list[Callable[[], Any]] = [
        lambda: busy.callbacks.add(promise, ingunn.id),
        lambda: busy.retention.hold(ingunn.id, "krav"),
        lambda: busy.parking.keep_form(UnsavedForm(kind="merknad", member_id=ingunn.id, values={"text": CANARY})),
        lambda: busy.parking.restore(draft, 0),
        lambda: busy.privacy.gives_out(subject, "pdf"),
    ]
    for attempt in tries:
        with pytest.raises(SwitchboardError, match=r"finnes ikke lenger|har det medlemsnummeret"):
            attempt()
    assert everything(busy.database) == before


def test_the_words_of_an_erased_member_leave_the_search_index_for_good(
    office: Office, enrol: Enrol, database: Database
) -> None:
    """SQLite's index keeps what was deleted in its old parts until they are merged; a server has the
    words in a table beside it."""
    gone = enrol("204118", "Kanarifugl", "Fjeldheim")
    for number in range(60):
        enrol(str(300 + number), "Roar", f"Tveitan{number}")

    def parts() -> bytes:
        with database.reading() as session:
            if database.is_server:
                words = session.execute(text("SELECT word FROM member_search_word")).scalars()
                return " ".join(words).encode()
            return b"".join(session.execute(text("SELECT block FROM member_search_data")).scalars())

    assert b"kanarifugl" in parts()
    office.privacy.erase(gone, "204118", "ba om det")
    assert b"kanarifugl" not in parts()
    assert len(office.members.search("tveitan")) > 40


def test_a_merged_member_is_erased_with_the_one_it_went_into(office: Office, ingunn: Member, enrol: Enrol) -> None:
    other = enrol("204119", "Ingun", "Fjellheim")
    say(office, other, CANARY)
    office.duplicates.merge(ingunn, other, ())
    kept = by_number(office, "204118")
    assert kept is not None
    office.privacy.erase(kept, "204118", "ba om det")
    assert CANARY not in everything(office.database)
    assert office.members.count() == 0
    assert office.register.faults() == []


def test_the_door_is_shut_before_and_after(busy: Office, ingunn: Member) -> None:
    busy.privacy.erase(ingunn, "204118", "ba om det")
    assert count(busy.database, "erasing") == 0
    for statement in (
        "DELETE FROM remark",
        "UPDATE access SET author = 'X'",
        "DELETE FROM erasure",
        "UPDATE erasure SET author = 'X'",
    ):
        with pytest.raises(DBAPIError, match="append-only"), busy.database.engine.begin() as raw:
            raw.execute(text(statement))


# ------------------------------------------------------------------ retention (PR-8)


def due(office: Office) -> dict[str, int]:
    return {one.key: one.count for one in office.retention.preview() if one.count}


def test_nothing_is_due_on_the_day_and_everything_that_is_done_a_year_later(busy: Office, watch: Watch) -> None:
    assert due(busy) == {}
    watch.now += timedelta(days=366)
    old = {"calls": 4, "inquiries": 2, "parked": 1}
    assert due(busy) == old  # what is open, unsent or awaited is not
    done = {one.key: one.count for one in busy.retention.erase() if one.count}
    assert done == old
    assert due(busy) == {}
    assert count(busy.database, "phone_call") == 0
    assert count(busy.database, "inquiry") == 2  # the dismissal has an unsent mail, the resignation is awaited
    assert busy.register.faults() == []
    with busy.database.reading() as session:
        kept = session.execute(
            text("SELECT month, category, department, loop, calls FROM call_count ORDER BY category")
        ).all()
    assert [row[1] for row in kept] == ["annet", "opplysninger", "trobbel", "utmelding"]
    assert {row[4] for row in kept} == {1}
    assert [row.counts for row in busy.retention.reports()] == [{"parked": 1}, {"inquiries": 2}, {"calls": 4}]


def test_a_case_and_a_confirmation_go_with_their_remark_when_they_are_done(
    office: Office, ingunn: Member, watch: Watch
) -> None:
    office.inquiries.complete(calls.dismissal(office, ingunn))
    office.inquiries.complete(calls.resignation(office, ingunn))
    say(office, ingunn, "Spurte om ferie")
    for message in office.outbox.all():
        office.outbox.handed_over(message)
    for callback in office.callbacks.all_open():
        office.callbacks.attempt(callback, "svarte")
    (case,) = office.members.open(ingunn.id).cases
    office.case_handover.confirm(case)
    watch.now += timedelta(days=130)
    (waiting,) = office.confirmations.waiting()
    office.confirmations.arrived(waiting)
    watch.now += timedelta(days=80)
    assert due(office) == {}  # three months from when it came, not from when it was asked for
    watch.now += timedelta(days=20)
    assert due(office) == {"confirmations": 1}
    watch.now += timedelta(days=140)
    assert due(office)["trouble"] == 1
    office.retention.erase()
    assert [r.text for r in office.members.open(ingunn.id).remarks] == ["Spurte om ferie"]
    assert count(office.database, "confirmation") == count(office.database, "outgoing") == 0
    assert count(office.database, "callback") == count(office.database, "callback_attempt") == 0


def test_old_remarks_and_parked_calls_go_and_what_still_stands_for_something_stays(
    office: Office, ingunn: Member, watch: Watch
) -> None:
    office.inquiries.complete(calls.dismissal(office, ingunn))
    office.inquiries.complete(calls.resignation(office, ingunn))
    say(office, ingunn, "Spurte om ferie")
    office.members.remark(ingunn.id, "Ring etter kl. 15", pinned=True)
    office.parking.keep(calls.half_way(office, "trobbel", ingunn, "oppsagt"), running=False)
    watch.now += timedelta(days=29)
    assert "parked" not in due(office)
    watch.now += timedelta(days=3)
    assert due(office)["parked"] == 1
    watch.now += timedelta(days=5 * 366)
    found = due(office)
    assert found["remarks"] == 1  # not the pinned one, the case's, nor what is awaited
    office.retention.erase()
    texts = [remark.text for remark in office.members.open(ingunn.id).remarks]
    assert "Spurte om ferie" not in texts
    assert "Ring etter kl. 15" in texts
    assert len(texts) == 3
    assert office.parking.drafts() == []


def test_resignation_starts_the_clock_and_a_reason_stops_it(
    office: Office, ingunn: Member, enrol: Enrol, database: Database, watch: Watch
) -> None:
    from sentralbord_desktop.storage.members.members import change_member

    office.retention.save_months({"resigned": 1})
    with database.transaction() as session:
        change_member(session, ingunn.id, {"status": "utmeldt"}, author="MH", at=watch.now, source="import")
    watch.now += timedelta(days=20)
    assert due(office) == {}
    watch.now += timedelta(days=20)
    assert due(office) == {"resigned": 1}
    office.retention.hold(ingunn.id, "lønnskrav i tingretten")
    assert due(office) == {}
    assert office.privacy.subject("204118").held == "lønnskrav i tingretten"
    office.retention.hold(ingunn.id, "")
    office.retention.erase()
    assert office.members.count() == 0
    assert "Fjeldheim" not in everything(database)


def test_months_are_kept_within_bounds_and_the_rest_is_the_rulebooks(office: Office) -> None:
    assert office.retention.months() == {kind.key: kind.months for kind in KINDS}
    office.retention.save_months({"calls": 6})
    assert office.retention.months()["calls"] == 6
    with pytest.raises(SwitchboardError, match="12 til 120 måneder"):
        office.retention.save_months({"lookups": 3})


# ------------------------------------------------------------------ a breach (PR-11)


def test_the_clock_runs_for_72_hours_and_the_drafts_say_what_is_known(office: Office, watch: Watch) -> None:
    with pytest.raises(SwitchboardError, match="hva som har skjedd"):
        office.breaches.begin(" ")
    breach = office.breaches.begin("E-post til feil avdeling")
    assert breach.clock(office.breaches.now()).startswith("72 timer igjen")
    watch.now += timedelta(hours=71)
    assert breach.clock(office.breaches.now()).startswith("1 time igjen")
    watch.now += timedelta(minutes=30)
    assert breach.clock(office.breaches.now()).startswith("30 minutter igjen")
    watch.now += timedelta(minutes=29)
    assert breach.clock(office.breaches.now()).startswith("1 minutt igjen")
    watch.now += timedelta(minutes=31)
    assert "for 30 minutter siden" in breach.clock(office.breaches.now())
    watch.now += timedelta(hours=1)
    assert "for 1 time siden" in breach.clock(office.breaches.now())
    with pytest.raises(SwitchboardError, match="Mangler: Når skjedde det"):
        office.breaches.reported(breach)
    facts = {
        "when": "i dag",
        "whose": "1 medlem",
        "data": "navn og nummer",
        "consequences": "lite",
        "measures": "slettet",
        "contact": "21 00 00 00",
    }
    breach = office.breaches.keep(breach, facts)
    assert "E-post til feil avdeling" in breach.report
    assert "navn og nummer" in breach.letter
    breach = office.breaches.close(office.breaches.reported(breach))
    assert "Meldt" in breach.clock(office.breaches.now())
    assert office.breaches.all() == [breach]


def test_the_call_that_registered_a_member_is_shown_and_erased_with_them(office: Office) -> None:
    """It began before there was a member to point at."""
    person = {"first_name": "Nils", "last_name": CANARY, "phone": "400 11 222", "birth_date": "01.02.1990"}
    said: list[calls.Said] = ["naa", "Hamar sykehus", "ja", "6", person]
    office.inquiries.complete(
        calls.ready(office, "innmelding", None, *said, caller="ikke_medlem", name=f"Nils {CANARY}")
    )
    (member,) = [by_number(office, "N-1")]
    assert member is not None
    assert office.privacy.subject("N-1").rows["inquiry"]
    office.privacy.erase(member, "N-1", "ba om det")
    assert CANARY not in everything(office.database)


def test_one_who_had_resigned_when_the_register_came_in_has_the_whole_time_from_then(
    office: Office, watch: Watch, tmp_path: Path
) -> None:
    """PR-8: nobody has written when it was."""
    file = tmp_path / "inn.csv"
    file.write_text("medlemsnummer;fornavn;etternavn;status\n900001;Asta;Nyland;utmeldt\n", "utf-8")
    office.retention.save_months({"resigned": 1})
    office.register.write(office.register.preview(office.register.read(file)))
    watch.now += timedelta(days=20)
    assert "resigned" not in due(office)
    watch.now += timedelta(days=20)
    assert due(office)["resigned"] == 1


def test_a_text_that_was_rectified_first_is_blanked_too(office: Office, ingunn: Member) -> None:
    say(office, ingunn, CANARY)
    office.privacy.rectify(as_entry(office.members.open(ingunn.id).remarks[0]), "Rettet")
    office.privacy.blank(as_entry(office.members.open(ingunn.id).remarks[0]), "helseopplysning")
    assert CANARY not in everything(office.database)


def test_a_reason_to_keep_somebody_holds_when_they_were_merged_into_another(
    office: Office, ingunn: Member, enrol: Enrol, database: Database, watch: Watch
) -> None:
    from sentralbord_desktop.storage.members.members import change_member

    other = enrol("204119", "Ingun", "Fjellheim")
    office.retention.hold(other.id, "krav")
    office.duplicates.merge(ingunn, other, ())
    with database.transaction() as session:
        change_member(session, ingunn.id, {"status": "utmeldt"}, author="MH", at=watch.now, source="import")
    watch.now += timedelta(days=40)
    assert due(office) == {}
    office.retention.hold(other.id, "")
    assert due(office) == {"resigned": 1}


def test_a_parked_call_and_a_case_keep_one_who_has_resigned(
    office: Office, ingunn: Member, database: Database, watch: Watch
) -> None:
    """PR-8: a dismissal case has its own time, also when the member leaves the union over it."""
    from sentralbord_desktop.storage.members.members import change_member

    with database.transaction() as session:
        change_member(session, ingunn.id, {"status": "utmeldt"}, author="MH", at=watch.now, source="import")
    draft = calls.half_way(office, "annet", ingunn, "Spørsmål")
    office.parking.keep(draft, running=False)
    watch.now += timedelta(days=40)
    assert "resigned" not in due(office)
    office.parking.drop(draft, "")
    assert due(office)["resigned"] == 1
    with database.transaction() as session:
        session.add(
            InquiryRow(
                id="sak",
                member_id=ingunn.id,
                category="trobbel",
                procedure_id="trobbel",
                procedure_version=1,
                started=watch.now,
                completed=watch.now,
                author="MH",
                state="{}",
            )
        )
    assert "resigned" not in due(office)


def test_the_log_of_the_member_does_not_keep_the_words_of_a_blanked_remark(
    office: Office, ingunn: Member, database: Database
) -> None:
    """KF-2 writes one text in three places; PR-10 takes it away in all of them."""
    office.inquiries.complete(calls.ready(office, "kontingent", ingunn, "faktura", "ja", CANARY))
    record = office.members.open(ingunn.id)
    assert any(CANARY in change.after for change in record.changes)
    office.privacy.blank(as_entry(record.remarks[0]), "helseopplysning")
    assert CANARY not in everything(database)
