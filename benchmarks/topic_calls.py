"""The calls of benchmarks/topics.py typed in the real window: keys, and the seconds until the window shows what comes next."""

import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.table import Row, Table
from benchmarks.topics import CALLS, EMPLOYER, TopicCall
from sentralbord_desktop.bootstrap import open_services
from sentralbord_desktop.domain.organisation.organisation import Employer
from tests.helpers.desktop import Window, private_desktop
from tests.helpers.desktop_calls import receipt_of
from tests.helpers.stored import save_organisation
from tests.helpers.window_register import current_user, prepare

KEYS_TYPED_BY_HAND, GOAL = 461, 346
"""Keys of the twelve calls that were typed by hand, one for each topic, and a quarter fewer."""
GUARD_SECONDS = 0.3
"""A hand is no quicker: the window takes no key for 150 ms after a step has come."""


class CountingHand:
    """Types in the window. A chord is two keys, a typed character one."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self.keys, self.waited = 0, 0.0
        self._pressed = time.monotonic()

    def press(self, key: str) -> None:
        self.keys += 1 + key.count("+")
        self._window.keys(key)
        self._pressed = time.monotonic()

    def type(self, text: str) -> None:
        self.keys += len(text)
        self._window.type(text)
        self._pressed = time.monotonic()

    def sees(self, words: str) -> None:
        self._window.sees(words)
        self._has_come()

    def sees_receipt(self) -> None:
        self._window.until(receipt_of, "the receipt")
        self._has_come()

    def _has_come(self) -> None:
        self.waited += time.monotonic() - self._pressed
        time.sleep(GUARD_SECONDS)

    def take(self, step: tuple[str, str]) -> None:
        words, key = step
        self.sees(words)
        if key[0] in "=+" and len(key) > 1:
            self.type(key[1:])
            if key[0] == "=":
                self.press("Return")
        else:
            self.press(key)


def play(window: Window, call: TopicCall) -> CountingHand:
    window.keys("F3")
    window.focus_is("Søk")
    hand = CountingHand(window)
    hand.type(call.number)
    hand.sees("treff")
    hand.press("Return")
    if call.is_member:
        hand.take(("Hva gjelder det?", "space"))
        hand.sees("Bekreftet")
    for step in call.steps:
        hand.take(step)
    hand.sees_receipt()
    return hand


def ready(folder: Path) -> None:
    """The register of the window tests, and the employer of one call."""
    prepare(folder)
    services = open_services(folder, practice=True, os_user=current_user())
    organisation = services.organisation.read()
    employers = (*organisation.employers, Employer(id=0, employer=EMPLOYER, department=4))
    save_organisation(services, organisation.model_copy(update={"employers": employers}))
    services.close()


def measure(folder: Path, calls: Sequence[TopicCall] = CALLS) -> Table:
    ready(folder / "register")
    with private_desktop() as desktop:
        window = Window(desktop, folder, "--practice")
        try:
            window.wait_ready()
            hands = {call: play(window, call) for call in calls}
        finally:
            window.close()
    rows = [Row(call.topic, hand.keys, "keys", call.before) for call, hand in hands.items()]
    keys, waited = (sum(hand.keys for hand in hands.values()), sum(hand.waited for hand in hands.values()))
    rows.append(Row("all", keys, "keys", sum(call.before for call in calls), GOAL))
    rows.append(Row("waiting for what comes next, all calls", waited, "s"))
    notes = [
        f"There were {KEYS_TYPED_BY_HAND} keys in twelve calls of its own; the goal is a quarter fewer.",
        "At 78701b4a fewer questions were asked: the answer that was given, formal errors, the end of the notice, whether the"
        " department and the number are right, what the question to loop 2 is, who rings.",
        "The waiting is what a reader of the accessibility tree sees, its own time included.",
    ]
    return Table("topics: one call for each topic in the real window", "the same calls at 78701b4a", rows, notes)
