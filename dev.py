"""One command for everything a developer needs. Standard library only, Python 3.11 or newer.

python3 dev.py run       set everything up, open the app on a practice register
python3 dev.py test      set everything up, run the tests of the day; --night: all of them; --changed: those of what has
                         changed; --server: over PostgreSQL. Other words go to pytest
python3 dev.py check     ruff, mypy, import-linter
python3 dev.py audit     known faults in what is shipped (OSV), where its database can be reached
python3 dev.py bench     the benchmarks, as a table (a name runs only that one)
python3 dev.py reliability  R1 – R19 in full, as a table with their controls
python3 dev.py ear       calls by keyboard alone as a screen reader speaks them (a name runs only that one)
python3 dev.py pictures  draw every page into docs/pictures
python3 dev.py windows   build the Windows app and installer here, test both under Wine
python3 dev.py setup     only set everything up
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
UV_VERSION = "0.13.9"
WINDOWS = sys.platform == "win32"
BIN = "Scripts" if WINDOWS else "bin"
EXE = ".exe" if WINDOWS else ""

QT_PACKAGES = [
    "libegl1",
    "libgl1",
    "libxkbcommon0",
    "libxkbcommon-x11-0",
    "libdbus-1-3",
    "libfontconfig1",
    "libatomic1",
    "libglib2.0-bin",  # for libglib-2.0, whose package name differs between releases
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-randr0",
    "libxcb-render-util0",
    "libxcb-shape0",
    "libxcb-xinerama0",
    "libxcb-xkb1",
    "fonts-open-sans",
]
TEST_PACKAGES = [
    "xvfb",
    "xdotool",
    "xclip",
    "openbox",
    "at-spi2-core",
    "python3-pyatspi",
    "gir1.2-atspi-2.0",
    "dbus",
    "gnome-keyring",
    "postgresql",
]
EAR_PACKAGES = ["orca", "speech-dispatcher", "locales"]
"""A screen reader and its voice, for `ear` alone."""


def say(text: str) -> None:
    print(f"dev.py: {text}", flush=True)


def fail(text: str) -> None:
    say(text)
    raise SystemExit(1)


def call(command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> int:
    full = {**os.environ, **(environment or {})}
    return subprocess.run([str(part) for part in command], cwd=ROOT, env=full, check=False).returncode


def must(command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> None:
    if code := call(command, environment):
        fail(f"«{' '.join(str(part) for part in command)}» ended with {code}")


def missing_packages(names: Sequence[str]) -> list[str]:
    """The Debian packages of `names` that are not installed."""
    asked = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *names],
        capture_output=True,
        text=True,
        check=False,
    )
    installed = {line.split()[0] for line in asked.stdout.splitlines() if line.endswith(" installed")}
    return [name for name in names if name not in installed]


def install_packages(names: Sequence[str]) -> None:
    """Install what is missing through apt, or say in one line which command would."""
    if WINDOWS or not shutil.which("dpkg-query"):
        return
    missing = missing_packages(names)
    if not missing:
        return
    command = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if os.geteuid() != 0:
        if not shutil.which("sudo") or subprocess.run(["sudo", "-n", "true"], check=False).returncode:
            fail(f"system packages are missing. Run this once: sudo {' '.join(command)}")
        command = ["sudo", *command]
    say(f"installing {' '.join(missing)}")
    environment = {"DEBIAN_FRONTEND": "noninteractive"}
    update = ["apt-get", "update", "-q"]
    call(["sudo", *update] if command[0] == "sudo" else update, environment)
    must(command, environment)


def uv() -> Path:
    """The pinned uv, in a separate environment beside the project's."""
    program = TOOLS / BIN / f"uv{EXE}"
    marker = TOOLS / "uv-version"
    if program.exists() and marker.exists() and marker.read_text() == UV_VERSION:
        return program
    try:
        import ensurepip  # noqa: F401 - Debian ships Python without it
    except ImportError:
        version = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        install_packages([version])
    shutil.rmtree(TOOLS, ignore_errors=True)
    must([sys.executable, "-m", "venv", TOOLS])
    pip: list[str | Path] = [TOOLS / BIN / f"python{EXE}", "-m", "pip", "install", "--quiet"]
    must([*pip, "--disable-pip-version-check", f"uv=={UV_VERSION}"])
    marker.write_text(UV_VERSION)
    return program


