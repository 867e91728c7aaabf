"""A screen of our own, and a Windows of our own on it: Wine in a folder that is thrown away."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from report import LaneError

LOADER = Path("/usr/lib/wine/wine64")  # Debian's wrapper nags about wine32
SERVER = Path("/usr/lib/wine/wineserver")
SCREEN = "1366x900x24"
TIMED_OUT = 124
MOUNT_MANAGER = re.compile(r'(Services\\\\MountMgr\][^\[]*"Start"=dword:)[0-9a-f]{8}')
"""The service's entry in the file of a registry, up to when it starts."""
DISABLED = "00000004"


@contextmanager
def screen() -> Iterator[str]:
    """An X display with a window manager, as «:7». Only what was started here is stopped."""
    read, write = os.pipe()
    xvfb = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", SCREEN, "-nolisten", "tcp"],
        pass_fds=[write],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as answer:
        display = f":{answer.readline().strip()}"
    manager = subprocess.Popen(
        ["openbox"], env={**os.environ, "DISPLAY": display}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield display
    finally:
        for process in (manager, xvfb):
            process.terminate()
            process.wait(10)


class Wine:
    """One prefix with its own C: drive, registry and user."""

    def __init__(self, folder: Path, display: str, standins: Path) -> None:
        self.folder = folder
        self.display = display
        self._standins = standins

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "WINEPREFIX": str(self.folder),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            # mscms: the stand-in. The others would ask to be downloaded, touch the Linux menus, or stand before
            # what has fallen for ever.
            "WINEDLLOVERRIDES": "mscms=n;mscoree=;mshtml=;winemenubuilder.exe,winedbg.exe=d",
            "DISPLAY": self.display,
            "PYTHONUTF8": "1",
            "PYTHONDONTWRITEBYTECODE": "",  # or each of some hundred starts would compile every module anew
            "LANG": "C.UTF-8",
        }

    @property
    def drive(self) -> Path:
        return self.folder / "drive_c"

    @property
    def profile(self) -> Path:
        """The user's folder; Wine names the user after the one on Linux."""
        users = [path for path in (self.drive / "users").iterdir() if path.name != "Public"]
        return users[0]

    def make(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.run("wineboot", "-i", timeout=180)
        subprocess.run([SERVER, "-w"], env=self.environment, check=False, timeout=180)
        for part in ("icuuc.dll", "mscms.dll"):
            shutil.copy2(self._standins / part, self.drive / "windows/system32" / part)

    def copy_to(self, folder: Path, *, knows_volumes: bool = True) -> Wine:
        """A fresh prefix in a second: a copy of this one, which must not be in use. Not `knows_volumes`: without the
        service that tells the number of a file's volume. Python asks for it at each stat and open, and three processes
        answer, which took a third of the time of the tests."""
        self.stop()
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder, folder, symlinks=True)
        copy = Wine(folder, self.display, self._standins)
        if not knows_volumes:
            copy.disable_mount_manager()
        return copy

    def disable_mount_manager(self) -> None:
        """In a prefix that has not been started yet."""
        file = self.folder / "system.reg"
        entries = file.read_text(encoding="utf-8", errors="surrogateescape")
        changed, count = MOUNT_MANAGER.subn(rf"\g<1>{DISABLED}", entries)
        if count != 1:
            raise LaneError("no mount manager in Wine's registry")
        file.write_text(changed, encoding="utf-8", errors="surrogateescape")

    def start(
        self,
        program: str | Path,
        *words: str,
        output: int = subprocess.DEVNULL,
        complaints: int | None = None,
        more: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        gently: bool = False,
    ) -> subprocess.Popen[str]:
        """`gently`: at low priority."""
        first = ["nice", "-n", "10"] if gently else []
        return subprocess.Popen(
            [*first, str(LOADER), str(program), *words],
            env={**self.environment, **(more or {})},
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output if complaints is None else complaints,
            text=True,
            encoding="utf-8",
            errors="replace",
        )

    def run(
        self,
        program: str | Path,
        *words: str,
        timeout: float = 120,
        more: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> tuple[int, str]:
        """The exit code and the output; 124 when it did not end in time."""
        with TemporaryFile() as said, TemporaryFile() as complaints:
            # Not a pipe: the services that Wine starts beside the program have it too, and stay for some seconds.
            process = self.start(
                program, *words, output=said.fileno(), complaints=complaints.fileno(), more=more, cwd=cwd
            )
            try:
                code = process.wait(timeout)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                code = TIMED_OUT
            return code, "".join(map(read_back, (said, complaints)))

    def path(self, windows: str) -> Path:
        """«C:\\Program Files\\x» as its path on Linux. Wine's C: may be written in any case."""
        if not windows[:3].upper() == "C:\\":
            raise LaneError(f"not on C:: {windows}")
        return self.drive / windows[3:].replace("\\", "/")

    def registry(self, key: str, value: str | None = None) -> str | None:
        """A value of the 64-bit registry as text, or None; `value` None is the default value."""
        which = ["/v", value] if value is not None else ["/ve"]
        code, said = self.run("reg", "query", key, *which)
        found = re.search(r"REG_\w+\s+(.*)", said)
        return found.group(1).strip() if code == 0 and found else None

    def set_registry(self, key: str, value: str, data: str) -> None:
        code, said = self.run("reg", "add", key, "/v", value, "/d", data, "/f")
        if code != 0:
            raise LaneError(f"reg add {key}: {said}")

    def map_network_drive(self, letter: str, folder: Path) -> None:
        """A drive that Windows calls a network drive."""
        (self.folder / "dosdevices" / letter.lower()).symlink_to(folder)
        self.set_registry(r"HKLM\Software\Wine\Drives", letter, "network")
        self.rest()  # the service that knows the drives reads it when it starts

    def rest(self) -> None:
        """Until Wine has ended by itself, some seconds after its last program."""
        subprocess.run([SERVER, "-w"], env=self.environment, check=False, timeout=60)

    def end_program(self, name: str) -> None:
        self.run("taskkill", "/f", "/im", name)

    def stop(self) -> None:
        """End everything in this prefix, and in no other."""
        with suppress(subprocess.TimeoutExpired):
            subprocess.run([SERVER, "-k"], env=self.environment, check=False, timeout=30)
            subprocess.run([SERVER, "-w"], env=self.environment, check=False, timeout=30)


def read_back(file: IO[bytes]) -> str:
    """As a pipe would give it, with the ends of lines of Linux."""
    file.seek(0)
    return file.read().decode("utf-8", errors="replace").replace("\r\n", "\n")


def until(true: Callable[[], object], seconds: float = 30, every: float = 0.1) -> bool:
    """Whether it became true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(every)
    return bool(true())
