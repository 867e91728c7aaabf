"""Numbers, days and months in Norwegian words."""

from collections.abc import Sequence

WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
MONTHS = (
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
)
NUMBER_WORDS = {
    "en": 1,
    "én": 1,
    "ei": 1,
    "to": 2,
    "tre": 3,
    "fire": 4,
    "fem": 5,
    "seks": 6,
    "sju": 7,
    "åtte": 8,
    "ni": 9,
    "ti": 10,
}
ORDINAL_DAYS = (
    "første",
    "andre",
    "tredje",
    "fjerde",
    "femte",
    "sjette",
    "sjuende",
    "åttende",
    "niende",
    "tiende",
    "ellevte",
    "tolvte",
    "trettende",
    "fjortende",
    "femtende",
    "sekstende",
    "syttende",
    "attende",
    "nittende",
    "tjuende",
    "tjueførste",
    "tjueandre",
    "tjuetredje",
    "tjuefjerde",
    "tjuefemte",
    "tjuesjette",
    "tjuesjuende",
    "tjueåttende",
    "tjueniende",
    "trettiende",
    "trettiførste",
)
OTHERWISE = {
    "syvende": 7,
    "tyvende": 20,
    "enogtyvende": 21,
    "toogtyvende": 22,
    "treogtyvende": 23,
    "fireogtyvende": 24,
    "femogtyvende": 25,
    "seksogtyvende": 26,
    "syvogtyvende": 27,
    "åtteogtyvende": 28,
    "niogtyvende": 29,
    "trettende": 13,
    "tredevte": 30,
    "enogtredevte": 31,
}
ORDINALS = {**{word: day for day, word in enumerate(ORDINAL_DAYS, 1)}, **OTHERWISE}


def listed(words: Sequence[str]) -> str:
    """«telefon, e-post og status»."""
    return " og ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


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
