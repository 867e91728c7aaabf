"""The key in a real keyring: GNOME's, on a bus of its own, with a home of its own."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.figures import Say

Run = Callable[..., "subprocess.CompletedProcess[str]"]
DISK = "/var/tmp"  # noqa: S108 - a folder of our own in it


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """On the disk: in memory, where dev.py lays the files of the tests, GNOME's keyring is not unlocked again."""
    with tempfile.TemporaryDirectory(dir=DISK) as folder:
        yield Path(folder)


@contextmanager
def keyring(home: Path) -> Iterator[Run]:
    """`sentralbord-cli` beside an unlocked keyring that is kept under `home`."""
    if missing := [n for n in ("dbus-daemon", "gnome-keyring-daemon") if not shutil.which(n)]:
        raise RuntimeError(f"missing on this machine: {missing}; run dev.py setup")
    home.mkdir(exist_ok=True)
    runtime = home / "run"
    runtime.mkdir(mode=0o700, exist_ok=True)
    environment = {
        **os.environ,
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_RUNTIME_DIR": str(runtime),
        "PYTHONUTF8": "1",
    }
    for name in (
        "SENTRALBORD_NO_KEYRING",
        "SENTRALBORD_PASSPHRASE",
        "GNOME_KEYRING_CONTROL",
        "DISPLAY",
        "WAYLAND_DISPLAY",
    ):
        environment.pop(name, None)
    bus = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address=1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    )
    assert bus.stdout is not None
    environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
    daemon = subprocess.Popen(
        ["gnome-keyring-daemon", "--foreground", "--components=secrets", "--unlock"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    )
    assert daemon.stdin is not None
    daemon.stdin.write("passord til påloggingen\n")
    daemon.stdin.close()

    def run(*words: str | Path, given: str = "") -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "sentralbord_desktop.cli.main", *map(str, words)],
            input=given,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
            env=environment,
        )

    try:
        _wait_for_secrets(environment)
        yield run
    finally:
        for process in (daemon, bus):
            process.terminate()
            process.wait(10)
        bus.stdout.close()


def _wait_for_secrets(environment: dict[str, str]) -> None:
    """Until the daemon has taken its name on the bus."""
    ask = (
        "import secretstorage, time\n"
        "for _ in range(100):\n"
        "    try:\n"
        "        c = secretstorage.get_default_collection(secretstorage.dbus_init())\n"
        "        assert not c.is_locked()\n"
        "        break\n"
        "    except Exception: time.sleep(0.1)\n"
        "else: raise SystemExit('no keyring')\n"
    )
    subprocess.run([sys.executable, "-c", ask], check=True, timeout=60, env=environment)


@pytest.fixture
def members(tmp_path: Path) -> Path:
    path = tmp_path / "medlemmer.csv"
    path.write_text("Medlemsnr;Navn;Avd\n1;Åse Øyen;2\n", encoding="utf-8")
    return path


def slots(data: Path) -> dict[str, Any]:
    file = next(data.rglob("nokkel.json"))
    read: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return read


def test_the_key_is_kept_in_the_keyring_and_opens_the_register_again(tmp_path: Path, members: Path) -> None:
    data = tmp_path / "kontor"
    with keyring(tmp_path / "hjem") as run:
        done = run("--data", data, "import", "--yes", members)
        assert (done.returncode, done.stderr) == (0, "")
        assert "keyring" in slots(data)
        assert not {"passphrase", "practice"} & set(slots(data))
    with keyring(tmp_path / "hjem") as run:  # the PC was started again; the same person signs in
        done = run("--data", data, "check")
        assert (done.returncode, done.stderr) == (0, "")
        assert "Det har 1 medlem." in done.stdout


@pytest.mark.night
def test_a_register_from_another_pc_says_where_its_key_is_and_is_not_touched(tmp_path: Path, members: Path) -> None:
    data = tmp_path / "kontor"
    with keyring(tmp_path / "hjem") as run:
        assert run("--data", data, "import", "--yes", members).returncode == 0
    before = {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}
    with keyring(tmp_path / "annet hjem") as run:
        done = run("--data", data, "check")
    assert done.returncode != 0
    assert "Nøkkelen ligger ikke i nøkkelringen på denne PC-en" in done.stderr
    assert "Registeret er ikke rørt." in done.stderr
    kept = {p: p.read_bytes() for p in before if p.suffix != ".log"}
    assert kept == {p: content for p, content in before.items() if p.suffix != ".log"}


@pytest.mark.night
@pytest.mark.figures("R7")
def test_the_printed_code_opens_it_on_another_pc_and_puts_the_key_in_that_keyring(
    tmp_path: Path, members: Path, figure: Say
) -> None:
    """R7: the keyring was emptied, or the register was moved."""
    data = tmp_path / "kontor"
    with keyring(tmp_path / "hjem") as run:
        assert run("--data", data, "import", "--yes", members).returncode == 0
        old = run("--data", data, "recovery", "make").stdout.strip()
        code = run("--data", data, "recovery", "make").stdout.strip()
    with keyring(tmp_path / "annet hjem") as run:
        assert "Skriv gjenopprettingskoden." in run("--data", data, "check").stderr
        wrong = run("--data", data, "recovery", "use", given=f"{old}\n")
        assert (wrong.returncode, wrong.stderr.strip()) == (1, "Koden passer ikke til dette registeret.")
        used = run("--data", data, "recovery", "use", given=f"{code.lower().replace('-', ' ')}\n")
        assert (used.returncode, used.stderr) == (0, "")
        assert "Det har 1 medlem." in run("--data", data, "check").stdout  # by the keyring again
    assert code.split("-")[0] not in next(data.rglob("nokkel.json")).read_text()
    figure(
        "R7",
        "another PC's keyring: told, nothing touched, the code opens and re-arms; an older code and "
        "a wrong one are refused",
        control="the same register opens by its own keyring",
    )
