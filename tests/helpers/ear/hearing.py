"""A scenario in the lab: each key, what the voice said after it, and whether that was what must be heard."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median

from sentralbord_desktop.domain.dates.calendar import long_date
from sentralbord_desktop.domain.dates.clock import now, today
from tests.helpers.desktop import Window, plain
from tests.helpers.ear.lab import Lab
from tests.helpers.ear.scenarios import Scenario, Step
from tests.helpers.ear.voice import Utterance
from tests.helpers.window_register import prepare

LETTER_MS = 120
LONGEST_STEP_S = 20.0
"""Nothing that follows one key takes longer."""
KEYS = {
    "Enter": "Return",
    "Mellomrom": "space",
    "Esc": "Escape",
    "Opp": "Up",
    "Ned": "Down",
    "Venstre": "Left",
    "Høyre": "Right",
    "PgUp": "Prior",
    "PgDn": "Next",
    "komma": "comma",
}
"""As the app writes a key, and its X name; every other name is the same in both."""


@dataclass(frozen=True)
class Heard:
    """One step, and what was said after it."""

    step: Step
    utterances: tuple[Utterance, ...]

    @property
    def seconds(self) -> float:
        return sum(one.seconds for one in self.utterances)

    @property
    def text(self) -> str:
        """What came through whole: what was cut counts as not heard."""
        return plain(" ".join(one.text for one in self.utterances if one.is_whole))

    @property
    def missing(self) -> list[str]:
        """The words that must be heard, and were not."""
        return [with_days(words) for words in self.step.words if not is_in(with_days(words), self.text)]

    @property
    def faults(self) -> list[str]:
        found = [f"ikke hørt: {words}" for words in self.missing]
        if self.step.must_sound and not self.text:
            found = ["stille", *found]
        if self.seconds > LONGEST_STEP_S:
            found.append(f"{self.seconds:.1f} s, lengre enn {LONGEST_STEP_S:.0f} s")
        return found


@dataclass(frozen=True)
class Result:
    scenario: Scenario
    heard: tuple[Heard, ...]

    @property
    def seconds(self) -> float:
        return sum(one.seconds for one in self.heard)

    @property
    def median(self) -> float:
        return median(one.seconds for one in self.heard)

    @property
    def longest(self) -> Heard:
        return max(self.heard, key=lambda one: one.seconds)

    @property
    def faults(self) -> list[str]:
        found = [f"{one.step.key}: {fault}" for one in self.heard for fault in one.faults]
        most = self.scenario.most_seconds
        if most and self.seconds > most:
            found.append(f"{self.seconds:.0f} s i alt, lengre enn {most:.0f} s")
        return found


def is_in(words: str, text: str) -> bool:
    """Whether one of the alternatives between strokes is in the text."""
    spoken = folded(text)
    return any(folded(alternative) in spoken for alternative in words.split("|"))


def folded(text: str) -> str:
    return " ".join(text.lower().split())


def with_days(words: str) -> str:
    """`{-4}` as the day four days ago."""
    return re.sub(r"\{(-?\d+)\}", lambda found: day(int(found[1])), words)


def day(days: int) -> str:
    return long_date(today(now()) + timedelta(days)).split(" ", 1)[1]


class Fingers:
    """Does the steps of a scenario in a window."""

    def __init__(self, lab: Lab, folder: Path, window: Window) -> None:
        self._lab, self._folder, self._window = lab, folder, window

    def do(self, step: Step) -> Heard:
        self._lab.voice.mark()
        if step.link:
            self._ring(step.link)
        elif step.typed:
            self._window.type(step.typed, delay_ms=LETTER_MS)
        else:
            self._window.keys(x_name(step.key))
        spoken = tuple(self._lab.voice.until_quiet())
        self._lab.check()
        return Heard(step, spoken)

    def _ring(self, link: str) -> None:
        """As the softphone does: it starts the program once more, with a link."""
        command = [sys.executable, "-m", "sentralbord_desktop", "--data", str(self._folder / "register"), "--practice"]
        environment = {**self._lab.environment, "XDG_CONFIG_HOME": str(self._folder / "config")}
        subprocess.run([*command, link], env=environment, check=True, timeout=60)


def x_name(key: str) -> str:
    *modifiers, last = key.split("+")
    name = last.lower() if len(last) == 1 else KEYS.get(last, last)  # a capital is typed with Shift
    return "+".join([*(one.lower() for one in modifiers), name])


@contextmanager
def opened(lab: Lab, folder: Path, scenario: Scenario) -> Iterator[Fingers]:
    prepare(folder / "register")
    window = Window(lab.environment, folder, "--practice", *scenario.options)
    try:
        window.wait_ready()
        lab.voice.until_quiet()
        yield Fingers(lab, folder, window)
    finally:
        window.close()


def hear(lab: Lab, scenario: Scenario) -> Iterator[Heard]:
    """The steps one after the other, each as soon as the voice is silent after it."""
    with opened(lab, lab.folder / scenario.name, scenario) as fingers:
        for step in scenario.steps:
            yield fingers.do(step)
