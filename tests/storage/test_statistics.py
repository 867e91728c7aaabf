"""What the statistics read, on both engines: standing calls, and promises with their answers."""

from datetime import timedelta

from sentralbord_desktop.domain.desk import CallbackFields
from sentralbord_desktop.domain.members import Member
from sentralbord_desktop.services.office import Office
from tests import calls
from tests.storage.conftest import MOMENT, Watch


def promise(office: Office, watch: Watch, minutes: int) -> None:
    office.callbacks.add(CallbackFields(
        number="99000418", subject="ferie", promised_by="MH", created=watch.now,
        due=MOMENT + timedelta(minutes=minutes),
    ))  # fmt: skip


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


def test_calls_are_counted_by_how_long_they_took(
    office: Office, watch: Watch, ingunn: Member
) -> None:
    for _ in range(5):
        draft = calls.new_details(office, ingunn, place="Hamar")
        watch.now += timedelta(minutes=3)
        office.inquiries.complete(draft)
    (line,) = office.statistics.calls("duration", 30)
    assert (line.name, line.count) == ("2–5 minutter", 5)
