"""Days that are said and not written: «på fredag», «forrige tirsdag», «i morra», «julaften», «den 15.»."""

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from dateutil.easter import easter

from sentralbord_desktop.domain.words import MONTHS, ORDINALS, WEEKDAYS

OTHER_WORDS = {
    "måndag": "mandag", "tysdag": "tirsdag", "laurdag": "lørdag", "sundag": "søndag",
    "imorgen": "i morgen", "imorra": "i morgen", "imorgon": "i morgen", "morra": "morgen",
    "morgon": "morgen", "sia": "siden", "sidan": "siden", "dagar": "dager", "veke": "uke",
    "veker": "uker", "uka": "uke", "uken": "uke", "fjorten": "14", "fyrste": "første",
    "kommende": "førstkommende", "komande": "førstkommende", "lønsj": "lunsj", "lunch": "lunsj",
}  # fmt: skip
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
LAST = re.compile(rf"(?:nå\s+)?siste?\s+({DAY})")
LAST_WEEK = re.compile(rf"forrige\s+({DAY})|({DAY})\s+(?:i\s+)?forrige\s+uke")
NEXT_WEEK = re.compile(
    rf"(?:på\s+)?({DAY})\s+(?:i\s+)?neste\s+uke|(?:i\s+)?neste\s+uke\s+(?:på\s+)?({DAY})"
)
NUMBER = re.compile(r"den\s+(\d{1,2})\.?")
DAY_AND_NUMBER = re.compile(
    rf"(?<=({'|'.join(day[-3:] for day in WEEKDAYS)}) )den\s+(?=\d{{1,2}}\.?$)"
)
PART = re.compile(r"(?<!^i)\s+(?:tidlig|morges|morgen|formiddag|ettermiddag|kveld|natt)$")
"""When in the day something came that has come: «i går kveld». The day is what counts."""
FIXED = {"lille julaften": (23, 12), "lillejulaften": (23, 12), "julaften": (24, 12),
         "julekvelden": (24, 12), "1. juledag": (25, 12), "2. juledag": (26, 12),
         "nyttårsaften": (31, 12), "nyttårsdag": (1, 1), "1. nyttårsdag": (1, 1)}  # fmt: skip
FROM_EASTER = {"palmesøndag": -7, "skjærtorsdag": -3, "langfredag": -2, "påskeaften": -1,
               "1. påskedag": 0, "2. påskedag": 1, "kristi himmelfartsdag": 39,
               "1. pinsedag": 49, "2. pinsedag": 50}  # fmt: skip


def in_plain_words(text: str) -> str:
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
    return PART.sub("", text) if past else COMING.sub("", text)


def said_day(text: str, today: date, *, past: bool) -> date | None:
    """The day that has a name, or is said by the week it is in; None when it is said in no such way."""
    if match := NUMBER.fullmatch(text):
        return _nearest(_by_number(int(match[1]), today), today, past=past)
    if text in FIXED or text in FROM_EASTER:
        years = range(today.year - 1, today.year + 2)
        return _nearest((_of_year(text, year) for year in years), today, past=past)
    monday = today - timedelta(days=today.weekday())
    forms: tuple[tuple[re.Pattern[str], Callable[[int], date]], ...] = (
        (LAST, lambda day: today - timedelta(days=(today.weekday() - day - 1) % 7 + 1)),
        (LAST_WEEK, lambda day: monday + timedelta(days=day - 7)),
    )
    if not past:
        forms = ((NEXT_WEEK, lambda day: monday + timedelta(days=day + 7)),)
    for form, day_of in forms:
        if match := form.fullmatch(text):
            return day_of(WEEKDAYS.index(next(filter(None, match.groups()))))
    return None


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
