"""python3 dev.py ear [NAME …]: all scenarios, or those named. Ends with 1 where something was silent or too long."""

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.helpers.ear.hearing import Result, hear
from tests.helpers.ear.lab import open_lab
from tests.helpers.ear.report import faults, step_lines, summary, write_transcript
from tests.helpers.ear.scenarios import SCENARIOS, TROBBEL

TRANSCRIPT = Path(__file__).parents[3] / "docs" / "tilgjengelighet-samtale.md"


def say(*lines: str) -> None:
    print(*lines, sep="\n", flush=True)


def main(names: list[str]) -> int:
    known = {one.name: one for one in SCENARIOS}
    if unknown := [name for name in names if name not in known]:
        say(f"{', '.join(unknown)}: no such scenario. There are {', '.join(known)}.")
        return 2
    results = []
    with tempfile.TemporaryDirectory(prefix="sentralbord-ear-") as folder, open_lab(Path(folder)) as lab:
        for scenario in [known[name] for name in names] or SCENARIOS:
            say("", f"{scenario.name}: {scenario.title}")
            heard = []
            for one in hear(lab, scenario):
                heard.append(one)
                say(*step_lines(one))
            results.append(Result(scenario, tuple(heard)))
            if scenario is TROBBEL:
                write_transcript(results[-1], tools(), TRANSCRIPT)
    say(*summary(results), "", *faults(results))
    return 1 if faults(results) else 0


def tools() -> str:
    """The versions of what reads aloud."""
    asked = subprocess.run(["orca", "--version"], capture_output=True, text=True, check=False).stdout.strip()
    return f"{asked}." if asked else "Orca."


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
