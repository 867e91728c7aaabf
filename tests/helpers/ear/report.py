"""What the lab prints: each step with its seconds and faults, then a table of the calls."""

from collections.abc import Sequence
from pathlib import Path

from sentralbord_desktop.gui.core.accessible_role import SILENT
from tests.helpers.desktop import plain
from tests.helpers.ear.hearing import Heard, Result

CUT = "✂"


def step_lines(heard: Heard) -> list[str]:
    lines = [f"  {heard.step.key:<14} {heard.seconds:5.1f} s"]
    for one in heard.utterances:
        lines.append(f"      {' ' if one.is_whole else CUT} «{one.text}»")
    if not heard.utterances:
        lines.append("        (stille)")
    return lines + [f"    ! {fault}" for fault in heard.faults]


def summary(results: Sequence[Result]) -> list[str]:
    lines = ["", f"{'':16}{'trinn':>6}{'sum':>9}{'median':>9}{'lengst':>9}  feil"]
    for one in results:
        figures = f"{one.seconds:7.0f} s{one.median:7.1f} s{one.longest.seconds:7.1f} s"
        lines.append(f"{one.scenario.name:16}{len(one.heard):6}{figures}  {len(one.faults)}")
    return lines


def faults(results: Sequence[Result]) -> list[str]:
    return [f"{one.scenario.name} · {fault}" for one in results for fault in one.faults]


def transcript(result: Result, tools: str) -> str:
    """The call as it was heard, in Markdown."""
    rows = [f"| {one.step.key} | {one.seconds:.1f} | {heard_cell(one)} |" for one in result.heard]
    head = [
        f"# Et anrop slik det høres: {result.scenario.title}",
        "",
        f"Skrevet av `python3 dev.py ear {result.scenario.name}`. {tools} Bokmål, tastene leses ikke opp. Stemmen bruker like",
        "lang tid som en stemme på 17 tegn i sekundet. Det som står mellom «‹» og «›», ble avbrutt, og regnes som ikke hørt.",
        "",
        f"{len(result.heard)} trinn, {result.seconds:.0f} s tale i alt, median {result.median:.1f} s, lengst "
        f"{result.longest.seconds:.1f} s. Navn og numre er oppdiktet.",
        "",
        "| Tast | Sekunder | Hørt |",
        "|---|---:|---|",
    ]
    return "\n".join([*head, *rows, ""])


def heard_cell(heard: Heard) -> str:
    audible = [(one, text) for one in heard.utterances if (text := plain(one.text).replace(SILENT, "").strip())]
    spoken = [text if one.is_whole else f"‹{text}›" for one, text in audible]
    return " · ".join(spoken).replace("|", "/") or "(stille)"


def write_transcript(result: Result, tools: str, path: Path) -> None:
    path.write_text(transcript(result, tools), encoding="utf-8")
