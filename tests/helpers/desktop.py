"""A private desktop: D-Bus, Xvfb, a window manager, AT-SPI; the app on it; keys through xdotool."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

READER = Path(__file__).parent / "reader.py"
LISTENER = Path(__file__).parent / "listener.py"
DEBIAN_PYTHON = "/usr/bin/python3"
LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
PATIENCE = 20.0
STARTS = 3
Node = dict[str, Any]


@contextmanager
def private_desktop() -> Iterator[dict[str, str]]:
    """The environment of a desktop of its own; everything it started is stopped at the end."""
    missing = [name for name in ("Xvfb", "xdotool", "openbox", "dbus-daemon") if not shutil.which(name)]
    launcher = next((path for path in LAUNCHERS if Path(path).exists()), None)
    if missing or launcher is None:
        raise RuntimeError(f"missing on this machine: {missing or 'at-spi2-core'}; run dev.py setup")
    started: list[subprocess.Popen[bytes]] = []

    def start(*command: str, **more: Any) -> subprocess.Popen[bytes]:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        process = subprocess.Popen(command, **{**quiet, **more})
        started.append(process)
        return process

    try:
        bus = start("dbus-daemon", "--session", "--nofork", "--print-address=1", stdout=subprocess.PIPE)
        assert bus.stdout is not None
        address = bus.stdout.readline().decode().strip()
        read, write = os.pipe()
        start("Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp", pass_fds=[write])
        os.close(write)
        with os.fdopen(read) as display:
            number = display.readline().strip()
        environment = {
            **os.environ,
            "DISPLAY": f":{number}",
            "DBUS_SESSION_BUS_ADDRESS": address,
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "QT_QPA_PLATFORM": "xcb",
            "LANG": "C.UTF-8",
            "SENTRALBORD_NO_KEYRING": "1",
        }
        start(launcher, "--launch-immediately", env=environment)
        manage_windows(start, environment)
        yield environment
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait(10)
            if process.stdout is not None:
                process.stdout.close()


def manage_windows(start: Callable[..., subprocess.Popen[bytes]], environment: dict[str, str]) -> None:
    """A window manager that is at work: a window that is there before it gets no focus, nor one without it."""
    for _ in range(STARTS):
        manager = start("openbox", env=environment)
        end = time.monotonic() + PATIENCE
        while manager.poll() is None and time.monotonic() < end:
            if is_managed(environment):
                return
            time.sleep(0.05)
        manager.kill()
    raise RuntimeError("openbox did not come up")


def is_managed(environment: dict[str, str]) -> bool:
    """Whether a window manager has told the desktop of itself."""
    asked = subprocess.run(["xdotool", "get_num_desktops"], env=environment, capture_output=True, check=False)
    return asked.returncode == 0


class Ear:
    """What was told to a screen reader, one after the other."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._told: Queue[list[str]] = Queue()
        self._thread = Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._told.put(json.loads(line))

    def hears(self, kind: str, words: str) -> str:
        """Wait until something of this kind is told that begins so; all of it."""
        return self._until(kind, lambda text: text.startswith(words), words)

    def is_told(self, *words: str) -> str:
        """Wait for one announcement that has all these words; all of it."""
        return self._until("said", lambda text: all(word in text for word in words), " · ".join(words))

    def _until(self, kind: str, wanted: Callable[[str], bool], words: str) -> str:
        end, heard = time.monotonic() + PATIENCE, []
        while time.monotonic() < end:
            with suppress(Empty):
                heard.append(self._told.get(timeout=0.5))
                if heard[-1][0] == kind and wanted(plain(heard[-1][1])):
                    return plain(heard[-1][1])
        raise AssertionError(f"never heard «{words}», but {heard}")

    def close(self) -> None:
        self._thread.join(10)
        if self._process.stdout is not None:
            self._process.stdout.close()


