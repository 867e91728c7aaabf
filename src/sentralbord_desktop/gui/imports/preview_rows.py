"""The rows of a preview, as they are listed."""

from dataclasses import dataclass

from sentralbord_desktop.domain.imports.preview import Preview
from sentralbord_desktop.gui.widgets.table_model import Column

MAX_PREVIEW_ROWS = 2000
"""Rows of each kind."""


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row of the preview; `kind` is a place in KINDS."""

    kind: int
    row: int
    who: str
    what: str

    def __repr__(self) -> str:
        return f"<PreviewRow {self.row}>"


KINDS = ("Avvist", "Endres", "Ny")
COLUMNS: list[Column[PreviewRow]] = [
    Column("Linje", lambda line: str(line.row), lambda line: line.row, 70),
    Column("Hva skjer", lambda line: KINDS[line.kind], lambda line: line.kind, 100, strong=True),
    Column("Hvem", lambda line: line.who, None, 240),
    Column("Felt og problem", lambda line: line.what),
]


def preview_rows(preview: Preview) -> list[PreviewRow]:
    """Rejected, changed and new ones."""
    names = preview.kind.names
    rows = [PreviewRow(0, r.row, "", f"{r.column}: {r.why}" if r.column else r.why) for r in preview.rejected]
    for changed in preview.changed[:MAX_PREVIEW_ROWS]:
        words = ", ".join(f"{names[c.field]}: {c.before or '–'} → {c.after or '–'}" for c in changed.changes)
        rows.append(PreviewRow(1, changed.row, f"{changed.number} {changed.name}", words))
    return rows + [PreviewRow(2, e.row, f"{e.number} {e.name}", "") for e in preview.new[:MAX_PREVIEW_ROWS]]
