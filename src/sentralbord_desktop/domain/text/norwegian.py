"""Numbers, days and months in Norwegian words."""

from collections.abc import Sequence

from sentralbord_desktop.domain.text.word_list import word_list

WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
MONTHS = word_list("januar februar mars april mai juni juli august september oktober november desember")
NUMBER_WORDS = {"en": 1, "én": 1, "ei": 1} | {
    word: number for number, word in enumerate(word_list("to tre fire fem seks sju åtte ni ti"), 2)
}
ORDINAL_DAYS = word_list(
    """
    første andre tredje fjerde femte sjette sjuende åttende niende tiende ellevte tolvte trettende fjortende femtende
    sekstende syttende attende nittende tjuende tjueførste tjueandre tjuetredje tjuefjerde tjuefemte tjuesjette
    tjuesjuende tjueåttende tjueniende trettiende trettiførste
    """
)
OLD_TWENTIES = word_list(
    """
    enogtyvende toogtyvende treogtyvende fireogtyvende femogtyvende seksogtyvende syvogtyvende åtteogtyvende
    niogtyvende
    """
)
ORDINALS = {
    **{word: day for day, word in enumerate(ORDINAL_DAYS, 1)},
    **{word: day for day, word in enumerate(OLD_TWENTIES, 21)},
    "syvende": 7,
    "tyvende": 20,
    "tredevte": 30,
    "enogtredevte": 31,
}


def listed(words: Sequence[str], last: str = "og") -> str:
    """«telefon, e-post og status»; `last` is the word before the last one."""
    return f" {last} ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def counted(count: int, one: str, many: str) -> str:
    """«1 rad», «30 000 rader»."""
    number = f"{count:,}".replace(",", " ")
    return f"{number} {one if count == 1 else many}"


def kroner(amount: int) -> str:
    """Øre as «1 240 kr», or «1 240,50 kr»."""
    whole, rest = divmod(amount, 100)
    return f"{whole:,}".replace(",", " ") + (f",{rest:02d} kr" if rest else " kr")


def grouped(number: str) -> str:
    """«204118» -> «204 118»."""
    return f"{int(number):,}".replace(",", " ") if number.isdigit() else number


def ended(text: str) -> str:
    """The sentence with a full stop, unless it has an end mark or is «»."""
    text = text.strip()
    return text if text[-1:] in ("", ".", "?", "!", ":") else f"{text}."
