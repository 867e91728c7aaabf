"""A register on PostgreSQL: the same search beside SQLCipher's, then fifty workstations beside one.

    python3 dev.py bench server
    SENTRALBORD_BENCH_MEMBERS=30000 SENTRALBORD_BENCH_CALLS=500 python3 dev.py bench server

The server is this machine's, made for the benchmark, with its durability on.
"""

import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.desks import DESKS, PACE, STEPS, Asked, Calls, all_desks, one_desk
from benchmarks.registers import import_members, open_practice, write_members
from benchmarks.searching import FIRST, Heard, Said, given, listen, numbers, opened
from benchmarks.table import Row, Table, many, percentile
from sentralbord_desktop.bootstrap import build
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage.engine.database import Database
from tests.helpers.postgres import Cluster

MEMBERS = int(os.environ.get("SENTRALBORD_BENCH_MEMBERS", "1000000"))
CALLS = int(os.environ.get("SENTRALBORD_BENCH_CALLS", "10000"))
ALONE = 200
MAX_OF_SQLITE = 3.0
MAX_MS = 300.0
DURABLE = ("max_connections=250", "shared_buffers=512MB")


def measure(folder: Path) -> Iterator[Table]:
    file = write_members(folder / "members.csv", MEMBERS)
    cluster = Cluster(DURABLE)
    cluster.start()
    try:
        url = cluster.url(cluster.new_database())
        services = build(Database.server(url), folder / "on-server", practice=True, os_user="maja")
        services.session.update(name="Maja", initials="MA", loop=2)
        built = _filled(services, file)
        yield _search(services, folder, file, built)
        services.close()
        yield _desks(url, folder)
    finally:
        cluster.stop()


def _filled(services: Services, file: Path) -> float:
    begun = time.perf_counter()
    import_members(services, file)
    return time.perf_counter() - begun


def _search(services: Services, folder: Path, file: Path, built: float) -> Table:
    begun = time.perf_counter()
    services.members.search("kari nordm")
    first = (time.perf_counter() - begun) * 1000
    sets = {name: given(name) for name in ("standard", "hard")}
    server = {name: listen(said, numbers(services), opened(services)) for name, said in sets.items()}
    here = open_practice(folder / "on-pc")
    try:
        built_here = _filled(here, file)
        begun = time.perf_counter()
        here.members.search("kari nordm")
        first_here = (time.perf_counter() - begun) * 1000
        pc = {name: listen(said, numbers(here), opened(here)) for name, said in sets.items()}
    finally:
        here.close()
    rows = [
        Row(f"recall@{FIRST}, {name} set", server[name].recall, "", pc[name].recall, least=pc[name].recall)
        for name in sets
    ]
    rows += [_key(share, server["standard"], pc["standard"]) for share in (50, 95, 99)]
    rows.append(Row("import with index", MEMBERS / built, "rows/s", MEMBERS / built_here))
    rows.append(Row("the first search", first, "ms", first_here))
    keys = sum(len(heard.keys) for heard in server.values())
    return Table(
        f"server: search among {many(MEMBERS)} on PostgreSQL",
        "SQLCipher, the same members and keys",
        rows,
        [f"{many(keys)} keys."],
    )


def _key(share: int, server: Heard, pc: Heard) -> Row:
    ours, theirs = (percentile(heard.keys, share / 100) for heard in (server, pc))
    most = theirs * MAX_OF_SQLITE if share == 95 else None
    return Row(f"a key, p{share}", ours, "ms", theirs, most=most)


def _desks(url: str, folder: Path) -> Table:
    asked = _asked(given("standard"))
    alone = one_desk(url, folder, asked, ALONE)
    found, seconds = all_desks(url, folder, asked, CALLS)
    rows = [
        Row(
            f"a whole call, p{share}",
            found.at(share / 100),
            "ms",
            alone.at(share / 100),
            most=MAX_MS if share == 95 else None,
        )
        for share in (50, 95, 99)
    ]
    rows += [
        Row(f"  {name}, p95", percentile(found.steps[name], 0.95), "ms", percentile(alone.steps[name], 0.95))
        for name in STEPS
    ]
    rows.append(Row("errors", len(found.errors), "", len(alone.errors), most=0))
    rows.append(Row("inquiries that are not in the register", _lost(url, alone, found), "", most=0))
    return Table(
        f"server: {DESKS} desks, {many(len(found.whole))} calls, {many(MEMBERS)} members",
        f"one desk by itself, {len(alone.whole)} calls in a row",
        rows,
        [
            f"{len(found.whole) / seconds:.1f} calls/s were made, {PACE:.0f} were meant; in "
            f"{seconds / 60:.0f} min. Errors: {', '.join(sorted(set(found.errors))) or 'none'}."
        ],
    )


def _asked(said: Sequence[Said]) -> list[Asked]:
    return [(one.text, one.number) for one in said]


def _lost(url: str, *made: Calls) -> int:
    database = Database.server(url)
    try:
        with database.reading() as session:
            there = (
                session.connection()
                .exec_driver_sql("SELECT count(*) FROM inquiry WHERE author LIKE 'D%%'")
                .scalar_one()
            )
    finally:
        database.close()
    return sum(len(calls.whole) for calls in made) - int(there)
