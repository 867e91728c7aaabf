"""R15: the clock goes back, forward, and through both nights of summer time: nothing lost, nothing twice."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sentralbord_desktop.bootstrap import DATABASE_FILE, build
from sentralbord_desktop.domain.callbacks import CallbackFields
from sentralbord_desktop.domain.dates.clock import oslo
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage.engine.database import Database
from tests.helpers.figures import Say
from tests.helpers.registers import KEY

FALL, SPRING = datetime(2026, 10, 25, 0, tzinfo=UTC), datetime(2027, 3, 28, 0, tzinfo=UTC)
"""The nights in which three o'clock comes twice, and two o'clock not at all."""


class Hands:
    def __init__(self, moment: datetime) -> None:
        self.now = moment

    def __call__(self) -> datetime:
        return self.now


def opened(folder: Path, hands: Hands) -> Services:
    folder.mkdir(exist_ok=True)
    services = build(Database.file(folder / DATABASE_FILE, KEY), folder, clock=hands, os_user="maja")
    services.session.update(name="Maja", initials="MH")
    return services


def promise(services: Services, hands: Hands, due: datetime) -> int:
    return services.callbacks.add(
        CallbackFields(name="Kari", number="99000418", subject="x", due=due, promised_by="MH", created=hands.now)
    )


@pytest.mark.figures("R15")
@pytest.mark.parametrize("night", [FALL, SPRING])
def test_promises_through_a_night_of_summer_time_are_each_due_once(
    tmp_path: Path, night: datetime, figure: Say
) -> None:
    hands = Hands(night)
    services = opened(tmp_path, hands)
    due = [night + timedelta(minutes=20 * n) for n in range(12)]
    made = {promise(services, hands, moment): moment for moment in due}
    seen: dict[int, datetime] = {}
    for minute in range(0, 300, 5):
        hands.now = night + timedelta(minutes=minute)
        for callback in services.callbacks.all_open():
            if callback.is_overdue(hands.now):
                seen.setdefault(callback.id, hands.now)
    assert set(seen) == set(made)
    assert all(timedelta(0) < seen[i] - made[i] <= timedelta(minutes=5) for i in made)
    assert [c.due for c in services.callbacks.all_open()] == due  # in the order they come, both threes
    services.close()
    figure("R15", f"night of {oslo(night):%d.%m.%Y}: 12 promises, each due once and at its own moment")


@pytest.mark.figures("R15")
def test_a_clock_that_goes_back_an_hour_or_forward_a_day_loses_and_repeats_nothing(tmp_path: Path, figure: Say) -> None:
    hands = Hands(datetime(2026, 11, 25, 10, tzinfo=UTC))
    services = opened(tmp_path, hands)
    first = promise(services, hands, hands.now + timedelta(minutes=30))
    hands.now += timedelta(minutes=31)
    (callback,) = services.callbacks.all_open()
    assert callback.is_overdue(hands.now)
    services.callbacks.claim(callback)
    hands.now -= timedelta(hours=1)
    (callback,) = services.callbacks.all_open()  # still there, still mine
    assert (callback.id, callback.claimed_at(hands.now)) == (first, "MH")
    services.callbacks.attempt(callback, "svarte")
    assert services.callbacks.all_open() == []
    second = promise(services, hands, hands.now + timedelta(minutes=30))
    hands.now += timedelta(days=1)
    assert [c.id for c in services.callbacks.all_open() if c.is_overdue(hands.now)] == [second]
    services.close()
    again = opened(tmp_path, hands)  # and after a sleep that ended in a new start
    assert [c.id for c in again.callbacks.all_open()] == [second]
    again.close()
    figure(
        "R15",
        "clock back 1 h under a claim, forward 1 day, a start after it: 0 lost, 0 twice",
        control="a time kept as local text would sort 02.30 before 02.30: the order is asserted",
    )
