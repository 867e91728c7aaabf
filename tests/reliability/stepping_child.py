"""Does one piece of work and is killed at a step of it. Run by test_kill_steps, not by pytest.

For each line `WHAT STEP FOLDER` on standard input it forks. The child counts each step that changes something on the disk
(a file opened to write, renamed, removed, linked, synced; a statement, a commit, a part of a copy) and kills itself
before the one of that number; 0 is never. The parent says `killed` or `ended N`, N being the steps there were.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Engine, event

from sentralbord_desktop.domain.progress import Progress
from sentralbord_desktop.procedures.loader import library
from sentralbord_desktop.services.imports import write_tables
from tests.helpers.migrations import become_later, later_migrations
from tests.helpers.registers import reopen

ROOM = TemporaryDirectory()
MIGRATIONS = later_migrations(Path(ROOM.name) / "migrations")
CHANGES = ("os.rename", "os.remove", "os.link", "os.mkdir", "os.rmdir", "os.truncate")


class Steps:
    def __init__(self, folder: Path, last: int) -> None:
        self.count, self._last, self._folder = 0, last, str(folder)

    def step(self, *_: Any) -> None:
        self.count += 1
        if self.count == self._last:
            os.kill(os.getpid(), signal.SIGKILL)

    def hook(self, what: str, about: tuple[Any, ...]) -> None:
        if what in CHANGES:
            self.step()
        elif what == "open" and str(about[0]).startswith(self._folder):
            flags = about[2] if isinstance(about[2], int) else 0
            if flags & (os.O_WRONLY | os.O_RDWR):
                self.step()

    def watch(self, *, statements: bool) -> None:
        sync, at = os.fsync, Progress.at

        def synced(fd: Any) -> None:
            self.step()
            sync(fd)

        def seen(self_: Progress, done: int, total: int) -> None:
            self.step()
            at(self_, done, total)

        os.fsync = synced
        Progress.at = seen  # type: ignore[method-assign, assignment]  # it is this process's alone
        event.listen(Engine, "commit", self.step)
        if statements:
            event.listen(Engine, "before_cursor_execute", self.step)
        sys.addaudithook(self.hook)


def _open(folder: Path) -> None:
    reopen(folder / "register").close()


def _upgrade(folder: Path) -> None:
    become_later(MIGRATIONS)
    _open(folder)


def _export(kind: str, *, nameless: bool = True) -> Callable[[Path], None]:
    def work(folder: Path) -> None:
        if not nameless:
            os.O_TMPFILE = 0  # type: ignore[misc]  # as on a system that has none
        services = reopen(folder / "register")
        services.member_imports.export_members(folder / "ut" / f"medlemmer.{kind}")
        services.close()

    return work


def _letter(folder: Path) -> None:
    """What lists, letters and access reports call with what they have made."""
    services = reopen(folder / "register")
    write_tables.give(folder / "ut" / "innsyn.json", b"Kanarifugl" * 100_000)
    services.close()


def _back_up(folder: Path) -> None:
    services = reopen(folder / "register")
    services.backups.take()
    services.close()


def _reach(folder: Path) -> None:
    services = reopen(folder / "register")
    services.backups.reach_copies()
    services.close()


WORK: dict[str, Callable[[Path], None]] = {
    "bring-back": _open,
    "upgrade": _upgrade,
    "csv": _export("csv"),
    "xlsx": _export("xlsx"),
    "csv-named": _export("csv", nameless=False),
    "xlsx-named": _export("xlsx", nameless=False),
    "json": _letter,
    "back-up": _back_up,
    "reach": _reach,
}
STATEMENTS = {"upgrade", "bring-back"}


def main() -> None:
    sys.dont_write_bytecode = True  # the first run would have more steps than the others
    library()
    for line in sys.stdin:
        what, step, place = line.rstrip("\n").split(" ", 2)
        back, front = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(back)
            steps = Steps(Path(place), int(step))
            steps.watch(statements=what in STATEMENTS)
            WORK[what](Path(place))
            os.write(front, str(steps.count).encode())
            os._exit(0)
        os.close(front)
        with os.fdopen(back, "rb") as said:
            count = said.read().decode()
        os.waitpid(child, 0)
        os.write(1, f"ended {count}\n".encode() if count else b"killed\n")


if __name__ == "__main__":
    main()
