"""Promises to ring back: claimed by one, in the right order, never lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest

from sentralbord_desktop.composition import Office
from sentralbord_desktop.domain.desk import Callback, CallbackFields
from sentralbord_desktop.domain.errors import ChangedMeanwhileError, SwitchboardError
from sentralbord_desktop.domain.members import Member
from sentralbord_desktop.storage import callbacks
from sentralbord_desktop.storage.record import open_callbacks
from tests.storage.conftest import MOMENT, Watch


def promised(office: Office, subject: str = "ferie", due: datetime | None = None,
             deadline: date | None = None) -> Callback:  # fmt: skip
    fields = CallbackFields(
        name="Ingunn", number="+47 990 00 418", subject=subject, due=due, deadline=deadline,
        promised_by="MH", created=MOMENT,
    )  # fmt: skip
    number = office.callbacks.add(fields)
    return next(c for c in office.callbacks.all_open() if c.id == number)


def again(office: Office, callback: Callback) -> Callback:
    with office.database.reading() as session:
        found = callbacks.get(session, callback.id)
    assert found is not None
    return found


def test_a_claimed_callback_cannot_be_claimed_again(office: Office) -> None:
    seen_by_both = promised(office)
    office.callbacks.claim(seen_by_both)
    with pytest.raises(ChangedMeanwhileError, match="En annen har nettopp endret"):
        office.callbacks.claim(seen_by_both)
    now = again(office, seen_by_both)
    assert (now.claimed_by, now.version) == ("MH", 2)
    assert now.claimed_at(MOMENT + timedelta(minutes=14)) == "MH"
    assert now.claimed_at(MOMENT + timedelta(minutes=15)) == ""


def test_somebody_else_must_be_asked_before_it_is_taken_over(office: Office, watch: Watch) -> None:
    office.callbacks.claim(promised(office))
    office.shift.settle(initials="XX")
    (held,) = office.callbacks.all_open()
    with pytest.raises(ChangedMeanwhileError, match=r"MH har den\. Ta over\?"):
        office.callbacks.claim(held)
    watch.now += timedelta(minutes=16)
    office.callbacks.claim(held)
    assert again(office, held).claimed_by == "XX"


@pytest.mark.parametrize("what", ["claim", "release", "move", "give", "attempt"])
def test_nothing_is_written_from_a_list_that_is_out_of_date(office: Office, what: str) -> None:
    stale = promised(office)
    office.callbacks.move(stale, MOMENT + timedelta(days=1), "")
    before = office.callbacks.all_open()
    acts: dict[str, Callable[[], None]] = {
        "claim": lambda: office.callbacks.claim(stale),
        "release": lambda: office.callbacks.release(stale),
        "move": lambda: office.callbacks.move(stale, None, "etter 15"),
        "give": lambda: office.callbacks.give(stale, "Beate"),
        "attempt": lambda: office.callbacks.attempt(stale, "svarte"),
    }
    with pytest.raises(ChangedMeanwhileError):
        acts[what]()
    assert office.callbacks.all_open() == before  # its attempts too


def test_a_callback_that_is_done_cannot_be_claimed(office: Office) -> None:
    callback = promised(office)
    office.callbacks.attempt(callback, "svarte")
    assert office.callbacks.all_open() == []
    with pytest.raises(ChangedMeanwhileError):
        office.callbacks.take_over(again(office, callback))


def test_threads_racing_for_fifty_callbacks_never_both_get_one(office: Office) -> None:
    with office.database.transaction() as session:
        for number in range(50):
            fields = CallbackFields(
                subject=str(number), number="99000418", promised_by="MH", created=MOMENT
            )
            callbacks.add(session, fields, member_id=None, inquiry_id=None)
    waiting = office.callbacks.all_open()
    racers = ("AA", "BB", "CC", "DD")
    start = Barrier(len(racers))

    def race(who: str) -> list[int]:
        won = []
        start.wait(timeout=30)
        for callback in waiting:
            try:
                with office.database.transaction() as session:
                    callbacks.claim(session, callback, who, MOMENT)
            except ChangedMeanwhileError:
                continue
            won.append(callback.id)
        return won

    with ThreadPoolExecutor(len(racers)) as pool:
        won = dict(zip(racers, pool.map(race, racers), strict=True))
    taken = [number for numbers in won.values() for number in numbers]
    assert sorted(taken) == sorted(callback.id for callback in waiting)
    holders = {callback.id: callback.claimed_by for callback in office.callbacks.all_open()}
    assert holders == {number: who for who, numbers in won.items() for number in numbers}
    assert {callback.version for callback in office.callbacks.all_open()} == {2}


def test_the_legal_deadline_comes_before_the_time_and_the_time_before_any_time(
    office: Office,
) -> None:
    day = timedelta(days=1)
    promised(office, "når som helst")
    promised(office, "sent", MOMENT + 2 * day)
    promised(office, "tidlig", MOMENT + day)
    promised(office, "frist senere", MOMENT + day, date(2026, 12, 9))
    promised(office, "frist først, sent på dagen", MOMENT + 5 * day, date(2026, 12, 7))
    promised(office, "frist først, tidlig på dagen", MOMENT + 4 * day, date(2026, 12, 7))
    promised(office, "frist uten tid", None, date(2026, 12, 8))
    assert [callback.subject for callback in office.callbacks.all_open()] == [
        "frist først, tidlig på dagen", "frist først, sent på dagen", "frist uten tid",
        "frist senere", "tidlig", "sent", "når som helst",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("outcome", "later"), [("opptatt", timedelta(minutes=15)), ("ikke_svar", timedelta(hours=1))]
)
def test_a_busy_line_or_no_answer_is_tried_again_later(
    office: Office, outcome: str, later: timedelta
) -> None:
    callback = promised(office, due=MOMENT - timedelta(hours=3))
    office.callbacks.attempt(callback, outcome)
    (now,) = office.callbacks.all_open()
    assert (now.due, now.claimed_by) == (MOMENT + later, "")
    assert [(a.outcome, a.author, a.at) for a in now.attempts] == [(outcome, "MH", MOMENT)]


def test_giving_moving_and_a_wrong_number_leave_a_trace_each(office: Office) -> None:
    office.callbacks.give(promised(office), " Beate ")
    office.callbacks.move(office.callbacks.all_open()[0], None, "etter 15")
    office.callbacks.wrong_number(office.callbacks.all_open()[0], "400 11 222")
    (now,) = office.callbacks.all_open()
    assert (now.owner, now.window, now.number) == ("Beate", "etter 15", "40011222")
    assert [a.outcome for a in now.attempts] == ["feil_nummer", "flytt", "gitt"]
    with pytest.raises(SwitchboardError, match="Skriv initialene"):
        office.callbacks.give(now, "  ")


def test_a_promise_without_a_number_is_refused(office: Office) -> None:
    fields = CallbackFields(number="vet ikke", promised_by="MH", created=MOMENT)
    with pytest.raises(SwitchboardError, match="Skriv nummeret"):
        office.callbacks.add(fields)
    assert office.callbacks.all_open() == []


def test_a_members_promises_stand_in_the_hit_list_and_the_record(
    office: Office, ingunn: Member
) -> None:
    fields = CallbackFields(number="99000418", promised_by="MH", created=MOMENT)
    office.callbacks.add(fields, ingunn.id)
    assert office.members.search("fjeldheim")[0].callback_due
    with office.database.reading() as session:
        assert len(open_callbacks(session, ingunn.id)) == 1
        assert open_callbacks(session, ingunn.id + 1) == []


def test_a_time_on_the_night_the_clocks_go_back_is_kept_to_the_hour(office: Office) -> None:
    """02.30 comes twice on 25 October; the database holds which of them it was."""
    from zoneinfo import ZoneInfo

    oslo = ZoneInfo("Europe/Oslo")
    first = datetime(2026, 10, 25, 2, 30, tzinfo=oslo, fold=0)
    second = datetime(2026, 10, 25, 2, 30, tzinfo=oslo, fold=1)
    promised(office, "andre gang", second)
    promised(office, "første gang", first)
    found = office.callbacks.all_open()
    assert [c.subject for c in found] == ["første gang", "andre gang"]
    assert [str(c.due) for c in found] == ["2026-10-25 00:30:00+00:00", "2026-10-25 01:30:00+00:00"]
