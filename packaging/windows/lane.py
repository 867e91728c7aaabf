"""`python3 dev.py windows`: build the Windows app and its Setup on Linux, and test both under Wine.

python3 dev.py windows            everything but --start
python3 dev.py windows --packages what Linux needs for it, and no more
python3 dev.py windows --build    the build alone
python3 dev.py windows --reuse    the tests alone, over the last build
python3 dev.py windows --smoke    of the tests: install, start, one call, removal
python3 dev.py windows --no-suite without pytest under Windows Python (it is listed as not run)
python3 dev.py windows --start    how long a start takes, beside a bare PySide6 app, too

Leaves dist/windows: Setup, SHA256SUMS.txt, sbom.json, LISENSER.txt, policy (templates for group
policy), table.txt and pictures.
Exit code 1 when a check failed.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import sys
import traceback
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1]), str(HERE.parent)]

import building
import pins
from building import Setups
from installed import Installation
from installer_checks import MAX_SETUP_MB, check_mode
from keyboard import compare_starts, take_a_call
from places import ROOT, Places, must
from report import LaneError, Part, Report
from suite import report_suite, suite
from wine import Wine, screen

import dev

MODES = ("CurrentUser", "AllUsers")


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="dev.py windows", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for option in ("--packages", "--build", "--reuse", "--smoke", "--no-suite", "--start"):
        parser.add_argument(option, action="store_true")
    options = parser.parse_args(words)
    dev.install_packages(pins.DEBIAN_PACKAGES)
    if options.packages:
        return 0
    places = Places(uv=dev.uv(), linux_python=Path(sys.executable))
    report = Report()
    try:
        run_lane(places, report, options)
    except LaneError as error:
        sys.stdout.write(f"stopped: {error}\n")
        Part(report, "lane").check("nothing stopped it", true=False, detail=str(error)[:200])
    except Exception as error:
        traceback.print_exc()
        Part(report, "lane").check("the lane itself", true=False, detail=repr(error)[:200])
    text = "".join(f"{row}\n" for row in report.rows) + report.summary()
    places.out.mkdir(parents=True, exist_ok=True)
    (places.out / "table.txt").write_text(text + "\n", encoding="utf-8")
    report.save(places.built if options.build else places.out / "table.json")
    sys.stdout.write(f"\n{report.summary()}\n")
    for row in report.failures:
        sys.stdout.write(f"{row}\n")
    return 1 if report.failures or not report.rows else 0


def run_lane(places: Places, report: Report, options: argparse.Namespace) -> None:
    if not options.reuse:
        shutil.rmtree(places.work, ignore_errors=True)
        shutil.rmtree(places.out, ignore_errors=True)
    with ExitStack() as stack:
        base = Wine(places.work / "prefix", stack.enter_context(screen()), places.standins)
        if options.reuse:
            report.take_over(places.built)
        else:
            prepare(places, base, report)
        only_build = options.no_suite or options.build or options.smoke
        tests = None if only_build else stack.enter_context(suite(base, places))
        if not options.reuse:
            freeze(places, base, Part(report, "build"))
        if options.smoke:
            smoke(places, base, report, stack, only_build=options.build)
            return
        packers = stack.enter_context(ThreadPoolExecutor())
        setups = pack(places, report, packers, reuse=options.reuse)
        if options.build:
            setups.this.exists()  # waits for it
            return
        try_frozen(places, base, Part(report, "frozen"))
        there = try_setups(places, base, setups, report, stack)
        part = Part(report, "pytest")
        if tests is None:
            part.not_run("pytest under Windows Python", "--no-suite was asked for")
        else:
            report_suite(tests, places, part)
        compare(there, places, base, Part(report, "start"), is_asked=options.start)


def prepare(places: Places, base: Wine, report: Report) -> None:
    """Python, wheels and, beside them, an empty Windows."""
    places.work.mkdir(parents=True)
    part = Part(report, "build")
    with part.step("stand-ins for Wine"):
        building.build_standins(places)
    with ThreadPoolExecutor() as beside:
        made = beside.submit(make_windows, base, Part(report, "build"))
        prepare_python(places, part)
        made.result()


def make_windows(base: Wine, part: Part) -> None:
    with part.step("an empty Windows in Wine"):
        base.make()


def prepare_python(places: Places, part: Part) -> None:
    with part.step(f"{pins.PYTHON_NAME}, by its hash"):
        building.unpack_python(places)
    with part.step(f"its programs signed by {' or '.join(pins.SIGNERS)}"):
        building.verify_python(places)
    with part.step("wheels of uv.lock for Windows, by their hashes"):
        building.install_wheels(places)
    with part.step("our own wheel"):
        building.install_product(places)
    with part.step("a throw-away certificate"):
        building.make_certificate(places)
    with part.step("licence notices and bill of materials"):
        write_papers(places)


def write_papers(places: Places) -> None:
    site = places.python.parent / "Lib/site-packages"
    places.out.mkdir(parents=True, exist_ok=True)
    log = places.log("papers")
    about = ["--site", site, "--requirements", places.work / "product.txt", "--python", places.python.parent]
    scripts = ROOT / "packaging"
    notices = places.work / "LISENSER.txt"
    must([sys.executable, scripts / "notices.py", *about, notices], log)
    must(
        [sys.executable, scripts / "sbom.py", *about, "--python-version", pins.PYTHON_FULL, places.out / "sbom.json"],
        log,
    )
    shutil.copy2(notices, places.out)
    shutil.copytree(ROOT / "packaging/windows/policy", places.out / "policy")


def freeze(places: Places, base: Wine, part: Part) -> None:
    """The folder that both Setups install."""
    wine = base.copy_to(places.work / "prefix-build", knows_volumes=False)
    with part.step("PyInstaller"):
        building.freeze(places, wine, ROOT / "packaging/sentralbord.spec", places.frozen)
    wine.stop()
    with part.step("programs signed"):
        for name in ("Sentralbord.exe", "sentralbord-cli.exe"):
            building.sign(places, places.frozen / name)


def pack(places: Places, report: Report, packers: ThreadPoolExecutor, *, reuse: bool) -> Setups:
    """Setup of the version before, for the tests of upgrading, and that of this one, which takes two minutes: what can
    be tried with the other is tried meanwhile."""
    this, earlier = building.this_version(), building.earlier_version()
    if reuse:
        there = places.work / f"Sentralbord-{earlier}-Setup.exe"
        return Setups(there, packers.submit(lambda: places.out / f"Sentralbord-{this}-Setup.exe"))
    packed = packers.submit(pack_this, places, Part(report, "build"))
    with Part(report, "build").step(f"Setup {earlier}, not packed"):
        return Setups(building.build_setup(places, earlier, quick=True), packed)


def pack_this(places: Places, part: Part) -> Path:
    with part.step(f"Setup {building.this_version()}"):
        setup = building.build_setup(places, building.this_version())
    megabytes = setup.stat().st_size / 1e6
    part.check(f"Setup of at most {MAX_SETUP_MB} MB", megabytes <= MAX_SETUP_MB, f"{megabytes:.1f} MB")
    part.check("Setup is signed", building.is_signed(places, setup))
    digest = hashlib.sha256(setup.read_bytes()).hexdigest()
    (places.out / "SHA256SUMS.txt").write_text(f"{digest}  {setup.name}\n", encoding="utf-8")
    return setup


def try_frozen(places: Places, base: Wine, part: Part) -> None:
    """The programs as PyInstaller left them."""
    code, said = base.run(places.frozen / "sentralbord-cli.exe", "procedures", "list")
    part.check("sentralbord-cli procedures list", code == 0 and "trobbel" in said)
    code, said = base.run(places.frozen / "sentralbord-cli.exe", "--help")
    part.check("sentralbord-cli --help", code == 0 and "bruk:" in said)
    code, said = base.run(places.python, str(ROOT / "tests/windows/fonts_of_windows.py"))
    part.check("lists and menus have the app's font", code == 0, said.strip()[-200:])


def smoke(places: Places, base: Wine, report: Report, stack: ExitStack, *, only_build: bool) -> None:
    """What CI asks of each change; all the rest is the night's. Setup is not packed, which takes two minutes."""
    setup = places.work / f"Sentralbord-{building.this_version()}-Setup.exe"
    if not setup.exists():
        with Part(report, "build").step("Setup, not packed"):
            building.build_setup(places, building.this_version(), quick=True)
    if only_build:
        return
    try_frozen(places, base, Part(report, "frozen"))
    wine, part = base.copy_to(places.work / "prefix-smoke"), Part(report, "smoke")
    wine.display = stack.enter_context(screen())
    stack.callback(wine.stop)
    there = type_a_call(wine, places, setup, part)
    code, said = there.selftest()
    part.check("installed app: --selftest", code == 0, f"exit {code}: {said[-280:]}")
    part.check("silent uninstall", there.uninstall())
    part.check("links, shortcut and entry gone", there.link_command is None and not there.shortcuts())


