"""The cells decide what an ambiguous heading means: «Postadresse» is a street, or «0151 Oslo». Pure."""

from collections.abc import Mapping, Sequence
from itertools import islice

from sentralbord_desktop.domain.imports.cells.cell_addresses import TOWN_CELL
from sentralbord_desktop.domain.imports.columns import Columns, FileKind
from sentralbord_desktop.domain.imports.headings.heading_match import match
from sentralbord_desktop.domain.imports.headings.heading_words import words_of

TOWN, ITS_PARTS = "town", frozenset({"post_code", "place", "town"})
MAY_BE_TOWN = words_of("post sted adresse")
SAMPLED_ROWS, NEARLY_ALL = 500, 0.8


def match_table(
    kind: FileKind, headings: Sequence[str], rows: Sequence[Sequence[str]], never: Mapping[str, str]
) -> Columns:
    """As `match`, but a column with post codes and places is recognised as such, even if its heading may mean a street
    or a place."""
    found = match(kind, headings, never)
    if TOWN not in kind.by_field or "post_code" in found.values() or TOWN in found.values():
        return found
    town = next((it for it in enumerate(headings) if it[1] not in never and _has_towns(rows, *it)), None)
    if town is None:
        return found
    others = match(kind, headings, {**never, town[1]: ""})
    return others if ITS_PARTS & set(others.values()) else {**others, town[1]: TOWN}


def _has_towns(rows: Sequence[Sequence[str]], place: int, heading: str) -> bool:
    if not words_of(heading) & MAY_BE_TOWN:
        return False
    cells = (" ".join(row[place].split()) for row in islice(rows, SAMPLED_ROWS) if place < len(row))
    filled = [cell for cell in cells if cell]
    return bool(filled) and sum(1 for cell in filled if TOWN_CELL.fullmatch(cell)) >= NEARLY_ALL * len(filled)
