"""From a member to search tokens. Pure.

A token is folded to a-z and 0-9 and tagged with the kind of fact it is, so that «bergen» the
employer's town and Bergen the surname are told apart: names plain, everything else with a digit in
front (see TAGS).
"""

from collections.abc import Iterable
from datetime import date

from sentralbord_desktop.domain.folding import words

TAGS = {
    "name": "", "place": "1", "email": "2", "number": "3", "phone": "4", "tail": "5",
    "birth": "6", "post": "7", "year": "8",
}  # fmt: skip


def member_tokens(
    *, number: str, names: Iterable[str], phones: Iterable[str], birth: date | None, email: str,
    places: Iterable[str], post_codes: Iterable[str],
) -> set[str]:  # fmt: skip
    """All tokens of one member; phones as `normal_number` gives them."""
    found = {word for name in names for word in words(name)}
    found |= {TAGS["place"] + word for place in places for word in words(place) if len(word) > 1}
    found |= {TAGS["email"] + word for word in words(email.partition("@")[0])}
    found |= number_tokens(number)
    for phone in phones:
        digits = phone.lstrip("+")
        if len(digits) >= 5:
            found |= {TAGS["phone"] + digits, TAGS["tail"] + digits[::-1]}
    if birth:
        year, month, day = birth.isoformat().split("-")
        tag = TAGS["birth"]
        found |= {tag + year + month + day, tag + day + month + year, tag + day + month + year[2:]}
        found.add(TAGS["year"] + year)
    found |= {TAGS["post"] + code for code in post_codes if code}
    return found


def number_tokens(number: str) -> set[str]:
    """Of a member number: whole, and each group of it."""
    return {TAGS["number"] + part for part in ("".join(words(number)), *words(number)) if part}
