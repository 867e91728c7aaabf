"""The program that rings a number from this PC, where the register is shared: in a file beside the PC's own register.

A program that this PC starts is never taken from a row that others may have written (issue 28).
"""

from contextlib import suppress
from pathlib import Path

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.policies.definitions import LONGEST_COMMAND
from sentralbord_desktop.storage.sharing.server_choice import patiently
from sentralbord_desktop.system.small_file import small_text

FILE = "telefonprogram.txt"


class OwnTelephone:
    """What was chosen in `folder`: one line."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._path = folder, folder / FILE

    def read(self) -> str:
        """«» when none was chosen, and for a file that is none."""
        with suppress(OSError, UnicodeDecodeError):
            text = small_text(self._path, 4 * LONGEST_COMMAND).strip()
            return text if len(text) <= LONGEST_COMMAND and text.isprintable() else ""
        return ""

    def keep(self, command: str) -> None:
        """From now on; «» for none. Raises SwitchboardError, and nothing is kept."""
        new = self._path.with_suffix(".ny")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            new.write_text(command, encoding="utf-8")
            patiently(lambda: new.replace(self._path))
        except OSError:
            raise SwitchboardError(f"Får ikke skrevet i mappen {self._folder}. Spør IT.") from None
