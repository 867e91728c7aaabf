"""Days as people write them in a register. Pure.

Where a cell alone does not show how it is written, its column does (`day_reader`): «10384» is 1 March 1984 where the
others are «311284», and otherwise Excel's number of a day. «3/4/1984» is 4 March where another cell is «9/17/1980».
«841231» is read with the year first where more cells of the column are valid days that way. «1965-06-30T23:00:00Z» is
1 July where no cell of the column is at midnight in UTC: the system wrote the midnight of its own summer and winter time.
Where a file has too few days, such as one with only corrected rows, «10384» is refused and not guessed.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial

from sentralbord_desktop.domain.dates.clock import oslo
from sentralbord_desktop.domain.imports.cells import SYSTEM_DAYS, CellError
from sentralbord_desktop.domain.text.norwegian import MONTHS

CLOCK = r"(?:[T ,]+(?:kl\.? ?)?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\.\d+)? ?(?:Z|[+-]\d{2}:?\d{2})?)?\.?"
HALF_DAY = re.compile(r"(?<=\d) ?[AP]M$")
"""A time of day after the day. After a day with slashes the month may be first, which the column decides
(`day_reader`)."""
IN_A_ZONE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d{1,6})?\d* ?(Z|[+-]\d\d:?\d\d)")
YEAR_FIRST = re.compile(rf"(\d{{4}})[./-](\d{{1,2}})[./-](\d{{1,2}}){CLOCK}")
DAY_FIRST = re.compile(rf"(\d{{1,2}})(?:[./-] ?| )(\d{{1,2}})(?:[./-] ?| )(\d{{4}}|\d{{2}}){CLOCK}")
NAMED_MONTH = re.compile(
    r"(?:[a-zæøå]{3,9}\.?,? )?(\d{1,2})[. -]{0,2}([a-zæøå]{3,9})[. -]{0,2}(\d{4}|\d{2})", re.IGNORECASE
)
MONTH_FIRST = re.compile(r"([a-z]{3,9})\.? (\d{1,2}),? (\d{4})(?: \d{1,2}:\d{2}(?::\d{2})? ?[AP]M)?", re.IGNORECASE)
EIGHT_DIGITS, SIX_DIGITS = re.compile(r"\d{7,8}", re.ASCII), re.compile(r"\d{6}", re.ASCII)
SERIAL_DAY = re.compile(r"([0-9]{5})(?:[.,]\d+)?")
EXCEL_ZERO = date(1899, 12, 30)
FIRST_YEAR, LAST_YEAR = 1880, 2100
YOUNGEST = 13
"""Years: a birth date with a two-digit year belongs to a person at least this old."""
YEARS_AHEAD = 5
"""Years: other days with a two-digit year are at most this far in the future."""
SHORT_MONTHS = {name[:3]: number for number, name in enumerate(MONTHS, 1)} | {"may": 5, "oct": 10, "dec": 12}
NOT_A_DAY = "er ikke en dato. Bruk 14.03.1979 eller 1979-03-14"
NO_SUCH_DAY = "er en dato som ikke finnes"


def read_day(text: str) -> date | None:
    """A day: «14.03.1979», «14/3-79», «19790314», «14. mars 1979», Excel's number of days, each also with a time of
    day. None for a day that means no day: «00.00.0000», the first and the last day of a system."""
    return _read(text, YEARS_AHEAD)


def read_birth_day(text: str) -> date | None:
    """A day whose year with two digits is that of a member: «14.03.79» is in 1979, «01.02.08» in 2008."""
    return _read(text, -YOUNGEST)


def _read(text: str, ahead: int) -> date | None:
    if len(text) == 10 and text[4] == text[7] == "-":  # by far the most common, and quickest
        try:
            return _bounded(date.fromisoformat(text))
        except ValueError:
            pass
    if not text.strip("0 .,:/_T-"):
        return None
    if IN_A_ZONE.fullmatch(text) and (begun := _midnight_here(text)):
        return _bounded(begun)
    if serial := SERIAL_DAY.fullmatch(text):
        return _bounded(EXCEL_ZERO + timedelta(days=int(serial[1])))
    parts = _parts(text, ahead)
    if parts is None:
        raise CellError(NOT_A_DAY)
    year, month, day = parts
    if not 1 <= month <= len(MONTHS):
        raise CellError(NO_SUCH_DAY, f"Året har ingen måned {month}. Rett datoen i filen.")
    if FIRST_YEAR <= year <= LAST_YEAR:
        most = monthrange(year, month)[1]
        if not 1 <= day <= most:
            raise CellError(
                NO_SUCH_DAY, f"{MONTHS[month - 1].capitalize()} {year} hadde {most} dager. Rett datoen i filen."
            )
    try:
        return _bounded(date(year, month, day))
    except ValueError as error:
        raise error if isinstance(error, CellError) else CellError(NO_SUCH_DAY) from None


def _midnight_here(text: str) -> date | None:
    """The day, if the moment with its zone is midnight in Oslo, which is the evening before in UTC."""
    try:
        moment = oslo(datetime.fromisoformat(text.replace(" ", "T", 1).replace(" ", "")))
    except (ValueError, OverflowError):
        return None
    return moment.date() if moment.time() == time.min else None


def _bounded(day: date) -> date | None:
    if day in SYSTEM_DAYS:
        return None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise CellError(f"er en dato utenfor {FIRST_YEAR}-{LAST_YEAR}")
    return day


def _parts(text: str, ahead: int) -> tuple[int, int, int] | None:
    """Year, month and day, as they are written."""
    bare = HALF_DAY.sub("", text) if text[-1] == "M" and "/" not in text else text
    if match := DAY_FIRST.fullmatch(bare):
        return _year(match[3], ahead), int(match[2]), int(match[1])
    if match := YEAR_FIRST.fullmatch(bare):
        return int(match[1]), int(match[2]), int(match[3])
    if (match := NAMED_MONTH.fullmatch(text)) and (month := SHORT_MONTHS.get(match[2][:3].casefold())):
        return _year(match[3], ahead), month, int(match[1])
    if (match := MONTH_FIRST.fullmatch(text)) and (month := SHORT_MONTHS.get(match[1][:3].casefold())):
        return int(match[3]), month, int(match[2])
    if EIGHT_DIGITS.fullmatch(text):
        digits = text.zfill(8)  # a spreadsheet changes 01041979 to 1041979
        year_first = int(digits[:4]), int(digits[4:6]), int(digits[6:])
        day_first = int(digits[4:]), int(digits[2:4]), int(digits[:2])
        if _is_day(*day_first) or not FIRST_YEAR <= year_first[0] <= LAST_YEAR:
            return year_first if _is_day(*year_first) else day_first
        return year_first
    if SIX_DIGITS.fullmatch(text):
        return _year(text[4:], ahead), int(text[2:4]), int(text[:2])
    return None


def _year(text: str, ahead: int) -> int:
    """The year; one with two digits is at most so many years ahead of this one."""
    if len(text) == len("1979"):
        return int(text)
    this_year = date.today().year  # noqa: DTZ011 - a coarse bound, any zone will do
    return 2000 + int(text) if 2000 + int(text) <= this_year + ahead else 1900 + int(text)


def _is_day(year: int, month: int, day: int) -> bool:
    return FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= len(MONTHS) and 1 <= day <= monthrange(year, month)[1]


# ---------------------------------------------------------------- a column of days

SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(\b.*)", re.ASCII)
SHORT, SHORT_LINE = re.compile(r"\d{5,6}", re.ASCII), re.compile(r"^\d{5,6}$", re.ASCII | re.MULTILINE)
SIX, LAST_MONTH, LAST_DAY = 6, 12, 31
NEARLY_ALL = 0.9
"""Share of the cells with five digits that must be valid days without the first zero; of Excel's numbers one in nine
is."""
MIN_CELLS = 3
"""How many cells with five digits, all valid days without the first zero, decide when nothing else does: Excel's
numbers hardly ever are."""
TWO_WAYS = "kan være to datoer. Skriv 14.03.1979 i filen"
EVENING = re.compile(r"(\d{4}-\d\d-\d\d)[T ]2[23]:00(?::00(?:\.0+)?)? ?(?:Z|[+-]00:?00)", re.ASCII)
MIDNIGHT = re.compile(r"[T ]00:00(?::00(?:\.0+)?)? ?(?:Z|[+-]00:?00)$", re.ASCII)
IN_UTC = ("Z", "+00", "-00:00", "-0000")
TWO_DAYS = "er kl. 22 eller 23, men andre i kolonnen kl. 00: den kan være dagen etter. Skriv 14.03.1979 i filen"
EVENINGS, DAY_AFTER, SAME_DAY = "kl. 22 og 23", "Dagen etter", "Dagen som står der"
"""The word for the evenings among midnights in UTC, and what a person may say that they mean."""
ReadDay = Callable[[str], date | None]


def day_reader(read: ReadDay, rows: Sequence[Sequence[str]], place: int, evenings: str | None = None) -> ReadDay:
    """`read`, or a reader for another way of writing, as found from all cells of the column at `place`. `evenings` is
    what those among midnights in UTC mean, «» for no day, None where nobody has said."""
    try:
        distinct = {row[place] for row in rows}
    except IndexError:
        distinct = {row[place] for row in rows if place < len(row)}
    every = "\n".join(distinct)
    if any(zone in every for zone in IN_UTC) and any(map(EVENING.fullmatch, distinct)):
        is_mixed = any(MIDNIGHT.search(cell) and _is_filled(read, cell) for cell in distinct)
        said = {DAY_AFTER: _day_after, SAME_DAY: _same_day, "": _no_day, None: _refuse_evening}
        return partial(said.get(evenings, _refuse_evening) if is_mixed else _day_after, read)
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


def _is_filled(read: ReadDay, text: str) -> bool:
    """Whether a cell is a day, and not the first or the last one of a system."""
    try:
        return read(text) is not None
    except CellError:
        return False


def _day_after(read: ReadDay, text: str) -> date | None:
    """The day after one that begins in the evening in UTC; systems do not count by the summer time of before 1980."""
    evening = EVENING.fullmatch(text)
    try:
        return read((date.fromisoformat(evening[1]) + timedelta(days=1)).isoformat() if evening else text)
    except (ValueError, OverflowError) as error:
        raise error if isinstance(error, CellError) else CellError(NO_SUCH_DAY) from None


def mixed_evenings(read: ReadDay, rows: Sequence[Sequence[str]], place: int) -> int:
    """The number of evenings in a column in UTC that also has midnights; 0 for any other column."""
    reader = day_reader(read, rows, place)
    if getattr(reader, "func", None) is not _refuse_evening:
        return 0
    return sum(place < len(row) and bool(EVENING.fullmatch(row[place])) for row in rows)


def _same_day(read: ReadDay, text: str) -> date | None:
    evening = EVENING.fullmatch(text)
    return read(evening[1] if evening else text)


def _no_day(read: ReadDay, text: str) -> date | None:
    return None if EVENING.fullmatch(text) else read(text)


def _refuse_evening(read: ReadDay, text: str) -> date | None:
    if EVENING.fullmatch(text):
        raise CellError(TWO_DAYS)
    return read(text)


def _are_month_first(cells: Iterable[str]) -> bool:
    """Whether some cells must have the month first, and no cell the day."""
    found = [(int(match[1]), int(match[2])) for cell in cells if (match := SLASHED.fullmatch(cell.strip()))]
    return any(first <= LAST_MONTH < second <= LAST_DAY for first, second in found) and all(
        first <= LAST_MONTH for first, _ in found
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
    return 1 <= int(text[:2]) <= LAST_DAY and 1 <= int(text[2:4]) <= LAST_MONTH


def _is_year_first(text: str) -> bool:
    return 1 <= int(text[4:]) <= LAST_DAY and 1 <= int(text[2:4]) <= LAST_MONTH
