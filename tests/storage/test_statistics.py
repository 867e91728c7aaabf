"""What the statistics read, on both engines: standing calls, and promises with their answers."""

from datetime import timedelta

from sentralbord_desktop.domain.callbacks.callback import CallbackFields
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.services.office import Office
from tests import calls
from tests.storage.conftest import MOMENT, Watch


def promise(office: Office, watch: Watch, minutes: int) -> None:
    office.callbacks.add(
        CallbackFields(
            number="99000418",
            subject="ferie",
            promised_by="MH",
            created=watch.now,
            due=MOMENT + timedelta(minutes=minutes),
        )
    )


def test_promises_are_counted_with_when_somebody_answered(office: Office, watch: Watch) -> None:
    for _ in range(12):
        promise(office, watch, 60)
    for _ in range(6):
        promise(office, watch, 600)
    waiting = [c for c in office.callbacks.all_open() if c.due == MOMENT + timedelta(minutes=60)]
    watch.now = MOMENT + timedelta(minutes=30)
    for callback in waiting[:6]:
        office.callbacks.attempt(callback, "svarte")
    watch.now = MOMENT + timedelta(minutes=90)
    found = {line.name: line.count for line in office.statistics.calls("promises", 30)}
    assert found == {"Holdt": 6, "Ikke holdt": 6, "Venter": 6}


def test_calls_are_counted_by_how_long_they_took(office: Office, watch: Watch, ingunn: Member) -> None:
    for _ in range(5):
        draft = calls.new_details(office, ingunn, place="Hamar")
        watch.now += timedelta(minutes=3)
        office.inquiries.complete(draft)
    (line,) = office.statistics.calls("duration", 30)
    assert (line.name, line.count) == ("2–5 minutter", 5)


def test_possible_deadlines_are_counted_by_when_we_spoke(office: Office, watch: Watch) -> None:
    fifth = MOMENT.date() + timedelta(days=5)
    for deadline in (None, fifth, fifth, fifth):
        for _ in range(6):
            office.callbacks.add(
                CallbackFields(
                    number="99000418", subject="oppsigelse", promised_by="MH", created=watch.now, deadline=deadline
                )
            )
    waiting = [c for c in office.callbacks.all_open() if c.deadline]
    watch.now = MOMENT.replace(hour=22, minute=59) + timedelta(days=5)  # 23.59 in Oslo, the last day
    for callback in waiting[:6]:
        office.callbacks.attempt(callback, "svarte")
    assert counts(office, "deadlines") == {"Snakket før fristen": 6, "Fristen løper": 12}
    watch.now += timedelta(minutes=1)
    for callback in waiting[6:12]:
        office.callbacks.attempt(callback, "svarte")
    assert counts(office, "deadlines") == {"Snakket før fristen": 6, "Snakket etter fristen": 6, "Fristen er ute": 6}


def test_where_inquiries_are_thrown_away_is_counted_until_they_are_brought_back(office: Office, ingunn: Member) -> None:
    left = 0
    for _ in range(6):
        draft = calls.half_way(office, "trobbel", ingunn, "oppsagt")
        office.parking.keep(draft, running=False)
        left = office.parking.drop(draft, "Snakket med tillitsvalgt?")
    office.parking.drop(calls.half_way(office, "annet", None, "Ferie", name="Odd"), "")
    assert counts(office, "left") == {"Andre, slått sammen": 7}
    for _ in range(5):
        office.parking.drop(calls.half_way(office, "annet", None, "Ferie", name="Odd"), "")
    assert counts(office, "left") == {"Trøbbel på jobben: Snakket med tillitsvalgt?": 6, "Annet: Se over": 6}
    office.parking.restore(draft, left)
    assert sum(counts(office, "left").values()) == 11
    assert draft.id in {parked.id for parked in office.parking.all()}


def counts(office: Office, by: str) -> dict[str, int]:
    return {line.name: line.count for line in office.statistics.calls(by, 30)}
