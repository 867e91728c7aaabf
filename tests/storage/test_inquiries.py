"""Fullfør is one transaction, «Åpne igjen» takes everything back, a parked call is never lost."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel

from sentralbord_desktop.bootstrap import build
from sentralbord_desktop.domain.callbacks import SETTLED, CallbackFields
from sentralbord_desktop.domain.dates.clock import OSLO, oslo
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.inquiries.case_handover import Case
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.domain.members.record import MemberRecord
from sentralbord_desktop.procedures.checks.simulate import answer_with
from sentralbord_desktop.services.drafts import Draft, IncompleteError, reviewed
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.startup.first_run import made_ready
from sentralbord_desktop.storage.members.members import change_member
from tests.helpers import calls
from tests.helpers.engines import MOMENT, Enrol, Watch
from tests.helpers.people import somebody_else_sits_down
from tests.helpers.stored import actions_of, answers_of

Rows = dict[str, list[tuple[Any, ...]]]


def everything(services: Services) -> Rows:
    """Every row of every table, and the search index."""
    with services.database.engine.connect() as connection:
        return {
            name: sorted((tuple(row) for row in connection.execute(table.select())), key=repr)
            for name, table in SQLModel.metadata.tables.items()
        }


def record(services: Services, member: Member) -> MemberRecord:
    found = services.members.reread(member.id)
    assert found is not None
    return found


def break_writes_to(services: Services, table: str) -> None:
    """From now on the database itself refuses new rows in `table`."""
    with services.database.engine.begin() as raw:
        if services.database.is_server:
            raw.execute(
                text(
                    "CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS "
                    "$$ BEGIN RAISE EXCEPTION 'broken on purpose'; END $$"
                )
            )
            raw.execute(text(f"CREATE TRIGGER broken BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION broken()"))
        else:
            raw.execute(
                text(
                    f"CREATE TRIGGER broken BEFORE INSERT ON {table} "
                    "BEGIN SELECT RAISE(ABORT, 'broken on purpose'); END"
                )
            )


def mend(services: Services, table: str) -> None:
    with services.database.engine.begin() as raw:
        on = f" ON {table}" if services.database.is_server else ""
        raw.execute(text(f"DROP TRIGGER broken{on}"))


# ------------------------------------------------------------------ Fullfør


def test_one_set_of_answers_leaves_everything_the_procedure_demands(services: Services, ingunn: Member) -> None:
    draft = calls.dismissal(services, ingunn)
    receipt = services.inquiries.complete(draft)
    now = record(services, ingunn)
    (remark,), (call,), (callback,), (mail,) = now.remarks, now.calls, now.callbacks, now.sent
    assert remark.text.startswith("25.11.2026: Henvendelse mottatt – oppsigelse")
    assert remark.text.endswith("MH")
    assert (call.category, call.author, call.loop, call.outcome) == ("trobbel", "MH", 2, "fullført")
    assert (call.started, call.ended) == (MOMENT, MOMENT)
    assert (mail.kind, mail.state, mail.to_address) == ("epost", "klar", "avd4@eksempel.no")
    assert "Ingunn" not in mail.subject
    assert str(callback.deadline) == "2026-12-07"
    assert (callback.owner, callback.status) == ("DS avd. 4 Innlandet", "apen")
    answers = {a["step"]: (a["answer"], a["source"]) for a in answers_of(services, receipt.inquiry_id)}
    assert answers["mottatt"] == ("23.11.2026", "svar")
    assert answers["tillitsvalgt"] == ("Nei", "svar")
    assert answers["avdeling"] == ("4", "fra medlemsbildet, bekreftet")
    assert receipt.by_hand == ("E-post til DS avd. 4 Innlandet",)
    kinds = [a["kind"] for a in actions_of(services, receipt.inquiry_id)]
    assert {"ASK", "EMAIL", "NOTE", "CALLBACK", "INFORM", "LOG"} <= set(kinds)


TABLES_OF_A_CALL = ("inquiry", "inquiry_answer", "inquiry_action", "remark", "phone_call", "callback", "outgoing")


@pytest.mark.parametrize("table", TABLES_OF_A_CALL)
def test_if_one_write_fails_nothing_at_all_is_written_and_the_draft_stays(
    services: Services, ingunn: Member, table: str
) -> None:
    draft = calls.dismissal(services, ingunn)
    services.parking.keep(draft, running=True)
    before = everything(services)
    break_writes_to(services, table)
    with pytest.raises(RuntimeError, match="database error"):
        services.inquiries.complete(draft)
    assert everything(services) == before
    assert services.parking.drafts() == [draft]
    mend(services, table)
    services.inquiries.complete(draft)
    assert len(record(services, ingunn).remarks) == 1
    assert services.parking.all() == []


def test_a_failed_change_of_the_member_takes_the_search_index_back_too(services: Services, ingunn: Member) -> None:
    draft = calls.new_details(services, ingunn, place="Hamar", phone="40011222")
    break_writes_to(services, "inquiry_action")  # written last
    with pytest.raises(RuntimeError, match="database error"):
        services.inquiries.complete(draft)
    assert record(services, ingunn).member == ingunn
    assert services.members.search("hamar") == []
    assert [hit.id for hit in services.members.search("ottestad")] == [ingunn.id]


def test_an_inquiry_is_completed_once_however_often_the_key_is_pressed(services: Services, ingunn: Member) -> None:
    draft = calls.dismissal(services, ingunn)
    services.inquiries.complete(draft)
    before = everything(services)
    with pytest.raises(SwitchboardError, match="allerede fullført"):
        services.inquiries.complete(draft)
    assert everything(services) == before


def test_what_is_missing_is_named_and_nothing_is_written(services: Services, ingunn: Member) -> None:
    before = everything(services)
    with pytest.raises(IncompleteError, match=r"Mangler: Hva har skjedd\?") as caught:
        services.inquiries.complete(calls.half_way(services, "trobbel", ingunn))
    assert caught.value.missing == "hendelse"
    unsaid = calls.dismissal(services, ingunn)
    with pytest.raises(IncompleteError, match="Mellomrom når det er sagt"):
        services.inquiries.complete(unsaid.model_copy(update={"review": unsaid.review.model_copy(update={"said": ()})}))
    assert everything(services) == before


def test_a_bor_that_is_left_out_needs_a_reason_and_a_skal_cannot_be_left_out(
    services: Services, ingunn: Member
) -> None:
    draft = calls.dismissal(services, ingunn)
    off = draft.review.model_copy(update={"on": {"oppringing": False, "merknad": False}})
    with pytest.raises(IncompleteError, match="Skriv hvorfor"):
        services.inquiries.complete(draft.model_copy(update={"review": off}))
    why = off.model_copy(update={"reasons": {"oppringing": "DS ringer selv"}})
    receipt = services.inquiries.complete(draft.model_copy(update={"review": why}))
    assert record(services, ingunn).callbacks == ()
    assert len(record(services, ingunn).remarks) == 1  # the note is a skal
    (left_out,) = [a for a in actions_of(services, receipt.inquiry_id) if a["kind"] == "CALLBACK"]
    assert (left_out["state"], left_out["reason"]) == ("utelatt", "DS ringer selv")


def test_a_struck_kan_needs_a_reason_which_stands_in_the_note(services: Services, ingunn: Member) -> None:
    """UT-2: the SMS is a kan. The note never promises what was struck."""
    draft = calls.resignation(services, ingunn)
    struck = draft.review.model_copy(update={"on": {"sms_adresse": False}})
    with pytest.raises(IncompleteError, match="Skriv hvorfor"):
        services.inquiries.complete(draft.model_copy(update={"review": struck}))
    told = struck.model_copy(update={"reasons": {"sms_adresse": "medlemmet har adressen."}})
    services.inquiries.complete(draft.model_copy(update={"review": told}))
    now = record(services, ingunn)
    assert "sendes på SMS" not in now.remarks[0].text
    assert "SMS er ikke med: medlemmet har adressen. MH" in now.remarks[0].text
    assert not now.sent


def test_a_member_who_wants_no_sms_is_not_promised_one(services: Services, ingunn: Member) -> None:
    services.members.change(ingunn, {"no_sms": "ja"})
    draft = calls.resignation(services, record(services, ingunn).member)
    services.inquiries.complete(draft)
    now = record(services, ingunn)
    assert "SMS" not in now.remarks[0].text
    assert not now.sent


def test_what_is_mended_in_the_review_is_what_is_written(services: Services, ingunn: Member) -> None:
    draft = calls.dismissal(services, ingunn)
    callback = next(
        a
        for a in reviewed(draft.run(services.inquiries.library, services.organisation.read()), draft.review)
        if a.kind == "CALLBACK"
    )
    data = {callback.id: {"due": "2026-11-26T14:30:00", "number": "400 11 222"}}
    review = draft.review.model_copy(update={"data": data})
    services.inquiries.complete(draft.model_copy(update={"review": review}))
    (made,) = record(services, ingunn).callbacks
    assert made.number == "40011222"
    assert made.due is not None
    assert f"{oslo(made.due):%d.%m %H.%M}" == "26.11 14.30"

    details = calls.new_details(services, ingunn, phone="400 11 222")
    change = {"changes": {"phone": "400 11 333"}, "fields": ["telefon"]}
    (update,) = [
        a.id
        for a in reviewed(details.run(services.inquiries.library, services.organisation.read()), details.review)
        if a.kind == "UPDATE_MEMBER"
    ]
    review = details.review.model_copy(update={"data": {update: change}})
    services.inquiries.complete(details.model_copy(update={"review": review}))
    assert record(services, ingunn).member.phone == "40011333"


def test_somebody_without_a_record_leaves_a_call_and_a_promise(services: Services) -> None:
    draft = calls.ring_back(services, None, caller="ikke_medlem", name="Odd Ukjent")
    services.inquiries.complete(draft)
    (callback,) = services.callbacks.all_open()
    assert (callback.member_id, callback.name, callback.number) == (None, "Odd Ukjent", "99000777")
    assert str(callback.due) == "2026-11-26 09:00:00+00:00"
    (call, *_) = services.members.recent()
    assert (call.caller_name, call.number, call.member_id, call.category) == ("Odd Ukjent", "", None, "annet")


def test_a_new_member_is_registered_by_workplace_with_note_and_history(services: Services) -> None:
    person = {"first_name": "Nils", "last_name": "Åsen", "phone": "400 11 222", "birth_date": "01.02.1990"}
    said: list[calls.Said] = ["naa", "Hamar sykehus", "ja", "6", person]
    draft = calls.ready(services, "innmelding", None, *said, caller="ikke_medlem", name="Nils Åsen")
    services.inquiries.complete(draft)
    (hit,) = services.members.search("aasen nils")
    found = services.members.reread(hit.id)
    assert found is not None
    assert (found.member.department, found.member.workplace) == (6, "Hamar sykehus")
    assert (len(found.remarks), len(found.calls)) == (1, 1)
    assert found.changes[-1].field == "registrert"


# ------------------------------------------------------------------ Åpne igjen


def test_reopening_takes_back_the_remark_the_call_the_callback_and_the_mail(
    services: Services, ingunn: Member, watch: Watch
) -> None:
    receipt = services.inquiries.complete(calls.dismissal(services, ingunn))
    watch.now += timedelta(minutes=5)
    reopened = services.inquiries.reopen(receipt.inquiry_id)
    now = record(services, ingunn)
    assert (now.remarks, now.calls, now.callbacks) == ((), (), ())
    assert [mail.state for mail in now.sent] == ["trukket"]
    assert reopened.already_left == ()
    assert services.callbacks.all_open() == []
    assert services.members.recent() == []
    with services.database.reading() as session:  # nothing was erased: a correction is a new row
        rows = session.execute(text("SELECT text, withdrawn FROM remark ORDER BY id")).all()
    assert [bool(row[1]) for row in rows] == [False, True]
    assert rows[1][0] == "Trukket tilbake: henvendelsen ble åpnet igjen 25.11.2026."


def test_reopening_puts_the_member_back_with_rows_of_its_own_in_the_history(services: Services, ingunn: Member) -> None:
    fields = {"phone": "400 11 222", "email": "ny@eksempel.no", "place": "Hamar"}
    receipt = services.inquiries.complete(calls.new_details(services, ingunn, **fields))
    assert record(services, ingunn).member.place == "Hamar"
    services.inquiries.reopen(receipt.inquiry_id)
    now = record(services, ingunn)
    back = now.member.model_copy(update={"version": ingunn.version})
    assert back == ingunn
    assert [(c.field, c.before, c.after) for c in now.changes if c.source == "åpnet igjen"] == [
        ("phone", "40011222", "99000418"),
        ("email", "ny@eksempel.no", "ingunn.f@eksempel.no"),
        ("place", "Hamar", "Ottestad"),
    ]
    assert [hit.id for hit in services.members.search("ottestad 99000418")] == [ingunn.id]


def test_reopening_leaves_what_somebody_has_changed_since(services: Services, ingunn: Member) -> None:
    receipt = services.inquiries.complete(calls.new_details(services, ingunn, place="Hamar", email="ny@eksempel.no"))
    now = record(services, ingunn).member
    services.members.change(now, {"place": "Oslo"})
    services.inquiries.reopen(receipt.inquiry_id)
    after = record(services, ingunn).member
    assert (after.place, after.email) == ("Oslo", "ingunn.f@eksempel.no")


def test_reopening_withdraws_the_confirmation_and_names_what_has_left(services: Services, ingunn: Member) -> None:
    receipt = services.inquiries.complete(calls.resignation(services, ingunn))
    (message,) = services.outbox.all()
    services.outbox.handed_over(message)
    reopened = services.inquiries.reopen(receipt.inquiry_id)
    assert reopened.already_left == ("SMS-en til medlem er allerede sendt og kan ikke hentes tilbake.",)
    assert services.confirmations.awaited() == []
    assert [mail.state for mail in services.outbox.all()] == ["overlatt"]


def test_reopening_makes_a_kept_promise_stand_again(services: Services, ingunn: Member) -> None:
    """The call that settled it is taken back, so the member has still not been rung."""
    fields = CallbackFields(number="99000418", subject="ferie", promised_by="MH", created=MOMENT)
    promise = services.callbacks.add(fields, ingunn.id)
    draft = calls.ready(services, "annet", ingunn, "Ferie", "svart", callback_id=promise)
    receipt = services.inquiries.complete(draft)
    assert "Løftet om å ringe er gjort opp" in receipt.done
    assert services.callbacks.all_open() == []
    reopened = services.inquiries.reopen(receipt.inquiry_id)
    assert [callback.id for callback in services.callbacks.all_open()] == [promise]
    services.inquiries.complete(reopened.draft)
    assert services.callbacks.all_open() == []


def test_a_promise_that_was_settled_before_the_call_stays_settled(services: Services, ingunn: Member) -> None:
    fields = CallbackFields(number="99000418", promised_by="MH", created=MOMENT)
    promise = services.callbacks.add(fields, ingunn.id)
    draft = calls.ready(services, "annet", ingunn, "Ferie", "svart", callback_id=promise)
    services.callbacks.attempt(services.callbacks.all_open()[0], "svarte")
    receipt = services.inquiries.complete(draft)
    services.inquiries.reopen(receipt.inquiry_id)
    assert services.callbacks.all_open() == []


def test_a_reopened_inquiry_is_parked_at_once_so_a_kill_cannot_lose_it(services: Services, ingunn: Member) -> None:
    receipt = services.inquiries.complete(calls.dismissal(services, ingunn))
    reopened = services.inquiries.reopen(receipt.inquiry_id)
    assert services.parking.drafts() == [reopened.draft]
    assert reopened.draft.answers["mottatt"].text == "23.11.2026"
    with pytest.raises(SwitchboardError, match="allerede åpnet igjen"):
        services.inquiries.reopen(receipt.inquiry_id)


def test_completing_again_after_reopening_leaves_one_standing_set(services: Services, ingunn: Member) -> None:
    receipt = services.inquiries.complete(calls.dismissal(services, ingunn))
    reopened = services.inquiries.reopen(receipt.inquiry_id)
    services.inquiries.complete(reopened.draft)
    now = record(services, ingunn)
    assert (len(now.remarks), len(now.calls), len(now.callbacks)) == (1, 1, 1)
    assert sorted(mail.state for mail in now.sent) == ["klar", "trukket"]
    assert services.parking.all() == []


def test_if_taking_back_fails_half_way_the_inquiry_stands(services: Services, ingunn: Member) -> None:
    receipt = services.inquiries.complete(calls.new_details(services, ingunn, place="Hamar"))
    before = everything(services)
    break_writes_to(services, "member_change")
    with pytest.raises(RuntimeError, match="database error"):
        services.inquiries.reopen(receipt.inquiry_id)
    assert everything(services) == before


def test_a_member_registered_by_a_reopened_call_is_not_registered_twice(services: Services) -> None:
    person = {"first_name": "Nils", "last_name": "Åsen"}
    said: list[calls.Said] = ["naa", "Hamar sykehus", "ja", "6", person]
    draft = calls.ready(services, "innmelding", None, *said, caller="ikke_medlem", name="Nils")
    receipt = services.inquiries.complete(draft)
    reopened = services.inquiries.reopen(receipt.inquiry_id)
    assert reopened.already_left == ("Medlemmet N-1 er registrert og blir stående.",)
    services.inquiries.complete(reopened.draft)
    assert services.members.count() == 1
    (hit,) = services.members.search("nils")
    found = services.members.reread(hit.id)
    assert found is not None
    assert len(found.remarks) == 1


# ------------------------------------------------------------------ parked


def test_a_parked_call_is_taken_up_exactly_where_it_was(services: Services, ingunn: Member) -> None:
    draft = calls.half_way(services, "trobbel", ingunn, "oppsagt", "-2")
    draft = draft.model_copy(update={"half_typed": {"mangler": "Hun sa at «sjefen"}, "caret": 17})
    services.parking.keep(draft, running=False)
    (again,) = services.parking.drafts()
    assert again == draft
    run = again.run(services.inquiries.library, services.organisation.read())
    assert run.current is not None
    assert run.current.id == "forhandling"


def test_keeping_overwrites_dropping_drops_and_the_newest_is_first(
    services: Services, ingunn: Member, watch: Watch
) -> None:
    def keep(draft: Draft, *, running: bool = False) -> Draft:
        watch.now += timedelta(minutes=1)
        services.parking.keep(draft, running=running)
        return draft

    first = keep(calls.half_way(services, "trobbel", ingunn, "oppsagt"))
    second = keep(calls.half_way(services, "annet", None, "Ferie", name="Odd"), running=True)
    assert services.parking.drafts() == [second, first]
    changed = keep(calls.half_way(services, "trobbel", ingunn, "avskjediget").model_copy(update={"id": first.id}))
    assert services.parking.drafts() == [changed, second]
    assert [parked.running for parked in services.parking.all()] == [False, True]
    services.parking.release_running()
    assert [parked.running for parked in services.parking.all()] == [False, False]
    left = services.parking.drop(second, "Hva gjelder det?")
    assert services.parking.drafts() == [changed]
    services.parking.restore(second, left)
    assert {draft.id for draft in services.parking.drafts()} == {changed.id, second.id}


def test_another_operator_does_not_get_my_parked_calls(services: Services, ingunn: Member) -> None:
    services.parking.keep(calls.half_way(services, "trobbel", ingunn), running=False)
    somebody_else_sits_down(services)
    assert services.parking.all() == []


# ------------------------------------------------------------------ confirmations and notices


@pytest.mark.parametrize(
    ("act", "status", "said"),
    [
        (lambda o, c: o.confirmations.arrived(c), "kommet", "Kommet 25.11.2026"),
        (lambda o, c: o.confirmations.withdrawn(c), "trukket", "Trukket tilbake 25.11.2026"),
        (lambda o, c: o.confirmations.reminded(c, "SMS"), "venter", "Purret på SMS 25.11.2026"),
    ],
    ids=["arrived", "withdrawn", "reminded"],
)
def test_a_confirmation_is_settled_once(
    services: Services, ingunn: Member, act: Callable[..., None], status: str, said: str
) -> None:
    services.inquiries.complete(calls.resignation(services, ingunn))
    (waiting,) = services.confirmations.awaited()
    assert (waiting.member_name, str(waiting.remind)) == ("Ingunn Fjeldheim", "2026-12-09")
    act(services, waiting)
    with pytest.raises(SwitchboardError, match="En annen har nettopp endret"):
        act(services, waiting)
    with services.database.reading() as session:
        row = session.execute(text("SELECT status, last_done FROM confirmation")).one()
    assert tuple(row) == (status, said)


def test_the_pages_are_told_what_changed_after_it_is_written(services: Services, ingunn: Member) -> None:
    told: list[frozenset[str]] = []
    services.change_notices.listen(told.append)
    services.members.remark(ingunn.id, "Ferie")
    services.parking.keep(calls.half_way(services, "trobbel", ingunn), running=True)
    services.inquiries.complete(calls.resignation(services, ingunn))
    assert told[0] == {"members"}
    assert {"inquiries", "members", "callbacks", "confirmations", "outbox", "parked"} <= told[-1]
    told.clear()
    break_writes_to(services, "remark")
    with pytest.raises(RuntimeError, match="database error"):
        services.members.remark(ingunn.id, "Ferie")
    assert told == []


def test_no_choice_on_the_review_sends_an_sms_to_who_wants_none(services: Services, ingunn: Member) -> None:
    services.members.change(ingunn, {"no_sms": "ja"})
    draft = calls.resignation(services, record(services, ingunn).member)
    forced = draft.review.model_copy(update={"on": {"sms_adresse": True}})
    services.inquiries.complete(draft.model_copy(update={"review": forced}))
    assert not record(services, ingunn).sent


def test_what_another_wrote_about_a_new_member_stands_when_the_registration_is_opened_again(services: Services) -> None:
    """The operator opens it again for another reason: what was not touched is not written back."""
    person = {"first_name": "Nils", "last_name": "Åsen"}
    draft = calls.ready(
        services, "innmelding", None, "naa", "Hamar sykehus", "ja", "6", person, caller="ikke_medlem", name="Nils"
    )
    done = services.inquiries.complete(draft)
    again = services.inquiries.reopen(done.inquiry_id).draft
    (hit,) = services.members.search("nils")
    with services.database.transaction() as session:
        change_member(
            session, hit.id, {"last_name": "Aasen", "workplace": "Oslo"}, author="LK", at=services.session.clock()
        )
    services.inquiries.complete(again)
    member = services.members.open(hit.id).member
    assert (member.last_name, member.workplace) == ("Aasen", "Oslo")


def test_what_was_on_the_screen_is_parked_at_the_next_start_of_its_own_operator_alone(
    services: Services, ingunn: Member, tmp_path: Path
) -> None:
    draft = calls.half_way(services, "trobbel", ingunn, "oppsagt")
    services.parking.keep(draft, running=True)
    new = build(services.database, tmp_path, os_user="mads.holm")
    assert (new.session.is_new, new.session.sign) == (True, services.session.sign)  # a guess
    made_ready(new)
    assert [one.running for one in services.parking.all()] == [True]
    before = services.parking.all()[0].state
    made_ready(services)
    assert [(one.running, one.state) for one in services.parking.all()] == [(False, before)]


# ---------------------------------------------------------------- what becomes of a call afterwards

PERSON = {"first_name": "Ada", "last_name": "Berg"}


def joining(services: Services, department: str) -> Draft:
    return calls.ready(
        services, "innmelding", None, "naa", "Solsikken barnehage", "ja", department, PERSON, caller="ikke_medlem"
    )


def answered(services: Services, draft: Draft, *said: str) -> Draft:
    run = draft.run(services.inquiries.library, services.organisation.read())
    for answer in said:
        run = answer_with(run, answer)
    return calls.reviewed(services, draft.with_run(run))


def named(services: Services, name: str) -> list[Member]:
    found = (services.members.open(hit.id) for hit in services.members.search(name))
    return [record.member for record in found]


def test_one_who_was_registered_in_the_wrong_department_is_put_where_the_note_says(services: Services) -> None:
    """IN-2: the note and the receipt said 6, and the register kept 4. And twice opened again, they are one member."""
    first = services.inquiries.complete(joining(services, "4"))
    again = services.inquiries.reopen(first.inquiry_id).draft
    second = services.inquiries.complete(answered(services, again, "ny_avdeling=6"))
    (member,) = named(services, "ada berg")
    assert member.department == 6
    third = services.inquiries.reopen(second.inquiry_id).draft
    assert third.registered_member_id == member.id
    services.inquiries.complete(calls.reviewed(services, third))
    assert [one.id for one in named(services, "ada berg")] == [member.id]


def test_the_line_in_the_log_goes_with_the_call_that_was_taken_back(services: Services, ingunn: Member) -> None:
    """KF-2: the wrong member's log kept what another had asked about."""
    draft = calls.ready(services, "kontingent", ingunn, "annet", "Har ikke råd", "nei", "Nei")

    def lines() -> list[str]:
        record = services.members.reread(ingunn.id)
        assert record is not None
        return [change.after for change in record.changes if change.field == "henvendelse"]

    receipt = services.inquiries.complete(draft)
    assert len(lines()) == 1
    again = services.inquiries.reopen(receipt.inquiry_id).draft
    assert lines() == []
    services.inquiries.complete(calls.reviewed(services, again))
    assert len(lines()) == 1


