"""Converts a spoken callback time to the words and the order that `read_moment` reads."""

import re

from sentralbord_desktop.domain.dates.dialect import normalise_dialect
from sentralbord_desktop.domain.dates.named_days import NAMED_DAY
from sentralbord_desktop.domain.dates.spoken_days import is_spoken_day
from sentralbord_desktop.domain.text.norwegian import MONTHS, NUMBER_WORDS, WEEKDAYS

HOUR_WORDS = {**NUMBER_WORDS, "ett": 1, "elleve": 11, "tolv": 12}
OFFICE_HOURS = range(7, 18)
HOUR = rf"\d{{1,2}}|{'|'.join(sorted(HOUR_WORDS, key=len, reverse=True))}"
CLOCK = rf"(?:kl\.?\s*|klokk(?:a|en)\s+)?(?:halv\s+)?(?:{HOUR})(?:[.:]\d{{2}})?"
ANY_DAY = "|".join(WEEKDAYS)
PARTS_OF_DAY = "formiddag(?:en)?|ettermiddag(?:en)?|kveld(?:en)?|lunsj(?:en)?|dagen"
DATED = (
    rf"(?:{NAMED_DAY}).*|den\s+\d.*|\d{{1,2}}(?:\.?\s*(?:{'|'.join(MONTHS)})|[./]\d).*|"
    r"over\s.*|etter\s+(?:jul|nyttår|påske|pinse|helg).*"
)
CLOCK_LEAD = (
    r"(?!(?:2[4-9]|3[01])[.:]|\d{1,2}\.\d\d\s+(?:[01]?\d|2[0-3])\.\d{1,2}$)"
    r"((?:mellom\s+)?(?:kl\.?\s*)?\d{1,2}(?:[.:]\d{2})?\s*(?:-|–|til|og)\s*\d{1,2}(?:[.:]\d{2})?|"
    rf"(?:(?:etter|før)\s+)?{CLOCK})\s+"
)
CLOCK_FIRST = re.compile(rf"{CLOCK_LEAD}((?:i|på|neste|førstkommende)\s+.+|(?:{ANY_DAY}).*|{DATED})")
"""«10.30 12.11» may be a time and a date in either order, and is left unchanged; «10.30 30.11» may not."""
PART_LEAD = rf"(tidlig|(?:(?:etter|før|på|om|midt på)\s+)?(?:{PARTS_OF_DAY}))\s+"
PART_FIRST = re.compile(
    rf"{PART_LEAD}((?:i morgen|i overmorgen|i dag|(?:(?:på|neste|førstkommende)\s+)?(?:{ANY_DAY})).*|{DATED})"
)
FILLERS = re.compile(
    r"\s+(?:presis|på dagtid|(?<!med )en gang)$|^en gang\s+(?=\S)|(?<!\S)(?:rett|like)\s+(?=(?:over|etter|før)\s)|"
    r"(?<!\S)(?:det\s+)?(?:passer\s+)?(?:helst|best|gjerne|ca\.?|cirka|rundt|omtrent|omkring|ved)\s+"
)
"""Words for how certain a wish is, not when."""
ANY_TIME = re.compile(
    r"^(?:når som helst|hele dagen|hver dag|alle (?:hver)?dager|(?:hver|uke)dager|på dagtid)\s+(?=\S)"
)
AT_ONCE = r"(?:aller\s+)?første\s+(?:time|ting)|med\s+(?:det\s+samme|en\s+gang)|straks|når\s+dere\s+åpner"
THAT_DAY = re.compile(rf"(?:på\s+)?(?:{ANY_DAY})|i morgen")
FIRST_THING = re.compile(rf"(?:det\s+)?(?:{AT_ONCE})\s+(.+?)(?:\s+tidlig)?|(.+)\s+(?:{AT_ONCE})")
"""«første time i morgen», «på mandag når dere åpner»."""
A_FEW = re.compile(r"(?<!\S)noen\s+(?=(?:timer|dager|uker)(?!\w))")
ONE_OF_THE_NEXT = re.compile(r"^(?:en\s+av\s+|i\s+løpet\s+av\s+)?de\s+(?:nærmeste|neste|første)(?:\s+par)?\s+dagene$")
QUARTER = re.compile(rf"(?<!\S)(kvart|fem|ti|tjue|\d{{1,2}})\s+(på|over)\s+(halv\s+)?({HOUR})(?![\w.:-])")
"""«kvart på ti», «ti over halv tre»."""
MINUTES = {"kvart": 15, "fem": 5, "ti": 10, "tjue": 20}
ABOUT = re.compile(rf"(?<!\S)(?:i\s+)?({HOUR})-?ti(?:d|den|da|a)(?!\w)")
"""«ved tolvtida», «i 10-tiden»."""
NOT_BEFORE = re.compile(r"(?<!\S)(?:ikke\s+før|tidligst|fra(?:\s+og\s+med)?)\s+(?=\S)")
LATEST = re.compile(
    r"(?<!\S)(?:innen|senest|seinest)\s+"
    r"(?=kl|halv\s|\d|(?:jul|jula|julen|nyttår|påske|påska|påsken|pinse|pinsa|pinsen|helga|helgen)$)"
)
AT_LATEST = re.compile(r"(?<!\S)(?:innen|senest|seinest)\s+")
LATEST_DAY = re.compile(rf"{AT_LATEST.pattern}(?=(?:på\s+)?(?:{ANY_DAY}|{NAMED_DAY}|i morgen|i overmorgen|i dag))")
"""«innen fredag» is Friday at the latest, and a time is a limit: «senest fredag kl. 12»."""
PART_AND_CLOCK = re.compile(r"(?<!^i)\s+(?:i\s+)?(?:for|etter)middag\s+(?=(?:etter|før|kl)(?!\w))")
"""«tirsdag ettermiddag etter 14»: the time is more precise."""
MORNING_AND_CLOCK = re.compile(
    rf"(?<!\S)({ANY_DAY}|i morgen)\s+(?:tidlig|morgen)\s+(?=(?:(?:etter|før|mellom|fra)\s+)?"
    r"(?:kl\.?\s*|klokk(?:a|en)\s+)?(?:halv\s+)?(?:0?[7-9]|1[01]|sju|åtte|ni|ti|elleve)(?:[.:]\d{2})?(?:[\s–-]|$))"
)
"""«fredag morgen klokka ni»: the time is more precise."""
SPAN = re.compile(rf"(?<!\S)((?:mellom|fra)\s+)?({CLOCK})(\s*[-–]\s*|\s+(?:og|til|eller)\s+)({CLOCK})(?!\S)")
"""«mellom kvart på ti og elleve», «fra klokka ti til tolv», «9 eller 10»."""
WRITTEN_SPAN = re.compile(r"\d{1,2}(?:[.:]\d{2})?\s*(?:[-–]|og|til)\s*\d{1,2}(?:[.:]\d{2})?")
"""Already in digits, and possibly a date: «02-04»."""
COMPACT = re.compile(r"(?<![\w.:])(kl\.?\s*)?(0[7-9]|1[0-7])([0-5]\d)(?![\w.:])")
"""«1430»; «1012» without «kl.» may be the tenth of December."""
DAYTIME = re.compile(
    rf"(?<!\S)((?:kl\.?\s*|klokk(?:a|en)\s+)?(?:halv\s+)?(?:{HOUR})(?:[.:](?:00|15|30|45))?)\s+om\s+(?:morgenen|(?:for|etter)middagen)(?!\w)"
)
"""«åtte om morgenen»: implied by the office hours. «30.11 om formiddagen» is a date."""
WITHIN = re.compile(r"(?<!\S)i\s+løpet\s+av\s+(?=i morgen|(?:for|etter)middag)")
PART_OF_TODAY = r"i\s+(?P<today>formiddag|ettermiddag|kveld)"
PART_OF_A_DAY = rf"(?P<day>(?:{ANY_DAY})|i morgen|i overmorgen|i dag)\s+(?P<part>formiddag|ettermiddag|kveld)(?:en)?"
CLOCK_IN_PART = re.compile(
    rf"(?<!\S)(?:{PART_OF_TODAY}|{PART_OF_A_DAY})\s+(?P<limit>(?:etter|før|mellom|fra)\s+)?"
    rf"(?P<at>kl\.?\s*|klokk(?:a|en)\s+)?(?P<half>halv\s+)?(?P<hour>{HOUR})(?=[.:]\d|\s|[-–]|$)"
)
"""«i kveld etter 8», «i ettermiddag halv tre», «mandag formiddag 10»: the time is more precise."""
MORNING = re.compile(r"^morgen(?=\s|$)")
DAY = re.compile(rf"{ANY_DAY}|{NAMED_DAY}|i dag|i morgen|i overmorgen|{'|'.join(MONTHS)}|\d[./]\d")
DEN = (
    rf"(^|\s)den\s+(?=\d{{1,2}}[./ ]+(?:\d{{1,2}}(?!\d|:|\s*[-–]|\s+(?:til|og)\s)"
    rf"|{'|'.join(month[:3] for month in MONTHS)}))"
)
"""«den» before a date with a month; «den 1. etter 12» and «den 30. 10:30» keep it."""
EITHER = re.compile(r",\s+|\s+(?:eller|og)\s+")
OF_BOTH = re.compile(
    r"(.+?)((?:,?\s+(?:etter|før|kl\.?|klokk(?:a|en)|mellom|fra|senest|ikke\s+før)\s+.+"
    r"|,\s+\d{1,2}(?:[.:]\d\d)?)?)"
)
"""The days, and the time that applies to each: «mandag eller tirsdag», «etter 12»."""
OR_SO = re.compile(r"(?<=\w)s\s+tid(?!\w)")
"""«om en ukes tid», «om et kvarters tid»."""
AN_HOUR_AND_A_HALF = re.compile(r"^om\s+(?:halvannen|en\s+og\s+en\s+halv)\s+time$")
HOUR_OR_SO = re.compile(r"^om\s+en\s+(?:drøy\s+time|liten\s+time|god\s+time)$")


