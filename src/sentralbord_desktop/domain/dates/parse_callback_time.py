"""Reads a spoken callback time: «i morgen 10», «på mandag etter lunsj», «om en time»."""

import re
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from sentralbord_desktop.domain.dates.calendar import note_date, read_date
from sentralbord_desktop.domain.dates.normalise import (
    HOUR,
    OFFICE_HOURS,
    alternatives,
    hour_of,
    is_latest_day,
    normalise_phrase,
)
from sentralbord_desktop.domain.dates.spoken_days import read_callback_day
from sentralbord_desktop.domain.dates.working_days import is_office_day
from sentralbord_desktop.domain.dates.written_dates import WEEKDAY
from sentralbord_desktop.domain.text.norwegian import NUMBER_WORDS

AFTER, BEFORE = "etter", "før"
"""The words for a limit in a window."""
A_QUARTER = timedelta(minutes=15)
MAX_AHEAD = timedelta(days=31)
"""A text that may be a date or a time is a date when the day is at most this far off."""
AN_HOUR = timedelta(hours=1)
AT = re.compile(rf"(?:^|\s)(?:(etter|før)\s+)?(?:kl\.?\s*|klokk(?:a|en)\s+)?(halv\s+)?({HOUR})(?:[.:](\d{{2}}))?$")
BETWEEN_TIMES = re.compile(
    r"(?:^|\s)(?:mellom\s+)?(?:kl\.?\s*)?(\d{1,2})(?:[.:](\d{2}))?\s*(?:-|–|til|og)\s*(?:kl\.?\s*)?"
    r"(\d{1,2})(?:[.:](\d{2}))?$"
)
MINUTES = {"time": 60, "kvar": 15}
IN = re.compile(
    rf"(om|innen|i løpet av)\s+(?:(?:en|et|ei)?\s*(halv\s?time|kvarter)"
    rf"|(\d{{1,3}}|{'|'.join(NUMBER_WORDS)})\s+(timer?|kvarter|min(?:utt(?:er)?)?))"
)
PARTS_BY_HOUR = {
    8: ("tidlig", "morgenen"),
    10: ("formiddag", "formiddagen"),
    12: ("midt på dagen", "lunsj", "lunsjen"),
    13: ("ettermiddag", "ettermiddagen"),
    15: ("sent på dagen", "sent i dag", "sent i ettermiddag", "sent på ettermiddagen"),
    18: ("kveld", "kvelden"),
}
"""The hour of the callback -> the parts of the day that mean it."""
HOUR_OF_PART = {part: hour for hour, parts in PARTS_BY_HOUR.items() for part in parts}
OVER = {
    "tidlig": 10,
    "morgenen": 10,
    "formiddag": 12,
    "formiddagen": 12,
    "midt på dagen": 14,
    "lunsj": 13,
    "lunsjen": 13,
}
"""Part of the day -> the hour after which tomorrow is meant."""
PART_OF_DAY = re.compile(rf"(?:^|\s)(?:(etter|før)\s+)?(?:(?:i|om|på)\s+)?({'|'.join(HOUR_OF_PART)})$")
SOON = {
    "nå",
    "straks",
    "snarest",
    "så snart som mulig",
    "så fort som mulig",
    "fortest mulig",
    "så fort du kan",
    "så fort dere kan",
    "så snart du kan",
    "så snart dere kan",
    "så fort som råd",
    "så snart som råd",
    "omgående",
    "med en gang",
    "asap",
}
LATER = {"senere", "senere i dag", "i løpet av dagen", "utpå dagen"}
"""Later today, not at once."""
NO_TIME = "er ingen tid framover. Skriv for eksempel «i morgen 10»."
"""After what was typed."""
LATE_ENOUGH = 15
"""Latest hour for «senere i dag»."""


def note_moment(moment: datetime) -> str:
    """«27.11.2026 kl. 10.00», which `read_moment` reads back."""
    return f"{note_date(moment.date())} kl. {moment:%H.%M}"


class ReadMoment(NamedTuple):
    """When to ring back, and the window in words."""

    due: datetime | None
    window: str


