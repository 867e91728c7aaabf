"""Starts the softphone with a number. Its output is not read, and nothing waits for it."""

import subprocess
from collections.abc import Sequence
from threading import Thread

from sentralbord_desktop.domain.dialling import DiallingError


def start(words: Sequence[str]) -> None:
    """Run the program with its arguments, without a shell. Raises DiallingError when it cannot start."""
    try:
        program = subprocess.Popen(  # noqa: S603 - the program comes from the settings, the number is digits
            list(words),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except (OSError, ValueError):
        raise DiallingError(f"Får ikke startet «{words[0]}». Se Innstillinger > Telefon.") from None
    Thread(target=program.wait, daemon=True).start()  # else it would remain in the process table
