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
KEYS_OF_ISSUE_32, GOAL = 461, 346
"""Keys of twelve calls, one per topic, as they were typed by hand for issue 32, and a quarter fewer."""


def measure(folder: Path) -> Table:
    report = folder / "calls.xml"
    options = ["-q", "-p", "no:cacheprovider", "-o", "junit_family=xunit1", f"--junitxml={report}"]
    command = [sys.executable, "-m", "pytest", *options, CALLS]
    subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.DEVNULL)  # one over its target is counted too
    rows, keys, waited = [], 0.0, 0.0
    for case in ElementTree.parse(report).iter("testcase"):  # noqa: S314 - written by our own pytest
        said = {each.get("name"): float(each.get("value", 0)) for each in case.iter("property") if is_number(each)}
        if not said:
            raise RuntimeError(f"{case.get('name')} did not come to its end")
        goal = GOALS[case.get("name", "").partition("[")[2].rstrip("]")]
        rows.append(Row(f"{goal.call} {goal.name}", said["keys"], "keys", goal.keys))
        keys, waited = keys + said["keys"], waited + said["waited"]
    rows.append(Row("all", keys, "keys", sum(goal.keys for goal in GOALS.values()), GOAL))
    rows.append(Row("the window's own waiting, all calls", waited, "s"))
    notes = [
        f"Issue 32 counted {KEYS_OF_ISSUE_32} keys in twelve calls of its own, one per topic; the goal is a quarter fewer.",
        "A chord is two keys, a typed character one. Talking and reading are not counted.",
    ]
    return Table("calls: the twelve calls typed in the real window", "the keys that the design counts", rows, notes)


def is_number(each: ElementTree.Element) -> bool:
    return each.get("name") in ("keys", "waited")
