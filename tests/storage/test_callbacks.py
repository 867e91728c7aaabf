"""Promises to ring back: claimed by one, in the right order, never lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import text
from sqlmodel import Session

from sentralbord_desktop.bootstrap import build
from sentralbord_desktop.domain.callbacks import Callback, CallbackFields
from sentralbord_desktop.domain.dates.clock import oslo, today
from sentralbord_desktop.domain.dates.parse_callback_time import read_moment
from sentralbord_desktop.domain.errors import ChangedMeanwhileError, SwitchboardError
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.services.callbacks import CallbackService, ShiftHandover
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.services.session import OperatorSession
from sentralbord_desktop.storage import callbacks
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.members.record import open_callbacks
from tests.helpers import calls
from tests.helpers.engines import MOMENT, Watch
from tests.helpers.figures import Say, size
from tests.helpers.people import somebody_else_sits_down
from tests.helpers.postgres import Cluster


def promised(
    services: Services,
    subject: str = "ferie",
    due: datetime | None = None,
    deadline: date | None = None,
    owner: str = "",
) -> Callback:
    fields = CallbackFields(
        name="Ingunn",
        number="+47 990 00 418",
        subject=subject,
        due=due,
        deadline=deadline,
        promised_by="MH",
        created=MOMENT,
        owner=owner,
    )
    number = services.callbacks.add(fields)
    return next(c for c in services.callbacks.all_open() if c.id == number)


def again(services: Services, callback: Callback) -> Callback:
    with services.database.reading() as session:
        found = callbacks.get(session, callback.id)
    assert found is not None
    return found


def test_a_claimed_callback_cannot_be_claimed_again(services: Services) -> None:
    seen_by_both = promised(services)
    services.callbacks.claim(seen_by_both)
    with pytest.raises(ChangedMeanwhileError, match="En annen har nettopp endret"):
        services.callbacks.claim(seen_by_both)
    now = again(services, seen_by_both)
    assert (now.claimed_by, now.version) == ("MH", 2)
    assert now.claimed_at(MOMENT + timedelta(minutes=14)) == "MH"
    assert now.claimed_at(MOMENT + timedelta(minutes=15)) == ""


def test_somebody_else_must_be_asked_before_it_is_taken_over(services: Services, watch: Watch) -> None:
    services.callbacks.claim(promised(services))
    somebody_else_sits_down(services)
    (held,) = services.callbacks.all_open()
    with pytest.raises(ChangedMeanwhileError, match=r"MH har den\. Ta over\?"):
        services.callbacks.claim(held)
    watch.now += timedelta(minutes=16)
    services.callbacks.claim(held)
    assert again(services, held).claimed_by == "XX"


@pytest.mark.parametrize("what", ["claim", "release", "move", "give", "attempt"])
def test_nothing_is_written_from_a_list_that_is_out_of_date(services: Services, what: str) -> None:
    stale = promised(services)
    services.callbacks.move(stale, MOMENT + timedelta(days=1), "")
    before = services.callbacks.all_open()
    acts: dict[str, Callable[[], object]] = {
        "claim": lambda: services.callbacks.claim(stale),
        "release": lambda: services.callbacks.release(stale),
        "move": lambda: services.callbacks.move(stale, None, "etter 15"),
        "give": lambda: services.callbacks.give(stale, "Beate"),
        "attempt": lambda: services.callbacks.attempt(stale, "svarte"),
    }
    with pytest.raises(ChangedMeanwhileError):
        acts[what]()
    assert services.callbacks.all_open() == before  # its attempts too


def test_a_callback_that_is_done_cannot_be_claimed(services: Services) -> None:
    callback = promised(services)
    services.callbacks.attempt(callback, "svarte")
    assert services.callbacks.all_open() == []
    with pytest.raises(ChangedMeanwhileError):
        services.callbacks.take_over(again(services, callback))


def test_threads_racing_for_fifty_callbacks_never_both_get_one(services: Services) -> None:
    with services.database.transaction() as session:
        for number in range(50):
            fields = CallbackFields(subject=str(number), number="99000418", promised_by="MH", created=MOMENT)
            callbacks.add(session, fields, member_id=None, inquiry_id=None)
    waiting = services.callbacks.all_open()
    racers = ("AA", "BB", "CC", "DD")
    start = Barrier(len(racers))

    def race(who: str) -> list[int]:
        won = []
        start.wait(timeout=30)
        for callback in waiting:
            try:
                with services.database.transaction() as session:
                    callbacks.claim(session, callback, who, MOMENT)
            except ChangedMeanwhileError:
                continue
            won.append(callback.id)
        return won

    with ThreadPoolExecutor(len(racers)) as pool:
        won = dict(zip(racers, pool.map(race, racers), strict=True))
    taken = [number for numbers in won.values() for number in numbers]
    assert sorted(taken) == sorted(callback.id for callback in waiting)
    holders = {callback.id: callback.claimed_by for callback in services.callbacks.all_open()}
    assert holders == {number: who for who, numbers in won.items() for number in numbers}
    assert {callback.version for callback in services.callbacks.all_open()} == {2}


def test_the_legal_deadline_comes_before_the_time_and_any_time_is_the_end_of_its_day(services: Services) -> None:
    day = timedelta(days=1)
    promised(services, "når som helst")
    promised(services, "sent", MOMENT + 2 * day)
    promised(services, "tidlig", MOMENT + day)
    promised(services, "frist senere", MOMENT + day, date(2026, 12, 9))
    promised(services, "frist først, sent på dagen", MOMENT + 5 * day, date(2026, 12, 7))
    promised(services, "frist først, tidlig på dagen", MOMENT + 4 * day, date(2026, 12, 7))
    promised(services, "frist uten tid", None, date(2026, 12, 8))
    assert [callback.subject for callback in services.callbacks.all_open()] == [
        "frist først, tidlig på dagen",
        "frist først, sent på dagen",
        "frist uten tid",
        "frist senere",
        "når som helst",
        "tidlig",
        "sent",
    ]


@pytest.mark.parametrize(
    ("made", "due", "late"),
    [
        (datetime(2026, 11, 25, 9, 0, tzinfo=UTC), "25.11 23.59", datetime(2026, 11, 26, 7, 0, tzinfo=UTC)),
        (datetime(2026, 11, 27, 15, 0, tzinfo=UTC), "30.11 23.59", datetime(2026, 12, 1, 7, 0, tzinfo=UTC)),  # closed
    ],
)
def test_a_promise_without_an_hour_is_late_when_its_day_is_over(
    services: Services, ingunn: Member, watch: Watch, made: datetime, due: str, late: datetime
) -> None:
    """GE-5: a year later it stood under «I dag», and nobody saw that it was late."""
    watch.now = made
    services.inquiries.complete(
        calls.ready(services, "annet", ingunn, "Spørsmål om ferie", "ring", "Hjemme hele dagen")
    )
    (kept,) = services.callbacks.all_open()
    assert (f"{oslo(kept.ring_by):%d.%m %H.%M}", kept.window) == (due, "Hjemme hele dagen")
    assert kept.may_be_rung(kept.ring_by - timedelta(hours=12))
    assert not kept.is_overdue(kept.ring_by)
    assert kept.is_overdue(late)


def test_a_callback_moved_to_any_time_is_of_today_however_old_it_is(services: Services, watch: Watch) -> None:
    callback = promised(services)
    watch.now = MOMENT + timedelta(days=7)
    assert callback.is_overdue(watch.now)
    services.callbacks.move(callback, None, "når som helst")
    moved = again(services, callback)
    assert today(moved.ring_by) == today(watch.now)
    assert not moved.is_overdue(watch.now)


@pytest.mark.parametrize(("outcome", "later"), [("opptatt", timedelta(minutes=15)), ("ikke_svar", timedelta(hours=1))])
def test_a_busy_line_or_no_answer_is_tried_again_later(services: Services, outcome: str, later: timedelta) -> None:
    callback = promised(services, due=MOMENT - timedelta(hours=3))
    services.callbacks.attempt(callback, outcome)
    (now,) = services.callbacks.all_open()
    assert (now.due, now.claimed_by) == (MOMENT + later, "")
    assert [(a.outcome, a.author, a.at) for a in now.attempts] == [(outcome, "MH", MOMENT)]


def test_giving_moving_and_a_wrong_number_leave_a_trace_each(services: Services) -> None:
    services.callbacks.give(promised(services), " Beate ")
    services.callbacks.move(services.callbacks.all_open()[0], None, "etter 15")
    services.callbacks.wrong_number(services.callbacks.all_open()[0], "400 11 222")
    (now,) = services.callbacks.all_open()
    assert (now.owner, now.window, now.number) == ("Beate", "etter 15", "40011222")
    assert [a.outcome for a in now.attempts] == ["feil_nummer", "flytt", "gitt"]
    with pytest.raises(SwitchboardError, match="Skriv initialene"):
        services.callbacks.give(now, "  ")


def test_a_promise_without_a_number_is_refused(services: Services) -> None:
    fields = CallbackFields(number="vet ikke", promised_by="MH", created=MOMENT)
    with pytest.raises(SwitchboardError, match="Skriv nummeret"):
        services.callbacks.add(fields)
    assert services.callbacks.all_open() == []


def test_a_members_promises_stand_in_the_hit_list_and_the_record(services: Services, ingunn: Member) -> None:
    fields = CallbackFields(number="99000418", promised_by="MH", created=MOMENT)
    services.callbacks.add(fields, ingunn.id)
    assert services.members.search("fjeldheim")[0].callback_due
    with services.database.reading() as session:
        assert len(open_callbacks(session, [ingunn.id])) == 1
        assert open_callbacks(session, [ingunn.id + 1]) == []


def test_a_time_on_the_night_the_clocks_go_back_is_kept_to_the_hour(services: Services) -> None:
    """02.30 comes twice on 25 October; the database holds which of them it was."""
    from zoneinfo import ZoneInfo

    oslo = ZoneInfo("Europe/Oslo")
    first = datetime(2026, 10, 25, 2, 30, tzinfo=oslo, fold=0)
    second = datetime(2026, 10, 25, 2, 30, tzinfo=oslo, fold=1)
    promised(services, "andre gang", second)
    promised(services, "første gang", first)
    found = services.callbacks.all_open()
    assert [c.subject for c in found] == ["første gang", "andre gang"]
    assert [str(c.due) for c in found] == ["2026-10-25 00:30:00+00:00", "2026-10-25 01:30:00+00:00"]


# ------------------------------------------------------------------ handed over, raised, office hours


def colleague(services: Services) -> None:
    """Lars Tveit (LT) has signed in once on his own PC."""
    other = OperatorSession(services.database, services.change_notices, "lars.tveit", services.session.clock)
    other.update(name="Lars Tveit", initials="LT", loop=1)


def as_colleague(services: Services) -> CallbackService:
    other = OperatorSession(services.database, services.change_notices, "lars.tveit", services.session.clock)
    other.begin()
    return CallbackService(other, services.inquiries.library, services.sending)


def test_a_given_callback_stays_the_givers_until_it_is_accepted(services: Services) -> None:
    colleague(services)
    services.callbacks.give(promised(services), "lt")
    (offered,) = services.callbacks.all_open()
    assert (offered.owner, offered.offered_to) == ("MH", "LT")
    with pytest.raises(SwitchboardError, match="tilbudt LT, ikke deg"):
        services.callbacks.accept(offered)
    as_colleague(services).accept(offered)
    (accepted,) = services.callbacks.all_open()
    assert (accepted.owner, accepted.offered_to) == ("LT", "")
    assert [a.outcome for a in accepted.attempts] == ["godtatt", "gitt"]


def test_at_the_end_of_the_shift_only_mine_are_offered(services: Services) -> None:
    colleague(services)
    mine, others, free = (promised(services, s) for s in ("min", "annens", "ledig"))
    services.callbacks.give(mine, "MH")
    as_colleague(services).claim(others)
    services.callbacks.claim(free)
    assert services.callbacks.hand_over_shift("lt") == ShiftHandover(2, "LT")
    offered = {c.subject: c.offered_to for c in services.callbacks.all_open()}
    assert offered == {"min": "LT", "annens": "", "ledig": "LT"}


def test_a_personal_promise_that_is_late_is_everybodys(services: Services, watch: Watch) -> None:
    services.callbacks.give(promised(services, due=MOMENT), "Beate")
    (callback,) = services.callbacks.all_open()
    assert callback.owner_at(MOMENT + timedelta(minutes=29)) == "Beate"
    assert callback.owner_at(MOMENT + timedelta(minutes=31)) == ""


def test_a_limit_is_rung_before_it_also_when_it_is_typed_in_the_list(services: Services, watch: Watch) -> None:
    """GE-5: «før 9» in Ctrl+T and under «Flytt» was due at nine, when the member could not be rung any more."""
    watch.now = datetime(2026, 11, 25, 13, 0, tzinfo=UTC)
    due, window = read_moment("i morgen før 9", oslo(watch.now))
    fields = CallbackFields(
        name="Ingunn",
        number="+47 990 00 418",
        subject="ferie",
        due=due,
        window=window,
        promised_by="MH",
        created=watch.now,
    )
    made = services.callbacks.arrange(fields)
    assert services.callbacks.all_open() == [made]
    assert made.due is not None
    assert (f"{oslo(made.due):%d.%m %H.%M}", made.window) == ("26.11 08.00", "i morgen før 9")
    services.callbacks.move(made, *read_moment("i morgen før 12", oslo(watch.now)))
    moved = again(services, made).due
    assert moved is not None
    assert f"{oslo(moved):%d.%m %H.%M}" == "26.11 11.00"


@pytest.mark.parametrize(
    ("rung", "again_at"),
    [
        (datetime(2026, 11, 25, 13, 0, tzinfo=UTC), "25.11 15.00"),  # Wednesday 14.00
        (datetime(2026, 11, 25, 14, 0, tzinfo=UTC), "26.11 08.00"),  # 15.00: closes 15.30
        (datetime(2026, 11, 27, 14, 15, tzinfo=UTC), "30.11 08.00"),  # a Friday
        (datetime(2026, 12, 23, 14, 15, tzinfo=UTC), "28.12 08.00"),  # offices may close on the eve
        (datetime(2026, 12, 24, 9, 15, tzinfo=UTC), "24.12 11.15"),  # but somebody is there now
        (datetime(2027, 3, 24, 14, 15, tzinfo=UTC), "30.03 08.00"),  # before Easter
    ],
)
def test_a_new_attempt_falls_within_the_hours_of_the_office(
    services: Services, watch: Watch, rung: datetime, again_at: str
) -> None:
    callback = promised(services)
    watch.now = rung
    services.callbacks.attempt(callback, "ikke_svar")
    due = again(services, callback).due
    assert due is not None
    assert f"{oslo(due):%d.%m %H.%M}" == again_at


@pytest.mark.parametrize(
    ("last", "again_at"),
    [
        (date(2026, 11, 25), "25.11 16.00"),  # today is the last day: tried although the office has closed
        (date(2026, 11, 26), "26.11 08.00"),
        (date(2026, 11, 24), "26.11 08.00"),  # over already: as any other
    ],
)
def test_a_new_attempt_never_waits_until_the_deadline_is_over(
    services: Services, watch: Watch, last: date, again_at: str
) -> None:
    """TR-7"""
    callback = promised(services, deadline=last)
    watch.now = datetime(2026, 11, 25, 14, 0, tzinfo=UTC)  # 15.00, and it closes at 15.30
    services.callbacks.attempt(callback, "ikke_svar")
    due = again(services, callback).due
    assert due is not None
    assert f"{oslo(due):%d.%m %H.%M}" == again_at


def test_a_time_that_is_typed_is_moved_to_office_hours_but_not_past_the_deadline(services: Services) -> None:
    """GE-5, TR-7: Ctrl+T, on a Saturday."""
    saturday = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
    fields = CallbackFields(number="99000418", promised_by="MH", created=MOMENT, due=saturday)
    services.callbacks.arrange(fields)
    (made,) = services.callbacks.all_open()
    assert made.due is not None
    assert f"{oslo(made.due):%d.%m %H.%M}" == "30.11 10.00"
    assert made.window == "ønsket 28.11. kl. 10.00, kontoret er stengt da"
    late = fields.model_copy(update={"deadline": date(2026, 11, 28)})
    with pytest.raises(SwitchboardError, match=r"Vi må ringe før fristen 28\.11\.2026"):
        services.callbacks.arrange(late)
    assert len(services.callbacks.all_open()) == 1


def test_a_wish_outside_the_hours_is_moved_and_said(services: Services, ingunn: Member) -> None:
    draft = calls.ready(services, "annet", ingunn, "Spørsmål om ferie", "ring", "lørdag 11")
    services.inquiries.complete(draft)
    (made,) = services.callbacks.all_open()
    assert made.due is not None
    assert f"{oslo(made.due):%d.%m %H.%M}" == "30.11 11.00"
    assert "lørdag 11" in made.window


def test_a_reminder_goes_to_the_outbox_with_the_address(services: Services, ingunn: Member) -> None:
    services.inquiries.complete(calls.resignation(services, ingunn))
    (waiting,) = services.confirmations.awaited()
    services.confirmations.remind_by_sms(waiting)
    (reminder,) = [m for m in services.outbox.all() if m.inquiry_id is None]
    assert (reminder.kind, reminder.to_address) == ("sms", ingunn.phone)
    assert "avd4@eksempel.no" in reminder.body
    (now,) = services.confirmations.awaited()
    assert now.last_done == "Purring på SMS lagt i Utboks 25.11.2026"
    with pytest.raises(ChangedMeanwhileError):
        services.confirmations.remind_by_sms(waiting)  # from a list that is out of date
    assert len([m for m in services.outbox.all() if m.inquiry_id is None]) == 1


def test_after_three_attempts_the_sms_says_that_we_tried(services: Services) -> None:
    callback = promised(services)
    services.callbacks.send_tried_sms(callback)
    (message,) = services.outbox.all()
    assert (message.kind, message.to_address) == ("sms", "99000418")
    assert "prøvd å ringe" in message.body
    assert "21 00 00 00" in message.body


@pytest.mark.parametrize(
    ("typed", "mark"),
    [("lt", "LT"), ("lars", "LT"), ("tve la", "LT"), ("bea", "Beate"), ("ks", "KS"), ("sløy 2", "sløyfe 2")],
)
def test_the_one_who_shall_call_is_found_from_a_part_of_the_name(services: Services, typed: str, mark: str) -> None:
    """Design S12: «ley Enter». A colleague is asked first; a holder of a role has it at once."""
    colleague(services)
    services.callbacks.give(promised(services), typed)
    (given,) = services.callbacks.all_open()
    assert mark in (given.offered_to, given.owner)
    assert bool(given.offered_to) == (mark == "LT")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("kari", "Finner ingen «kari». Skriv initialer, eller et navn fra Katalog."),
        ("be", "Flere passer: Beate, Bente. Skriv mer av navnet."),
    ],
)
def test_a_callback_is_never_given_to_a_name_that_nobody_has(services: Services, typed: str, told: str) -> None:
    callback = promised(services)
    with pytest.raises(SwitchboardError, match=told):
        promised(services, owner=typed)
    for act in (lambda: services.callbacks.give(callback, typed), lambda: services.callbacks.hand_over_shift(typed)):
        with pytest.raises(SwitchboardError, match=told):
            act()
    assert services.callbacks.all_open() == [callback]


def test_a_shift_is_not_handed_over_to_oneself(services: Services) -> None:
    services.callbacks.give(promised(services), "mh")
    with pytest.raises(SwitchboardError, match="deg selv"):
        services.callbacks.hand_over_shift("maja")


@pytest.mark.figures("R9")
def test_eight_operators_that_claim_at_once_never_both_get_one(cluster: Cluster, figure: Say) -> None:
    database = Database.server(cluster.url(name := cluster.new_database()))
    each = size(10_000, 250)
    try:
        figure("R9", f"8 operators, {each} claims each on PostgreSQL: {claimed_twice(database, each)} double")
        naive = claimed_twice(database, size(250, 60), naive=True)
        figure("R9", control=f"asking first and claiming then, {size(250, 60)} each: {naive} double")
        assert naive > 0
    finally:
        database.close()
        cluster.drop(name)


def claimed_twice(database: Database, each: int, *, naive: bool = False) -> int:
    """Eight operators go through the same callbacks from other ends; how many were won by two."""
    with database.transaction() as session:
        session.execute(text("DELETE FROM callback"))
        for number in range(each):
            fields = CallbackFields(subject=str(number), number="99000418", promised_by="MH", created=MOMENT)
            callbacks.add(session, fields, member_id=None, inquiry_id=None)
    with database.reading() as session:
        waiting = open_callbacks(session)
    start = Barrier(8)

    def race(place: int) -> list[int]:
        who, won = f"O{place}", []
        start.wait(timeout=60)
        turn = place * len(waiting) // 80  # near each other, so that they meet
        for callback in (*waiting[turn:], *waiting[:turn]):
            try:
                with database.transaction() as session:
                    if naive:
                        take_naively(session, callback.id, who)
                    else:
                        callbacks.claim(session, callback, who, MOMENT)
            except ChangedMeanwhileError:
                continue
            won.append(callback.id)
        return won

    with ThreadPoolExecutor(8) as pool:
        won = [number for numbers in pool.map(race, range(8)) for number in numbers]
    assert len(set(won)) == len(waiting)
    return len(won) - len(set(won))


def take_naively(session: Session, callback_id: int, who: str) -> None:
    """Look whether it is free, then write: what the WHERE of a claim is there for."""
    free = session.execute(text("SELECT claimed_by = '' FROM callback WHERE id = :id"), {"id": callback_id}).scalar()
    if not free:
        raise ChangedMeanwhileError("taken")
    session.execute(text("UPDATE callback SET claimed_by = :who WHERE id = :id"), {"who": who, "id": callback_id})


def test_the_next_is_the_most_urgent_that_may_be_rung_and_is_nobodys(services: Services, watch: Watch) -> None:
    def promise(number: str, **more: object) -> None:
        services.callbacks.add(
            CallbackFields.model_validate({"number": number, "promised_by": "MH", "created": watch.now, **more})
        )

    assert services.callbacks.claim_next() is None
    promise("40000001", due=watch.now + timedelta(hours=2))  # later
    promise("40000002", due=watch.now - timedelta(minutes=5))
    promise("40000003", due=watch.now - timedelta(hours=1))
    first = services.callbacks.claim_next()
    assert first is not None
    assert first.number == "40000003"
    with services.database.transaction() as session:  # another desk has it
        now = callbacks.get(session, first.id)
        assert now is not None
        callbacks.change(session, now, claimed_by="LT")
    second = services.callbacks.claim_next()
    assert second is not None
    assert second.number == "40000002"
    assert [c.claimed_by for c in services.callbacks.all_open()].count("MH") == 1


def test_a_promise_is_nobody_elses_while_its_call_is_on_the_screen(
    services: Services, ingunn: Member, watch: Watch, tmp_path: Path
) -> None:
    """However it was begun, and however long it takes."""
    other = build(services.database, tmp_path, clock=watch, os_user="lars.kvam")
    other.session.update(name="Lars", initials="LK", loop=2)
    promised = services.callbacks.add(
        CallbackFields(
            number="99000418",
            subject="Faktura",
            category="kontingent",
            promised_by="MH",
            created=watch.now,
            due=watch.now,
        ),
        ingunn.id,
    )
    draft = services.inquiries.begin("kontingent", member=ingunn, callback_id=promised)
    services.parking.keep(draft, running=True)  # by Ctrl+R: nobody had claimed it
    assert other.callbacks.claim_next() is None
    for _ in range(5):
        watch.now += timedelta(minutes=4)
        services.parking.keep(draft, running=True)
    assert other.callbacks.claim_next() is None
    services.parking.keep(draft, running=False)
    watch.now += timedelta(minutes=16)
    taken = other.callbacks.claim_next()
    assert taken is not None
    services.parking.keep(draft, running=True)  # what another holds stays theirs
    assert [one.claimed_by for one in services.callbacks.all_open()] == ["LK"]


def test_a_promise_in_a_call_leaves_the_line_of_the_call_until_it_is_withdrawn(services: Services) -> None:
    """A caller who only asked to be rung (Ctrl+T) stood nowhere in «Ringte nylig»."""
    before = len(services.members.recent())
    asked = CallbackFields(
        name="Odd Ukjent", number="41234567", subject="ferie", created=services.session.clock(), promised_by="RO"
    )
    services.callbacks.arrange(asked)
    assert len(services.members.recent()) == before
    made = services.callbacks.arrange(asked, in_call=True)
    call, *_ = services.members.recent()
    assert (call.caller_name, call.number, call.outcome) == ("Odd Ukjent", "41234567", "oppringing: ferie")
    services.callbacks.withdraw(made)
    assert len(services.members.recent()) == before
