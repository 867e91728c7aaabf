"""What the voice of the lab has spoken, read from the log that `say.sh` writes."""

import time
from dataclasses import dataclass
from pathlib import Path

from sentralbord_desktop.gui.core.accessible_role import SILENT

CHARACTERS_PER_SECOND = 17
PAUSE_S = 0.15
"""Between two utterances. Both as in say.sh."""
FIRST_WORD_S = 4.0
"""A key is followed by silence when nothing was spoken for so long after it. The app announces hits and dates 0.6 s after
the last letter, and a screen reader takes 0.3 s more."""
CALM_S = 1.2
"""The voice is through when nothing follows the last utterance for so long."""
LONGEST_S = 180.0
"""The wait for one step ends here: a table that is read for ever is a fault, no reason to hang."""


@dataclass
class Utterance:
    """One text that the screen reader sent to the voice. Times are of the clock, in seconds."""

    process: int
    begun: float
    text: str
    ended: float | None = None
    cut_at: float | None = None

    @property
    def is_whole(self) -> bool:
        return self.ended is not None

    @property
    def seconds(self) -> float:
        """How long it sounded: a whole one by its length, so that a busy machine makes no speech longer."""
        spoken = self.text.replace(SILENT, "").strip()
        whole = len(spoken) / CHARACTERS_PER_SECOND + PAUSE_S if spoken else 0.0
        if self.is_whole or self.cut_at is None:
            return whole
        return max(0.0, min(whole, self.cut_at - self.begun))


class Voice:
    """The utterances of one log, those after `mark` first of all."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._read = 0

    def mark(self) -> None:
        """What comes after now belongs to the next step."""
        self._read = self._log.stat().st_size if self._log.exists() else 0

    def since_mark(self) -> list[Utterance]:
        if not self._log.exists():
            return []
        with self._log.open("rb") as file:
            file.seek(self._read)
            return utterances(file.read().decode("utf-8", "replace"))

    def until_quiet(self) -> list[Utterance]:
        """Wait until nothing is being said; all that was said since the mark."""
        begun = last = time.monotonic()
        count = -1
        while time.monotonic() - begun < LONGEST_S:
            time.sleep(0.1)
            spoken = self.since_mark()
            now = time.monotonic()
            lines = len(spoken) + sum(one.is_whole for one in spoken)
            if lines != count or (spoken and is_sounding(spoken[-1])):
                count, last = lines, now
            if now - last > CALM_S and (spoken or now - begun > FIRST_WORD_S):
                break
        return self.since_mark()


def is_sounding(last: Utterance) -> bool:
    """The process of an utterance that was cut has gone without an end in the log."""
    return not last.is_whole and Path(f"/proc/{last.process}").exists()


def utterances(log: str) -> list[Utterance]:
    """The utterances of the log's lines; one that has no end was cut by what came after it."""
    found: list[Utterance] = []
    by_process: dict[int, Utterance] = {}
    for line in log.split("\n")[:-1]:
        at, what, process, text = line.split("\t", 3)
        if what == "begin":
            if found and not found[-1].is_whole:
                found[-1].cut_at = float(at)
            found.append(Utterance(int(process), float(at), " ".join(text.split())))
            by_process[int(process)] = found[-1]
        elif int(process) in by_process:
            by_process[int(process)].ended = float(at)
    return found
