"""PR-4, PR-8, PR-9, PR-10: who looked, what is erased in time, what a member gets to see, on both engines."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel, select

from sentralbord_desktop.domain.access import Operator
from sentralbord_desktop.domain.callbacks import CallbackFields
from sentralbord_desktop.domain.errors import NotAllowedError, SwitchboardError, WrongPinError
from sentralbord_desktop.domain.imports.decide import with_resigned
from sentralbord_desktop.domain.inquiries.caller_kind import CallerKind
from sentralbord_desktop.domain.inquiries.parked import UnsavedForm
from sentralbord_desktop.domain.inquiries.review import Review
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.domain.privacy.entries import RECTIFIED, WrittenEntry
from sentralbord_desktop.domain.privacy.retention import KINDS
from sentralbord_desktop.domain.privacy.sensitive_text import SensitiveError
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.services.privacy.subject_report import as_text
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.tables import (
    AccessRow,
    ErasureRow,
    InquiryActionRow,
    InquiryAnswerRow,
    InquiryRow,
    RemarkRow,
)
from tests.helpers import calls
from tests.helpers.engines import Enrol, Watch
from tests.helpers.members import by_number
from tests.helpers.privacy import CANARY, as_entry, count, due, everything


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
    for inside in ("outgoing_id", "i øre", "krav: bor", "role:", "til: identitet", "sloyfe:", "db_"):
        assert inside not in found.text, inside
    assert "beløp: 990 kr" in as_text({"invoice": [{"amount": 99000}]}, {}, busy.session.clock(), str)
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
    services.member_imports.write(with_resigned(services.member_imports.preview(services.member_imports.read(file))))
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
    services.retention.save_months({"resigned": 1})
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
    services.retention.save_months({"resigned": 1})
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


# ---------------------------------------------------------------- each entry is rectified or erased by itself (PR-10)

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
    for category, said in (("overforing_forbund", ("ja", SECRET)), ("kontingent", ("sats", "ja", SECRET, "Nei"))):
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


def test_corrected_promise_is_in_the_trace(services: Services, written: Member) -> None:
    promise = entries(services, "callback")[0]
    services.privacy.rectify(promise, "Ring om lønn.")
    with services.database.reading() as session:
        told = [(row.what, row.why, row.member_id) for row in session.exec(select(AccessRow)).all()]
    assert ("rettet", "oppringing", written.id) in told


# ---------------------------------------------------------------- what is erased, kept and notified (PR-3, PR-8 – PR-11)

BIRTH_NUMBER = "01010150074"


def shown(services: Services) -> dict[str, int]:
    return {one.key: one.count for one in services.retention.preview()}


def test_nothing_is_erased_that_was_not_shown(
    services: Services, ingunn: Member, database: Database, watch: Watch
) -> None:
    """A case that goes sets its member free, and an arrived confirmation its call: the next time."""
    from sentralbord_desktop.storage.members.members import change_member

    services.inquiries.complete(calls.dismissal(services, ingunn))
    services.inquiries.complete(calls.resignation(services, ingunn))
    for message in services.outbox.all():
        services.outbox.handed_over(message)
    for callback in services.callbacks.all_open():
        services.callbacks.attempt(callback, "svarte")
    (waiting,) = services.confirmations.awaited()
    services.confirmations.arrived(waiting)
    (case,) = services.members.open(ingunn.id).cases
    services.case_handover.confirm(case)
    with database.transaction() as session:
        change_member(session, ingunn.id, {"status": "utmeldt"}, author="MH", at=watch.now, source="import")
    watch.now += timedelta(days=400)
    before = shown(services)
    assert before["trouble"] == 1
    assert before["resigned"] == 0
    assert {one.key: one.count for one in services.retention.erase()} == before
    assert services.members.count() == 1
    after = shown(services)
    assert after["resigned"] == 1
    assert after["inquiries"] == 1
    services.retention.erase()
    assert services.members.count() == 0
    assert not any(shown(services).values())


def test_what_is_ready_to_be_erased_is_told_once_a_day_to_who_does_it(
    services: Services, ingunn: Member, watch: Watch
) -> None:
    services.members.remark(ingunn.id, "Spurte om ferie")
    assert services.retention.due_today() == 0
    watch.now += timedelta(days=6 * 366)
    due = sum(shown(services).values())
    assert due > 0
    assert services.retention.due_today() == due
    assert services.retention.due_today() == 0
    watch.now += timedelta(days=1)
    assert services.retention.due_today() == due


def test_the_preview_names_whom_each_kind_is_about(services: Services, ingunn: Member, watch: Watch) -> None:
    services.inquiries.complete(calls.dismissal(services, ingunn))
    services.members.remark(ingunn.id, "Spurte om ferie")
    watch.now += timedelta(days=6 * 366)
    named = {one.key: one.names for one in services.retention.preview()}
    assert [name.partition(": ")[2] for name in named["remarks"]] == ["Ingunn Fjeldheim, 204118"]
    assert [name.partition(": ")[2] for name in named["calls"]] == ["Ingunn Fjeldheim, 204118"]
    assert named["lookups"] == ()


def test_a_member_with_a_reason_to_be_kept_is_not_erased_by_hand_either(
    services: Services, ingunn: Member, enrol: Enrol
) -> None:
    services.inquiries.complete(calls.dismissal(services, ingunn))
    services.retention.hold(ingunn.id, "lønnskrav i tingretten")
    with pytest.raises(SwitchboardError, match="lønnskrav i tingretten"):
        services.privacy.erase(ingunn, "204118", "ba om det")
    found = services.privacy.subject("204118")
    assert "1 oppringing" in found.stands
    assert "ikke er sendt" in found.stands
    services.retention.hold(ingunn.id, "")
    services.privacy.erase(ingunn, "204118", "ba om det")
    assert services.members.count() == 0


def test_the_reason_why_a_blanked_text_was_kept_goes_with_it(
    services: Services, ingunn: Member, database: Database, watch: Watch
) -> None:
    services.members.remark(ingunn.id, "Er sykmeldt", reason=f"{CANARY} ba om det")
    watch.now += timedelta(minutes=5)
    services.members.remark(ingunn.id, "Er sykmeldt igjen", reason="et annet svar")
    remark = next(r for r in services.members.open(ingunn.id).remarks if r.text == "Er sykmeldt")
    services.privacy.blank(as_entry(remark), "helseopplysning")
    assert CANARY not in everything(database)
    assert "et annet svar" in everything(database)


def test_a_kept_card_leaves_no_reason_behind_when_its_call_is_blanked(
    services: Services, ingunn: Member, database: Database
) -> None:
    draft = calls.ready(services, "annet", ingunn, "Er sykmeldt", "ring", "i morgen 10")
    run = draft.run(services.inquiries.library, services.organisation.read())
    kept = {action.id: f"{CANARY} ba om det" for action in Outcome(run).actions()}
    review = draft.review.model_copy(update={"kept": {**draft.review.kept, **kept}})
    services.inquiries.complete(draft.model_copy(update={"review": review}))
    assert CANARY in everything(database)
    for remark in services.members.open(ingunn.id).remarks:
        services.privacy.blank(as_entry(remark), "helseopplysning")
    assert CANARY not in everything(database)


def test_a_slip_in_what_was_kept_for_a_reason_can_be_mended_with_one(
    services: Services, ingunn: Member, database: Database
) -> None:
    services.members.remark(ingunn.id, "Er sykmelt", reason="ba om det")
    entry = as_entry(services.members.open(ingunn.id).remarks[0])
    with pytest.raises(SensitiveError):
        services.privacy.rectify(entry, "Er sykmeldt")
    services.privacy.rectify(entry, "Er sykmeldt", "en skrivefeil")
    assert [r.text for r in services.members.open(ingunn.id).remarks] == ["Er sykmeldt"]
    assert any("en skrivefeil" in one.why for one in services.privacy.lookups())
    services.privacy.blank(as_entry(services.members.open(ingunn.id).remarks[0]), "helseopplysning")
    assert "skrivefeil" not in everything(database)  # nor the reason it was first kept for
    assert "ba om det" not in everything(database)


def test_a_birth_number_is_no_reason_and_no_field(services: Services, ingunn: Member, database: Database) -> None:
    remark = WrittenEntry("remark", 1, services.breaches.now(), "MH", "")
    for write in (
        lambda: services.members.remark(ingunn.id, "Er sykmeldt", reason=f"se {BIRTH_NUMBER}"),
        lambda: services.members.change(ingunn, {"place": BIRTH_NUMBER}),
        lambda: services.retention.hold(ingunn.id, f"krav, {BIRTH_NUMBER}"),
        lambda: services.privacy.erase(ingunn, "204118", BIRTH_NUMBER),
        lambda: services.privacy.blank(remark, BIRTH_NUMBER),
        lambda: services.breaches.begin(f"Sendte {BIRTH_NUMBER} til feil avdeling"),
    ):
        with pytest.raises(SensitiveError):
            write()
    assert BIRTH_NUMBER not in everything(database)


def test_two_who_write_about_a_breach_keep_what_the_other_wrote(services: Services) -> None:
    seen = services.breaches.begin("E-post til feil avdeling")
    services.breaches.keep(seen, {**seen.facts, "when": "i går"})
    both = services.breaches.keep(seen, {**seen.facts, "whose": "ett medlem"})  # of what was seen
    assert (both.facts["when"], both.facts["whose"]) == ("i går", "ett medlem")
    with pytest.raises(SwitchboardError, match="hva som har skjedd"):
        services.breaches.keep(both, {"what": " "})
    services.breaches.keep(both, {"measures": "slettet"})
    services.breaches.close(seen)
    with pytest.raises(SwitchboardError, match="lukket"):
        services.breaches.keep(seen, {"when": "i dag"})
    assert services.breaches.all()[0].facts["when"] == "i går"
    done = [one.what for one in services.privacy.lookups()]
    assert "meldte et avvik" in done
    assert "endret et avvik" in done


def test_an_access_report_has_what_was_typed_in_a_parked_call_and_no_codes(services: Services, ingunn: Member) -> None:
    services.inquiries.complete(calls.dismissal(services, ingunn))
    draft = calls.half_way(services, "annet", ingunn, f"{CANARY} i pausen")
    services.parking.keep(draft, running=False)
    found = services.privacy.subject("204118")
    assert f"{CANARY} i pausen" in found.text
    assert CANARY in json.dumps(json.loads(found.json)["opplysninger"]["Samtaler som ikke er fullført"])
    for code in ("INFORM", "CALLBACK", "for_hand", "apen", "sloyfe:", "avdeling:4", "parked_at"):
        assert code not in found.text
    services.privacy.gives_out(found, "PDF")
    assert services.privacy.lookups()[0].what == "eksport"


def test_a_parked_call_of_a_third_party_goes_with_the_member_whom_it_was_about(
    services: Services, ingunn: Member
) -> None:
    """X-4, PR-9: it has no member of its own, but what was typed while the record was open."""
    others = {}
    for member_id in (ingunn.id, ingunn.id * 10 + 1):
        draft = calls.half_way(services, "annet", ingunn, f"{CANARY} i pausen")
        closed = services.inquiries.begin(
            "annet", member=None, caller=CallerKind.ANOTHER, closed_member_id=member_id
        ).facts
        run = draft.run(services.inquiries.library, services.organisation.read()).of_caller(closed)
        others[member_id] = draft.model_copy(update={"member_id": None, "title": "Ringer for en annen"}).with_run(run)
        services.parking.keep(others[member_id], running=False)
    services.privacy.erase(ingunn, "204118", "ba om det")
    assert [one.id for one in services.parking.drafts()] == [others[ingunn.id * 10 + 1].id]


def test_a_call_of_a_third_party_keeps_nothing_of_a_member_who_was_erased_while_it_ran(
    services: Services, ingunn: Member
) -> None:
    """X-4, PR-9: the running call was written again 250 ms after the erasure."""
    draft = calls.half_way(services, "annet", ingunn, "om noe i pausen")
    closed = services.inquiries.begin("annet", member=None, caller=CallerKind.ANOTHER, closed_member_id=ingunn.id).facts
    run = draft.run(services.inquiries.library, services.organisation.read()).of_caller(closed)
    running = draft.model_copy(update={"member_id": None, "title": "Ringer for en annen"}).with_run(run)
    typed = {"half_typed": {"tema": CANARY}, "review": Review(texts={"NOTE:medlem": CANARY})}
    running = running.model_copy(update=typed)
    services.parking.keep(running, running=True)
    assert CANARY in services.parking.all()[0].state
    services.privacy.erase(ingunn, "204118", "ba om det")
    services.parking.keep(running, running=True)
    (kept,) = services.parking.all()
    assert (CANARY in kept.state, services.parking.drafts()[0].facts.closed_member_id) == (False, None)
    services.parking.restore(running, services.parking.drop(running, ""))
    assert CANARY not in services.parking.all()[0].state