def set_up(*, tests: bool = False) -> Path:
    """System libraries, uv, the locked environment. Returns the environment's Python."""
    if sys.version_info < (3, 11):  # noqa: UP036 - that is what is checked
        fail("Python 3.11 or newer is needed")
    install_packages([*QT_PACKAGES, *(TEST_PACKAGES if tests else [])])
    python = VENV / BIN / f"python{EXE}"
    environment = {"UV_PYTHON_DOWNLOADS": "never", "UV_PROJECT_ENVIRONMENT": str(VENV)}
    sync = ["sync", "--locked", "--quiet", "--compile-bytecode", "--python", sys.executable]
    must([uv(), *sync], environment)
    must([python, "-m", "compileall", "-q", ROOT / "src"])  # starts quicker, as an installed app
    return python


def run(words: Sequence[str]) -> int:
    python = set_up()
    practice = ROOT / ".cache" / "practice"
    if not WINDOWS and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        fail("there is no screen here. Set DISPLAY, or run: xvfb-run python3 dev.py run")
    return call([python, "-m", "sentralbord_desktop", "--practice", "--data", practice, *words])


ON_SERVER = ("tests/services", "tests/acceptance", "tests/gui")
"""Beside the tests that are about a server."""
AT_ONCE = 4
"""Most test processes. Each has its own server, screen and folder."""
KEEPS_BYTECODE = {"PYTHONDONTWRITEBYTECODE": ""}
"""Each process reads all the tests: 5 s of processor time where they are compiled already, 12 s where they are not."""
MEMORY, NEEDED = Path("/dev/shm"), 6 * 2**30  # noqa: S108 - a folder of our own in it
"""A disk in memory, and the bytes that must be free in it. A window test waits 0.1 s for the disk with its settings and its
register: 851 of them took 2 min 17 s on a disk, and 1 min 35 s in memory."""


DAY, SERVER = ("-m", "not night and not server"), ("-m", "server and not night")
"""The marks are set in tests/helpers/night.py."""
NONE_CHOSEN = 5
"""What pytest ends with when it ran no test."""
REPEATED = ("-m", "not night", "-p", "tests.helpers.on_server")


def test(words: Sequence[str]) -> int:
    """The tests of the day, a file at a time in one process more than there are cores, as some of them wait; with other
    words, one process that does as they say. `--night`: all tests. `--changed`: by day, those of what has changed.
    `--server`: what is about PostgreSQL, and what could come out otherwise over one, of services, calls and window or of
    what is named after it: a process for each core, beside which its server works."""
    python = set_up(tests=True)
    cores = os.cpu_count() or 1
    kind, *named = words or ["--day"]
    if kind == "--changed":
        named = changed_tests()
        if not named:
            say("no test is about what has changed")
            return 0
        kind = "--day"
    chosen = {
        "--day": [[*DAY, *together(cores + 1), *named]],
        "--night": [[*together(cores + 1), *named]],
        "--server": [[*SERVER, *together(cores + 1), *named], [*REPEATED, *together(cores), *(named or ON_SERVER)]],
    }.get(kind, [list(words)])
    with files_in_memory() as environment:
        ended = [call([python, "-m", "pytest", *some], {**KEEPS_BYTECODE, **environment}) for some in chosen]
    return max((code for code in ended if code != NONE_CHOSEN), default=NONE_CHOSEN)


def changed_tests() -> list[str]:
    """Test files that changed since `main`, and those of each module that changed: whose name has its folder or its
    name, or where there is none, which import it or what imports it."""
    changed = changed_files()
    tests = list((ROOT / "tests").glob("**/test_*.py"))
    found = {ROOT / path for path in changed if path.parts[0] == "tests" and path.name.startswith("test_")}
    for path in changed:
        if path.parts[:1] == ("src",):
            words = {as_word(part) for part in (*path.parts[3:-1], path.stem)}
            named = [one for one in tests if words & {as_word(one.stem[5:]), *map(as_word, one.stem.split("_")[1:])}]
            found |= set(named or importing(path, tests))
    return sorted(str(path.relative_to(ROOT)) for path in found if path.exists())


def importing(module: Path, tests: list[Path]) -> list[Path]:
    """The tests nearest to `module` that import it: themselves, or through as few others as there are."""
    sources = list((ROOT / "src").glob("**/*.py"))
    seen, wave = set[Path](), [ROOT / module]
    while wave:
        seen.update(wave)
        names = [".".join(path.relative_to(ROOT).with_suffix("").parts[1:]).rpartition(".") for path in wave]
        forms = (rf"^ *from {package}(\.{name} import|\ import.*\b{name}\b)" for package, _, name in names)
        imports = re.compile("|".join(forms), re.MULTILINE)
        if found := [path for path in tests if imports.search(path.read_text("utf-8"))]:
            return found
        wave = [path for path in sources if path not in seen and imports.search(path.read_text("utf-8"))]
    return []