class Window:
    """The running app, as a screen reader has it and as fingers reach it."""

    def __init__(
        self,
        environment: dict[str, str],
        data: Path,
        *words: str,
        program: Sequence[str] = (sys.executable, "-m", "sentralbord_desktop"),
    ) -> None:
        self._environment = {**environment, "XDG_CONFIG_HOME": str(data / "config")}
        self.process = subprocess.Popen(
            [*program, "--data", str(data / "register"), "--tell-when-ready", *words],
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.reader = subprocess.Popen(
            [DEBIAN_PYTHON, str(READER), str(self.process.pid)],
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def wait_ready(self) -> None:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line.startswith(b"ready"), "the window did not become ready"

    def close_by_its_frame(self) -> None:
        """The window manager asks it to, as its cross does."""
        self.keys("alt+F4")

    def kill(self) -> None:
        self.process.kill()
        self.close()

    def close(self) -> None:
        for process in (self.reader, self.process):
            process.terminate()
            process.wait(10)
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()

    # ------------------------------------------------------------------ reading

    def ask(self, command: str) -> Any:
        assert self.reader.stdin is not None
        assert self.reader.stdout is not None
        self.reader.stdin.write(json.dumps({"do": command}) + "\n")
        self.reader.stdin.flush()
        return json.loads(self.reader.stdout.readline())

    def nodes(self) -> list[Node]:
        return list(self.ask("nodes"))

    def focused(self) -> Node | None:
        found: Node | None = self.ask("focused")
        return found

    def until(self, true: Callable[[list[Node]], Any], what: str) -> Any:
        """Read the tree until `true` gives something; fails with what was there."""
        end = time.monotonic() + PATIENCE
        nodes: list[Node] = []
        while time.monotonic() < end:
            nodes = self.nodes()
            if found := true(nodes):
                return found
        names = [f"{n['role']}: {n['name'] or n['text']}" for n in nodes if n["name"] or n["text"]]
        managed = "" if is_managed(self._environment) else " The window manager is gone."
        raise AssertionError(f"never saw {what}.{managed} On the screen: {names}")

    @contextmanager
    def listening(self) -> Iterator["Ear"]:
        """Hear what a screen reader is told from now on."""
        process = subprocess.Popen(
            [DEBIAN_PYTHON, str(LISTENER)],
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        ear = Ear(process)
        try:
            ear.hears("ready", "")
            yield ear
        finally:
            process.kill()
            process.wait(10)
            ear.close()

    def sees(self, words: str, role: str = "") -> Node:
        """Wait for a node whose name holds `words`."""

        def found(nodes: list[Node]) -> Node | None:
            for node in nodes:
                if words in plain(node["name"]) and role in node["role"]:
                    return node
            return None

        node: Node = self.until(found, f"«{words}»")
        return node

    def focus_is(self, words: str) -> Node:
        """Wait until the focus is on a node whose name holds `words`."""

        def found(nodes: list[Node]) -> Node | None:
            return next((n for n in nodes if "focused" in n["states"] and words in plain(n["name"])), None)

        node: Node = self.until(found, f"the focus on «{words}»")
        return node

    def texts(self) -> str:
        return "\n".join(plain(node["name"]) for node in self.nodes())

    # ------------------------------------------------------------------ keys

    def keys(self, *names: str) -> None:
        """Keys by their X names: Return, ctrl+Return, F3, 7. A finger takes a fifth of a second."""
        self._xdotool("sleep", "0.2", "key", "--clearmodifiers", *names)

    def type(self, text: str, delay_ms: int = 4) -> None:
        self._xdotool("type", "--delay", str(delay_ms), "--", text)

    def point(self, x: int, y: int) -> None:
        """Move the pointer there, and a pixel on."""
        self._xdotool("mousemove", str(x), str(y), "sleep", "0.1", "mousemove", str(x + 1), str(y))

    def click(self, words: str, role: str = "", times: int = 1, *, whole: bool = False) -> None:
        """Wait for what has a place and a name with `words`, all of it when `whole`, and click in the middle of it."""

        def is_named(name: str) -> bool:
            return name == words if whole else words in name

        def found(nodes: list[Node]) -> Node | None:
            named = (node for node in nodes if is_named(plain(node["name"])) and role in node["role"])
            return next((node for node in named if node["area"] and "enabled" in node["states"]), None)

        left, top, width, height = self.until(found, f"«{words}» to click on")["area"]
        self.point(left + width // 2, top + height // 2)
        self._xdotool("sleep", "0.2", "click", "--repeat", str(times), "--delay", "60", "1")

    def click_row(self, row: int, of: int) -> None:
        """In the menu that is open: its rows have no place in the tree."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            shown = self._asked("search", "--onlyvisible", "--pid", str(self.process.pid)).split()
            areas = [self._asked("getwindowgeometry", "--shell", window) for window in shown]
            values = [dict(line.split("=") for line in area.splitlines()) for area in areas if area]
            menus = [{key: int(value) for key, value in one.items()} for one in values]
            menus = [one for one in menus if 40 < one["WIDTH"] < 600 and 20 < one["HEIGHT"] < 600]
            if menus:
                (menu,) = menus
                self.point(menu["X"] + 40, menu["Y"] + menu["HEIGHT"] * (2 * row + 1) // (2 * of))
                self._xdotool("sleep", "0.2", "click", "1")
                return
            time.sleep(0.1)
        raise AssertionError("no menu was opened")

    def _asked(self, *words: str) -> str:
        done = subprocess.run(["xdotool", *words], env=self._environment, capture_output=True, text=True, check=False)
        return done.stdout

    def _xdotool(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=self._environment, check=True)


def plain(text: str) -> str:
    """Without the word joiners that keep «e-post» on one line."""
    return text.replace("\u2060", "")
