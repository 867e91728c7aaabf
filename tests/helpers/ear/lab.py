"""Orca with a voice of text on a private desktop; home, configuration and sockets in a folder of its own."""

import json
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.helpers.desktop import DEBIAN_PYTHON, PATIENCE, private_desktop
from tests.helpers.ear.voice import Voice

SAY = Path(__file__).parent / "say.sh"
NEEDED = ("orca", "speech-dispatcher", "setxkbmap", "localedef")
LOCALE = "nb_NO.UTF-8"
ORCA = "from orca import orca, settings_manager as kept; kept.get_manager().activate(); raise SystemExit(orca.main())"
ORCA_STARTS_S = 60.0
Process = subprocess.Popen[bytes]
SPEECHD = """\
LogLevel 3
DefaultVolume 100
DefaultLanguage "nb"
AudioOutputMethod "libao"
AddModule "tekst" "sd_generic" "tekst.conf"
DefaultModule tekst
Timeout 0
"""
MODULE = """\
Debug 0
GenericExecuteSynth "{say} '{log}' '$DATA'"
GenericMaxChunkLength 2000
GenericDelimiters ""
GenericLanguage "nb" "nb" "utf-8"
GenericLanguage "nb-NO" "nb" "utf-8"
GenericLanguage "en" "en" "utf-8"
AddVoice "nb" "MALE1" "tekst"
AddVoice "en" "MALE1" "tekst"
DefaultVoice "tekst"
"""
QUIET_KEYS = {
    "enableKeyEcho": False,
    "enableEchoByCharacter": False,
    "enableEchoByWord": False,
    "enableEchoBySentence": False,
    "enableBraille": False,
    "enableSound": False,
    "presentToolTips": False,
}
"""An operator who types fast has the echo of keys off."""


@dataclass(frozen=True)
class Lab:
    """What a scenario works with."""

    environment: dict[str, str]
    folder: Path
    voice: Voice
    orca: Process

    def check(self) -> None:
        """Silence is a fault of the app only while somebody reads it."""
        if self.orca.poll() is not None:
            raise RuntimeError("Orca has ended")


@contextmanager
def open_lab(folder: Path) -> Iterator[Lab]:
    """Desktop, voice and Orca, which has said that it is there; all are stopped at the end."""
    missing = [name for name in NEEDED if not shutil.which(name)]
    if missing:
        raise RuntimeError(f"missing on this machine: {missing}; run python3 dev.py ear")
    log = folder / "voice.log"
    voice = Voice(log)
    with ExitStack() as stack:
        environment = home_in(folder, stack.enter_context(private_desktop()))
        subprocess.run(["setxkbmap", "no"], env=environment, check=False, stderr=subprocess.DEVNULL)
        stack.enter_context(speaking(folder, log, environment))
        orca = stack.enter_context(reading(folder, environment))
        until(log.exists, ORCA_STARTS_S, "Orca said nothing")
        voice.until_quiet()
        yield Lab(environment, folder, voice, orca)


def home_in(folder: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """Bokmål, and every folder that a program writes into, in the lab's own."""
    runtime = folder / "run"
    runtime.mkdir(mode=0o700)
    home = folder / "home"
    home.mkdir()
    subprocess.run(["localedef", "-i", "nb_NO", "-f", "UTF-8", folder / LOCALE], check=True, stderr=subprocess.DEVNULL)
    return {
        **environment,
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(runtime),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "LANG": LOCALE,
        "LC_ALL": LOCALE,
        "LOCPATH": str(folder),
        "GSETTINGS_BACKEND": "memory",
        "SPEECHD_ADDRESS": f"unix_socket:{runtime / 'speechd.sock'}",
    }


@contextmanager
def speaking(folder: Path, log: Path, environment: Mapping[str, str]) -> Iterator[None]:
    """speech-dispatcher, whose only voice is the one of text."""
    configuration = folder / "speechd"
    (configuration / "modules").mkdir(parents=True)
    (configuration / "speechd.conf").write_text(SPEECHD, encoding="utf-8")
    module = MODULE.replace("{say}", str(SAY)).replace("{log}", str(log))
    (configuration / "modules" / "tekst.conf").write_text(module, encoding="utf-8")
    socket = Path(environment["XDG_RUNTIME_DIR"]) / "speechd.sock"
    command = ["speech-dispatcher", "--run-single", "--communication-method", "unix_socket"]
    command += ["--socket-path", str(socket), "--config-dir", str(configuration)]
    command += ["--log-dir", str(folder), "--pid-file", str(folder / "speechd.pid")]
    with running(command, environment, folder / "speechd.out"):
        until(socket.exists, PATIENCE, "speech-dispatcher did not come up")
        yield


@contextmanager
def reading(folder: Path, environment: Mapping[str, str]) -> Iterator[Process]:
    """Orca, with the keys it does not echo. Its own command ends every other Orca of the user, or gives way to it."""
    settings = Path(environment["XDG_DATA_HOME"]) / "orca"
    settings.mkdir(parents=True)
    profile = {"profile": ["Default", "default"], "pronunciations": {}, "keybindings": {}, **QUIET_KEYS}
    kept = {"general": QUIET_KEYS, "profiles": {"default": profile}, "pronunciations": {}, "keybindings": {}}
    (settings / "user-settings.conf").write_text(json.dumps(kept), encoding="utf-8")
    with running([DEBIAN_PYTHON, "-c", ORCA], environment, folder / "orca.out") as process:
        yield process


@contextmanager
def running(command: list[str], environment: Mapping[str, str], output: Path) -> Iterator[Process]:
    with output.open("wb") as file:
        process = subprocess.Popen(command, env=dict(environment), stdout=file, stderr=file)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


def until(true: Callable[[], bool], seconds: float, failing: str) -> None:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise RuntimeError(failing)
        time.sleep(0.1)
