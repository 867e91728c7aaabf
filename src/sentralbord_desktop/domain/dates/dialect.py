"""Converts Nynorsk, dialect and spelling variants of words for days and times to the words that the patterns know."""

import re

from sentralbord_desktop.domain.text.norwegian import MONTHS, ORDINALS

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
OTHER_WORD = re.compile(rf"(?<![\w-])(?:{'|'.join(OTHER_WORDS)})(?![\w-])")
ORDINAL = re.compile(
    rf"(?<!\S)({'|'.join(sorted(ORDINALS, key=len, reverse=True))})\s+"
    rf"({'|'.join(MONTHS)}|juledag|nyttårsdag|påskedag|pinsedag)(?!\w)"
)
"""«første mars». «Fredag den trettende» has no month and is not read."""


def normalise_dialect(text: str) -> str:
    """«Tysdag», «i morra» and «første mars» as «tirsdag», «i morgen» and «1. mars»; small letters, single spaces."""
    text = " ".join(text.casefold().split())
    text = OTHER_WORD.sub(lambda match: OTHER_WORDS[match[0]], text)
    return ORDINAL.sub(lambda match: f"{ORDINALS[match[1]]}. {match[2]}", text)
