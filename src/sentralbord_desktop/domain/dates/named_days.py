"""Days that are said and not written: «på fredag», «forrige tirsdag», «i morra», «julaften», «den 15.»."""

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from dateutil.easter import easter

from sentralbord_desktop.domain.text.norwegian import MONTHS, NUMBER_WORDS, ORDINALS, WEEKDAYS

OTHER_WORDS = {
    "måndag": "mandag",
    "tysdag": "tirsdag",
    "laurdag": "lørdag",
    "sundag": "søndag",
    "imorgen": "i morgen",
    "imorra": "i morgen",
    "imorgon": "i morgen",
    "morra": "morgen",
    "morgon": "morgen",
    "sia": "siden",
    "sidan": "siden",
    "dagar": "dager",
    "veke": "uke",
    "veker": "uker",
    "uka": "uke",
    "uken": "uke",
    "fjorten": "14",
    "fyrste": "første",
    "kommende": "førstkommende",
    "komande": "førstkommende",
    "lønsj": "lunsj",
    "lunch": "lunsj",
    "lunsjpausen": "lunsjen",
    "lunsjtid": "lunsj",
    "lunsjtider": "lunsj",
    "mårra": "morgen",
    "måra": "morgen",
    "imårra": "i morgen",
    "morgendagen": "i morgen",
    "seint": "sent",
    "seinere": "senere",
    "seinare": "senere",
}
"""Nynorsk, what is said in dialects, and what is written in one or in another way."""
OTHER_WORD = re.compile(rf"(?<![\w-])(?:{'|'.join(OTHER_WORDS)})(?![\w-])")
DAY = "|".join(WEEKDAYS)
ORDINAL = re.compile(
    rf"(?<!\S)({'|'.join(sorted(ORDINALS, key=len, reverse=True))})\s+"
    rf"({'|'.join(MONTHS)}|juledag|nyttårsdag|påskedag|pinsedag)(?!\w)"
)
"""«første mars»; «fredag den trettende» says no month, and is not guessed at."""
BEFORE_DAY = re.compile(rf"^(?:nå\s+)?(?:på|nå)\s+(?=(?:{DAY})(?!\w))")
COMING = re.compile(rf"^(?:neste|førstkommende)\s+(?=(?:{DAY})(?!\w))")
LAST_WEEKDAY = re.compile(rf"(?:nå\s+)?siste?\s+({DAY})")
LAST_WEEK = re.compile(
    rf"forrige\s+({DAY})|({DAY})\s+(?:i\s+)?(?:forrige|sist)\s+uke|(?:i\s+)?(?:forrige|sist)\s+uke\s+(?:på\s+)?({DAY})"
)
NEXT_WEEK = re.compile(rf"(?:på\s+)?({DAY})\s+(?:i\s+)?neste\s+uke|(?:i\s+)?neste\s+uke\s+(?:på\s+)?({DAY})")
WEEK = re.compile(rf"(?:på\s+)?({DAY})\s+(?:i\s+)?uke\s+(\d{{1,2}})")
"""«torsdag i uke 50»; a week alone is no day."""
WEEKS_ON = re.compile(rf"(?:på\s+)?({DAY})\s+om\s+(?:(14)\s+dager|(\d{{1,2}}|{'|'.join(NUMBER_WORDS)})\s+uker?)")
"""«mandag om en uke» is a week after the first Monday, which is today on one."""
OF_MONTH = re.compile(rf"(første|andre|tredje|fjerde|siste)\s+({DAY})\s+i\s+({'|'.join(MONTHS)})")
WEEKEND = re.compile(r"(?:(?:i|til|på)\s+)?helg(?:en|a)")
DAY_NUMBER = re.compile(rf"den\s+(?:(\d{{1,2}})\.?|({'|'.join(ORDINALS)}))")
DAY_AND_NUMBER = re.compile(rf"(?<=({'|'.join(day[-3:] for day in WEEKDAYS)}) )den\s+(?=\d{{1,2}}\.?$)")
TRAILING_PART_OF_DAY = re.compile(r"(?<!^i)\s+(?:tidlig|morges|morgen|formiddag|ettermiddag|kveld|natt)$")
"""When in the day something came that has come: «i går kveld». The day is what counts."""
JUST_NOW = {"nå", "nettopp", "nå nettopp", "akkurat nå", "i formiddag", "i ettermiddag"}
FIXED = {
    "lille julaften": (23, 12),
    "lillejulaften": (23, 12),
    "julaften": (24, 12),
    "julekvelden": (24, 12),
    "1. juledag": (25, 12),
    "2. juledag": (26, 12),
    "nyttårsaften": (31, 12),
    "nyttårsdag": (1, 1),
    "1. nyttårsdag": (1, 1),
}
FROM_EASTER = {
    "palmesøndag": -7,
    "skjærtorsdag": -3,
    "langfredag": -2,
    "påskeaften": -1,
    "1. påskedag": 0,
    "2. påskedag": 1,
    "kristi himmelfartsdag": 39,
    "1. pinsedag": 49,
    "2. pinsedag": 50,
}


