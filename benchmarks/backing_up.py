"""Backup and restore of a register with 100 000 calls, beside the former method, in turn. Also measures a call during a
backup: opening a member and writing a remark."""

import hashlib
import os
import shutil
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from benchmarks.calls import CALLS, MEMBERS, register_with_calls
from benchmarks.registers import open_practice
from benchmarks.table import Row, Table, many, percentile
from sentralbord_desktop.domain.backup import Backup
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage.backup.backup import REGISTER_FILE
from sentralbord_desktop.storage.backup.file_check import COUNTS
from sentralbord_desktop.storage.encryption.keys import Key
from sentralbord_desktop.storage.engine.raw_connection import opened

BACKUP_S, RESTORE_S = 15.0, 20.0
CALL_MS = 100.0
"""What Fullfør may take (`bench complete`)."""
CHECKS = ("cipher_integrity_check", "integrity_check", "foreign_key_check")


def measure(folder: Path) -> Table:
    register = register_with_calls(folder)
    size = (register / REGISTER_FILE).stat().st_size
    before, (taken, made, felt, idle) = _old_backup(register), _new_backup(register)
    old_back = _old_restore(register, made)
    back = _new_restore(register, made)
    rows = [
        Row("backup: copied, checked, counted", taken, "s", before, BACKUP_S),
        Row("brought back: asked for, and open", back, "s", old_back, RESTORE_S),
        Row("a remark in a call meanwhile, p95", percentile(felt, 0.95), "ms", percentile(idle, 0.95), CALL_MS),
        Row("  the slowest", max(felt), "ms", max(idle)),
        Row("processor time of both", spent["new"], "s", spent["old"]),
    ]
    notes = [
        f"The register is {size / 1e6:.0f} MB: {many(CALLS)} calls of {many(MEMBERS)} members.",
        "Of the remark the baseline is the same without a backup.",
    ]
    return Table(f"backup: {many(CALLS)} calls", "copy, then one check after the other, as it was before", rows, notes)


spent: dict[str, float] = {"old": 0.0, "new": 0.0}
"""Seconds of the processor, of both cores: what the figures of a busy machine leave out."""


def _timed(work: Callable[[], Any], side: str) -> tuple[float, Any]:
    begun, used = time.perf_counter(), time.process_time()
    found = work()
    spent[side] += time.process_time() - used
    return time.perf_counter() - begun, found


def _old_backup(register: Path) -> float:
    services = open_practice(register)
    target = register / "old.db"
    try:
        took, _ = _timed(lambda: _as_before(services, target), "old")
    finally:
        services.close()
        target.unlink()
    return took


def _as_before(services: Services, target: Path) -> None:
    """All pages in one step, synced, checked in one lane on one connection, counted, and its sum made."""
    key = services.database.key
    with closing(services.database.engine.raw_connection()) as source:
        driver: Any = source.driver_connection
        with closing(sqlcipher.connect(str(target), isolation_level=None)) as copy:
            copy.execute(f"PRAGMA key = \"x'{key.raw.hex()}'\"")
            driver.backup(copy, pages=-1)
            copy.execute("PRAGMA journal_mode = DELETE")
    _synced(target)
    _checked(target, key)


def _checked(file: Path, key: Key) -> str:
    with closing(opened(file, key)) as connection:
        for check in CHECKS:
            if any(row[0] != "ok" for row in connection.execute(f"PRAGMA {check}").fetchall()):
                raise RuntimeError(check)
        for asked in COUNTS.values():
            connection.execute(asked).fetchone()
    return _sum(file)


def _sum(file: Path) -> str:
    with file.open("rb") as whole:
        return hashlib.file_digest(whole, "sha256").hexdigest()


def _synced(file: Path) -> None:
    with file.open("rb+") as whole:
        os.fsync(whole.fileno())


def _new_backup(register: Path) -> tuple[float, Backup, list[float], list[float]]:
    services = open_practice(register)
    try:
        idle = [_remark(services) for _ in range(100)]
        felt: list[float] = []
        over = threading.Event()
        call = threading.Thread(target=lambda: _call(services, over, felt))
        call.start()
        try:
            took, made = _timed(services.backups.take, "new")
        finally:
            over.set()
            call.join()
    finally:
        services.close()
    return took, made, felt, idle


def _call(services: Services, over: threading.Event, felt: list[float]) -> None:
    while not over.wait(0.05):
        felt.append(_remark(services))


def _remark(services: Services) -> float:
    """Milliseconds to open a member and write a remark."""
    begun = time.perf_counter()
    services.members.open(1)
    services.members.remark(1, "Spurte om ferie")
    return (time.perf_counter() - begun) * 1000


def _old_restore(register: Path, made: Backup) -> float:
    """The wanted one checked, the present one backed up and checked, then copied and its sum made again."""
    services = open_practice(register)
    file = register / "kopier" / made.name / REGISTER_FILE
    target, new = register / "old.db", register / "new.db"

    def ask() -> None:
        _sum(file)
        _checked(file, services.database.key)
        _as_before(services, target)

    try:
        asked, _ = _timed(ask, "old")
    finally:
        services.close()

    def exchange() -> None:
        shutil.copy2(file, new)
        _synced(new)
        _sum(new)

    fetched, _ = _timed(exchange, "old")
    opened_in, again = _timed(lambda: open_practice(register), "old")
    again.close()
    target.unlink()
    new.unlink()
    return asked + fetched + opened_in


def _new_restore(register: Path, made: Backup) -> float:
    """In a program that has not checked the wanted one before."""
    services = open_practice(register)
    try:
        asked, _ = _timed(lambda: services.backups.restore(made), "new")
    finally:
        services.close()
    opened_in, again = _timed(lambda: open_practice(register), "new")
    again.close()
    return asked + opened_in
