"""Conditions in a procedure file, and whether they hold: yes, no, or not known yet.

A condition is a mapping; all its lines must hold:

    {hendelse: oppsagt}               the step `hendelse` was answered with oppsagt
    {hendelse: [oppsagt, avskjed]}    … or with avskjed
    {fakta.sloyfe: "2"}               a fact (docs/fakta.md)
    {any: [{…}, {…}]}                 at least one of these
    {not: {…}}                        the opposite

Because of the third value, «not known yet», the preview grows with each answer.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

Condition = Mapping[str, Any]
ThreeValued = bool | None
Lookup = Callable[[str], tuple[str, ...] | None]
"""Name -> its values («» or () when it will never have one), None when not known yet."""

PARTS = frozenset({"any", "all", "not"})
"""The keys that contain conditions, and are no names."""


def holds(condition: Condition | None, lookup: Lookup) -> ThreeValued:
    """Whether `condition` holds: True, False, or None while an answer is missing."""
    known: ThreeValued = True
    for name, wanted in (condition or {}).items():
        value = _term(name, wanted, lookup)
        if value is False:
            return False
        known = None if value is None else known
    return known


def checked(condition: dict[str, Any]) -> dict[str, Any]:
    """The condition itself; ValueError when it does not have the format above."""
    for name, wanted in condition.items():
        if name in {"any", "all"}:
            if not isinstance(wanted, list) or not all(isinstance(part, dict) for part in wanted):
                raise ValueError(f"under «{name}» skal det stå en liste av vilkår")
            for part in wanted:
                checked(part)
        elif name == "not":
            if not isinstance(wanted, dict):
                raise ValueError("under «not» skal det stå et vilkår")
            checked(wanted)
        elif isinstance(wanted, dict):
            raise ValueError(f"vilkåret «{name}» skal ha et svar eller en liste av svar")
    return condition


def names_in(condition: Condition | None) -> set[str]:
    """The steps and facts that `condition` asks for."""
    found: set[str] = set()
    for name, wanted in (condition or {}).items():
        if name in {"any", "all"}:
            found |= {inner for part in wanted for inner in names_in(part)}
        elif name == "not":
            found |= names_in(wanted)
        else:
            found.add(name)
    return found


class ComparedValue(NamedTuple):
    """A step or fact, and the value that it is compared with."""

    name: str
    value: str


def values_in(condition: Condition | None) -> set[ComparedValue]:
    """Each comparison in `condition`."""
    found: set[ComparedValue] = set()
    for name, wanted in (condition or {}).items():
        if name in {"any", "all"}:
            found |= {pair for part in wanted for pair in values_in(part)}
        elif name == "not":
            found |= values_in(wanted)
        else:
            found |= {ComparedValue(name, value) for value in _wanted(wanted)}
    return found


def _term(name: str, wanted: Any, lookup: Lookup) -> ThreeValued:
    if name in PARTS:
        return _of_parts(name, wanted, lookup)
    values = lookup(name)
    if not values:
        return None if values is None else False
    if isinstance(wanted, str):
        return wanted in values
    return any(value in values for value in _wanted(wanted))


def _of_parts(name: str, wanted: Any, lookup: Lookup) -> ThreeValued:
    if name == "any":
        return _any(holds(part, lookup) for part in wanted)
    if name == "all":
        return _all(holds(part, lookup) for part in wanted)
    inner = holds(wanted, lookup)
    return None if inner is None else not inner


def _wanted(wanted: Any) -> list[str]:
    return [str(value) for value in (wanted if isinstance(wanted, list | tuple) else [wanted])]


def _all(values: Iterable[ThreeValued]) -> ThreeValued:
    known: ThreeValued = True
    for value in values:
        if value is False:
            return False
        known = None if value is None else known
    return known


def _any(values: Iterable[ThreeValued]) -> ThreeValued:
    known: ThreeValued = False
    for value in values:
        if value is True:
            return True
        known = None if value is None else known
    return known
