"""Finding a member as one types: ours beside LIKE, FTS5 and tantivy, on the same members. Two registers: the union's 30
000 and all of LO, 1 000 000. Four sets of what callers say: the two that came with the procedure (said/), and two of
our own (callers.py) with other seeds."""

import csv
import gc
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.callers import asked
from benchmarks.engines import Engine, fts5_prefix, tantivy_fuzzy
from benchmarks.fuzz import texts
from benchmarks.like import Like
from benchmarks.registers import import_members, open_practice, write_members
from benchmarks.table import Row, Table, many, percentile
from sentralbord_desktop.services.office import Services

SAID = Path(__file__).parent / "said"
FIRST = 10
"""A member among the first ten hits is found."""
OWN_SEEDS, OWN_EACH = (101, 202), 12
LIKE_QUERIES, FUZZED = 12, 20_000
SLOW_MS = 50.0
UNION, LO = 30_000, 1_000_000


@dataclass(frozen=True)
class Goals:
    """Of the issue: recall (standard, hard), worst class, milliseconds, shares, rates, bytes."""

    recall: tuple[float, float]
    worst: float
    key: tuple[float, float, float]
    whole: tuple[float, float]
    of_tantivy: float
    of_like: float
    rows: float
    size: float
    edit: float
    first: float


GOALS = {
    UNION: Goals((0.995, 0.975), 0.98, (0.8, 3, 5), (1, 3), 0.5, 0.1, 20_000, 500, 2, 700),
    LO: Goals((0.99, 0.93), 0.96, (1.5, 10, 20), (3, 13), 0.3, 0.01, 18_000, 350, 5, 1800),
}


@dataclass(frozen=True, repr=False)
class Said:
    kind: str
    text: str
    number: str


@dataclass
class Heard:
    keys: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)

    @property
    def recall(self) -> float:
        return sum(self.found.values()) / max(1, sum(self.asked.values()))

    @property
    def worst(self) -> float:
        return min(self.found[kind] / count for kind, count in self.asked.items())


def measure(folder: Path) -> Iterator[Table]:
    yield from (measured(folder / str(size), size) for size in (UNION, LO))


def measured(folder: Path, members: int) -> Table:
    """One register: built by import, searched by everybody, fuzzed."""
    folder.mkdir()
    file = write_members(folder / "members.csv", members)
    services = open_practice(folder / "register")
    begun = time.perf_counter()
    import_members(services, file)
    built = time.perf_counter() - begun
    services.close()
    size = (folder / "register" / "sentralbord.db").stat().st_size
    begun = time.perf_counter()
    services = open_practice(folder / "register")
    services.members.search("kari nordm")
    first = (time.perf_counter() - begun) * 1000
    gc.freeze()
    gc.disable()
    try:
        sets = {"standard": given("standard"), "hard": given("hard"), **own(file)}
        ours = {name: listen(said, numbers(services), opened(services)) for name, said in sets.items()}
        others = [
            beside(engine, sets["standard"]) for engine in (fts5_prefix(file, folder), tantivy_fuzzy(file, folder))
        ]
        by_like = slowly(Like(services), sets["standard"], members)
        edit = edited(services)
        fuzz, hostile = fuzzed(services)
    finally:
        gc.enable()
        services.close()
    rows = [
        *_recall(ours, members),
        *_times(ours["standard"], others[1], by_like, members),
        *_costs(members, built, size, edit, first),
        hostile,
    ]
    return Table(
        f"search: {many(members)} members",
        "tantivy on the same members and queries",
        rows,
        [*_notes(ours, others, by_like), fuzz],
    )