@pytest.mark.parametrize(
    ("due", "why"),
    [
        (datetime(2026, 11, 25, 9, 0, tzinfo=OSLO), "har vært"),
        (datetime(2026, 12, 21, 10, 0, tzinfo=OSLO), "før fristen"),
    ],
)
def test_a_promise_is_moved_neither_to_the_past_nor_past_the_deadline(
    services: Services, ingunn: Member, due: datetime, why: str
) -> None:
    """TR-7"""
    services.inquiries.complete(calls.dismissal(services, ingunn))
    (promise,) = services.callbacks.all_open()
    assert promise.deadline == date(2026, 12, 7)
    with pytest.raises(SwitchboardError, match=why):
        services.callbacks.move(promise, due, "")
    assert services.callbacks.all_open() == [promise]


def test_a_promise_that_is_moved_to_a_saturday_is_rung_in_office_hours(services: Services, ingunn: Member) -> None:
    """GE-5"""
    services.inquiries.complete(calls.dismissal(services, ingunn))
    (promise,) = services.callbacks.all_open()
    services.callbacks.move(promise, datetime(2026, 11, 28, 10, 0, tzinfo=OSLO), "")
    (moved,) = services.callbacks.all_open()
    assert moved.due is not None
    assert f"{oslo(moved.due):%d.%m %H.%M}" == "30.11 10.00"
    assert "kontoret er stengt da" in moved.window


