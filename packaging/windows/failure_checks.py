"""What Setup and the uninstaller do when the disk says no: a code, and what was there still works."""

from __future__ import annotations

from pathlib import Path

from building import earlier_version
from installed import PROGRAMS, Installation
from keyboard import TITLE, time_to_window
from mounts import NoMountsError, filled, held, mounted, on_its_own_disk, read_only
from report import Part
from wine import until

CANNOT_WRITE, NOT_REPLACED = 2, 9
"""Exit codes of Setup and of the uninstaller; the whole list is in sentralbord.nsi and docs/it.md."""
ENOUGH_FOR_SETUP = 500
"""Megabytes of a disk with the installed app on it: more is free than Setup asks for."""


def check_full_disk(there: Installation, newer: Path, part: Part) -> None:
    """An upgrade on a read-only disk, then on one that fills up while files are written."""
    try:
        with on_its_own_disk(there.folder, ENOUGH_FOR_SETUP):
            with read_only(there.folder):
                code = there.install(newer)
            part.check("upgrade refused where nothing can be written", code == CANNOT_WRITE, f"exit {code}")
            reached, code = fill_in_the_middle(there, newer)
            part.check("the disk fills up in the middle", reached and code == CANNOT_WRITE, f"exit {code}")
            left = [path.name for path in there.folder.rglob("*forrige*")]
            old = there.entry("DisplayVersion") == earlier_version()
            part.check("nothing of the new one left", old and not left, " ".join(left))
            check_whole(there, "and the old one is as it was", part)
    except NoMountsError as error:
        part.not_run("a disk that fills up", str(error))


def fill_in_the_middle(there: Installation, setup: Path) -> tuple[bool, int]:
    """Fill the disk while the new files are written; returns whether that happened in time, and Setup's answer."""
    aside, parts = there.folder / "_internal.forrige", there.folder / "_internal"
    process = there.wine.start(setup, "/S", f"/{there.mode}")
    reached = until(lambda: aside.exists() and parts.exists(), 120, 0.02)
    with filled(there.folder):
        code = process.wait(300)
    return reached, code


def check_held_removal(there: Installation, part: Part) -> None:
    what = "uninstall of what is held says so"
    try:
        with held(there.folder / "_internal"):
            code = there.uninstall_code()
    except NoMountsError as error:
        part.not_run(what, str(error))
        return
    part.check(what, code == CANNOT_WRITE, f"exit {code}")
    check_whole(there, "and leaves it whole, with its entry", part)


def check_read_only_profile(there: Installation, part: Part) -> None:
    """A mandatory profile, a full quota: the window comes and says why, and nothing falls."""
    what = "a profile that cannot be written"
    try:
        with mounted(there.wine.profile, "--bind", str(there.wine.profile)), read_only(there.wine.profile, "bind"):
            code, said = there.cli("check")
            seconds = time_to_window(there.wine, there.folder / PROGRAMS[0], TITLE, ["--practice"])
    except NoMountsError as error:
        part.not_run(what, str(error))
        return
    told = code == 1 and len(said.splitlines()) == 1 and "mappen" in said and "skrive" in said
    part.check(f"{what} is told of", told, said.strip()[-200:])
    part.check("and the window comes up", seconds, f"{seconds:.1f} s")


def check_not_replaced(single: Installation, setup: Path, part: Part) -> None:
    """Everyone's installation fails: the one user's, which it was to replace, is as it was."""
    everyone = Installation(single.wine, "AllUsers")
    everyone.folder.mkdir(parents=True)
    try:
        with mounted(everyone.folder, "-t", "tmpfs", "-o", "size=400m,ro", "tmpfs"):
            code = everyone.install(setup)
        everyone.folder.rmdir()
        part.check("everyone's where nothing can be written", code == CANNOT_WRITE, f"exit {code}")
        check_whole(single, "leaves one user's as it was", part)
        with held(single.folder / "_internal"):
            code = everyone.install(setup)
    except NoMountsError as error:
        part.not_run("everyone's that fails", str(error))
        return
    part.check(
        "everyone's over one that is held",
        code == NOT_REPLACED and not everyone.folder.exists() and not single.is_elsewhere,
        f"exit {code}",
    )
    check_whole(single, "leaves that as it was, and nothing of its own", part)


def check_whole(there: Installation, what: str, part: Part) -> None:
    """Listed under «Installerte apper», with its programs, and they open the register."""
    told, said = there.entry("DisplayVersion"), there.members()
    programs = all((there.folder / name).exists() for name in PROGRAMS)
    part.check(what, told and programs and "2 medlemmer" in said, f"{told}, {said[-120:]}")
