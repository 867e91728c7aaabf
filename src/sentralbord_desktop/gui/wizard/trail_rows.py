"""The rows of the trail: the answered steps, the shown step, and the rows that fold others."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.procedures.run import ProcedureRun, Standing

REVIEW = "Se over og fullfør"
GONE = "gjelder ikke lenger"


class RowKind(StrEnum):
    """The kind of a row; the value is the word for a screen reader."""

    ANSWERED = "besvart"
    CURRENT = "nå"
    OPTIONAL = "valgfritt"
    GONE = GONE
    REVIEW = ""
    EARLIER = "eldre svar"
    """Folds the oldest rows."""
    MORE = "valgfrie"
    """Folds the optional questions."""


KINDS = {
    Standing.ANSWERED: RowKind.ANSWERED,
    Standing.CURRENT: RowKind.CURRENT,
    Standing.OPTIONAL: RowKind.OPTIONAL,
    Standing.GONE: RowKind.GONE,
}
OPENED = (RowKind.ANSWERED, RowKind.CURRENT, RowKind.OPTIONAL)
"""The rows whose step can be opened."""


@dataclass(frozen=True, slots=True)
class TrailRow:
    """`step_id` is «» for a row that is no step; `is_here` marks the one on the page."""

    kind: RowKind
    text: str
    step_id: str = ""
    answer: str = ""
    sources: tuple[str, ...] = ()
    is_here: bool = False
    is_unfolded: bool = False

    @property
    def spoken(self) -> str:
        """For a screen reader."""
        if self.kind in (RowKind.EARLIER, RowKind.MORE):
            return f"{self.text}, {'utfoldet' if self.is_unfolded else 'sammenfoldet'}"
        where = "vises nå" if self.is_here and self.kind is not RowKind.CURRENT else ""
        words = f"{self.text} {self.answer}".strip()
        state = f"{words}, {self.kind}" if self.kind else words
        return " ".join(part for part in (state, *self.sources, where) if part and part != self.kind)


def rows_of(run: ProcedureRun, here: str = "", *, optional: bool = False) -> tuple[TrailRow, ...]:
    """The rows of a run in the order of its questions, then the review when everything is answered, then the optional
    questions, with `optional` unfolded. `here` is the step on the page, «» on the review."""
    rows: list[TrailRow] = []
    later: list[TrailRow] = []
    for line in run.trail:
        if line.is_quiet and line.step.id != here:
            continue
        row = TrailRow(
            KINDS[line.standing],
            line.step.ask,
            line.step.id,
            line.formatted(run.organisation, run.facts.call_date),
            (GONE,) if line.standing is Standing.GONE else line.sources,
            line.step.id == here,
        )
        (later if row.kind is RowKind.OPTIONAL else rows).append(row)
    if run.current is None:
        rows.append(TrailRow(RowKind.REVIEW, REVIEW, is_here=not here))
    return (*rows, *_optional(later, unfolded=optional))


def folded(rows: Sequence[TrailRow], count: int, *, unfolded: bool) -> tuple[TrailRow, ...]:
    """The rows without the `count` first, and a row with their number; all when `unfolded`."""
    if not count:
        return tuple(rows)
    line = TrailRow(RowKind.EARLIER, f"{count} svar før dette", is_unfolded=unfolded)
    return (line, *(rows if unfolded else rows[count:]))


def _optional(rows: Sequence[TrailRow], *, unfolded: bool) -> tuple[TrailRow, ...]:
    if not rows:
        return ()
    is_unfolded = unfolded or any(row.is_here for row in rows)
    words = counted(len(rows), "valgfritt spørsmål", "valgfrie spørsmål")
    return (TrailRow(RowKind.MORE, words, is_unfolded=is_unfolded), *(rows if is_unfolded else ()))