def changed_files() -> list[Path]:
    """Against `main`, or on it against its origin; with what is not committed."""

    def git(*words: str) -> list[str]:
        return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()

    here, main = git("rev-parse", "HEAD"), git("rev-parse", "main")
    base = git("merge-base", "HEAD", "origin/main" if here == main else "main") or ["HEAD"]
    names = [*git("diff", "--name-only", base[0]), *git("ls-files", "--others", "--exclude-standard")]
    return [Path(name) for name in names]


def as_word(name: str) -> str:
    return name.removesuffix("s")


@contextmanager
def files_in_memory() -> Iterator[dict[str, str]]:
    """The environment of tests whose files are in memory; empty where there is no room for them, or nothing may be
    started there. `dev.py reliability` keeps its files on the disk."""
    if not has_room_in_memory():
        yield {}
        return
    folder = Path(tempfile.mkdtemp(prefix="sb-", dir=MEMORY))  # short, as the name of a socket has 107 characters
    folder.chmod(0o755)  # the server of some tests has a user of its own
    try:
        yield {"TMPDIR": str(folder)}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def has_room_in_memory() -> bool:
    if WINDOWS or not os.access(MEMORY, os.W_OK) or os.statvfs(MEMORY).f_flag & os.ST_NOEXEC:
        return False
    known = [line.split() for line in Path("/proc/meminfo").read_text().splitlines()]
    free = next((int(words[1]) * 1024 for words in known if words[0] == "MemAvailable:"), 0)
    return min(free, shutil.disk_usage(MEMORY).free) > NEEDED


def together(processes: int) -> list[str]:
    """A file at a time, in the order of tests/conftest.py."""
    return ["-n", str(min(processes, AT_ONCE)), "--dist", "loadfile", "--no-loadscope-reorder"]


def check(_: Sequence[str]) -> int:
    python = set_up()
    tools = python.parent
    contracts = subprocess.Popen([tools / f"lint-imports{EXE}"], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    results = [
        call([tools / f"ruff{EXE}", "check", "."]),
        call([tools / f"ruff{EXE}", "format", "--check", "."]),
        call([tools / f"mypy{EXE}"]),
    ]
    print(contracts.communicate()[0], end="", flush=True)
    return max(*results, contracts.returncode)


AUDIT = ["audit", "--locked", "--no-dev", "--preview-features", "audit-command"]
UNREACHABLE = ("error sending request", "operation timed out", "dns error")
"""What uv says when it got no answer; anything else that is not 0 is a finding."""


def audit(_: Sequence[str]) -> int:
    command = [str(uv()), *AUDIT]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    except subprocess.TimeoutExpired:
        say("known faults: NOT checked, api.osv.dev did not answer")
        return 0
    if done.returncode and any(words in done.stderr for words in UNREACHABLE):
        say("known faults: NOT checked, api.osv.dev cannot be reached from here")
        return 0
    print(done.stdout + done.stderr, flush=True)
    say(f"known faults in what is shipped: {'none' if done.returncode == 0 else 'see above'}")
    return done.returncode


def bench(words: Sequence[str]) -> int:
    python = set_up(tests=True)
    return call([python, "-m", "benchmarks", *words])


def reliability(words: Sequence[str]) -> int:
    python = set_up(tests=True)
    return call([python, "-m", "pytest", "-q", "--figures", *words], {"SENTRALBORD_FULL": "1"})


def ear(words: Sequence[str]) -> int:
    python = set_up(tests=True)
    install_packages(EAR_PACKAGES)
    return call([python, "-m", "tests.helpers.ear", *words])


def pictures(words: Sequence[str]) -> int:
    python = set_up(tests=True)
    return call([python, "-m", "tests.helpers.pictures", *words])


def windows(words: Sequence[str]) -> int:
    return call([sys.executable, ROOT / "packaging/windows/lane.py", *words])


def setup(_: Sequence[str]) -> int:
    set_up(tests=True)
    return 0


COMMANDS = {f.__name__: f for f in (run, test, check, audit, bench, reliability, ear, pictures, windows, setup)}


def main() -> int:
    name, *words = sys.argv[1:] or ["help"]
    if name not in COMMANDS:
        print(__doc__)
        return 0 if name in {"help", "-h", "--help"} else 2
    return COMMANDS[name](words)


if __name__ == "__main__":
    raise SystemExit(main())
