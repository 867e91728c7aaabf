"""Words without case, accents and Norwegian double spellings. Pure.

SQLite's own folding leaves ø, æ, ł and đ and knows nothing of aa, oe and ae, so we fold both what
is stored and what is typed.
"""

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


def fold(text: str) -> str:
    """Lower case, without accents; aa = å, oe = ø, ae = æ, so either spelling finds the other."""
    if text.isascii():
        text = text.lower()
    else:
        text = text.casefold().translate(LETTERS)
        if not text.isascii():
            text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return text.replace("aa", "a").replace("oe", "o").replace("ae", "e")


def words_once(text: str) -> tuple[str, ...]:
    """The folded words of `text`, which is not expected again: a number, an e-mail address."""
    return tuple(WORD.findall(fold(text)))


@lru_cache(maxsize=20_000)
def words(text: str) -> tuple[str, ...]:
    """The folded words of `text`; kept, since names and places come again and again."""
    return words_once(text)


def plain(heading: str) -> str:
    """«Arbeidsstedets post-nr.» -> «arbeidsstedetspostnr», so that spelling matters less."""
    letters = str.maketrans({"ø": "o", "æ": "ae", "å": "a"})
    text = unicodedata.normalize("NFC", heading).casefold().translate(letters)
    return re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKD", text))
