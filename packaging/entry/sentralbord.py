"""The window program of the installer: `Sentralbord.exe`. A window program has no console: its output goes to a file in
the temporary folder for options of IT that print text, and is dropped otherwise. Redirected output is written
directly."""

import os
import sys

from read_once import read_once

SPEAKS = {"--selftest", "--help", "-h", "--version"}
SPOKEN = "sentralbord-utskrift.txt"
STOP_ICON = 0x10


def give_words_a_place(*, asked: bool) -> None:
    if sys.stdout is None or sys.stderr is None:
        place = os.path.join(os.environ.get("TEMP", "."), SPOKEN) if asked else os.devnull
        words = open(place, "w", encoding="utf-8", buffering=1)  # pathlib costs the start time
        sys.stdout = sys.stdout or words
        sys.stderr = sys.stderr or words
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # a console stream has it


def tell(error: Exception) -> None:
    """PyInstaller's own box is in English, shows local data, and would stop a silent rollout."""
    import ctypes

    text = f"Sentralbord kunne ikke starte ({type(error).__name__}). Si fra til IT."
    ctypes.windll.user32.MessageBoxW(None, text, "Sentralbord", STOP_ICON)  # type: ignore[attr-defined,unused-ignore]  # only on Windows


def main() -> None:
    read_once()
    asked = bool(SPEAKS.intersection(sys.argv[1:]))
    give_words_a_place(asked=asked)
    try:
        from sentralbord_desktop.startup.pyside_patch import leave_sources_unread

        leave_sources_unread()
        from sentralbord_desktop.startup.application import main as run

        run()
    except Exception as error:
        import traceback

        traceback.print_exc()
        if not asked:
            tell(error)
        raise SystemExit(1) from None


main()
