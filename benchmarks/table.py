"""One benchmark's result: rows with the baseline beside them, the goal, and whether it was met."""

from collections.abc import Sequence
from dataclasses import dataclass, field

HEADINGS = ("what", "Sentralbord", "baseline", "times", "goal", "met")


@dataclass(frozen=True)
class Row:
    """One line. `ours` and `baseline` are in `unit`; the goal is a largest or a smallest value."""

    what: str
    ours: float
    unit: str
    baseline: float | None = None
    most: float | None = None
    least: float | None = None

    @property
    def met(self) -> bool | None:
        if self.most is not None:
            return self.ours <= self.most
        return None if self.least is None else self.ours >= self.least

    def cells(self) -> tuple[str, ...]:
        times = f"{self.ours / self.baseline:.2f}" if self.baseline else ""
        limit, sign = (self.most, "≤") if self.most is not None else (self.least, "≥")
        return (
            self.what,
            shown(self.ours, self.unit),
            "" if self.baseline is None else shown(self.baseline, self.unit),
            times,
            "" if limit is None else f"{sign} {shown(limit, self.unit)}",
            {None: "", True: "yes", False: "**no**"}[self.met],
        )


@dataclass(frozen=True)
class Table:
    title: str
    baseline: str
    rows: Sequence[Row]
    notes: Sequence[str] = field(default_factory=tuple)

    @property
    def met(self) -> bool:
        return all(row.met is not False for row in self.rows)

    def text(self) -> str:
        lines = [HEADINGS, *(row.cells() for row in self.rows)]
        widths = [max(len(line[place]) for line in lines) for place in range(len(HEADINGS))]
        drawn = [_line(line, widths) for line in lines]
        drawn.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
        notes = [f"- {note}" for note in self.notes]
        return "\n".join([f"### {self.title}", "", f"Baseline: {self.baseline}.", "", *drawn, "", *notes, ""])


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return "| " + " | ".join(padded) + " |"


def shown(value: float, unit: str) -> str:
    """Three figures at most, thousands apart."""
    if abs(value) >= 1000:
        return f"{value:,.0f} {unit}".replace(",", " ").strip()
    places = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2 if unit else 3
    return f"{value:.{places}f} {unit}".strip()


def many(count: int) -> str:
    return f"{count:,}".replace(",", " ")


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of them are at or below (nearest rank)."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))]
