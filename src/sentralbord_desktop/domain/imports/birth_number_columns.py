"""Columns that hold fødselsnummer: they are never read (PR-2). Pure."""

import re
from collections.abc import Sequence

from sentralbord_desktop.domain.imports.headings.heading_words import words_of
from sentralbord_desktop.domain.privacy.birth_number import BIRTH_NUMBER, has_birth_number
from sentralbord_desktop.domain.text.folding import plain

NAMES = (
    "fødselsnummer|fødselsnr|fødselsnr.|fnr|f.nr|personnummer|personnr|person nr|pers.nr|pnr|d-nummer|dnr|"
    "fødsels- og personnummer|ssn|national id|national identity number|nin|birth number|personal id number|"
    "social security number|fødselsnummer (11 siffer)"
)
HEADINGS = frozenset(map(plain, NAMES.split("|")))
CALLED = words_of("fødselsnummer")
ALSO_POST_CODE, POST_CODE = plain("pnr"), re.compile(r"\d{1,4}", re.ASCII)
"""The heading that can also mean postnummer. A personnummer has five digits."""
SAMPLED_ROWS = 2000
WHY_REFUSED = "Kolonnen ser ut til å inneholde fødselsnummer. Det lagres aldri her."


def refused(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """Headings of columns that are never read -> the reason."""
    found = {}
    for place, heading in enumerate(headings):
        cells = (row[place].strip() for row in rows[:SAMPLED_ROWS] if place < len(row))
        filled = [cell for cell in cells if cell]
        like = sum(1 for cell in filled if BIRTH_NUMBER.fullmatch(cell) and has_birth_number(cell))
        is_post_code = plain(heading) == ALSO_POST_CODE and filled and all(map(POST_CODE.fullmatch, filled))
        by_name = not is_post_code and (plain(heading) in HEADINGS or words_of(heading) >= CALLED)
        if by_name or (filled and like * 2 > len(filled)):
            found[heading] = WHY_REFUSED
    return found
