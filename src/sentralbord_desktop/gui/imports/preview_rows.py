"""Lists the rows of a preview that will be written."""

from dataclasses import dataclass

from sentralbord_desktop.domain.imports.columns import FileKind
from sentralbord_desktop.domain.imports.preview import Preview
from sentralbord_desktop.domain.telephony.phone_numbers import spoken_number
from sentralbord_desktop.gui.widgets.table_model import Column

MAX_PREVIEW_ROWS = 500
"""Most rows of each kind."""


@dataclass(frozen=True, slots=True)
class PreviewRow:
    row: int
    who: str
    what: str

    def __repr__(self) -> str:
        return f"<PreviewRow {self.row}>"


COLUMNS: list[Column[PreviewRow]] = [
    Column("Linje", lambda line: str(line.row), lambda line: line.row, 70),
    Column("Hvem", lambda line: line.who, None, 260, strong=True),
    Column("Hva som endres", lambda line: line.what),
]


def as_shown(kind: FileKind, field: str, text: str) -> str:
    """A value of the change log for display: a telephone number in groups."""
    return spoken_number(text) if text and kind.by_field[field].is_phone else text


def changed_rows(preview: Preview) -> list[PreviewRow]:
    names = preview.kind.names
    return [
        PreviewRow(
            changed.row,
            f"{changed.number} {changed.name}",
            ", ".join(
                f"{names[c.field]}: {as_shown(preview.kind, c.field, c.before) or '–'} → "
                f"{as_shown(preview.kind, c.field, c.after) or '–'}"
                for c in changed.changes
            ),
        )
        for changed in preview.changed[:MAX_PREVIEW_ROWS]
    ]


def new_rows(preview: Preview) -> list[PreviewRow]:
    return [PreviewRow(entry.row, f"{entry.number} {entry.name}", "ny") for entry in preview.new[:MAX_PREVIEW_ROWS]]
