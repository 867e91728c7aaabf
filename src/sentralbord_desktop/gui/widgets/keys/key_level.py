"""«Taster på skjermen»: how many keys are drawn. Kept on this PC, as the colours are."""

from PySide6.QtCore import QObject, QSettings, Signal

ALL, SOME, NONE = "alle", "noen", "ingen"
LEVELS = ((ALL, "Alle"), (SOME, "Noen: seks av gangen"), (NONE, "Ingen"))
LEVEL_SETTING, CALLS_SETTING = "taster/skjermen", "taster/samtaler"
CALLS_OF_A_BEGINNER = 15
"""All keys are drawn until this many calls are completed on this PC, unless another level is chosen."""


class KeyLevel(QObject):
    """The current level; at `changed` the keys must be arranged again."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._now = ""

    @property
    def now(self) -> str:
        if not self._now:
            self._now = _read()
        return self._now

    def choose(self, level: str) -> None:
        QSettings().setValue(LEVEL_SETTING, level)
        self.reread()

    def count_call(self) -> None:
        """A call was completed."""
        QSettings().setValue(CALLS_SETTING, _calls() + 1)
        self.reread()

    def begin_anew(self) -> None:
        """Start again as before the first call: the operator is new, though others have used this PC."""
        QSettings().remove(CALLS_SETTING)
        self.reread()

    def skip_the_beginning(self) -> None:
        """Go on as after the first calls: the operator knows the work."""
        if _calls() < CALLS_OF_A_BEGINNER:
            QSettings().setValue(CALLS_SETTING, CALLS_OF_A_BEGINNER)
            self.reread()

    def reread(self) -> None:
        before, self._now = self._now, _read()
        if before != self._now:
            self.changed.emit()


def _read() -> str:
    chosen = str(QSettings().value(LEVEL_SETTING, ""))
    if chosen in (ALL, SOME, NONE):
        return chosen
    return ALL if _calls() < CALLS_OF_A_BEGINNER else SOME


def _calls() -> int:
    try:
        return int(str(QSettings().value(CALLS_SETTING, 0)))
    except ValueError:
        return 0


key_level = KeyLevel()