def normalise_phrase(text: str) -> str:
    """«helst kvart på ti på torsdag den 2. april» as «torsdag 2. april kl 9.45»: the day first, without fillers."""
    text = normalise_dialect(text)
    text = re.sub(DEN, r"\1", text.replace(", ", " "))
    if (match := FIRST_THING.fullmatch(text)) and _is_day(day := match[1] or match[2], THAT_DAY):
        return f"{day} tidlig"
    text = ONE_OF_THE_NEXT.sub("om to dager", A_FEW.sub("tre ", text))
    text = FILLERS.sub("", ANY_TIME.sub("", text))
    text = PART_AND_CLOCK.sub(" ", re.sub(r"(?<!\w)et par(?!\w)", "to", text))
    text = HOUR_OR_SO.sub("om en time", AN_HOUR_AND_A_HALF.sub("om 90 min", OR_SO.sub("", text)))
    text = COMPACT.sub(_with_a_dot, MORNING.sub("i morgen", WITHIN.sub("", text)))
    text = ABOUT.sub(r"\1", QUARTER.sub(_on_the_clock, text))
    text = MORNING_AND_CLOCK.sub(r"\1 ", text)
    text = re.sub(rf"(?<!\S)({ANY_DAY})\s+morgen(?!\S)", r"\1 tidlig", text)
    text = _limits(SPAN.sub(_span_in_digits, DAYTIME.sub(r"\1", text)))
    return CLOCK_IN_PART.sub(_without_part, MORNING_AND_CLOCK.sub(r"\1 ", _day_first(text)))