def read_moment(text: str, now: datetime) -> ReadMoment:
    """When to ring back, from «i morgen 10», «onsdag 14.30», «14.30», «etter 15», «i ettermiddag» or «om en time».
    In the time zone of `now`; «når som helst» gives None. A day alone means ten
    o'clock; today after ten it means in an hour. A time that has passed today means tomorrow."""
    text = " ".join(text.casefold().split())
    due, window = _either(text, now) or _read(normalise_phrase(text), now)
    if due is None:
        return ReadMoment(None, text)
    return ReadMoment(_within_limit(due, now) if is_latest_day(text) else due, window)


def own_words(text: str, now: datetime) -> str:
    """The wish as it was typed, where an hour was made of it («fredag», «etter lunsj», «når som helst»); «» where it
    names the hour itself."""
    due, window = read_moment(text, now)
    phrase = normalise_phrase(" ".join(text.casefold().split()))
    is_made = due is None or window or phrase in SOON or _whole_day(phrase, now)
    return " ".join(text.split()) if is_made else ""


def is_no_time(due: datetime | None, text: str, now: datetime) -> bool:
    """A day or an hour was meant, and it is none to come: «32.12», «i går». «når som helst» means none."""
    return due is None and (bool(re.search(r"\d", text)) or read_date(text, now.date()) is not None)


def _within_limit(due: datetime, now: datetime) -> datetime:
    """For «innen lørdag»: the last office day before it, when the office is closed that day (GE-5)."""
    day = due.date()
    while not is_office_day(day) and day > now.date():
        day -= timedelta(days=1)
    if day == due.date() or not is_office_day(day):
        return due
    earlier = _at(now, day, due.hour, due.minute)
    return earlier if earlier > now else _later(now)


def _either(text: str, now: datetime) -> tuple[datetime | None, str] | None:
    """«mandag eller tirsdag»: the first of them, with the words."""
    read = [_read(normalise_phrase(one), now)[0] for one in alternatives(text)]
    moments = [moment for moment in read if moment]
    return (min(moments), text) if moments and len(moments) == len(read) else None


def _read(text: str, now: datetime) -> tuple[datetime | None, str]:
    if text in SOON:
        return _next_minute(now), ""
    if text in LATER:
        return _later(now), text
    if (found := _in_a_while(text, now) or _between(text, now)) is not None:
        return found
    if whole := _whole_day(text, now):
        ten = _at(now, whole, 10)
        return (ten if ten > now else _later(now, AN_HOUR)), ""
    return _part_of_day(text, now) or _clock(text, now)


def _whole_day(text: str, now: datetime) -> date | None:
    """The day that is named without an hour: «fredag», «27.11.»."""
    if _is_weekday_at(text) or _is_clock(text, now) or re.fullmatch(r"\d{4}", text):
        return None
    day = read_callback_day(text, now.date())
    return day if day and day >= now.date() else None


def limit_word(window: str) -> str:
    """«etter» or «før» in the words of a window; a part of the day becomes «etter» its hour."""
    words = window.split()
    by_part = AFTER if words and words[-1] in HOUR_OF_PART and words[-1] != "tidlig" else ""
    return next((word for word in (AFTER, BEFORE) if word in words), by_part)


def before_limit(due: datetime, window: str, now: datetime, opens: time) -> datetime:
    """`due`, or for a limit («før 9») an hour before it, within office hours and not before `now` (GE-5)."""
    if limit_word(window) != BEFORE:
        return due
    early = max(due - AN_HOUR, due.replace(hour=opens.hour, minute=opens.minute))
    return min(max(early, now + A_QUARTER), due)


def _clock(text: str, now: datetime) -> tuple[datetime | None, str]:
    """«i morgen kl. 10.30», «etter tre», «halv to»."""
    match = AT.search(text)
    if not match or (match[2] and match[4]):
        return None, text
    hour, minute = hour_of(match[3]), int(match[4] or 0)
    before = text[: match.start()].strip()
    day = read_callback_day(before, now.date()) if before else now.date()
    if hour > 23 or minute > 59 or day is None:
        return None, text
    moment = _at(now, day, hour, minute) - (timedelta(minutes=30) if match[2] else timedelta())
    if not before and moment < now:
        moment += timedelta(days=1)
    return moment, text if match[1] else ""