def normalise_dialect(text: str) -> str:
    """«Tysdag», «i morra» and «første mars» as «tirsdag», «i morgen» and «1. mars»; small letters, single
    spaces."""
    text = " ".join(text.casefold().split())
    text = OTHER_WORD.sub(lambda match: OTHER_WORDS[match[0]], text)
    return ORDINAL.sub(lambda match: f"{ORDINALS[match[1]]}. {match[2]}", text)


def in_short(text: str, today: date, *, past: bool) -> str:
    """Without the words that move no day: «på fredag», «torsdag den 12.», «15. mars i år»; of what has been,
    «i går kveld»."""
    text = re.sub(r"(?<=\w)\s+i år$", f" {today.year}", text)
    text = re.sub(r"(?<=\w)\s+i fjor$", f" {today.year - 1}", text)
    text = DAY_AND_NUMBER.sub("", BEFORE_DAY.sub("", text))
    return TRAILING_PART_OF_DAY.sub("", text) if past else COMING.sub("", text)


def said_day(text: str, today: date, *, past: bool) -> date | None:
    """The day that has a name, or is said by the week it is in; None when it is said in no such way."""
    if match := DAY_NUMBER.fullmatch(text):
        number = ORDINALS.get(match[2]) or int(match[1])
        return _nearest(_by_number(number, today), today, past=past)
    if past and text in JUST_NOW:
        return today
    if text in FIXED or text in FROM_EASTER:
        return _nearest((_of_year(text, year) for year in _years(today)), today, past=past)
    if match := WEEK.fullmatch(text):
        weeks = (_of_week(year, int(match[2]), match[1]) for year in _years(today))
        return _nearest(filter(None, weeks), today, past=past)
    if match := OF_MONTH.fullmatch(text):
        return _nearest((_of_month(year, *match.groups()) for year in _years(today)), today, past=past)
    return _by_the_week(text, today, past=past)


def _by_the_week(text: str, today: date, *, past: bool) -> date | None:
    """«forrige fredag», «fredag neste uke», «fredag om to uker», «i helga»."""
    monday = today - timedelta(days=today.weekday())
    forms: tuple[tuple[re.Pattern[str], Callable[[int], date]], ...] = (
        (LAST_WEEKDAY, lambda day: today - timedelta(days=(today.weekday() - day - 1) % 7 + 1)),
        (LAST_WEEK, lambda day: monday + timedelta(days=day - 7)),
    )
    if not past:
        forms = ((NEXT_WEEK, lambda day: monday + timedelta(days=day + 7)),)
        if WEEKEND.fullmatch(text):
            return max(today, monday + timedelta(days=5))
        if match := WEEKS_ON.fullmatch(text):
            weeks = 2 if match[2] else NUMBER_WORDS.get(match[3]) or int(match[3])
            to_come = (WEEKDAYS.index(match[1]) - today.weekday()) % 7
            return today + timedelta(days=to_come + 7 * weeks)
    for form, day_of in forms:
        if match := form.fullmatch(text):
            return day_of(WEEKDAYS.index(next(filter(None, match.groups()))))
    return None


def _years(today: date) -> Iterable[int]:
    return range(today.year - 1, today.year + 2)


def _of_week(year: int, week: int, day: str) -> date | None:
    """A day of an ISO week; None when the year has no such week."""
    try:
        return date.fromisocalendar(year, week, WEEKDAYS.index(day) + 1)
    except ValueError:
        return None


def _of_month(year: int, which: str, day: str, month: str) -> date:
    """«første mandag i mai»; every month has four of each day, and the last is looked for from its end."""
    number = MONTHS.index(month) + 1
    if which == "siste":
        last = date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - WEEKDAYS.index(day)) % 7)
    first = date(year, number, 1)
    return first + timedelta(days=(WEEKDAYS.index(day) - first.weekday()) % 7 + 7 * (ORDINALS[which] - 1))


def _of_year(name: str, year: int) -> date:
    if name in FIXED:
        number, month = FIXED[name]
        return date(year, month, number)
    sunday: date = easter(year)
    return sunday + timedelta(days=FROM_EASTER[name])


def _by_number(number: int, today: date) -> Iterable[date]:
    """The days of this number in the months round about; a month that lacks it is left out."""
    for month in range(today.month - 3, today.month + 2):
        year, index = today.year + month // 12, month % 12
        try:
            yield date(year, index + 1, number)
        except ValueError:
            continue


def _nearest(days: Iterable[date], today: date, *, past: bool) -> date | None:
    if past:
        return max((day for day in days if day <= today), default=None)
    return min((day for day in days if day >= today), default=None)