def _without_part(match: re.Match[str]) -> str:
    """«i kveld halv ni» as «i dag kl. halv 21»."""
    day, part = match["day"] or "i dag", match["today"] or match["part"]
    hour = HOUR_WORDS.get(match["hour"]) or int(match["hour"])
    if part == "kveld" and 0 < hour < 12:
        hour += 12
    at = match["at"] or ("" if match["limit"] else "kl. ")
    return f"{day} {match['limit'] or ''}{at}{match['half'] or ''}{hour}"


def _day_first(text: str) -> str:
    """«klokka ni på fredag» as «på fredag klokka ni»."""
    if match := CLOCK_FIRST.fullmatch(text) or PART_FIRST.fullmatch(text):
        return f"{match[2]} {match[1]}"
    for lead in (CLOCK_LEAD, PART_LEAD):
        if (match := re.fullmatch(rf"{lead}(.+)", text)) and is_spoken_day(match[2]) and not is_spoken_day(text):
            return f"{match[2]} {match[1]}"
    return text


def _is_day(text: str, form: re.Pattern[str]) -> bool:
    """Whether `text` is a day of this form, or one in the table of spoken days."""
    return form.fullmatch(text) is not None or is_spoken_day(text)


def alternatives(text: str) -> list[str]:
    """«mandag eller tirsdag etter 12» -> each day with the time; empty when there is only one day."""
    match = OF_BOTH.fullmatch(normalise_dialect(text))
    if match is None or not re.search(r"\s(?:eller|og)\s", match[1]):
        return []
    days = EITHER.split(match[1])
    are_days = all(DAY.search(day) or is_spoken_day(day) for day in days)
    return [f"{day}{match[2]}" for day in days] if are_days else []


