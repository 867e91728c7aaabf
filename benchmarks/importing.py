"""The register in: 100 000 new rows through the services, against csv and executemany in plain SQLite."""

import csv
import itertools
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.registers import open_practice, write_members
from benchmarks.table import Row, Table, many
from sentralbord_desktop.domain.imports.decide import with_resigned
from sentralbord_desktop.services.office import Services

ROWS = 100_000
LEAST_NEW = 20_000.0
"""Rows a second from the file to searchable, on the machine the goal was set on."""


@dataclass(frozen=True)
class Seconds:
    read: float
    preview: float
    write: float

    @property
    def whole(self) -> float:
        return self.read + self.preview + self.write


def measure(folder: Path) -> Table:
    file = write_members(folder / "members.csv", ROWS)
    services = open_practice(folder / "register")
    try:
        plain_new = plainly(file, folder / "plain.db")
        new = taken_in(services, file, new=ROWS)
        plain_again = plainly(file, folder / "plain.db")
        again = taken_in(services, file, new=0)
    finally:
        services.close()
    size = (folder / "register" / "sentralbord.db").stat().st_size
    rows = [
        Row("all new: read, preview and write", ROWS / new.whole, "rows/s", plain_new, None, LEAST_NEW),
        Row("  of it, read", ROWS / new.read, "rows/s"),
        Row("  of it, preview", ROWS / new.preview, "rows/s"),
        Row("  of it, write", ROWS / new.write, "rows/s"),
        Row("the same file again", ROWS / again.whole, "rows/s", plain_again),
    ]
    notes = [
        f"Seconds, all new: read {new.read:.1f}, preview {new.preview:.1f}, write {new.write:.1f}. "
        f"Again: read {again.read:.1f}, preview {again.preview:.1f}, write {again.write:.1f}.",
        f"The file is {file.stat().st_size / 1e6:.0f} MB, the register afterwards {size / 1e6:.0f} MB.",
        "The baseline checks nothing, encrypts nothing, indexes nothing, logs nothing, and the same "
        "file again is in its table twice.",
    ]
    return Table(
        f"import: {many(ROWS)} members",
        "csv.reader and executemany into one plain SQLite table without an index",
        rows,
        notes,
    )


def taken_in(services: Services, file: Path, *, new: int) -> Seconds:
    marks = [time.perf_counter()]
    table = services.member_imports.read(file)
    marks.append(time.perf_counter())
    preview = services.member_imports.preview(table)
    marks.append(time.perf_counter())
    done = services.member_imports.write(with_resigned(preview))
    marks.append(time.perf_counter())
    if done.new != new or done.rejected or done.changed:
        raise RuntimeError(f"expected {new} new rows: {done}")
    read, compared, written = (b - a for a, b in itertools.pairwise(marks))
    return Seconds(read, compared, written)


def plainly(file: Path, database: Path) -> float:
    begun = time.perf_counter()
    connection = sqlite3.connect(database)
    try:
        with file.open(encoding="utf-8", newline="") as text:
            lines = csv.reader(text)
            names = next(lines)
            connection.execute(f"CREATE TABLE IF NOT EXISTS member ({', '.join(names)})")
            marks = ", ".join("?" * len(names))
            connection.executemany(f"INSERT INTO member VALUES ({marks})", lines)  # noqa: S608 - question marks only
        connection.commit()
    finally:
        connection.close()
    return ROWS / (time.perf_counter() - begun)