def test_a_promise_that_nobody_needs_any_more_can_be_closed_and_opened(services: Services, ingunn: Member) -> None:
    services.inquiries.complete(calls.ring_back(services, ingunn))
    (promise,) = services.callbacks.all_open()
    services.callbacks.attempt(promise, SETTLED)
    assert services.callbacks.all_open() == []
    services.callbacks.undo(promise)
    assert len(services.callbacks.all_open()) == 1


def test_the_promise_of_a_case_is_kept_when_the_ds_has_it(services: Services, ingunn: Member) -> None:
    """TR-5, PR-8: «Du skulle blitt ringt. Det beklager jeg.» for ever."""
    services.inquiries.complete(calls.dismissal(services, ingunn))

    def case() -> Case:
        record = services.members.reread(ingunn.id)
        assert record is not None
        return record.cases[0]

    services.case_handover.confirm(case())
    assert services.callbacks.all_open() == []
    services.case_handover.withdraw(case())
    assert len(services.callbacks.all_open()) == 1


def test_the_next_reminder_is_two_weeks_from_today_however_late_this_one_is(
    services: Services, ingunn: Member, watch: Watch
) -> None:
    services.inquiries.complete(calls.resignation(services, ingunn))
    (waiting,) = services.confirmations.awaited()
    watch.now += timedelta(days=90)
    services.confirmations.reminded(waiting, "telefon")
    (now,) = services.confirmations.awaited()
    assert now.remind == oslo(watch.now).date() + timedelta(days=14)