def _between(text: str, now: datetime) -> tuple[datetime | None, str] | None:
    """«fredag mellom 10 og 12», «10-12»: the first time to come, with the words; None when it is not a span of office
    hours."""
    match = BETWEEN_TIMES.search(text)
    if not match:
        return None
    (first, minute), (last, end) = ((hour_of(match[n]), min(int(match[n + 1] or 0), 59)) for n in (1, 3))
    before = text[: match.start()].strip()
    day = read_callback_day(before, now.date()) if before else now.date()
    if day is None or first not in OFFICE_HOURS or last not in OFFICE_HOURS or (first, minute) >= (last, end):
        return None
    moment = _at(now, day, first, minute)
    if not before and _at(now, day, last, end) <= now:
        return moment + timedelta(days=1), text
    return max(moment, _next_minute(now)), text


def _part_of_day(text: str, now: datetime) -> tuple[datetime | None, str] | None:
    """«i ettermiddag», «på mandag formiddag», «i morgen tidlig», «etter lunsj»: with the words."""
    match = PART_OF_DAY.search(text)
    if not match:
        return None
    before = text[: match.start()].strip()
    day = read_callback_day(before, now.date()) if before else now.date()
    if day is None:
        return None
    moment = _at(now, day, HOUR_OF_PART[match[2]])
    if before:
        return moment, text
    is_over = moment <= now if match[1] == BEFORE else now.hour >= OVER.get(match[2], 24)
    if match[1] != AFTER and is_over:
        return moment + timedelta(days=1), text
    return max(moment, _next_minute(now)), text


def _in_a_while(text: str, now: datetime) -> tuple[datetime | None, str] | None:
    """«om en time», «om et kvarter», «om 20 minutter»; «innen en time» is a quarter of an hour before."""
    match = IN.fullmatch(text)
    if not match:
        return None
    if match[2]:
        minutes = 15 if match[2] == "kvarter" else 30
    else:
        number = int(match[3]) if match[3].isdigit() else NUMBER_WORDS[match[3]]
        minutes = number * MINUTES.get(match[4][:4], 1)
    due = _next_minute(now) + timedelta(minutes=minutes)
    return (due, "") if match[1] == "om" else (max(due - A_QUARTER, _next_minute(now)), text)


def _later(now: datetime, wait: timedelta = 2 * AN_HOUR) -> datetime:
    """After `wait`, but not after LATE_ENOUGH; past that, in a quarter of an hour."""
    late = _at(now, now.date(), LATE_ENOUGH)
    return max(min(_next_minute(now) + wait, late), _next_minute(now) + timedelta(minutes=15))


def _next_minute(now: datetime) -> datetime:
    whole = now.replace(second=0, microsecond=0)
    return whole if whole == now else whole + timedelta(minutes=1)


def _at(now: datetime, day: date, hour: int, minute: int = 0) -> datetime:
    return now.replace(year=day.year, month=day.month, day=day.day, hour=hour, minute=minute, second=0, microsecond=0)


def _is_clock(text: str, now: datetime) -> bool:
    """Whether «12.10» is ten past twelve: yes, unless the twelfth of October is near (MAX_AHEAD)."""
    match = re.fullmatch(r"(\d{1,2})\.[0-5][05]", text)
    if match is None or int(match[1]) not in OFFICE_HOURS:
        return False
    days = (read_date(text, now.date(), past=past) for past in (False, True))
    return all(day is None or abs(day - now.date()) > MAX_AHEAD for day in days)


def _is_weekday_at(text: str) -> bool:
    """Whether «mandag 10» is ten o'clock: yes, while «mandag 30» and «mandag 10.» are days."""
    match = WEEKDAY.fullmatch(re.sub(r"^på\s+", "", text))
    return bool(match and match[2] and int(match[2]) in OFFICE_HOURS and not text.endswith("."))
