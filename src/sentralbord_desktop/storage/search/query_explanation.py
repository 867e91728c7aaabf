"""Explains how the search read a query; shown when it found no member."""

import re
from datetime import date

from sentralbord_desktop.domain.telephony.phone_numbers import can_be_rung, spoken_number
from sentralbord_desktop.storage.search.query_parser import DAY_MONTH, QueryPart
from sentralbord_desktop.storage.search.vocabulary import NEAR, Vocabulary, Words

MAX_MEMBER_NUMBER_DIGITS = 9


def spoken(parts: tuple[QueryPart, ...], vocabulary: Vocabulary) -> str:
    """«Lest som navn, sted eller arbeidsgiver «haug», og som fødselsår 84.», and the words without any similar word
    in the register. «» when the query has nothing to search for."""
    words = [part.text for part in parts if part.is_word and not part.is_between]
    read = []
    if words:
        read.append("navn, sted eller arbeidsgiver " + _listed([f"«{word}»" for word in words]))
    read += [_digits(part.text) for part in parts if not part.is_word]
    if not read:
        return ""
    sentence = f"Lest som {', og som '.join(read)}."
    strange = [f"«{word}»" for word in words if not _is_known(word, vocabulary)]
    if strange:
        sentence += f" Ingen har noe som ligner {_listed(strange, 'eller')}."
    return sentence


def _is_known(word: str, vocabulary: Vocabulary) -> bool:
    return any(_has(word, known) for known in (vocabulary.names, vocabulary.place_words))


def _has(word: str, known: Words) -> bool:
    return known.begins(word) or bool(known.alike(word, NEAR))


def _digits(piece: str) -> str:
    if re.fullmatch(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])", piece) and not DAY_MONTH.match(piece):
        return f"født {piece[4:]}.{piece[:4]}"
    if day := _day(piece):
        return f"fødselsdato {day:%d.%m.%Y}" if len(piece) == 8 else f"fødselsdato {day:%d.%m.%y}"
    if len(piece) > MAX_MEMBER_NUMBER_DIGITS:
        return f"telefon {piece}"
    if can_be_rung(piece):
        return f"telefon {spoken_number(piece)}"
    if len(piece) == 2:
        return f"fødselsår {piece}"
    if len(piece) == 4 and piece[:2] in ("19", "20"):
        return f"årstall eller postnummer {piece}"
    if len(piece) == 4 and DAY_MONTH.fullmatch(piece):
        return f"født {piece[:2]}.{piece[2:]}. eller slutten av et nummer"
    if len(piece) == 4:
        return f"postnummer eller slutten av et nummer {piece}"
    return f"medlemsnummer eller telefon {piece}"


def _day(piece: str) -> date | None:
    if len(piece) not in (6, 8) or not DAY_MONTH.match(piece):
        return None
    day, month, year = int(piece[:2]), int(piece[2:4]), piece[4:]
    if len(year) == 4 and year[:2] not in ("19", "20"):
        return None
    try:
        return date(int(year) if len(year) == 4 else 1900 + int(year), month, day)
    except ValueError:
        return None


def _listed(things: list[str], last: str = "og") -> str:
    return f" {last} ".join(filter(None, (", ".join(things[:-1]), things[-1])))