def given(name: str) -> list[Said]:
    with (SAID / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return [Said(*row) for row in list(csv.reader(file, delimiter="\t"))[1:]]


def own(register: Path) -> dict[str, list[Said]]:
    """Other callers, other mishearings (callers.py), half of them from each seed."""
    sets: dict[str, list[Said]] = {"own standard": [], "own hard": []}
    for seed in OWN_SEEDS:
        for one in asked(register, seed, OWN_EACH):
            name = "own hard" if one.hard else "own standard"
            sets[name].append(Said(one.kind, one.text, one.number))
    return sets


def numbers(services: Services) -> Callable[[str], list[str]]:
    def search(text: str) -> list[str]:
        return [hit.number for hit in services.members.search(text)[:FIRST]]

    return search


def opened(services: Services) -> Callable[[], object]:
    anybody = services.members.search("kari")[0].id
    return lambda: services.members.open(anybody)


def listen(
    said: Sequence[Said], search: Callable[[str], list[str]], between: Callable[[], object] = lambda: None
) -> Heard:
    """Every key of every query; the last one must find the member. `between` two queries a member is opened, as in
    calls: the opening is logged, and the caches are cleared. The collector runs there too, as by a timer in the window
    (gui/core/gc_timer.py)."""
    heard = Heard()
    for one in said:
        between()
        _collect()
        for end in _ends(one.text):
            begun = time.perf_counter()
            found = search(one.text[:end])
            heard.keys.append((time.perf_counter() - begun) * 1000)
        heard.whole.append(heard.keys[-1])
        heard.asked[one.kind] += 1
        heard.found[one.kind] += one.number in found
    return heard


def _collect() -> None:
    over = [each for each in (2, 1, 0) if gc.get_count()[each] > gc.get_threshold()[each]]
    if over:
        gc.collect(over[0])


def _ends(text: str) -> Iterator[int]:
    return (end for end, sign in enumerate(text, 1) if not sign.isspace())


def beside(engine: Engine, said: Sequence[Said]) -> tuple[Engine, Heard]:
    return engine, listen(said, engine.search)


def slowly(like: Like, said: Sequence[Said], members: int) -> Heard:
    """LIKE takes a second for each key at a million: a few queries tell."""
    few = said if members <= UNION else random.Random(1).sample(list(said), LIKE_QUERIES)
    numbers = like.numbers
    return listen(few[:: max(1, len(few) // 60)], lambda text: numbers(like.search(text))[:FIRST])


def edited(services: Services) -> tuple[float, float]:
    """Milliseconds until a new name is written, with its index, and until a search has found it too; the median of 21.
    Other operators' searches find it after the first; the second is the wait of one operator who does both. The names
    differ: otherwise the search would also weigh the earlier ones."""
    written, times = [], []
    letters = random.Random(5)
    for hit in services.members.search("kari")[:21]:
        name = "Xq" + "".join(letters.choices("bcdfghjklmnpqrstvwz", k=6))
        seen = services.members.open(hit.id).member
        begun = time.perf_counter()
        services.members.change(seen, {"last_name": name})
        written.append((time.perf_counter() - begun) * 1000)
        found = services.members.search(name)
        times.append((time.perf_counter() - begun) * 1000)
        if not found or found[0].id != hit.id:
            raise RuntimeError("a changed name was not found at once")
    return percentile(written, 0.5), percentile(times, 0.5)


def fuzzed(services: Services) -> tuple[str, Row]:
    """A sentence about FUZZED texts of the worst kind, and how long the slowest took."""
    times: list[float] = []
    for text in texts(FUZZED):
        begun = time.perf_counter()
        services.members.search(text)
        times.append((time.perf_counter() - begun) * 1000)
    said = (
        f"{many(len(times))} hostile texts (fuzz.py): 0 errors, p99 {percentile(times, 0.99):.1f} ms, "
        f"the slowest {max(times):.0f} ms, {sum(t > SLOW_MS for t in times)} over {SLOW_MS:.0f} ms."
    )
    return said, Row("the slowest of the hostile texts", max(times), "ms", most=SLOW_MS)


def _recall(ours: dict[str, Heard], members: int) -> list[Row]:
    goals = GOALS[members]
    rows = []
    for name, heard in ours.items():
        least = goals.recall["hard" in name]
        rows.append(Row(f"recall@10, {name} set", heard.recall, "", least=least))
        if "hard" not in name:
            rows.append(Row(f"  its worst class, {name} set", heard.worst, "", least=goals.worst))
    return rows


def _times(ours: Heard, tantivy: tuple[Engine, Heard], like: Heard, members: int) -> list[Row]:
    goals, other = GOALS[members], tantivy[1]
    rows = [
        Row(f"a key, p{share}", percentile(ours.keys, share / 100), "ms", percentile(other.keys, share / 100), most)
        for share, most in zip((50, 95, 99), goals.key, strict=True)
    ] + [
        Row(
            f"the whole query, p{share}",
            percentile(ours.whole, share / 100),
            "ms",
            percentile(other.whole, share / 100),
            most,
        )
        for share, most in zip((50, 95), goals.whole, strict=True)
    ]
    key, like_key = percentile(ours.keys, 0.95), percentile(like.keys, 0.95)
    rows.append(Row("a key p95, of tantivy's", key / percentile(other.keys, 0.95), "x", most=goals.of_tantivy))
    rows.append(Row("a key p95, of LIKE's", key / like_key, "x", most=goals.of_like))
    return rows


def _costs(members: int, built: float, size: int, edit: tuple[float, float], first: float) -> list[Row]:
    goals, (written, found) = GOALS[members], edit
    return [
        Row("import with index", members / built, "rows/s", least=goals.rows),
        Row("file with index, a member", size / members, "bytes", most=goals.size),
        Row("edit, written with its index", written, "ms"),
        Row("edit until searchable, with the search", found, "ms", most=goals.edit),
        Row("open and search first", first, "ms", most=goals.first),
    ]


def _notes(ours: dict[str, Heard], others: Sequence[tuple[Engine, Heard]], like: Heard) -> Iterator[str]:
    for name, heard in ours.items():
        low = [
            f"{kind} {heard.found[kind]}/{count}" for kind, count in heard.asked.items() if heard.found[kind] < count
        ]
        missed = f"; not all of: {', '.join(low)}" if low else ""
        yield f"{name}: {sum(heard.asked.values())} queries, {len(heard.keys)} keys{missed}."
    for engine, heard in others:
        yield (
            f"{engine.name}, standard set: recall {heard.recall:.3f}, a key "
            f"{_three(heard.keys)} ms at p50 / p95 / p99, built in {engine.seconds:.0f} s, "
            f"{engine.size / 1e6:.0f} MB."
        )
    yield (
        f"LIKE '%…%', {sum(like.asked.values())} of the standard queries: recall {like.recall:.2f}, "
        f"a key {_three(like.keys)} ms."
    )
    hard = percentile(ours["hard"].keys, 0.95)
    yield f"Ours on the hard set: a key {_three(ours['hard'].keys)} ms (p95 {hard:.1f})."


def _three(times: Sequence[float]) -> str:
    return " / ".join(f"{percentile(times, share):.1f}" for share in (0.5, 0.95, 0.99))
