"""The twelve calls of the design typed in the real window: keys, and the seconds that the window takes to answer them.

The calls are those of tests/gui/test_keys.py, which also checks what each of them leaves behind.
"""

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

from benchmarks.table import Row, Table
from tests.helpers.klm import GOALS

ROOT = Path(__file__).parent.parent
CALLS = "tests/gui/test_keys.py::test_the_call_is_done_within_its_target"
KEYS_TYPED_BY_HAND, GOAL = 461, 346
"""Keys of twelve calls, one per topic, as they were typed by hand, and a quarter fewer."""
BEFORE = {
    "S1": (29, 1.42),
    "S2": (40, 1.59),
    "S3": (15, 0.91),
    "S4": (18, 0.85),
    "S5": (75, 1.00),
    "S6": (16, 0.79),
    "S7": (16, 1.00),
    "S8": (32, 1.78),
    "S9": (17, 0.77),
    "S10": (31, 1.13),
    "S11": (55, 0.76),
    "S12": (19, 0.39),
}
"""Keys of each call at 5fcab43b, before keys were saved, and the window's own waiting in seconds on this machine."""


def measure(folder: Path) -> Table:
    report = folder / "calls.xml"
    options = ["-q", "-p", "no:cacheprovider", "-o", "junit_family=xunit1", f"--junitxml={report}"]
    command = [sys.executable, "-m", "pytest", *options, CALLS]
    subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.DEVNULL)  # one over its target is counted too
    rows, keys, waited = [], 0.0, {}
    for case in ElementTree.parse(report).iter("testcase"):  # noqa: S314 - written by our own pytest
        said = {each.get("name"): float(each.get("value", 0)) for each in case.iter("property") if is_number(each)}
        if not said:
            raise RuntimeError(f"{case.get('name')} did not come to its end")
        goal = GOALS[case.get("name", "").partition("[")[2].rstrip("]")]
        rows.append(Row(f"{goal.call} {goal.name}", said["keys"], "keys", BEFORE[goal.call][0]))
        keys, waited[goal.call] = keys + said["keys"], said["waited"]
    rows.append(Row("all", keys, "keys", sum(keys for keys, _ in BEFORE.values()), GOAL))
    rows += [Row(f"{call}, waiting", seconds, "s", BEFORE[call][1]) for call, seconds in waited.items()]
    total = sum(seconds for _, seconds in BEFORE.values())
    rows.append(Row("the window's own waiting, all calls", sum(waited.values()), "s", total))
    notes = [
        f"There were {KEYS_TYPED_BY_HAND} keys in twelve calls of its own, one per topic; the goal is a quarter fewer.",
        "A chord is two keys, a typed character one. Talking and reading are not counted.",
    ]
    return Table("calls: the twelve calls typed in the real window", "the same calls at 5fcab43b", rows, notes)


def is_number(each: ElementTree.Element) -> bool:
    return each.get("name") in ("keys", "waited")
