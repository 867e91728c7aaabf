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
from sentralbord_desktop.domain.privacy.entries import WrittenEntry
from sentralbord_desktop.domain.privacy.retention import KINDS
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.tables import InquiryRow
from tests import calls
from tests.members import by_number
from tests.storage.conftest import Enrol, Watch

CANARY = "Kanarifugl"


def as_entry(remark: Remark) -> WrittenEntry:
    return WrittenEntry("remark", remark.id, remark.written, remark.author, remark.text)


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


def say(services: Services, member: Member, words: str) -> None:
    services.members.remark(member.id, words)


@pytest.fixture
def busy(services: Services, ingunn: Member, enrol: Enrol) -> Services:
    """Ingunn rang about everything; Roar has a call and a remark of his own."""
    services.members.open(ingunn.id, "oppslag")
    services.inquiries.complete(calls.dismissal(services, ingunn))
    services.inquiries.complete(calls.new_details(services, ingunn, place=CANARY))
    services.inquiries.complete(calls.resignation(services, ingunn))
    services.parking.keep(calls.half_way(services, "trobbel", ingunn, "oppsagt"), running=False)
    roar = enrol("300", "Roar", "Tveitan", department=6, phone="99000531")
    say(services, roar, "Spurte om ferie")
    services.inquiries.complete(calls.ring_back(services, roar))
    return services


# ------------------------------------------------------------------ who may


def test_only_the_privacy_role_sees_and_does_any_of_it(busy: Services, ingunn: Member) -> None:
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


def test_each_opening_is_there_with_who_whom_when_and_why(busy: Services, ingunn: Member) -> None:
    found = busy.privacy.lookups(number="204118")
    assert [(one.author, one.what, one.why, one.member, one.number) for one in found] == [
        ("MH", "åpnet", "oppslag", "Ingunn Fjeldheim", "204118"),
        ("MH", "endret", "poststed", "Ingunn Fjeldheim", "204118"),
    ]
    assert busy.privacy.lookups(author="lt") == []
    with pytest.raises(SwitchboardError, match="Ingen har det medlemsnummeret"):
        busy.privacy.lookups(number="1")


def test_ten_members_opened_without_a_call_are_odd_and_with_a_call_are_not(services: Services, enrol: Enrol) -> None:
    everybody = [enrol(str(500 + n), "Kari", f"Nr{n}") for n in range(11)]
    for member in everybody[:9]:
        services.members.open(member.id)
    quiet = [odd for odd in services.privacy.odd() if "uten at det ble ført" in odd.sentence]
    assert quiet == []
    for member in everybody[9:]:
        services.members.open(member.id)
    (odd,) = [odd for odd in services.privacy.odd() if "uten at det ble ført noe på dem" in odd.sentence]
    assert (odd.author, odd.count) == ("MH", 11)
    for member in everybody[:4]:  # now there is a trace of a call with four of them
        say(services, member, "Spurte om ferie")
    assert not [o for o in services.privacy.odd() if "uten at det ble ført noe på dem" in o.sentence]


def test_the_same_member_on_four_days_and_a_look_at_night_are_odd(
    services: Services, ingunn: Member, watch: Watch
) -> None:
    for _ in range(4):
        services.members.open(ingunn.id)
        watch.now += timedelta(days=1)
    assert [o.count for o in services.privacy.odd() if "medlem 204118 på 4 dager" in o.sentence] == [4]
    watch.now = watch.now.replace(hour=2)
    services.members.open(ingunn.id)
    own = services.session.operator.id
    services.people.choose_pin("2719")
    with pytest.raises(WrongPinError):
        services.people.sign_in(own, "1234")
    at_night = [odd.author for odd in services.privacy.odd() if "om natten" in odd.sentence]
    assert at_night == ["MH"]  # a wrong PIN let nobody in


# ------------------------------------------------------------------ access (PR-9)


def test_an_access_report_holds_everything_and_is_logged_itself(busy: Services, ingunn: Member) -> None:
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


def test_a_remark_is_rectified_and_the_old_one_is_shown_no_more(services: Services, ingunn: Member) -> None:
    say(services, ingunn, "Sa opp hytta")
    remark = services.members.open(ingunn.id).remarks[0]
    services.privacy.rectify(as_entry(remark), "Sa opp avisa")
    assert [r.text for r in services.members.open(ingunn.id).remarks] == ["Sa opp avisa"]
    assert "Sa opp hytta" in everything(services.database)  # the history


