"""Check `for_langt_si`: what is spoken in the review is at most three lines of one breath, on each way and in each
language that a text has.

Characters are counted for the longest likely values: names, addresses and the caller's words
(`paths.LONG_ORGANISATION`, `paths.SAMPLE_TEXT`), the longest day of a year, and a year for each legal deadline.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sentralbord_desktop.domain.dates.foreign_dates import DAYS, longest_date
from sentralbord_desktop.domain.inquiries.inquiry import Action
from sentralbord_desktop.domain.inquiries.review import Review
from sentralbord_desktop.domain.text.norwegian import MONTHS, WEEKDAYS
from sentralbord_desktop.procedures.model import Output
from sentralbord_desktop.procedures.outcome import Outcome, name_of
from sentralbord_desktop.procedures.outputs.registry import kind_of
from sentralbord_desktop.procedures.spoken_lines import MAX_LINES, MAX_SIGNS, lines_of, said_in_review

BOKMAAL = "nb"
DAY = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})\b")
DATE = re.compile(rf"\b\d{{1,2}}\. (?:{'|'.join(MONTHS)})(?P<year> \d{{4}})?\b")
DEADLINE = re.compile(rf"(?<=være torsdag ){DATE.pattern}(?!, \w+aften)")
"""Suffix of a deadline in a call late in the year; an eve is always in the year of the call."""


def signs(line: str, language: str = BOKMAAL) -> int:
    """The number of characters of a line, with the longest name for each day."""
    if language != BOKMAAL:
        return len(DAYS[language].sub(longest_date(language), line))
    line = DEADLINE.sub("24. september 2026", DAY.sub("torsdag", line))
    return len(DATE.sub(lambda found: f"24. september{found['year'] or ''}", line))


class SpeechFault(NamedTuple):
    """An output, and the fault of its text."""

    output: str
    sentence: str


class LongSpeech:
    """The check of one procedure, called for each finished way; each text is counted once."""

    def __init__(self) -> None:
        self._counted: set[str] = set()
        self._translated: set[tuple[object, ...]] = set()

    def of(self, outcome: Outcome, sure: Iterable[Output]) -> Iterator[SpeechFault]:
        spoken = [output for output in sure if kind_of(output.kind).is_spoken]
        templates = (outcome.run.library.templates.get(output.template) for output in spoken)
        others = dict.fromkeys(language for template in templates if template for language in template.other)
        actions = [outcome.action(output) for output in spoken]
        yield from self._of(actions)
        if self._is_new(outcome, actions):
            for language in others:
                worded = Outcome(outcome.run, Review(languages={name_of(output): language for output in spoken}))
                yield from self._of([worded.action(output) for output in spoken])

    def _is_new(self, outcome: Outcome, actions: Sequence[Action]) -> bool:
        """Whether no earlier way has the same bokmål text for the same deadlines; then the other languages are the same
        too."""
        assessment = outcome.run.assessment
        found = (assessment.spoken, assessment.following) if assessment else ()
        key = (*(action.text for action in actions), *(deadline.rule if deadline else "" for deadline in found))
        is_new = key not in self._translated
        self._translated.add(key)
        return is_new

    def _of(self, spoken: Sequence[Action]) -> Iterator[SpeechFault]:
        """The faults of actions in one language; a text without it is in bokmål."""
        actions = said_in_review(spoken)
        lines = [line for action in actions for line in lines_of(action.text)]
        if len(lines) > MAX_LINES:
            yield SpeechFault(actions[-1].id, f"det blir {len(lines)} linjer å si, og {MAX_LINES} er det meste")
        for action in actions:
            if action.text in self._counted:
                continue
            self._counted.add(action.text)
            for line in lines_of(action.text):
                if (count := signs(line, action.language)) > MAX_SIGNS:
                    yield SpeechFault(action.id, f"«{line}» har {count} tegn, og {MAX_SIGNS} er det meste")
