"""Conditions: yes, no, or not known yet."""

from itertools import product
from typing import Any

import pytest

from sentralbord_desktop.procedures.model import ThreeValued, holds, names_in, values_in

ANSWERS: dict[str, tuple[str, ...] | None] = {
    "yes": ("ja",),
    "no": ("nei",),
    "many": ("a", "b"),
    "gone": (),
    "unknown": None,
}
TRUE, FALSE, MAYBE = {"yes": "ja"}, {"no": "ja"}, {"unknown": "ja"}
PARTS: dict[ThreeValued, dict[str, Any]] = {True: TRUE, False: FALSE, None: MAYBE}


def known(condition: dict[str, Any] | None) -> ThreeValued:
    return holds(condition, ANSWERS.__getitem__)


@pytest.mark.parametrize(
    ("condition", "value"),
    [
        (None, True),
        ({}, True),
        ({"yes": "ja"}, True),
        ({"yes": "nei"}, False),
        ({"yes": ["nei", "ja"]}, True),
        ({"yes": []}, False),
        ({"many": "b"}, True),
        ({"many": ["c", "a"]}, True),
        ({"many": "c"}, False),
        ({"gone": "ja"}, False),
        ({"unknown": "ja"}, None),
        ({"any": []}, False),
        ({"all": []}, True),
        ({"not": {"gone": "ja"}}, True),
        ({"not": {"unknown": "ja"}}, None),
        ({"yes": "ja", "no": "nei"}, True),
        ({"yes": "ja", "no": "ja"}, False),
        ({"unknown": "ja", "no": "ja"}, False),
        ({"unknown": "ja", "yes": "ja"}, None),
        ({"not": {"yes": "ja", "unknown": "ja"}}, None),
        ({"not": {"no": "ja", "unknown": "x"}}, True),
    ],
)
def test_a_condition_holds_fails_or_waits_for_an_answer(condition: dict[str, Any] | None, value: ThreeValued) -> None:
    assert known(condition) is value


def test_a_number_in_the_file_compares_as_its_text() -> None:
    assert holds({"fakta.sloyfe": 2}, lambda _: ("2",)) is True


@pytest.mark.parametrize(("left", "right"), list(product(PARTS, repeat=2)))
def test_any_and_all_follow_kleenes_table(left: ThreeValued, right: ThreeValued) -> None:
    order = {False: 0, None: 1, True: 2}
    parts = [PARTS[left], PARTS[right]]
    assert known({"any": parts}) is max(left, right, key=lambda v: order[v])
    assert known({"all": parts}) is min(left, right, key=lambda v: order[v])


@pytest.mark.parametrize(("left", "right"), list(product(PARTS, repeat=2)))
def test_not_any_is_all_not(left: ThreeValued, right: ThreeValued) -> None:
    """De Morgan, with the third value too."""
    parts = [PARTS[left], PARTS[right]]
    assert known({"not": {"any": parts}}) is known({"all": [{"not": part} for part in parts]})
    assert known({"not": {"all": parts}}) is known({"any": [{"not": part} for part in parts]})


def test_an_answer_that_comes_never_changes_what_was_already_sure() -> None:
    """The preview may grow with each answer, but what stood there stays."""
    conditions: list[dict[str, Any]] = [
        {"any": [TRUE, MAYBE]},
        {"all": [FALSE, MAYBE]},
        {"not": {"all": [FALSE, MAYBE]}},
        {"any": [FALSE, MAYBE]},
        {"all": [TRUE, MAYBE]},
        MAYBE,
        {"not": MAYBE},
    ]
    for condition in conditions:
        before = known(condition)
        after = {holds(condition, {**ANSWERS, "unknown": value}.__getitem__) for value in (("ja",), ("nei",), ())}
        if before is not None:
            assert after == {before}
        assert None not in after


def test_the_names_and_values_of_a_condition_are_found_at_any_depth() -> None:
    condition = {
        "a": ["1", 2],
        "any": [{"b": "3"}, {"not": {"c": "4"}}],
        "all": [{"d": "5"}],
        "not": {"any": [{"fakta.e": "6"}]},
    }
    assert names_in(condition) == {"a", "b", "c", "d", "fakta.e"}
    assert values_in(condition) == {("a", "1"), ("a", "2"), ("b", "3"), ("c", "4"), ("d", "5"), ("fakta.e", "6")}
    assert names_in(None) == set()
