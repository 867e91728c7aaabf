"""Fifty workstations at one server: whole calls, paced, by real services over real connections.

Ten workstations share a process, with its search memory and connections; each has its own operator, listening
connection and rhythm. On a machine of two cores the server and all workstations share them, so the pace is set (PACE),
some fifteen times the pace of fifty people.
"""

import multiprocessing
import random
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.queues import Queue
from pathlib import Path

from benchmarks.completing import ANSWERS, actions_on
from benchmarks.table import percentile
from sentralbord_desktop.bootstrap import build
from sentralbord_desktop.domain.inquiries.review import Review
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.procedures.checks.simulate import answer_with
from sentralbord_desktop.services.drafts import Draft
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.engine.postgresql import MAX_IDLE_CONNECTIONS
from tests.helpers.members import by_number

DESKS, PROCESSES = 50, 5
PACE = 4.0
"""Calls a second, all workstations together."""
STEPS = ("search", "open", "wizard", "Fullfør")
Asked = tuple[str, str]
"""What is typed, and the number of the member it means."""


@dataclass
class Calls:
    """Milliseconds of each step, call by call, and what went wrong (kinds, never texts)."""

    steps: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in STEPS})
    errors: list[str] = field(default_factory=list)

    @property
    def whole(self) -> list[float]:
        return [sum(parts) for parts in zip(*self.steps.values(), strict=True)]

    def add(self, other: "Calls") -> None:
        for name in STEPS:
            self.steps[name] += other.steps[name]
        self.errors += other.errors

    def at(self, share: float) -> float:
        return percentile(self.whole, share)


def one_desk(url: str, folder: Path, asked: Sequence[Asked], calls: int) -> Calls:
    """One workstation alone, one call after the other without a pause."""
    found = Calls()
    _sit(0, url, folder, _picked(asked, 1, calls), 0.0, found)
    return found


def all_desks(url: str, folder: Path, asked: Sequence[Asked], calls: int) -> tuple[Calls, float]:
    context = multiprocessing.get_context("spawn")
    answers: Queue[Calls] = context.Queue()
    each = DESKS // PROCESSES
    begun = time.perf_counter()
    workers = [
        context.Process(target=_work, args=(url, folder, asked, calls // DESKS, n * each, each, answers))
        for n in range(PROCESSES)
    ]
    for worker in workers:
        worker.start()
    found = Calls()
    for _ in workers:
        found.add(answers.get())
    for worker in workers:
        worker.join()
    return found, time.perf_counter() - begun


def _work(
    url: str, folder: Path, asked: Sequence[Asked], calls: int, first: int, desks: int, answers: "Queue[Calls]"
) -> None:
    """One process: its workstations, each on a thread."""
    results = [Calls() for _ in range(desks)]
    threads = [
        threading.Thread(
            target=_sit, args=(first + n, url, folder, _picked(asked, first + n, calls), DESKS / PACE, results[n])
        )
        for n in range(desks)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    together = Calls()
    for result in results:
        together.add(result)
    answers.put(together)


_registers: dict[str, Database] = {}
_one_at_a_time = threading.Lock()


def _sit(desk: int, url: str, folder: Path, asked: Sequence[Asked], pause: float, found: Calls) -> None:
    with _one_at_a_time:
        if url not in _registers:
            _registers[url] = Database.server(url, MAX_IDLE_CONNECTIONS * DESKS // PROCESSES)
        database = _registers[url]
        services = build(database, folder / f"desk-{desk}", os_user=f"desk{desk}")
        if services.session.is_new:
            services.session.update(name=f"Desk {desk}", initials=f"D{desk}", loop=2)
        services.live.begin(lambda _: None)
        services.members.search("kari")  # the first search reads the words
    dice = random.Random(desk)
    for text, number in asked:
        time.sleep(dice.expovariate(1 / pause) if pause else 0.0)
        try:
            times = list(_call(services, text, number))
        except Exception as error:
            found.errors.append(type(error).__name__)
            continue
        for name, milliseconds in zip(STEPS, times, strict=True):
            found.steps[name].append(milliseconds)
    services.live.end()


def _call(services: Services, text: str, number: str) -> Iterator[float]:
    begun = time.perf_counter()
    hits = services.members.search(text)
    yield (time.perf_counter() - begun) * 1000
    chosen = next((hit.id for hit in hits if hit.number == number), None)
    if chosen is None:  # not among the hits: asked for the number instead
        member = by_number(services, number)
        chosen = member.id if member else 0
    begun = time.perf_counter()
    record = services.members.open(chosen)
    yield (time.perf_counter() - begun) * 1000
    begun = time.perf_counter()
    draft = _answered(services, record.member)
    yield (time.perf_counter() - begun) * 1000
    begun = time.perf_counter()
    services.inquiries.complete(draft)
    yield (time.perf_counter() - begun) * 1000


def _answered(services: Services, member: Member) -> Draft:
    """Trøbbel to the review, kept after each answer as the window keeps it."""
    board = services.availability.board()
    draft = services.inquiries.begin("trobbel", member=member, identity=True, board=board)
    run = draft.run(services.inquiries.library, services.organisation.read())
    while run.current is not None:
        run = answer_with(run, ANSWERS[run.current.id])
        draft = draft.with_run(run)
        services.parking.keep(draft, running=True)
    actions = actions_on(services, draft)
    said = tuple(action.id for action in actions if action.must_be_said)
    review = Review(said=said, on={action.id: True for action in actions})
    return draft.model_copy(update={"review": review})


def _picked(asked: Sequence[Asked], seed: int, calls: int) -> list[Asked]:
    return random.Random(seed).choices(list(asked), k=calls)
