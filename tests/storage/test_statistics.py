"""What the statistics read, on both engines: standing calls, and promises with their answers."""

from datetime import timedelta

from sentralbord_desktop.domain.callbacks import CallbackFields
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.services.office import Services
from tests.helpers import calls
from tests.helpers.engines import MOMENT, Watch


def promise(services: Services, watch: Watch, minutes: int) -> None:
    services.callbacks.add(
        CallbackFields(
            number="99000418",
            subject="ferie",
            promised_by="MH",
            created=watch.now,
            due=MOMENT + timedelta(minutes=minutes),
        )
    )


def test_promises_are_counted_with_when_somebody_answered(services: Services, watch: Watch) -> None:
    for _ in range(12):
        promise(services, watch, 60)
    for _ in range(6):
        promise(services, watch, 600)
    waiting = [c for c in services.callbacks.all_open() if c.due == MOMENT + timedelta(minutes=60)]
    watch.now = MOMENT + timedelta(minutes=30)
    for callback in waiting[:6]:
        services.callbacks.attempt(callback, "svarte")
    watch.now = MOMENT + timedelta(minutes=90)
    found = {line.name: line.count for line in services.statistics.calls("promises", 30)}
    assert found == {"Holdt": 6, "Ikke holdt": 6, "Venter": 6}


def test_calls_are_counted_by_how_long_they_took(services: Services, watch: Watch, ingunn: Member) -> None:
    for _ in range(5):
        draft = calls.new_details(services, ingunn, place="Hamar")
        watch.now += timedelta(minutes=3)
        services.inquiries.complete(draft)
    (line,) = services.statistics.calls("duration", 30)
    assert (line.name, line.count) == ("2–5 minutter", 5)


def test_possible_deadlines_are_counted_by_when_we_spoke(services: Services, watch: Watch) -> None:
    fifth = MOMENT.date() + timedelta(days=5)
    for deadline in (None, fifth, fifth, fifth):
        for _ in range(6):
            services.callbacks.add(
                CallbackFields(
                    number="99000418", subject="oppsigelse", promised_by="MH", created=watch.now, deadline=deadline
                )
            )
    waiting = [c for c in services.callbacks.all_open() if c.deadline]
    watch.now = MOMENT.replace(hour=22, minute=59) + timedelta(days=5)  # 23.59 in Oslo, the last day
    for callback in waiting[:6]:
        services.callbacks.attempt(callback, "svarte")
    assert counts(services, "deadlines") == {"Snakket før fristen": 6, "Fristen løper": 12}
    watch.now += timedelta(minutes=1)
    for callback in waiting[6:12]:
        services.callbacks.attempt(callback, "svarte")
    assert counts(services, "deadlines") == {"Snakket før fristen": 6, "Snakket etter fristen": 6, "Fristen er ute": 6}


def test_where_inquiries_are_thrown_away_is_counted_until_they_are_brought_back(
    services: Services, ingunn: Member
) -> None:
    left = 0
    for _ in range(6):
        draft = calls.half_way(services, "trobbel", ingunn, "oppsagt")
        services.parking.keep(draft, running=False)
        left = services.parking.drop(draft, "Snakket med tillitsvalgt?")
    services.parking.drop(calls.half_way(services, "annet", None, "Ferie", name="Odd"), "")
    assert counts(services, "left") == {"Andre, slått sammen": 7}
    for _ in range(5):
        services.parking.drop(calls.half_way(services, "annet", None, "Ferie", name="Odd"), "")
    assert counts(services, "left") == {"Trøbbel på jobben: Snakket med tillitsvalgt?": 6, "Annet: Se over": 6}
    services.parking.restore(draft, left)
    assert sum(counts(services, "left").values()) == 11
    assert draft.id in {parked.id for parked in services.parking.all()}


def counts(services: Services, by: str) -> dict[str, int]:
    return {line.name: line.count for line in services.statistics.calls(by, 30)}
