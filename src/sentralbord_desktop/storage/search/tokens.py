"""From a member to search tokens. Pure. A token is folded to a-z and 0-9 and tagged with the kind of fact, so that
«bergen» the town and Bergen the surname are different tokens. Names have no tag, all others a leading digit (see
TAGS)."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from sentralbord_desktop.domain.text.folding import words, words_once

TAGS = {
    "name": "",
    "place": "1",
    "email": "2",
    "number": "3",
    "phone": "4",
    "tail": "5",
    "birth": "6",
    "post": "7",
    "year": "8",
}
_PLACE, _EMAIL, _NUMBER, _PHONE, _TAIL = (TAGS[kind] for kind in ("place", "email", "number", "phone", "tail"))
_BIRTH, _POST, _YEAR = TAGS["birth"], TAGS["post"], TAGS["year"]


def member_tokens(
    *,
    number: str,
    names: Iterable[str],
    phones: Iterable[str],
    birth: date | None,
    email: str,
    place_texts: Iterable[str],
    street: str,
    post_codes: Iterable[str],
) -> set[str]:
    """All tokens of one member; phones in the form of `normal_number`."""
    found = number_tokens(number)
    for name in names:
        if name:
            found.update(words(name))
    for place in place_texts:
        if place:
            found.update(_place_tokens(place))
    if street:
        found.update([_PLACE + word for word in words_once(street) if len(word) > 1])
    if email:
        found.update([_EMAIL + word for word in words_once(email.partition("@")[0])])
    for phone in phones:
        digits = phone.lstrip("+")
        if len(digits) >= 5:
            found |= {_PHONE + digits, _TAIL + digits[::-1]}
    if birth:
        year, month, day = birth.isoformat().split("-")
        found |= {
            _BIRTH + year + month + day,
            _BIRTH + day + month + year,
            _BIRTH + day + month + year[2:],
            _YEAR + year,
        }
    found |= {_POST + code for code in post_codes if code}
    return found


@lru_cache(maxsize=20_000)
def _place_tokens(place: str) -> tuple[str, ...]:
    return tuple(_PLACE + word for word in words(place) if len(word) > 1)


def number_tokens(number: str) -> set[str]:
    if number.isascii() and number.isdigit():  # fast path for the common case
        return {_NUMBER + number}
    parts = words_once(number)
    return {_NUMBER + part for part in ("".join(parts), *parts) if part}