def test_no_sms_goes_to_a_landline(services: Services, enrol: Enrol) -> None:
    member = enrol("204555", "Kari", "Fast", phone="22123456", department=4)
    services.inquiries.complete(calls.ready(services, "utmelding", member, "epost_brev"))
    (waiting,) = services.confirmations.awaited()
    with pytest.raises(SwitchboardError, match="tar ikke imot SMS"):
        services.confirmations.remind_by_sms(waiting)
    services.inquiries.complete(calls.ring_back(services, member))
    (promise,) = services.callbacks.all_open()
    with pytest.raises(SwitchboardError, match="tar ikke imot SMS"):
        services.callbacks.send_tried_sms(promise)
    assert [m for m in services.outbox.all() if m.kind == "sms"] == []


def test_what_is_said_the_day_after_is_of_the_day_after(services: Services, ingunn: Member, watch: Watch) -> None:
    """TR-7: «i dag» of a call that is taken up again was the day before, and the deadline a day off."""
    draft = calls.half_way(services, "trobbel", ingunn, "oppsagt")
    watch.now += timedelta(days=1)
    resumed = draft.taken_up(services.inquiries.library, watch.now)
    run = resumed.run(services.inquiries.library, services.organisation.read())
    assert answer_with(run, "i_dag").day_of("mottatt") == date(2026, 11, 26)
    assert answer_with(run, "26.11.2026").day_of("mottatt") == date(2026, 11, 26)
    assert answer_with(run, "26.11").day_of("mottatt") == date(2026, 11, 26)