def test_a_text_that_should_never_have_been_written_is_gone_everywhere_and_leaves_a_trace(
    services: Services, ingunn: Member
) -> None:
    draft = calls.ready(services, "annet", ingunn, CANARY, "ring", "i morgen 10")
    services.inquiries.complete(draft)
    (callback,) = services.callbacks.all_open()
    services.callbacks.attempt(callback, "svarte")
    remark = services.members.open(ingunn.id).remarks[0]
    assert CANARY in remark.text
    with pytest.raises(SwitchboardError, match="Skriv hvorfor"):
        services.privacy.blank(as_entry(remark), " ")
    services.privacy.blank(as_entry(remark), "helseopplysning")
    assert CANARY not in everything(services.database)
    assert "Slettet av hensyn" in services.members.open(ingunn.id).remarks[0].text
    (report,) = services.retention.reports()
    assert (report.what, report.reason, report.author) == ("merknad", "helseopplysning", "MH")


def test_a_member_is_erased_with_everything_and_the_others_stand(busy: Services, ingunn: Member) -> None:
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
    assert busy.member_imports.faults() == []
    looked = [one.member for one in busy.privacy.lookups() if one.what == "åpnet"]
    assert looked == ["Roar Tveitan", ""]  # that somebody looked stays


def test_whoever_has_an_erased_member_open_is_told_and_writes_nothing(busy: Services, ingunn: Member) -> None:
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
    services: Services, enrol: Enrol, database: Database
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
    services.privacy.erase(gone, "204118", "ba om det")
    assert b"kanarifugl" not in parts()
    assert len(services.members.search("tveitan")) > 40


def test_a_merged_member_is_erased_with_the_one_it_went_into(services: Services, ingunn: Member, enrol: Enrol) -> None:
    other = enrol("204119", "Ingun", "Fjellheim")
    say(services, other, CANARY)
    services.duplicates.merge(ingunn, other, ())
    kept = by_number(services, "204118")
    assert kept is not None
    services.privacy.erase(kept, "204118", "ba om det")
    assert CANARY not in everything(services.database)
    assert services.members.count() == 0
    assert services.member_imports.faults() == []


def test_the_door_is_shut_before_and_after(busy: Services, ingunn: Member) -> None:
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


def due(services: Services) -> dict[str, int]:
    return {one.key: one.count for one in services.retention.preview() if one.count}


def test_nothing_is_due_on_the_day_and_everything_that_is_done_a_year_later(busy: Services, watch: Watch) -> None:
    assert due(busy) == {}
    watch.now += timedelta(days=366)
    old = {"calls": 4, "inquiries": 2, "parked": 1}
    assert due(busy) == old  # what is open, unsent or awaited is not
    done = {one.key: one.count for one in busy.retention.erase() if one.count}
    assert done == old
    assert due(busy) == {}
    assert count(busy.database, "phone_call") == 0
    assert count(busy.database, "inquiry") == 2  # the dismissal has an unsent mail, the resignation is awaited
    assert busy.member_imports.faults() == []
    with busy.database.reading() as session:
        kept = session.execute(
            text("SELECT month, category, department, loop, calls FROM call_count ORDER BY category")
        ).all()
    assert [row[1] for row in kept] == ["annet", "opplysninger", "trobbel", "utmelding"]
    assert {row[4] for row in kept} == {1}
    assert [row.counts for row in busy.retention.reports()] == [{"parked": 1}, {"inquiries": 2}, {"calls": 4}]


def test_a_case_and_a_confirmation_go_with_their_remark_when_they_are_done(
    services: Services, ingunn: Member, watch: Watch
) -> None:
    services.inquiries.complete(calls.dismissal(services, ingunn))
    services.inquiries.complete(calls.resignation(services, ingunn))
    say(services, ingunn, "Spurte om ferie")
    for message in services.outbox.all():
        services.outbox.handed_over(message)
    for callback in services.callbacks.all_open():
        services.callbacks.attempt(callback, "svarte")
    (case,) = services.members.open(ingunn.id).cases
    services.case_handover.confirm(case)
    watch.now += timedelta(days=130)
    (waiting,) = services.confirmations.awaited()
    services.confirmations.arrived(waiting)
    watch.now += timedelta(days=80)
    assert due(services) == {}  # three months from when it came, not from when it was asked for
    watch.now += timedelta(days=20)
    assert due(services) == {"confirmations": 1}
    watch.now += timedelta(days=140)
    assert due(services)["trouble"] == 1
    services.retention.erase()
    assert [r.text for r in services.members.open(ingunn.id).remarks] == ["Spurte om ferie"]
    assert count(services.database, "confirmation") == count(services.database, "outgoing") == 0
    assert count(services.database, "callback") == count(services.database, "callback_attempt") == 0


