"""The words of the register: what begins so, sounds so, and is a slip or two away."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from sentralbord_desktop.storage.search.vocabulary import (
    FAR,
    MAX_BEGINNINGS,
    NEAR,
    SAME,
    SLIPS,
    Beginnings,
    ByLength,
    Slips,
    WordCache,
    Words,
)

word = st.text("abc", min_size=1, max_size=7)


@given(st.sets(word, max_size=40), st.text("abc", min_size=3, max_size=7))
def test_one_slip_is_what_measuring_every_word_finds(known: set[str], typed: str) -> None:
    """Left out, too many, wrong, changed about: nothing else, and none forgotten."""
    near = {one for one in known if OSA.distance(typed, one) <= 1}
    assert set(Slips(known).near(typed)) == near
    learned = Slips([])
    for one in known:
        learned.add(one)
    assert set(learned.near(typed)) == near


@given(st.sets(word, max_size=40), st.text("abc", min_size=5, max_size=9))
def test_two_slips_are_what_measuring_every_word_finds(known: set[str], typed: str) -> None:
    near = sorted((slips, one) for one in known for slips in [OSA.distance(typed, one)] if slips <= 2)
    assert ByLength(known).two_away(typed) == [one for _, one in near]


@given(st.sets(word, max_size=40), st.sets(word, max_size=10), st.text("abc", min_size=4, max_size=7))
def test_a_beginning_one_slip_away_is_what_measuring_every_beginning_finds(
    first: set[str], more: set[str], typed: str
) -> None:
    """Also of words that were learned after one was asked for."""
    known = sorted(first)
    beginnings = Beginnings(known)
    beginnings.near(typed)
    for one in sorted(more - first):
        known.append(one)
        beginnings.add(one)
    begun = {one[: len(typed)] for one in first | more if len(one) > len(typed)}
    near = sorted((slips, one) for one in begun for slips in [OSA.distance(typed, one)] if slips <= 1)
    assert beginnings.near(typed) == [one for _, one in near][:MAX_BEGINNINGS]


def test_a_short_word_is_heard_by_its_sound_but_never_with_a_slip() -> None:
    words = Words(["bo", "by", "åse", "ase"])
    assert words.alike("boh", NEAR) == {"bo": 0.9}
    assert "by" not in words.alike("bo", FAR)


def test_two_slips_count_in_a_long_word_and_only_as_a_last_resort() -> None:
    words = Words(["lewandowski", "lie"])
    assert words.alike("lexandowsgi", NEAR) == {}
    assert list(words.alike("lexandowsgi", FAR)) == ["lewandowski"]
    assert words.alike("lxx", FAR) == {}


def test_the_word_itself_is_nearest_and_a_code_is_only_itself() -> None:
    words = Words(["hansen", "hanssen", "nre10"])
    found = words.alike("hansen", NEAR)
    assert found["hansen"] == SAME > found["hanssen"] >= NEAR
    assert words.alike("nre10", NEAR) == {"nre10": SAME}
    assert words.alike("nre11", NEAR) == {}


def test_a_word_that_is_learned_is_known_in_every_way() -> None:
    words = Words(["hansen"])
    assert words.alike("brzeczyk", NEAR) == {}
    words.add("brzeczyk")
    assert "brzeczyk" in words
    assert words.beginning("brz") == ["brzeczyk"]
    assert words.alike("brxeczyk", NEAR) == {"brzeczyk": SLIPS[1]}  # nearer than by its sound
    assert words.alike("brzecsyk", NEAR).keys() == {"brzeczyk"}
    assert len(words) == 2


def test_a_slip_in_a_word_that_is_not_typed_to_its_end() -> None:
    assert Words(["lewandowski"]).nearly_beginning("lewamd") == ["lewandowski"]
    assert Words(["lewandowski"]).nearly_beginning("lem") == []  # too short for a slip
    assert Words(["lewandowski"]).nearly_beginning("le") == []


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("lev", "lewandowski"),
        ("cristi", "kristian"),
        ("sete", "sether"),
        ("bbonde", "bondeholm"),
        ("sonni", "sunniva"),
        ("andrze", "andrzej"),
    ],
)
def test_a_beginning_that_only_sounds_so(typed: str, name: str) -> None:
    words = Words(["lewandowski", "kristian", "sether", "bondeholm", "sunniva"])
    words.add("andrzej")  # a new one too
    assert words.nearly_beginning(typed) == [name]


class Meanwhile(list[str]):
    """A list that another thread adds a word to while it is looked through."""

    learn: Callable[[], None] | None = None

    def __iter__(self) -> Iterator[str]:
        yield from list(super().__iter__())
        learn, self.learn = self.learn, None
        if learn:
            learn()


def test_a_word_that_is_learned_while_beginnings_are_laid_is_among_them_the_next_time() -> None:
    known = Meanwhile(["haraldseth"])
    beginnings = Beginnings(known)

    def learn() -> None:
        known.append("lewandowski")
        beginnings.add("lewandowski")

    known.learn = learn
    assert beginnings.near("lewamd") == []  # asked before it was there
    assert beginnings.near("lewamd") == ["lewand"]


def test_what_is_worked_out_while_a_word_is_learned_is_not_kept() -> None:
    kept = WordCache[list[str]]()
    known = ["hansen"]

    def slowly(word: str) -> list[str]:
        found = [each for each in known if each.startswith(word)]
        if len(known) == 1:
            known.append("hanssen")
            kept.forget()
        return found

    assert kept.get("han", slowly) == ["hansen"]
    assert kept.get("han", slowly) == ["hansen", "hanssen"]
