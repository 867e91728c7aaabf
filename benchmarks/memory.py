"""Memory over many calls in the real window: a long day of calls must not make it grow."""

import random
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import psutil
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap, QPixmapCache

from benchmarks.registers import MEMBERS, filled
from benchmarks.table import Row, Table, many
from benchmarks.window import Seat, seat, until, wait
from sentralbord_desktop.procedures.checks.simulate import as_answer
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.services.inquiries.call_state import Inquiry
from sentralbord_desktop.services.office import Services

CALLS, EVERY = 800, 50
PARK_EVERY, LOOK_EVERY = 9, 10
MAX_PARKED = 3
MAX_SLOPE = 1.0
MIB = 1024**2
Said = str | dict[str, str]
CATEGORIES = ("kontingent", "trobbel", "utmelding", "annet", "opplysninger")
ANSWERS: dict[str, Said] = {
    "hva": "1",
    "dokumentasjon": "nei",
    "maate": "epost_brev",
    "tema": "Spørsmål om ferie",
    "svar_gitt": "Forklart",
    "videre": "ring",
    "onsket_tid": "i morgen 10",
    "kontakt": {"street": "Nyveien 1"},
    "alt_inn": "ja",
    "tlf": "99000418",
    "avdeling": "4",
    "hendelse": "oppsagt",
    "forste": "nei",
    "mottatt": "-2",
    "forhandling": "ikke_holdt",
    "onske": "jobb",
    "ansatt": "ingen",
    "formfeil": "ingen",
    "oppsigelsestid": "vet_ikke",
    "tillitsvalgt": "nei",
    "stemmer": "ja",
    "stemmer_ks": "ja",
    "ventende": "mangler",
    "sloyfe2_ledig": "ingen",
    "ds_ledig": "ingen",
    "samtykke_naer": "nei",
}
CLEARED = (
    "UPDATE outgoing SET state = 'overlatt' WHERE state = 'klar'",
    "UPDATE callback SET status = 'gjort' WHERE status = 'apen'",
    "UPDATE confirmation SET status = 'kommet' WHERE status = 'venter'",
)


def measure(folder: Path) -> Table:
    with seat(folder, filled(folder)) as taken:
        services = taken.app.services
        if services is None:
            raise RuntimeError("no office")
        fill_picture_cache()
        idle = sampled(lambda _: left_alone(taken))
        shift = Shift(taken, services)
        begun = time.perf_counter()
        busy = sampled(shift.some_calls)
        seconds = time.perf_counter() - begun
    rows = [
        Row("growth for each 100 calls, second half", slope(busy), "MB", slope(idle), MAX_SLOPE),
        Row(f"after {CALLS} calls", busy[-1], "MB", idle[-1]),
        Row("highest of the samples", max(busy), "MB", max(idle)),
    ]
    notes = [
        f"MB after 0, {EVERY}, {2 * EVERY} … calls: {', '.join(f'{mb:.1f}' for mb in busy)}.",
        f"MB of the baseline: {', '.join(f'{mb:.1f}' for mb in idle)}.",
        f"{shift.completed} completed, {shift.parked} parked and taken up again, "
        f"{seconds / CALLS * 1000:.0f} ms a call.",
        "Qt's picture cache (10 MB at most) is filled before the first sample.",
        f"Every {EVERY} calls the desk is cleared: what was promised is done, what was written is sent.",
    ]
    return Table(
        f"memory: {many(CALLS)} calls in one window, {many(MEMBERS)} members",
        "the same window left alone, its lists read again as often",
        rows,
        notes,
    )


def sampled(part: Callable[[int], None]) -> list[float]:
    """Resident memory in MB before, and after each part of EVERY calls."""
    process = psutil.Process()
    samples = [process.memory_info().rss / MIB]
    for place in range(CALLS // EVERY):
        part(place * EVERY)
        samples.append(process.memory_info().rss / MIB)
    return samples


def slope(samples: Sequence[float]) -> float:
    """MB for each hundred calls, least squares, over the second half."""
    half = samples[len(samples) // 2 :]
    return statistics.linear_regression(range(len(half)), half).slope * 100 / EVERY


def fill_picture_cache() -> None:
    """Qt keeps what it has drawn, 10 MB at most; filled first, it cannot look like a leak."""
    kilobytes = QPixmapCache.cacheLimit()
    for place in range(kilobytes // 16):
        picture = QPixmap(64, 64)  # 16 kB
        picture.fill(Qt.GlobalColor.white)
        QPixmapCache.insert(f"benchmark {place}", picture)


def left_alone(taken: Seat) -> None:
    for _ in range(10):
        taken.press(Qt.Key.Key_F5)
        wait(20)


class Shift:
    """An operator who takes one call after the other."""

    def __init__(self, taken: Seat, services: Services) -> None:
        self._taken, self._services = taken, services
        self._call_session = taken.workspace.call_session
        self._chance = random.Random(3)
        self.completed = self.parked = 0
        statement = "SELECT number FROM member WHERE status <> 'utmeldt' ORDER BY id"
        with services.database.reading() as session:
            found = session.connection().exec_driver_sql(statement)
            self._numbers = [str(row[0]) for row in found]

    def some_calls(self, first: int) -> None:
        for place in range(first, first + EVERY):
            self._call(place)
        self._clear_desk()

    def _call(self, place: int) -> None:
        """Found by number, opened, the wizard; completed, or parked half-way for a later call."""
        call_session = self._call_session
        self._taken.app.window.search.clear()
        self._taken.type(self._chance.choice(self._numbers))
        self._taken.press(Qt.Key.Key_Return)
        until(lambda: call_session.record is not None, "the record")
        call_session.confirm_identity()
        call_session.begin(CATEGORIES[place % len(CATEGORIES)])
        if place % PARK_EVERY == 0:
            self._answer_one()
            self._taken.workspace.call.park()
            self.parked += 1
            if len(call_session.parked) >= MAX_PARKED:
                call_session.resume(call_session.parked[-1])
                until(lambda: call_session.run is not None, "the parked inquiry")
                self._complete()
        else:
            self._complete()
        if place % LOOK_EVERY == 0:
            self._look_around()

    def _answer_one(self) -> None:
        run = self._call_session.run
        if run is not None and run.current is not None:
            step = run.current
            self._call_session.answer(step.id, as_answer(step, ANSWERS[step.id]))
            wait(0)

    def _complete(self) -> None:
        call_session = self._call_session
        while call_session.run is not None and call_session.run.current is not None:
            self._answer_one()
        if call_session.run is None:
            raise RuntimeError("nothing runs")
        for action in Outcome(call_session.run).actions():
            if action.must_be_said:
                call_session.inquiry.change(Inquiry.said, (action.id,), "14.00")
        wait(0)
        call_session.complete()
        until(lambda: call_session.receipt is not None, "the receipt")
        self.completed += 1

    def _look_around(self) -> None:
        for page in ("callbacks", "confirmations", "outbox", "call"):
            self._taken.app.window.show_page(page)
            wait(0)

    def _clear_desk(self) -> None:
        with self._services.database.transaction() as session:
            for statement in CLEARED:
                session.connection().exec_driver_sql(statement)
        self._services.change_notices.notify("outbox", "callbacks", "confirmations")
        wait(200)