def test_when_to_ring_is_of_the_day_that_it_was_said(services: Services, ingunn: Member, watch: Watch) -> None:
    """GE-5"""
    asked = calls.half_way(services, "annet", ingunn, "Ferie", "ring")
    before = calls.half_way(services, "annet", ingunn, "Ferie", "ring", "i morgen etter 14")
    watch.now += timedelta(days=1)
    run = asked.taken_up(services.inquiries.library, watch.now).run(
        services.inquiries.library, services.organisation.read()
    )
    assert answer_with(run, "i morgen 10").given["onsket_tid"].text == "27.11.2026 10"
    said = answer_with(answer_with(run, "i morgen 10"), "")  # and the number of the record
    taken_up = asked.taken_up(services.inquiries.library, watch.now).with_run(said)
    services.inquiries.complete(calls.reviewed(services, taken_up))
    (promise,) = services.callbacks.all_open()
    assert promise.due is not None
    assert f"{oslo(promise.due):%d.%m %H.%M}" == "27.11 10.00"
    later = before.taken_up(services.inquiries.library, watch.now)
    assert later.answers["onsket_tid"].text == "26.11.2026 etter 14"  # as it stands in a mail
    services.inquiries.complete(calls.reviewed(services, later))
    dues = [f"{oslo(one.due):%d.%m %H.%M}" for one in services.callbacks.all_open() if one.due]
    assert sorted(dues) == ["26.11 15.06", "27.11 10.00"]  # it was to be at 14, six minutes ago


def test_braces_in_a_reason_are_words_and_no_field(services: Services, ingunn: Member) -> None:
    """The reason is put into the template of the note: «{tull}» there made Fullfør wait for a field for ever."""
    draft = calls.resignation(services, ingunn)
    why = {"on": {"sms_adresse": False}, "reasons": {"sms_adresse": "se {tull} og {medlem}"}}
    services.inquiries.complete(draft.model_copy(update={"review": draft.review.model_copy(update=why)}))
    assert "SMS er ikke med: se (tull) og (medlem). MH" in record(services, ingunn).remarks[0].text


@pytest.mark.parametrize("reason", ["...", "\u200b\u200b\u200b", " - – "])
def test_a_skal_is_not_struck_by_signs_that_say_nothing(services: Services, ingunn: Member, reason: str) -> None:
    draft = calls.resignation(services, ingunn)
    struck = draft.review.model_copy(update={"on": {"merknad": False}, "reasons": {"merknad": reason}})
    services.inquiries.complete(draft.model_copy(update={"review": struck}))
    assert len(record(services, ingunn).remarks) == 1
