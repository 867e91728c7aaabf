"""When to ring back, as it is said on the phone: «i morgen 10», «på mandag etter lunsj», «om en time»."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from dateutil.easter import easter

from sentralbord_desktop.domain.dates import (
    WEEKDAY,
    next_working_day,
    note_date,
    read_date,
)
from sentralbord_desktop.domain.said_times import HOUR, HOUR_WORDS, alternatives, in_order
from sentralbord_desktop.domain.words import NUMBER_WORDS

OFFICE_HOURS = range(7, 18)
BEFORE = "før"
"""The word of a window that is a limit."""
A_QUARTER = timedelta(minutes=15)
AN_HOUR = timedelta(hours=1)
AT = re.compile(
    rf"(?:^|\s)(?:(etter|før)\s+)?(?:kl\.?\s*|klokk(?:a|en)\s+)?(halv\s+)?({HOUR})(?:[.:](\d{{2}}))?$"
)
BETWEEN = re.compile(
    r"(?:^|\s)(?:mellom\s+)?(?:kl\.?\s*)?(\d{1,2})(?:[.:](\d{2}))?\s*(?:-|–|til|og)\s*(?:kl\.?\s*)?"
    r"(\d{1,2})(?:[.:]\d{2})?$"
)
IN = re.compile(
    rf"om\s+(?:(?:en|et|ei)?\s*(halv\s?time|kvarter)|(\d{{1,3}}|{'|'.join(NUMBER_WORDS)})\s+(timer?|min(?:utt(?:er)?)?))"
)
PARTS = {"tidlig": 8, "formiddag": 10, "formiddagen": 10, "midt på dagen": 12, "lunsj": 12, "lunsjen": 12,
         "ettermiddag": 13, "ettermiddagen": 13, "kveld": 18, "kvelden": 18}  # fmt: skip
"""A part of the day -> the hour it begins, or for «etter lunsj» the one it ends."""
PART = re.compile(rf"(?:^|\s)(?:(etter|før)\s+)?(?:(?:i|om|på)\s+)?({'|'.join(PARTS)})$")
SOON = {"nå", "straks", "snarest", "så snart som mulig", "så fort som mulig", "fortest mulig",
        "så fort du kan", "så fort dere kan", "med en gang", "asap"}  # fmt: skip
LATER = {"senere", "seinere", "senere i dag", "seinere i dag", "utpå dagen"}
"""Today, and not at once."""
LATE_ENOUGH = 15
"""The hour that «later today» is not put after: the office closes soon then."""
NEXT_WEEK = {
    "neste uke",
    "i neste uke",
    "til uke",
    "over helgen",
    "over helga",
    "etter helgen",
    "etter helga",
}
AFTER_A_FEAST = re.compile(
    r"(?:etter|over)\s+(påske|påsk(?=a)|jul|nyttår|pinse)(?:n|en|a|helga|helgen|ferien)?"
)
FEASTS = {"påske": 1, "pinse": 50}
"""Days from Easter Sunday to the last day of it."""


def note_moment(moment: datetime) -> str:
    """«27.11.2026 kl. 10.00», which `read_moment` reads back."""
    return f"{note_date(moment.date())} kl. {moment:%H.%M}"


def read_moment(text: str, now: datetime) -> tuple[datetime | None, str]:
    """When to ring back, from «i morgen 10», «onsdag 14.30», «14.30», «etter 15», «i ettermiddag» or «om en time».

    Gives the moment (in `now`'s own zone) and the window in words; «når som helst» gives None. A day
    alone means ten o'clock; a time that is over today means tomorrow.
    """
    text = " ".join(text.casefold().split())
    found = _either(text, now) or _read(in_order(text), now)
    return found if found[0] else (None, text)


def _either(text: str, now: datetime) -> tuple[datetime | None, str] | None:
    """«mandag eller tirsdag»: the first of them that comes, with the words."""
    read = [_read(in_order(one), now)[0] for one in alternatives(text)]
    moments = [moment for moment in read if moment]
    return (min(moments), text) if moments and len(moments) == len(read) else None


def _read(text: str, now: datetime) -> tuple[datetime | None, str]:
    if text in SOON:
        return _next_minute(now), ""
    if text in LATER:
        return _later(now), text
    if (found := _in_a_while(text, now) or _between(text, now)) is not None:
        return found
    whole = None if _is_weekday_at(text) else _day(text, now)
    if whole and not re.fullmatch(r"\d{4}", text):
        return _at(now, whole, 10), ""
    return _part_of_day(text, now) or _clock(text, now)


def bound(window: str) -> str:
    """«etter» or «før» of a window in words: the afternoon is after the hour it begins."""
    words = window.split()
    by_part = "etter" if words and words[-1] in PARTS and words[-1] != "tidlig" else ""
    return next((word for word in ("etter", "før") if word in words), by_part)


def early_enough(due: datetime, window: str, now: datetime, opens: time) -> datetime:
    """`due`, or of a limit an hour before it, in the house's hours and still to come: «før 9» is not rung at
    nine (GE-5)."""
    if bound(window) != BEFORE:
        return due
    early = max(due - AN_HOUR, due.replace(hour=opens.hour, minute=opens.minute))
    return min(max(early, now + A_QUARTER), due)


def _clock(text: str, now: datetime) -> tuple[datetime | None, str]:
    """«i morgen kl. 10.30», «etter tre», «halv to»."""
    match = AT.search(text)
    if not match or (match[2] and match[4]):
        return None, text
    hour, minute = _hour(match[3]), int(match[4] or 0)
    before = text[: match.start()].strip()
    day = _day(before, now) if before else now.date()
    if hour > 23 or minute > 59 or day is None:
        return None, text
    moment = _at(now, day, hour, minute) - (timedelta(minutes=30) if match[2] else timedelta())
    if not before and moment < now:
        moment += timedelta(days=1)
    return moment, text if match[1] else ""


def _hour(text: str) -> int:
    """Nobody is to be rung at two in the night: «2» and «to» are 14; «02» is what it says."""
    hour = HOUR_WORDS.get(text) or int(text)
    return hour + 12 if 0 < hour < OFFICE_HOURS.start and not text.startswith("0") else hour


def _between(text: str, now: datetime) -> tuple[datetime | None, str] | None:
    """«fredag mellom 10 og 12», «10-12»: the first, with the words; None when it is no span of office hours."""
    match = BETWEEN.search(text)
    if not match:
        return None
    first, last = _hour(match[1]), _hour(match[3])
    before = text[: match.start()].strip()
    day = _day(before, now) if before else now.date()
    if day is None or first not in OFFICE_HOURS or last not in OFFICE_HOURS or first >= last:
        return None
    moment = _at(now, day, first, min(int(match[2] or 0), 59))
    if not before and _at(now, day, last) <= now:
        moment += timedelta(days=1)
    return moment, text


def _part_of_day(text: str, now: datetime) -> tuple[datetime | None, str] | None:
    """«i ettermiddag», «på mandag formiddag», «i morgen tidlig», «etter lunsj»: with the words."""
    match = PART.search(text)
    if not match:
        return None
    before = text[: match.start()].strip()
    day = _day(before, now) if before else now.date()
    if day is None:
        return None
    moment = _at(now, day, PARTS[match[2]])
    return max(moment, _next_minute(now)) if not before else moment, text


def _in_a_while(text: str, now: datetime) -> tuple[datetime | None, str] | None:
    """«om en time», «om et kvarter», «om 20 minutter»."""
    match = IN.fullmatch(text)
    if not match:
        return None
    if match[1]:
        minutes = 15 if match[1] == "kvarter" else 30
    else:
        number = int(match[2]) if match[2].isdigit() else NUMBER_WORDS[match[2]]
        minutes = number * (60 if match[3].startswith("time") else 1)
    return _next_minute(now) + timedelta(minutes=minutes), ""


def _day(text: str, now: datetime) -> date | None:
    """A day to come: also «på mandag», «neste fredag» and «neste uke»."""
    if text in NEXT_WEEK:
        return now.date() + timedelta(days=7 - now.weekday())
    if match := AFTER_A_FEAST.fullmatch(text):
        return _after_feast("påske" if match[1] == "påsk" else match[1], now.date())
    text = re.sub(r"^(?:på|neste|førstkommende)\s+(?!uke)", "", text)
    return read_date(text, now.date(), past=False)


def _after_feast(name: str, today: date) -> date:
    """The first working day after the last day of it: «etter påske» is the Tuesday."""
    days = sorted(_feasts(name, today.year))
    last = next(day for day in days if day >= today)
    return next_working_day(last + timedelta(days=1))


def _feasts(name: str, year: int) -> Iterator[date]:
    for one in (year, year + 1):
        if name in FEASTS:
            yield easter(one) + timedelta(days=FEASTS[name])
        else:
            yield date(one, 12, 26) if name == "jul" else date(one, 1, 1)


def _later(now: datetime) -> datetime:
    """In two hours, not after LATE_ENOUGH; then in a quarter."""
    late = _at(now, now.date(), LATE_ENOUGH)
    return max(
        min(_next_minute(now) + timedelta(hours=2), late), _next_minute(now) + timedelta(minutes=15)
    )


def _next_minute(now: datetime) -> datetime:
    """The first whole minute that is not over."""
    whole = now.replace(second=0, microsecond=0)
    return whole if whole == now else whole + timedelta(minutes=1)


def _at(now: datetime, day: date, hour: int, minute: int = 0) -> datetime:
    return now.replace(
        year=day.year, month=day.month, day=day.day,
        hour=hour, minute=minute, second=0, microsecond=0,
    )  # fmt: skip


def _is_weekday_at(text: str) -> bool:
    """«mandag 10» is ten o'clock when one is to ring then; «mandag 30» and «mandag 10.» are days."""
    match = WEEKDAY.fullmatch(re.sub(r"^på\s+", "", text))
    return bool(match and match[2] and int(match[2]) in OFFICE_HOURS and not text.endswith("."))
