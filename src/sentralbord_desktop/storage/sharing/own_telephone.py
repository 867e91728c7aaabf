"""The command that dials a number on this PC, when the register is shared: in a file beside the PC's own register. A
command is never run from a row that other workstations can write."""

from contextlib import suppress
from pathlib import Path

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.policies import MAX_COMMAND_CHARS
from sentralbord_desktop.storage.sharing.server_choice import patiently
from sentralbord_desktop.system.small_file import small_text

FILE = "telefonprogram.txt"


class OwnTelephone:
    def __init__(self, folder: Path) -> None:
        self._folder, self._path = folder, folder / FILE

    def read(self) -> str:
        """«» when none was chosen, and for an invalid file."""
        with suppress(OSError, UnicodeDecodeError):
            text = small_text(self._path, 4 * MAX_COMMAND_CHARS).strip()
            return text if len(text) <= MAX_COMMAND_CHARS and text.isprintable() else ""
        return ""

    def keep(self, command: str) -> None:
        """Save the command; «» for none. Raises SwitchboardError without saving."""
        new = self._path.with_suffix(".ny")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            new.write_text(command, encoding="utf-8")
            patiently(lambda: new.replace(self._path))
        except OSError:
            raise SwitchboardError(f"Får ikke skrevet i mappen {self._folder}. Spør IT.") from None
