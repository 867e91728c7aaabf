"""Rows in a JSON answer, as a table of text. Pure.

A value inside an object has its path as heading («adresse.gate»), one in a list of objects its place, first is 1
(«telefon.1.nummer»). Values of a plain list are in one cell, with commas between.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sentralbord_desktop.domain.errors import RegisterFileError

DEEPEST = 6
"""Maximum depth of nested objects."""
NOT_ROWS = "Fant ingen rader i svaret. Skriv i kilden hvor i svaret listen står."
TOO_DEEP = "En rad i svaret har for mange nivåer. Be medlemssystemet om en enklere liste."


def at_path(answer: Any, path: str) -> Any:
    """The value at a path such as «meta.next», None when a step is missing."""
    for step in filter(None, path.split(".")):
        if not isinstance(answer, Mapping):
            return None
        answer = answer.get(step)
    return answer


def rows_at(answer: Any, path: str) -> list[dict[str, str]]:
    """Each row of the list at `path` as heading -> text; raises RegisterFileError when there is no list of objects."""
    found = at_path(answer, path)
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise RegisterFileError(NOT_ROWS)
    return [dict(_cells(row, "", 0)) for row in found]


def _cells(value: Any, name: str, depth: int) -> Iterator[tuple[str, str]]:
    if depth > DEEPEST:
        raise RegisterFileError(TOO_DEEP)
    inside: Iterable[tuple[str, Any]]
    if isinstance(value, dict):
        inside = value.items()
    elif isinstance(value, list) and any(isinstance(one, dict | list) for one in value):
        inside = ((str(place), one) for place, one in enumerate(value, 1))
    else:
        yield name, _cell_text(value)
        return
    for key, one in inside:
        yield from _cells(one, f"{name}.{key}" if name else str(key), depth + 1)


def _cell_text(value: Any) -> str:
    """A value that is no object, as a cell of a file."""
    if isinstance(value, bool):
        return "ja" if value else "nei"
    if isinstance(value, list):
        return ", ".join(filter(None, map(_cell_text, value)))
    return "" if value is None else str(value)
