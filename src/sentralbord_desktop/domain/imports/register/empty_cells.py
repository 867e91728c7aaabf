"""The effect of an empty cell on its field: keep, clear, or ask. Pure.

It is chosen once for a column, and stored with the words of the field (coded_words) as the meaning of the empty word.
"""

from collections.abc import Mapping
from typing import Any

EMPTY = ""
"""The key of the empty word."""
KEEP, CLEAR, ASK = "behold", "tøm", "spør"
CHOICES = {KEEP: "Behold det som står her", CLEAR: "Tøm feltet", ASK: "Spør meg"}
WITHOUT_TEXT: dict[str, Any] = {"birth_date": None, "joined": None, "resigned": None, "department": None}
"""Fields whose empty value is not «»."""
NEVER = frozenset({"number", "status", "no_sms", "name", "last_first", "town"})
"""Fields that no empty cell clears."""


def may_be_emptied(field: str) -> bool:
    return field not in NEVER


def choice_of(words: Mapping[str, Mapping[str, str]], field: str) -> str:
    found = words.get(field, {}).get(EMPTY, KEEP)
    return found if found in CHOICES and may_be_emptied(field) else KEEP


def empty_value(field: str) -> Any:
    return WITHOUT_TEXT.get(field, "")


def asked_fields(words: Mapping[str, Mapping[str, str]]) -> frozenset[str]:
    """The fields whose empty cells a person decides about."""
    return frozenset(field for field in words if choice_of(words, field) == ASK)