def is_latest_day(text: str) -> bool:
    """Whether a day is a limit: «innen fredag», «senest neste helg kl. 12»."""
    if LATEST_DAY.search(text):
        return True
    match = AT_LATEST.search(text)
    return match is not None and is_spoken_day(re.sub(rf"\s+{CLOCK}$", "", text[match.end() :]))


def hour_of(text: str) -> int:
    """«2» and «to» are 14, an office hour; «02» is two at night."""
    hour = HOUR_WORDS.get(text) or int(text)
    return hour + 12 if 0 < hour < OFFICE_HOURS.start and not text.startswith("0") else hour


def _limits(text: str) -> str:
    """«ikke før 10», «senest 11» and «senest fredag kl. 12» with «etter» and «før» in front of the hour."""
    text = NOT_BEFORE.sub(lambda match: _after(match.string[match.end() :]), text)
    text = LATEST.sub("før ", text)
    if is_latest_day(text):
        limit = LATEST_DAY if LATEST_DAY.search(text) else AT_LATEST
        text = re.sub(rf"\s+({CLOCK})$", r" før \1", limit.sub("", text))
    return text


def _after(rest: str) -> str:
    """«etter » before a time or a part of the day, empty before a day, which is then the first possible one."""
    return "etter " if re.match(rf"(?:{CLOCK}|{PARTS_OF_DAY})(?!\w)(?!\.?\s*[a-zæøå]|[./])", rest) else ""


def _on_the_clock(match: re.Match[str]) -> str:
    """«kvart på ti» -> «kl. 9.45», «kvart på fire» -> «kl. 15.45»."""
    minutes = MINUTES.get(match[1]) or int(match[1])
    hour = HOUR_WORDS.get(match[4]) or int(match[4])
    past = 60 * hour - (30 if match[3] else 0) + (minutes if match[2] == "over" else -minutes)
    hour, minute = divmod(past, 60)
    if minutes >= 60 or past < 0:
        return match[0]
    return f"kl. {hour_of(str(hour)) or 12}.{minute:02d}"


def _with_a_dot(match: re.Match[str]) -> str:
    """«kl 1430» -> «kl. 14.30»; digits that may be a date are kept."""
    if not match[1] and 1 <= int(match[3]) <= len(MONTHS):
        return match[0]
    return f"kl. {match[2]}.{match[3]}"


def _span_in_digits(match: re.Match[str]) -> str:
    """«mellom ti og halv tolv» -> «mellom 10 og 11.30»."""
    if not match[1] and WRITTEN_SPAN.fullmatch(match[0]):
        return match[0]
    return f"mellom {_in_digits(match[2])} og {_in_digits(match[4])}"


def _in_digits(clock: str) -> str:
    """«klokka halv elleve» -> «10.30»; digits are kept."""
    clock = re.sub(r"^kl(?:okk(?:a|en)|\.)?\s*", "", clock)
    if clock.startswith("halv"):
        hour = clock.removeprefix("halv").strip()
        return f"{(HOUR_WORDS.get(hour) or int(hour)) - 1 or 12}.30" if "." not in hour else clock
    return str(HOUR_WORDS.get(clock, clock))