def test_old_remarks_and_parked_calls_go_and_what_still_stands_for_something_stays(
    services: Services, ingunn: Member, watch: Watch
) -> None:
    services.inquiries.complete(calls.dismissal(services, ingunn))
    services.inquiries.complete(calls.resignation(services, ingunn))
    say(services, ingunn, "Spurte om ferie")
    services.members.remark(ingunn.id, "Ring etter kl. 15", pinned=True)
    services.parking.keep(calls.half_way(services, "trobbel", ingunn, "oppsagt"), running=False)
    watch.now += timedelta(days=29)
    assert "parked" not in due(services)
    watch.now += timedelta(days=3)
    assert due(services)["parked"] == 1
    watch.now += timedelta(days=5 * 366)
    found = due(services)
    assert found["remarks"] == 1  # not the pinned one, the case's, nor what is awaited
    services.retention.erase()
    texts = [remark.text for remark in services.members.open(ingunn.id).remarks]
    assert "Spurte om ferie" not in texts
    assert "Ring etter kl. 15" in texts
    assert len(texts) == 3
    assert services.parking.drafts() == []


def test_resignation_starts_the_clock_and_a_reason_stops_it(
    services: Services, ingunn: Member, enrol: Enrol, database: Database, watch: Watch
) -> None:
    from sentralbord_desktop.storage.members.members import change_member

    services.retention.save_months({"resigned": 1})
    with database.transaction() as session:
        change_member(session, ingunn.id, {"status": "utmeldt"}, author="MH", at=watch.now, source="import")
    watch.now += timedelta(days=20)
    assert due(services) == {}
    watch.now += timedelta(days=20)
    assert due(services) == {"resigned": 1}
    services.retention.hold(ingunn.id, "lønnskrav i tingretten")
    assert due(services) == {}
    assert services.privacy.subject("204118").held == "lønnskrav i tingretten"
    services.retention.hold(ingunn.id, "")
    services.retention.erase()
    assert services.members.count() == 0
    assert "Fjeldheim" not in everything(database)


def test_months_are_kept_within_bounds_and_the_rest_is_the_rulebooks(services: Services) -> None:
    assert services.retention.months() == {kind.key: kind.months for kind in KINDS}
    services.retention.save_months({"calls": 6})
    assert services.retention.months()["calls"] == 6
    with pytest.raises(SwitchboardError, match="12 til 120 måneder"):
        services.retention.save_months({"lookups": 3})


# ------------------------------------------------------------------ a breach (PR-11)


def test_the_clock_runs_for_72_hours_and_the_drafts_say_what_is_known(services: Services, watch: Watch) -> None:
    with pytest.raises(SwitchboardError, match="hva som har skjedd"):
        services.breaches.begin(" ")
    breach = services.breaches.begin("E-post til feil avdeling")
    assert breach.clock(services.breaches.now()).startswith("72 timer igjen")
    watch.now += timedelta(hours=71)
    assert breach.clock(services.breaches.now()).startswith("1 time igjen")
    watch.now += timedelta(minutes=30)
    assert breach.clock(services.breaches.now()).startswith("30 minutter igjen")
    watch.now += timedelta(minutes=29)
    assert breach.clock(services.breaches.now()).startswith("1 minutt igjen")
    watch.now += timedelta(minutes=31)
    assert "for 30 minutter siden" in breach.clock(services.breaches.now())
    watch.now += timedelta(hours=1)
    assert "for 1 time siden" in breach.clock(services.breaches.now())
    with pytest.raises(SwitchboardError, match="Mangler: Når skjedde det"):
        services.breaches.reported(breach)
    facts = {
        "when": "i dag",
        "whose": "1 medlem",
        "data": "navn og nummer",
        "consequences": "lite",
        "measures": "slettet",
        "contact": "21 00 00 00",
    }
    breach = services.breaches.keep(breach, facts)
    assert "E-post til feil avdeling" in breach.report
    assert "navn og nummer" in breach.letter
    breach = services.breaches.close(services.breaches.reported(breach))
    assert "Meldt" in breach.clock(services.breaches.now())
    assert services.breaches.all() == [breach]


