"""Spoken days: «på fredag», «forrige tirsdag», «julaften», «neste helg», «etter påske». `SPOKEN_DAYS` has a row for
each form. A new form is a row here only: dates, callback times and the phrases around them («klokka ni neste helg»,
«innen neste helg») use this table."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Flag, auto

from sentralbord_desktop.domain.dates.named_days import FEAST, NAMED_DAY, day_after_feast, day_before_feast, named_days
from sentralbord_desktop.domain.dates.working_days import (
    add_months,
    add_working_days,
    is_office_day,
    next_working_day,
    working_days_before,
)
from sentralbord_desktop.domain.dates.written_dates import read_written_date
from sentralbord_desktop.domain.text.norwegian import MONTHS, NUMBER_WORDS, ORDINALS, WEEKDAYS


def days_of_number(number: int, today: date) -> Iterable[date]:
    """The days with this number in the months around `today`; a month without it is left out."""
    for month in range(today.month - 3, today.month + 2):
        year, index = today.year + month // 12, month % 12
        try:
            yield date(year, index + 1, number)
        except ValueError:
            continue


def days_of_week(week: int, weekday: int, today: date) -> Iterable[date]:
    """The weekday (0 – 6) in the ISO week of this number; a year without such a week is left out."""
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            yield date.fromisocalendar(year, week, weekday + 1)
        except ValueError:
            continue


def days_of_month(which: int | None, weekday: int, month: int, today: date) -> Iterable[date]:
    """The weekday (0 – 6) in a month (1 – 12): the first (1) to the fourth, or the last (None)."""
    for year in (today.year - 1, today.year, today.year + 1):
        if which is None:
            last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
            yield last - timedelta(days=(last.weekday() - weekday) % 7)
        else:
            first = date(year, month, 1)
            yield first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (which - 1))


DAY = "|".join(WEEKDAYS)
MONTH = "|".join(MONTHS)
NUMBER_WORD = "|".join(NUMBER_WORDS)
BEFORE_DAY = re.compile(rf"^(?:nå\s+)?(?:på|nå)\s+(?=(?:{DAY})(?!\w))")
COMING = re.compile(rf"^(?:neste|førstkommende)\s+(?=(?:{DAY})(?!\w))")
DAY_AND_NUMBER = re.compile(rf"(?<=({'|'.join(day[-3:] for day in WEEKDAYS)}) )den\s+(?=\d{{1,2}}\.?$)")
TRAILING_PART_OF_DAY = re.compile(r"(?<!^i)\s+(?:tidlig|morges|morgen|formiddag|ettermiddag|kveld|natt)$")
"""For a past day: «i går kveld» is yesterday."""
FROM_TODAY = {"i dag": 0, "idag": 0, "i morges": 0, "i går": -1, "igår": -1, "i gaar": -1, "i forgårs": -2}
FROM_TODAY |= {"forgårs": -2, "i morgen": 1, "imorgen": 1}
DAY_OF_PART = {"begynnelsen": 0, "starten": 0, "tidlig": 0, "midten": 2, "midt": 2}
"""Part of a week -> days after Monday; Friday for the others."""
FRIDAY, SATURDAY = 4, 5
MAX_AGO = 400
ANY_DAYS = (date(2024, 1, 8), date(2024, 1, 9))
"""Two values of today, where only the form of a phrase counts: one day of the month may be today."""


Days = date | Iterable[date] | None
"""The day, or for a recurring day its dates around today, of which the nearest counts."""


class Use(Flag):
    PAST = auto()
    COMING = auto()
    CALLBACK = auto()
    """Only for a callback: the phrase leaves the exact day to the office."""
    EITHER = PAST | COMING


@dataclass(frozen=True, slots=True)
class SpokenDay:
    """One form: an example, the pattern in normal words (`dialect`), and the day it means."""

    example: str
    form: re.Pattern[str]
    days: Callable[[re.Match[str], date], Days]
    use: Use


def read_day(text: str, today: date, *, past: bool) -> date | None:
    """The day in `text`, which is in normal words (`dialect`); None when there is none."""
    text = without_fillers(text, today, past=past)
    return _spoken(text, today, Use.PAST if past else Use.COMING) or read_written_date(text, today, past=past)


def read_callback_day(text: str, today: date) -> date | None:
    """As `read_day` for a coming day, and with the phrases that leave the exact day to the office."""
    day = _spoken(text, today, Use.CALLBACK) or read_day(text, today, past=False)
    return day or read_day(re.sub(r"^(?:på|neste|førstkommende)\s+(?!uke)", "", text), today, past=False)


def is_spoken_day(text: str) -> bool:
    """Whether the table reads `text` as a day after today, for any today."""
    text = COMING.sub("", BEFORE_DAY.sub("", text))
    found = ((_spoken(text, today, use), today) for today in ANY_DAYS for use in (Use.COMING, Use.CALLBACK))
    return any(day is not None and day > today for day, today in found)


def without_fillers(text: str, today: date, *, past: bool) -> str:
    """Remove words that do not change the day: «på fredag», «torsdag den 12.», «15. mars i år»; for a past day also «i
    går kveld»."""
    text = re.sub(r"(?<=\w)\s+i år$", f" {today.year}", text)
    text = re.sub(r"(?<=\w)\s+i fjor$", f" {today.year - 1}", text)
    text = DAY_AND_NUMBER.sub("", BEFORE_DAY.sub("", text))
    return TRAILING_PART_OF_DAY.sub("", text) if past else COMING.sub("", text)


def _spoken(text: str, today: date, use: Use) -> date | None:
    for row in SPOKEN_DAYS:
        if use in row.use and (match := row.form.fullmatch(text)):
            day = _one_of(row.days(match, today), today, past=use is Use.PAST)
            if day is not None:
                return day
    return None


def _one_of(days: Days, today: date, *, past: bool) -> date | None:
    if days is None or isinstance(days, date):
        return days
    if past:
        return max((day for day in days if day <= today), default=None)
    return min((day for day in days if day >= today), default=None)


def _weekday_from(name: str, day: date) -> date:
    """The first such day of the week, `day` itself among them."""
    return day + timedelta(days=(WEEKDAYS.index(name) - day.weekday()) % 7)


def _monday(today: date, weeks: int = 0) -> date:
    return today + timedelta(days=7 * weeks - today.weekday())


def _weekday_of(match: re.Match[str]) -> int:
    """0 – 6, from the group of the weekday."""
    return WEEKDAYS.index(next(group for group in match.groups() if group in WEEKDAYS))


def _number(text: str) -> int:
    return NUMBER_WORDS.get(text) or int(text)


def _of_number(match: re.Match[str], today: date) -> Days:
    return days_of_number(ORDINALS.get(match[2]) or int(match[1]), today)


def _of_week(match: re.Match[str], today: date) -> Days:
    return days_of_week(int(match["week"]), _weekday_of(match), today)


def _of_month(match: re.Match[str], today: date) -> Days:
    which = None if match[1] == "siste" else ORDINALS[match[1]]
    return days_of_month(which, _weekday_of(match), MONTHS.index(match[3]) + 1, today)


def _ago(match: re.Match[str], today: date) -> date | None:
    """«11 dager siden», «for to uker siden», «om 3 dager»."""
    number = _number(match[2])
    if number > MAX_AGO:
        return None
    number = number if match[1] == "om" else -number
    if match[3].startswith("måned"):
        return add_months(today, number)
    return today + timedelta(days=number * (7 if match[3].startswith("uke") else 1))


def _last_weekday(match: re.Match[str], today: date) -> date:
    return today - timedelta(days=(today.weekday() - _weekday_of(match) - 1) % 7 + 1)


def _weeks_on(match: re.Match[str], today: date) -> date:
    """«mandag om en uke»: a week after the first Monday from today on."""
    weeks = 2 if match["fortnight"] else _number(match["weeks"])
    return today + timedelta(days=(_weekday_of(match) - today.weekday()) % 7 + 7 * weeks)


def _next_weekend(today: date) -> date:
    saturday = _monday(today) + timedelta(days=SATURDAY)
    return saturday if saturday > today else saturday + timedelta(weeks=1)


def _in_month(month: int, today: date) -> date | None:
    """The first office day of a coming month; None when it has begun."""
    if month == today.month:
        return None
    return next_working_day(date(today.year + (month < today.month), month, 1), is_office_day)


def _part_of_week(match: re.Match[str], today: date) -> Iterable[date]:
    monday = _monday(today, 1 if match[2] == "neste" else 0)
    friday = monday + timedelta(days=FRIDAY)
    if match[1] == "senere":
        yield min(today + timedelta(days=2), friday) if match[2] != "neste" else friday
    else:
        yield monday + timedelta(days=DAY_OF_PART.get(match[1], FRIDAY))


def _first_of_week(match: re.Match[str], today: date) -> date | None:
    """The Monday of the week; for this week, today."""
    monday, friday = (read_day(f"{day} uke {match['week']}", today, past=False) for day in ("mandag", "fredag"))
    return today if monday and friday and friday < monday else monday


def _beside(match: re.Match[str], today: date) -> Iterable[date]:
    """The last office day before the given day, or the first one after it."""
    if day := read_day(match[2], today, past=False):
        yield add_working_days(day, 1, is_office_day) if match[1] == "etter" else working_days_before(day, 1)


def _row(example: str, form: str, days: Callable[[re.Match[str], date], Days], use: Use = Use.EITHER) -> SpokenDay:
    return SpokenDay(example, re.compile(form), days, use)


IN_WEEKS = rf"om\s+(?:(?P<fortnight>14\s+dager)|(?P<weeks>\d{{1,2}}|{NUMBER_WORD})\s+uker?)"
LAST_WEEK = r"(?:i\s+)?(?:forrige|sist)\s+uke"
SPOKEN_DAYS = (
    _row("i går", "|".join(FROM_TODAY), lambda match, today: today + timedelta(days=FROM_TODAY[match[0]])),
    _row("den 15.", rf"den\s+(?:(\d{{1,2}})\.?|({'|'.join(ORDINALS)}))", _of_number),
    _row("julaften", NAMED_DAY, lambda match, today: named_days(match[0], today)),
    _row("torsdag i uke 50", rf"(?:på\s+)?({DAY})\s+(?:i\s+)?uke\s+(?P<week>\d{{1,2}})", _of_week),
    _row("første mandag i mai", rf"(første|andre|tredje|fjerde|siste)\s+({DAY})\s+i\s+({MONTH})", _of_month),
    _row("-11", r"-\s?(\d{1,4})", lambda match, today: today - timedelta(days=int(match[1]))),
    _row(
        "for to uker siden",
        rf"(?:(for|om)\s+)?(\d{{1,3}}|{NUMBER_WORD})\s+(dag(?:er)?|uker?|måned(?:er)?)(?:\s+siden)?",
        _ago,
    ),
    _row("akkurat nå", "nå|nettopp|nå nettopp|akkurat nå|i formiddag|i ettermiddag", lambda _, today: today, Use.PAST),
    _row("siste fredag", rf"(?:nå\s+)?siste?\s+({DAY})", _last_weekday, Use.PAST),
    _row(
        "fredag i forrige uke",
        rf"forrige\s+({DAY})|({DAY})\s+{LAST_WEEK}|{LAST_WEEK}\s+(?:på\s+)?({DAY})",
        lambda match, today: _monday(today, -1) + timedelta(days=_weekday_of(match)),
        Use.PAST,
    ),
    _row("i overmorgen", r"(?:i )?overmorgen", lambda _, today: today + timedelta(days=2), Use.COMING),
    _row(
        "fredag neste uke",
        rf"(?:på\s+)?({DAY})\s+(?:i\s+)?neste\s+uke|(?:i\s+)?neste\s+uke\s+(?:på\s+)?({DAY})",
        lambda match, today: _monday(today, 1) + timedelta(days=_weekday_of(match)),
        Use.COMING,
    ),
    _row("fredag om en uke", rf"(?:på\s+)?({DAY})\s+{IN_WEEKS}", _weeks_on, Use.COMING),
    _row("om en uke på fredag", rf"{IN_WEEKS}\s+(?:på\s+)?({DAY})", _weeks_on, Use.COMING),
    _row(
        "i helga",
        r"(?:(?:i|til|på)\s+)?helg(?:en|a)",
        lambda _, today: max(today, _monday(today) + timedelta(days=SATURDAY)),
        Use.COMING,
    ),
    _row(
        "neste helg",
        r"(?:(?:i|til|på)\s+)?(?:neste|førstkommende)\s+helg(?:en|a)?",
        lambda _, today: _next_weekend(today),
        Use.COMING,
    ),
    _row(
        "neste uke",
        r"(?:i )?neste uke|til uke|(?:over|etter) helg(?:en|a)",
        lambda _, today: _monday(today, 1),
        Use.CALLBACK,
    ),
    _row(
        "i romjula",
        r"mellom jul og nyttår|i romjul(?:a|en)",
        lambda _, today: next_working_day(max(today, date(today.year, 12, 27))),
        Use.CALLBACK,
    ),
    _row(
        "etter påske",
        rf"(?:etter|over)\s+{FEAST}",
        lambda match, today: day_after_feast(match["feast"], today),
        Use.CALLBACK,
    ),
    _row(
        "mandag etter jul",
        rf"(?:første\s+)?({DAY})(?:en)?\s+(?:etter|over)\s+{FEAST}",
        lambda match, today: _weekday_from(match[1], day_after_feast(match["feast"], today)),
        Use.CALLBACK,
    ),
    _row("før jul", rf"før\s+{FEAST}", lambda match, today: day_before_feast(match["feast"], today), Use.CALLBACK),
    _row("i januar", rf"i ({MONTH})", lambda match, today: _in_month(MONTHS.index(match[1]) + 1, today), Use.CALLBACK),
    _row("på nyåret", "på nyåret", lambda _, today: _in_month(1, today), Use.CALLBACK),
    _row(
        "neste måned",
        "neste måned",
        lambda _, today: next_working_day(add_months(today.replace(day=1), 1), is_office_day),
        Use.CALLBACK,
    ),
    _row(
        "midt i neste uke",
        r"(?:(?:i|på)\s+)?(begynnelsen|starten|tidlig|midten|midt|slutten|sist|sent|senere|i løpet)(?:\s+(?:av|i|på))?"
        r"\s+(?:(denne|neste)\s+)?uke",
        _part_of_week,
        Use.CALLBACK,
    ),
    _row("uke 50", r"(?:i\s+)?uke\s+(?P<week>\d{1,2})", _first_of_week, Use.CALLBACK),
    _row(
        "etter 1. april",  # «etter 10.11» is a time of day; «30.11» cannot be one
        r"(før|etter)\s+((?=.*[a-zæøå]|.*\.$|(?:2[4-9]|3[01])[./]\d).+)",
        _beside,
        Use.CALLBACK,
    ),
)
