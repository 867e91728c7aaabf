"""Search terms for misheard digits: dates and numbers that are one slip away. Pure."""

from collections.abc import Iterator, Mapping, Sequence

from sentralbord_desktop.storage.search.query_parser import DAY_MONTH, QueryPart
from sentralbord_desktop.storage.search.tokens import TAGS

STRONG_DIGITS, PHONE_DIGITS = 5, 8
SHORT_DATE, LONG_DATE = 6, 8

Term = tuple[str, bool]
"""A token, and whether it is a prefix."""
Group = tuple[Term, ...]
Question = tuple[Group, ...]


def dates_amiss(parts: Sequence[QueryPart], like: Mapping[QueryPart, Group]) -> Iterator[Question]:
    """The full question with one whole date replaced by its day and month, or by its month and year."""
    for amiss in parts:
        said = amiss.text
        if len(said) in (SHORT_DATE, LONG_DATE) and DAY_MONTH.match(said):
            near = [said[:4], said[4:] + said[2:4]] if len(said) == LONG_DATE else [said[:4]]
            group = tuple((TAGS["birth"] + begun, True) for begun in near)
            yield tuple(group if part is amiss else like[part] for part in parts)


def slips(digits: str) -> Group:
    """Phone or member numbers one slip from these digits: one wrong, two swapped, one too many or one missing."""
    wrong = [
        digits[:n] + other + digits[n + 1 :] for n in range(len(digits)) for other in "0123456789" if other != digits[n]
    ]
    wrong += [digits[:n] + digits[n + 1] + digits[n] + digits[n + 2 :] for n in range(len(digits) - 1)]
    if len(digits) == PHONE_DIGITS:
        return _tagged("phone", wrong)
    if len(digits) == PHONE_DIGITS + 1:
        return _tagged("phone", [digits[:n] + digits[n + 1 :] for n in range(len(digits))])
    lacking = [digits[:n] + other + digits[n:] for n in range(len(digits) + 1) for other in "0123456789"]
    is_short = len(digits) == PHONE_DIGITS - 1
    return (_tagged("number", wrong) if STRONG_DIGITS <= len(digits) < PHONE_DIGITS else ()) + (
        _tagged("phone", lacking) if is_short else ()
    )


def _tagged(kind: str, numbers: Sequence[str]) -> Group:
    return tuple((TAGS[kind] + number, False) for number in dict.fromkeys(numbers))
