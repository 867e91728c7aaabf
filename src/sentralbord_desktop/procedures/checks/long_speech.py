"""Check `for_langt_si`: what is said in the review is at most three lines of one breath, on each way.

The signs are counted as an operator may have to say them: names, addresses and what a caller tells are as long as the
longest that are likely (`paths.LONG_ORGANISATION`, `paths.SAMPLE_TEXT`), each weekday is «torsdag», each date the longest
of a year.
"""

import re
from collections.abc import Iterable, Iterator

from sentralbord_desktop.domain.text.norwegian import MONTHS, WEEKDAYS
from sentralbord_desktop.procedures.model import Output
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.outputs.registry import kind_of
from sentralbord_desktop.procedures.spoken_lines import MOST_LINES, MOST_SIGNS, lines_of, said_in_review

DAY = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})\b")
DATE = re.compile(rf"\b\d{{1,2}}\. (?:{'|'.join(MONTHS)})\b")


def signs(line: str) -> int:
    """The signs of a line, each day counted as the longest."""
    return len(DATE.sub("24. september", DAY.sub("torsdag", line)))


class LongSpeech:
    """The check of one procedure, asked for each finished way; a text is counted once."""

    def __init__(self) -> None:
        self._counted: set[str] = set()

    def of(self, outcome: Outcome, sure: Iterable[Output]) -> Iterator[tuple[str, str]]:
        """The output and what is wrong with it."""
        spoken = [output for output in sure if kind_of(output.kind).is_spoken]
        actions = said_in_review([outcome.action(output) for output in spoken])
        lines = [line for action in actions for line in lines_of(action.text)]
        if len(lines) > MOST_LINES:
            yield actions[-1].id, f"det blir {len(lines)} linjer å si, og {MOST_LINES} er det meste"
        for action in actions:
            if action.text in self._counted:
                continue
            self._counted.add(action.text)
            for line in lines_of(action.text):
                if signs(line) > MOST_SIGNS:
                    yield action.id, f"«{line}» har {signs(line)} tegn, og {MOST_SIGNS} er det meste"