def test_the_call_that_registered_a_member_is_shown_and_erased_with_them(services: Services) -> None:
    """It began before there was a member to point at."""
    person = {"first_name": "Nils", "last_name": CANARY, "phone": "400 11 222", "birth_date": "01.02.1990"}
    said: list[calls.Said] = ["naa", "Hamar sykehus", "ja", "6", person]
    services.inquiries.complete(
        calls.ready(services, "innmelding", None, *said, caller="ikke_medlem", name=f"Nils {CANARY}")
    )
    (member,) = [by_number(services, "N-1")]
    assert member is not None
    assert services.privacy.subject("N-1").rows["inquiry"]
    services.privacy.erase(member, "N-1", "ba om det")
    assert CANARY not in everything(services.database)


def test_one_who_had_resigned_when_the_register_came_in_has_the_whole_time_from_then(
    services: Services, watch: Watch, tmp_path: Path
) -> None:
    """PR-8: nobody has written when it was."""
    file = tmp_path / "inn.csv"
    file.write_text("medlemsnummer;fornavn;etternavn;status\n900001;Asta;Nyland;utmeldt\n", "utf-8")
    services.retention.save_months({"resigned": 1})
    services.member_imports.write(services.member_imports.preview(services.member_imports.read(file)))
    watch.now += timedelta(days=20)
    assert "resigned" not in due(services)
    watch.now += timedelta(days=20)
    assert due(services)["resigned"] == 1


def test_a_text_that_was_rectified_first_is_blanked_too(services: Services, ingunn: Member) -> None:
    say(services, ingunn, CANARY)
    services.privacy.rectify(as_entry(services.members.open(ingunn.id).remarks[0]), "Rettet")
    services.privacy.blank(as_entry(services.members.open(ingunn.id).remarks[0]), "helseopplysning")
    assert CANARY not in everything(services.database)


def test_a_reason_to_keep_somebody_holds_when_they_were_merged_into_another(
    services: Services, ingunn: Member, enrol: Enrol, database: Database, watch: Watch
) -> None:
    from sentralbord_desktop.storage.members.members import change_member

    other = enrol("204119", "Ingun", "Fjellheim")
    services.retention.hold(other.id, "krav")
    services.duplicates.merge(ingunn, other, ())
    with database.transaction() as session:
        change_member(session, ingunn.id, {"status": "utmeldt"}, author="MH", at=watch.now, source="import")
    watch.now += timedelta(days=40)
    assert due(services) == {}
    services.retention.hold(other.id, "")
    assert due(services) == {"resigned": 1}


def test_a_parked_call_and_a_case_keep_one_who_has_resigned(
    services: Services, ingunn: Member, database: Database, watch: Watch
) -> None:
    """PR-8: a dismissal case has its own time, also when the member leaves the union over it."""
    from sentralbord_desktop.storage.members.members import change_member

    with database.transaction() as session:
        change_member(session, ingunn.id, {"status": "utmeldt"}, author="MH", at=watch.now, source="import")
    draft = calls.half_way(services, "annet", ingunn, "Spørsmål")
    services.parking.keep(draft, running=False)
    watch.now += timedelta(days=40)
    assert "resigned" not in due(services)
    services.parking.drop(draft, "")
    assert due(services)["resigned"] == 1
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
    assert "resigned" not in due(services)


def test_the_log_of_the_member_does_not_keep_the_words_of_a_blanked_remark(
    services: Services, ingunn: Member, database: Database
) -> None:
    """KF-2 writes one text in three places; PR-10 takes it away in all of them."""
    services.inquiries.complete(calls.ready(services, "kontingent", ingunn, "faktura", "ja", CANARY, "Nei"))
    record = services.members.open(ingunn.id)
    assert any(CANARY in change.after for change in record.changes)
    services.privacy.blank(as_entry(record.remarks[0]), "helseopplysning")
    assert CANARY not in everything(database)
