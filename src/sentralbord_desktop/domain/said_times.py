"""When to ring, in the words of the phone, put into the order and the words that `read_moment` knows."""

import re

from sentralbord_desktop.domain.said_days import FIXED, FROM_EASTER, in_plain_words
from sentralbord_desktop.domain.words import MONTHS, NUMBER_WORDS, WEEKDAYS

HOUR_WORDS = {**NUMBER_WORDS, "ett": 1, "elleve": 11, "tolv": 12}
HOUR = rf"\d{{1,2}}|{'|'.join(sorted(HOUR_WORDS, key=len, reverse=True))}"
CLOCK = rf"(?:kl\.?\s*|klokk(?:a|en)\s+)?(?:halv\s+)?(?:{HOUR})(?:[.:]\d{{2}})?"
ANY_DAY = "|".join(WEEKDAYS)
NAMED = "|".join(re.escape(name) for name in (*FIXED, *FROM_EASTER))
PART = "formiddag(?:en)?|ettermiddag(?:en)?|lunsj(?:en)?|dagen"
CLOCK_FIRST = re.compile(
    r"((?:mellom\s+)?(?:kl\.?\s*)?\d{1,2}(?:[.:]\d{2})?\s*(?:-|–|til|og)\s*\d{1,2}(?:[.:]\d{2})?|"
    rf"(?:(?:etter|før)\s+)?{CLOCK})\s+((?:i|på|neste|førstkommende)\s+.+|(?:{ANY_DAY}|{NAMED}).*)"
)
PART_FIRST = re.compile(
    rf"(tidlig|(?:(?:etter|før|på|om|midt på)\s+)?(?:{PART}))\s+"
    rf"((?:i morgen|i overmorgen|i dag|(?:(?:på|neste|førstkommende)\s+)?(?:{ANY_DAY})).*)"
)
FILLERS = re.compile(
    r"(?<!\S)(?:det\s+)?(?:passer\s+)?(?:helst|best|gjerne|ca\.?|cirka|rundt|omtrent|omkring|ved)\s+"
)
"""What says how sure a wish is, and not when."""
ANY_TIME = re.compile(r"^(?:når som helst|hele dagen)\s+(?=\S)")
QUARTER = re.compile(
    rf"(?<!\S)(kvart|fem|ti|tjue|\d{{1,2}})\s+(på|over)\s+(halv\s+)?({HOUR})(?![\w.:-])"
)
"""«kvart på ti», «ti over halv tre»."""
MINUTES = {"kvart": 15, "fem": 5, "ti": 10, "tjue": 20}
ABOUT = re.compile(rf"(?<!\S)(?:i\s+)?({HOUR})-?ti(?:d|den|da|a)(?!\w)")
"""«ved tolvtida», «i 10-tiden»."""
NOT_BEFORE = re.compile(r"(?<!\S)(?:ikke\s+før|tidligst|fra(?:\s+og\s+med)?)\s+(?=\S)")
LATEST = re.compile(r"(?<!\S)(?:innen|senest|seinest)\s+(?=kl|halv\s|\d)")
LATEST_DAY = re.compile(
    rf"(?<!\S)(?:innen|senest|seinest)\s+(?=(?:på\s+)?(?:{ANY_DAY}|{NAMED}|i morgen|i overmorgen|i dag))"
)
"""«innen fredag» is Friday at the latest: the day itself, and its hour a limit («senest fredag kl. 12»)."""
PART_AND_CLOCK = re.compile(r"\s+(?:i\s+)?(?:for|etter)middag\s+(?=(?:etter|før|kl)(?!\w))")
"""«tirsdag ettermiddag etter 14»: the hour says more."""
DAY = re.compile(rf"{ANY_DAY}|{NAMED}|i dag|i morgen|i overmorgen|{'|'.join(MONTHS)}|\d[./]\d")
EITHER = re.compile(r",\s+|\s+(?:eller|og)\s+")
WAIT = re.compile(r"^om\s+(?:halvannen|en\s+og\s+en\s+halv)\s+time$")
HOUR_OR_SO = re.compile(r"^om\s+en\s+(?:times\s+tid|drøy\s+time|liten\s+time|god\s+time)$")


def in_order(text: str) -> str:
    """«helst kvart på ti på torsdag den 2. april» as «torsdag 2. april kl 9.45»: the day first, and without what
    says how sure it is."""
    text = in_plain_words(text)
    text = re.sub(r"(^|\s)den\s+(?=\d{1,2}[./ ]+\w)", r"\1", text.replace(", ", " "))
    text = FILLERS.sub("", ANY_TIME.sub("", text))
    text = PART_AND_CLOCK.sub(" ", re.sub(r"(?<!\w)et par(?!\w)", "to", text))
    text = HOUR_OR_SO.sub("om en time", WAIT.sub("om 90 min", text))
    text = ABOUT.sub(r"\1", QUARTER.sub(_on_the_clock, text))
    text = re.sub(rf"(?<!\S)({ANY_DAY})\s+morgen(?!\S)", r"\1 tidlig", text)
    text = _limits(text)
    text = re.sub(
        rf"mellom\s+(?:kl\.?\s*)?({HOUR})\s+og\s+(?:kl\.?\s*)?({HOUR})(?!\S)", _span_in_digits, text
    )
    match = CLOCK_FIRST.fullmatch(text) or PART_FIRST.fullmatch(text)
    return f"{match[2]} {match[1]}" if match else text


def alternatives(text: str) -> list[str]:
    """«mandag eller tirsdag etter 12» -> each of them with what is said of both; none when only one is meant."""
    match = re.fullmatch(
        r"(.+?)((?:\s+(?:etter|før|kl\.?|klokk(?:a|en))\s+.+)?)", in_plain_words(text)
    )
    if match is None or not re.search(r"\s(?:eller|og)\s", match[1]):
        return []
    days = EITHER.split(match[1])
    return [f"{day}{match[2]}" for day in days] if all(map(DAY.search, days)) else []


def _limits(text: str) -> str:
    """«ikke før 10», «senest 11» and «senest fredag kl. 12» with «etter» and «før» at the hour."""
    text = NOT_BEFORE.sub(lambda match: _after(match.string[match.end() :]), text)
    text = LATEST.sub("før ", text)
    if LATEST_DAY.search(text):
        text = re.sub(rf"\s+({CLOCK})$", r" før \1", LATEST_DAY.sub("", text))
    return text


def _after(rest: str) -> str:
    """«etter» before an hour or a part of the day; a day is the first one."""
    return "etter " if re.match(rf"(?:{CLOCK}|{PART})(?!\w)(?!\.?\s*[a-zæøå]|[./])", rest) else ""


def _on_the_clock(match: re.Match[str]) -> str:
    """«kvart på ti» -> «kl 9.45»."""
    minutes = MINUTES.get(match[1]) or int(match[1])
    hour = HOUR_WORDS.get(match[4]) or int(match[4])
    past = 60 * hour - (30 if match[3] else 0) + (minutes if match[2] == "over" else -minutes)
    hour, minute = divmod(past, 60)
    return f"kl {hour or 12}.{minute:02d}" if minutes < 60 and past >= 0 else match[0]


def _span_in_digits(match: re.Match[str]) -> str:
    """«mellom ti og tolv» -> «mellom 10 og 12»."""
    first, last = (HOUR_WORDS.get(said) or said for said in match.groups())
    return f"mellom {first} og {last}"
