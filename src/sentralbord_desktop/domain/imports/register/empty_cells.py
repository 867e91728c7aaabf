"""What an empty cell of a column does with the field: keeps it, clears it, or asks. Pure.

It is chosen once for a column, and is kept with the words of the field (coded_words), as what the empty word means.
"""

from collections.abc import Mapping
from typing import Any

EMPTY = ""
"""The key of the empty word."""
KEEP, CLEAR, ASK = "behold", "tøm", "spør"
CHOICES = {KEEP: "Behold det som står her", CLEAR: "Tøm feltet", ASK: "Spør meg"}
WITHOUT_TEXT: dict[str, Any] = {"birth_date": None, "joined": None, "resigned": None, "department": None}
"""Fields whose empty value is no text."""
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
    """The fields whose empty cells somebody decides about."""
    return frozenset(field for field in words if choice_of(words, field) == ASK)
