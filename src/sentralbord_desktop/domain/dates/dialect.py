"""Converts Nynorsk, dialect and spelling variants of words for days and times to the words that the patterns know."""

import re

from sentralbord_desktop.domain.text.norwegian import MONTHS, ORDINALS

VARIANTS = {
    "mandag": "måndag",
    "tirsdag": "tysdag",
    "lørdag": "laurdag",
    "søndag": "sundag",
    "i morgen": "imorgen imorra imorgon imårra morgendagen",
    "morgen": "morra morgon mårra måra",
    "siden": "sia sidan",
    "dager": "dagar",
    "uke": "veke uka uken",
    "uker": "veker",
    "14": "fjorten",
    "første": "fyrste",
    "førstkommende": "kommende komande",
    "lunsj": "lønsj lunch lunsjtid lunsjtider",
    "lunsjen": "lunsjpausen",
    "sent": "seint",
    "senere": "seinere seinare",
}
"""A word that the patterns know -> its other forms."""
OTHER_WORDS = {variant: word for word, variants in VARIANTS.items() for variant in variants.split()}
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
