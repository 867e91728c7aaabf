"""The Norwegian sound of a folded word: words with the same key sound the same. Pure. Spellings of one sound get one
sign (kj and tj, w and v, ph and f, sch and sj), silent letters are dropped (h inside, d after n, l and r, a final e),
and double signs become one. The rules cover Norwegian names, and foreign ones as a Norwegian spells them."""

import re
from functools import lru_cache

SPELLINGS = {
    "s": "schj stj skj sch tsj sz cz rz sj sh tz ts dz zh z",
    "ks": "x ks",
    "k": "kj tj ck ch cc q c",
    "kv": "qu",
    "se": "ce",
    "si": "ci cy",
    "f": "ph",
    "t": "th dt",
    "g": "gh",
    "j": "gj lj dj",
    "v": "w",
    "n": "nd",
    "l": "ld",
    "r": "rd",
    "ai": "eigh eij aij eig ei ej ai aj ay ey",
    "oi": "oy oj oi",
    "av": "au",
    "o": "ou",
    "i": "ie ij y",
}
"""Sound -> how it is spelt."""
SOUNDS = {letters: sound for sound, spelt in SPELLINGS.items() for letters in spelt.split()}
"""Letters -> the sound; the longest match is used."""

LETTERS = re.compile("|".join(sorted(SOUNDS, key=len, reverse=True)))
SILENT_BEGINNING = re.compile(r"^(?:hj|gj|lj|dj)(?=[aeiou])|^hv")
SILENT_H = re.compile(r"(?<=.)h")
INNER_J = re.compile(r"(?<=[a-z])j")
DOUBLE = re.compile(r"(.)\1+")
SILENT_ENDING = re.compile(r"(?<=[aeiou])d$|e$")
SON = re.compile(r"so[hn]n?$")


@lru_cache(maxsize=60_000)
def key(word: str) -> str:
    text = SILENT_BEGINNING.sub(lambda m: "v" if m[0] == "hv" else "j", word)
    text = SON.sub("sen", text) if len(text) > 4 else text
    text = LETTERS.sub(lambda m: SOUNDS[m[0]], text)
    text = INNER_J.sub("i", SILENT_H.sub("", text))
    text = DOUBLE.sub(r"\1", text)
    shorter = SILENT_ENDING.sub("", text)
    return shorter if len(shorter) > 1 else text
