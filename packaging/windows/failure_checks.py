"""What Setup and the uninstaller do when the disk says no: a code, and what was there still works."""

from __future__ import annotations

from installed import Installation
from mounts import NoMountsError, held
from report import Part

CANNOT_WRITE = 2
"""An exit code of Setup and of the uninstaller; the whole list is in sentralbord.nsi and docs/it.md."""


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


def check_whole(there: Installation, what: str, part: Part) -> None:
    """Told of under «Installerte apper», and passes its own test."""
    told, (code, said) = there.entry("DisplayVersion"), there.selftest()
    part.check(what, told and code == 0, f"{told}, self-test {code}: {said.strip()[-120:]}")
