"""Finds how the days of one column are written, where a cell alone does not show it. Pure.

«10384» is 1 March 1984 where the others are «311284», and otherwise Excel's number of a day. «3/4/1984» is 4 March
where another cell is «9/17/1980». «841231» is read with the year first where more cells of the column are valid days
that way. Where a file has too few days, such as one with only corrected rows, «10384» is refused and not guessed.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial

from sentralbord_desktop.domain.imports.cells.cell_error import CellError

SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(\b.*)", re.ASCII)
SHORT, SHORT_LINE = re.compile(r"\d{5,6}", re.ASCII), re.compile(r"^\d{5,6}$", re.ASCII | re.MULTILINE)
SIX, MONTHS, DAYS = 6, 12, 31
NEARLY_ALL = 0.9
"""Share of the cells with five digits that must be valid days without the first zero; of Excel's numbers one in nine
is."""
MIN_CELLS = 3
"""How many cells with five digits, all valid days without the first zero, decide when nothing else does: Excel's
numbers hardly ever are."""
TWO_WAYS = "kan være to datoer. Skriv 14.03.1979 i filen"
ReadDay = Callable[[str], date | None]


def day_reader(read: ReadDay, rows: Sequence[Sequence[str]], place: int) -> ReadDay:
    """`read`, or a reader for another way of writing, as found from all cells of the column at `place`."""
    try:
        distinct = {row[place] for row in rows}
    except IndexError:
        distinct = {row[place] for row in rows if place < len(row)}
    every = "\n".join(distinct)
    if "/" not in every and not SHORT_LINE.search(every):
        return read  # by far the most common, and found without reading each cell
    slashed = [cell for cell in distinct if "/" in cell]
    if slashed and _are_month_first(slashed):
        return lambda text: read(SLASHED.sub(r"\2.\1.\3\4", text, count=1))
    short = [cell for cell in distinct if SHORT.fullmatch(cell)]
    others = any(
        cell[-1:].isdigit() and cell.strip("0.-") for cell in distinct - {*short, *slashed} if not cell.isdigit()
    )
    if not short or (others and all(len(cell) < SIX for cell in short)):
        return read
    return _short_reader(read, short)


def _are_month_first(cells: Iterable[str]) -> bool:
    """Whether some cells must have the month first, and no cell the day."""
    found = [(int(match[1]), int(match[2])) for cell in cells if (match := SLASHED.fullmatch(cell.strip()))]
    return any(first <= MONTHS < second <= DAYS for first, second in found) and all(
        first <= MONTHS for first, _ in found
    )


def _short_reader(read: ReadDay, cells: list[str]) -> ReadDay:
    """The reader for a column with days of five or six digits."""
    whole, eaten = [cell for cell in cells if len(cell) == SIX], [cell for cell in cells if len(cell) < SIX]
    if not whole and not all(_is_day_first(cell.zfill(SIX)) for cell in eaten):
        return read
    if not whole and len(eaten) < MIN_CELLS:
        return partial(_refuse, read)
    is_year_first = sum(map(_is_year_first, whole)) > sum(map(_is_day_first, whole))
    is_day = _is_year_first if is_year_first else _is_day_first
    has_lost_zeros = bool(eaten) and sum(is_day(cell.zfill(SIX)) for cell in eaten) >= NEARLY_ALL * len(eaten)
    if not is_year_first and not has_lost_zeros:
        return read

    def value(text: str) -> date | None:
        if SHORT.fullmatch(text) and (len(text) == SIX or has_lost_zeros):
            text = text.zfill(SIX)
            text = text[4:] + text[2:4] + text[:2] if is_year_first else text
        return read(text)

    return value


def _refuse(read: ReadDay, text: str) -> date | None:
    if SHORT.fullmatch(text):
        raise CellError(TWO_WAYS)
    return read(text)


def _is_day_first(text: str) -> bool:
    return 1 <= int(text[:2]) <= DAYS and 1 <= int(text[2:4]) <= MONTHS


def _is_year_first(text: str) -> bool:
    return 1 <= int(text[4:]) <= DAYS and 1 <= int(text[2:4]) <= MONTHS
