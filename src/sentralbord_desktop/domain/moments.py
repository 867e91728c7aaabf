"""When to ring back, as it is said on the phone: «i morgen 10», «på mandag etter lunsj», «om en time»."""

import re
from datetime import date, datetime, timedelta

from sentralbord_desktop.domain.dates import NUMBER_WORDS, WEEKDAY, WEEKDAYS, note_date, read_date

OFFICE_HOURS = range(7, 18)
HOUR_WORDS = {**NUMBER_WORDS, "elleve": 11, "tolv": 12}
HOUR = rf"\d{{1,2}}|{'|'.join(sorted(HOUR_WORDS, key=len, reverse=True))}"
AT = re.compile(
    rf"(?:^|\s)(?:(etter|før)\s+)?(?:kl\.?\s*|klokk(?:a|en)\s+)?(halv\s+)?({HOUR})(?:[.:](\d{{2}}))?$"
)
CLOCK_FIRST = re.compile(
    r"((?:mellom\s+)?(?:kl\.?\s*)?\d{1,2}(?:[.:]\d{2})?\s*(?:-|–|til|og)\s*\d{1,2}(?:[.:]\d{2})?|"
    rf"(?:(?:etter|før)\s+)?(?:kl\.?\s*|klokk(?:a|en)\s+)?(?:halv\s+)?(?:{HOUR})(?:[.:]\d{{2}})?)"
    rf"\s+((?:i|på|neste)\s+.+|{'|'.join(day + '.*' for day in WEEKDAYS)})"
)
BETWEEN = re.compile(
    r"(?:^|\s)(?:mellom\s+)?(?:kl\.?\s*)?(\d{1,2})(?:[.:](\d{2}))?\s*(?:-|–|til|og)\s*(\d{1,2})(?:[.:]\d{2})?$"
)
IN = re.compile(
    rf"om\s+(?:(?:en|et|ei)?\s*(halv\s?time|kvarter)|(\d{{1,3}}|{'|'.join(NUMBER_WORDS)})\s+(timer?|min(?:utt(?:er)?)?))"
)
PARTS = {"tidlig": 8, "formiddag": 10, "formiddagen": 10, "lunsj": 12, "ettermiddag": 13,
         "ettermiddagen": 13, "kveld": 18, "kvelden": 18}  # fmt: skip
"""A part of the day -> the hour it begins, or for «etter lunsj» the one it ends."""
PART = re.compile(rf"(?:^|\s)(?:(etter|før)\s+)?(?:(?:i|om|på)\s+)?({'|'.join(PARTS)})$")
SOON = {"nå", "straks", "snarest", "så snart som mulig", "så fort som mulig", "med en gang"}
NEXT_WEEK = {
    "neste uke",
    "i neste uke",
    "til uka",
    "til uken",
    "over helgen",
    "over helga",
    "etter helgen",
    "etter helga",
}
FILLERS = re.compile(
    r"(?<!\S)(?:det\s+)?(?:passer\s+)?(?:helst|best|gjerne|ca\.?|cirka|rundt|omtrent|omkring)\s+"
)
"""What says how sure a wish is, and not when."""
ANY_DAY = "|".join(WEEKDAYS)
IN_NEXT_WEEK = re.compile(
    rf"(?:på\s+)?({ANY_DAY})\s+(?:i\s+)?neste\s+uke|(?:i\s+)?neste\s+uke\s+(?:på\s+)?({ANY_DAY})"
)
PART_FIRST = re.compile(
    rf"(tidlig|formiddag(?:en)?|ettermiddag(?:en)?)\s+((?:i morgen|i overmorgen|(?:på\s+)?(?:{ANY_DAY})).*)"
)


def note_moment(moment: datetime) -> str:
    """«27.11.2026 kl. 10.00», which `read_moment` reads back."""
    return f"{note_date(moment.date())} kl. {moment:%H.%M}"


def read_moment(text: str, now: datetime) -> tuple[datetime | None, str]:
    """When to ring back, from «i morgen 10», «onsdag 14.30», «14.30», «etter 15», «i ettermiddag» or «om en time».

    Gives the moment (in `now`'s own zone) and the window in words; «når som helst» gives None. A day
    alone means ten o'clock; a time that is over today means tomorrow.
    """
    text = " ".join(text.casefold().split())
    moment, window = _read(_in_order(text), now)
    return (moment, window) if moment else (None, text)


def _read(text: str, now: datetime) -> tuple[datetime | None, str]:
    if text in SOON:
        return _next_minute(now), ""
    if (found := _in_a_while(text, now) or _between(text, now)) is not None:
        return found
    whole = None if _is_weekday_at(text) else _day(text, now)
    if whole and not re.fullmatch(r"\d{4}", text):
        return _at(now, whole, 10), ""
    return _part_of_day(text, now) or _clock(text, now)


def _in_order(text: str) -> str:
    """«helst kl. 12 på torsdag den 2. april» with the day first, and without «den» and what says how sure it is."""
    text = re.sub(r"(^|\s)den\s+(?=\d)", r"\1", text.replace(", ", " "))
    text = FILLERS.sub("", text).replace("et par", "to")
    text = re.sub(rf"(?<!\S)({ANY_DAY})\s+morgen(?!\S)", r"\1 tidlig", text)
    text = re.sub(r"(?<!\S)(?:innen|senest)\s+(?=kl|halv\s|\d)", "før ", text)
    text = re.sub(rf"mellom\s+({HOUR})\s+og\s+({HOUR})(?!\S)", _span_in_digits, text)
    match = CLOCK_FIRST.fullmatch(text) or PART_FIRST.fullmatch(text)
    return f"{match[2]} {match[1]}" if match else text


def _span_in_digits(match: re.Match[str]) -> str:
    """«mellom ti og tolv» -> «mellom 10 og 12»."""
    first, last = (HOUR_WORDS.get(said) or said for said in match.groups())
    return f"mellom {first} og {last}"


def bound(window: str) -> str:
    """«etter» or «før» of a window in words: the afternoon is after the hour it begins."""
    words = window.split()
    by_part = "etter" if words and words[-1] in PARTS and words[-1] != "tidlig" else ""
    return next((word for word in ("etter", "før") if word in words), by_part)


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
    if match := IN_NEXT_WEEK.fullmatch(text):
        return now.date() + timedelta(days=7 - now.weekday() + WEEKDAYS.index(match[1] or match[2]))
    text = re.sub(r"^(?:på|neste|førstkommende)\s+", "", text)
    return read_date(text, now.date(), past=False)


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
