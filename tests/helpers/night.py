"""Cases of the day and of the night (`dev.py test`, `dev.py test --night`)."""

from collections.abc import Collection, Iterable

import pytest


def mostly_at_night(cases: Iterable[object], *by_day: object) -> list[object]:
    """The cases of one question, of which these are asked by day and the others at night."""
    return [case if case in by_day else pytest.param(case, marks=pytest.mark.night) for case in cases]


def one_in(each: int, cases: Collection[object]) -> list[object]:
    """By day the first case and each so many after it; all others at night."""
    return [
        case
        if number % each == 0
        else pytest.param(*case if isinstance(case, tuple) else (case,), marks=pytest.mark.night)
        for number, case in enumerate(cases)
    ]
