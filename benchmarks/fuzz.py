"""Search texts of the worst kind: operators, quotes, NUL, emoji, right-to-left, very long, empty."""

import random
from collections.abc import Iterator

SEED = 5
PIECES = (
    '"',
    "'",
    "*",
    "^",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    ":",
    ";",
    "-",
    "+",
    "--",
    "/*",
    "*/",
    "\\",
    "%",
    "_",
    "AND",
    "OR",
    "NOT",
    "NEAR",
    "NEAR(",
    "tokens:",
    "rank",
    "MATCH",
    "a" * 40,
    "!",
    "&",
    "|",
    "<->",
    ":*",
    "\0",
    "\x01",
    "\x1b[31m",
    "\r\n",
    "\t",
    "\N{NO-BREAK SPACE}",
    "\N{ZERO WIDTH SPACE}",
    "\ufeff",
    "\ud800",
    "\N{RIGHT-TO-LEFT OVERRIDE}",
    "שלום",
    "سلام",
    "Ελένη",
    "Ольга",
    "名前",
    "\N{GRINNING FACE}",
    "\N{WAVING BLACK FLAG}\N{ZERO WIDTH JOINER}\N{SKULL AND CROSSBONES}",
    "e\N{COMBINING ACUTE ACCENT}" * 9,
    "İ",
    "ſ",
    "ß",
    "Ł",
    "Ð",
    "½",
    "²",
    "٣٤٥",
    "９９０",
    "Ⅷ",
    "ﬁ",
    "øæå",
    "ÅÅÅ",
    "aaaa",
    "0",
    "00",
    "+47",
    "0047",
    "+",
    "19",
    "2020",
    "31.12.1999",
    "3 maİ 1981",
    "3 ſep 81",
    "٣.٤.١٩٨١",
    "99.99.9999",
    "1e9",
    "-1",
    "0x41",
    "NaN",
    "null",
    "=cmd()",
    "<b>",
    "&amp;",
    "kari",
    "nordmann",
    "hansen",
    "990 00 531",
    "o'brien",
    "de la",
    "ngo",
    "x y z",
    " ",
    "   ",
)
"""What is put together, in any order and number."""
LONGEST = 10_000


def texts(count: int, seed: int = SEED) -> Iterator[str]:
    """`count` texts, the same for the same seed; some of any characters, some of LONGEST."""
    chance = random.Random(seed)
    for number in range(count):
        kind = number % 10
        if kind == 0:
            yield "".join(chr(_any(chance)) for _ in range(chance.randint(0, 40)))
        elif kind == 1 and chance.random() < 0.1:
            yield (chance.choice(PIECES) * LONGEST)[:LONGEST]
        elif kind == 2:
            yield "".join(
                chance.choice("abcdefghijklmnopqrstuvwxyzæøå 0123456789") for _ in range(chance.randint(1, 60))
            )
        else:
            joint = chance.choice(("", " ", "  "))
            yield joint.join(chance.choice(PIECES) for _ in range(chance.randint(0, 9)))


def _any(chance: random.Random) -> int:
    return chance.choice((chance.randrange(0x80), chance.randrange(0x3000), chance.randrange(0x110000)))
