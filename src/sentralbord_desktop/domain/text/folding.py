"""Words without case, accents and Norwegian double spellings. Pure. SQLite's own folding keeps ø, æ, ł and đ and does
not map aa, oe and ae, so both stored and typed text are folded here."""

import re
import unicodedata
from functools import lru_cache

LETTERS = str.maketrans(
    {
        "å": "aa",
        "ø": "o",
        "ö": "o",
        "æ": "ae",
        "ä": "ae",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ß": "ss",
        "ı": "i",
        "œ": "o",
    }
)
WORD = re.compile(r"[a-z0-9]+")
PLAIN_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "å": "a"})
NOT_PLAIN = re.compile(r"[^a-z0-9]")


def fold(text: str) -> str:
    """Lower case, without accents; aa = å, oe = ø, ae = æ, so that either spelling finds the other."""
    if text.isascii():
        text = text.lower()
    else:
        text = text.casefold().translate(LETTERS)
        if not text.isascii():
            text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return text.replace("aa", "a").replace("oe", "o").replace("ae", "e")


def words_once(text: str) -> tuple[str, ...]:
    """The folded words of `text`, uncached: for values that rarely repeat, as numbers and e-mail addresses."""
    return tuple(WORD.findall(fold(text)))


@lru_cache(maxsize=20_000)
def words(text: str) -> tuple[str, ...]:
    """The folded words of `text`; cached, since names and places repeat."""
    return words_once(text)


def plain(heading: str) -> str:
    """«Arbeidsstedets post-nr.» -> «arbeidsstedetspostnr», for tolerant comparison."""
    text = unicodedata.normalize("NFC", heading).casefold().translate(PLAIN_LETTERS)
    return NOT_PLAIN.sub("", unicodedata.normalize("NFKD", text))