def try_setups(places: Places, base: Wine, setups: Setups, report: Report, stack: ExitStack) -> Installation:
    """Setup in both modes, and a call typed into what it installed, side by side: most of their time is waiting. Each
    has a Windows and a screen of its own. Gives where the call was typed."""
    wines = {}
    for name in ("keyboard", *MODES):
        wine = wines[name] = base.copy_to(places.work / f"prefix-{name}")
        wine.display = stack.enter_context(screen())
        stack.callback(wine.stop)
    with ThreadPoolExecutor() as pool:
        typed = pool.submit(type_shipped, wines["keyboard"], places, setups, Part(report, "by keyboard"))
        tried = [pool.submit(try_mode, mode, wines[mode], places, setups, Part(report, mode)) for mode in MODES]
        for one in tried:
            one.result()
        return typed.result()


def compare(there: Installation, places: Places, base: Wine, part: Part, *, is_asked: bool) -> None:
    """A figure is measured alone, and on request: a machine that does other work tells nothing of it."""
    if not is_asked:
        part.not_run("a start beside that of a bare PySide6 app", "a measurement: --start asks for it")
        return
    with part.step("PyInstaller, a bare PySide6 app to compare with"):
        building.freeze_bare(places, base.copy_to(places.work / "prefix-bare", knows_volumes=False))
    compare_starts(there, places, part)


def try_mode(mode: str, wine: Wine, places: Places, setups: Setups, part: Part) -> None:
    check_mode(mode, wine, places, setups, part)
    wine.stop()


def type_shipped(wine: Wine, places: Places, setups: Setups, part: Part) -> Installation:
    return type_a_call(wine, places, setups.this, part)


def type_a_call(wine: Wine, places: Places, setup: Path, part: Part) -> Installation:
    there = Installation(wine, "CurrentUser")
    part.check("installed", there.install(setup) == 0)
    take_a_call(there, places, part)
    return there


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
