"""The printed code: read however it is typed, and a slip is found in its own group."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentralbord_desktop.domain.recovery import (
    CHOSEN,
    GROUPS,
    SIGNS,
    RecoveryCodeError,
    check_sign,
    new_code,
    read_code,
)


def test_a_code_is_six_groups_of_signs_that_look_like_no_other() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    for code in codes:
        assert [len(group) for group in code.split("-")] == [CHOSEN + 1] * GROUPS
        assert set(code) <= set(SIGNS) | {"-"}
    assert not set("0O1IL") & set(SIGNS)


@pytest.mark.parametrize("form", ["{}", " {} ", "{}\n"])
def test_it_is_read_in_small_letters_with_blanks_or_none(form: str) -> None:
    code = new_code()
    for typed in (code, code.lower(), code.replace("-", " "), code.replace("-", "")):
        assert read_code(form.format(typed)) == code


@given(st.text(alphabet=SIGNS, min_size=CHOSEN, max_size=CHOSEN), st.data())
def test_every_wrong_sign_and_every_two_that_changed_places_are_found(
    group: str, data: st.DataObject
) -> None:
    whole = group + check_sign(group)
    place = data.draw(st.integers(0, CHOSEN))
    sign = data.draw(st.sampled_from([s for s in SIGNS if s != whole[place]]))
    wrong = [whole[:place] + sign + whole[place + 1 :]]
    wrong += [whole[:n] + whole[n + 1] + whole[n] + whole[n + 2 :]
              for n in range(CHOSEN) if whole[n] != whole[n + 1]]  # fmt: skip
    good = [new_code().split("-")[0] for _ in range(GROUPS - 1)]
    for slip, number in itertools.product(wrong, (1, GROUPS)):
        groups = [*good[: number - 1], slip, *good[number - 1 :]]
        with pytest.raises(RecoveryCodeError, match=f"Gruppe {number} er ikke skrevet riktig"):
            read_code("-".join(groups))


@pytest.mark.parametrize(
    "typed", ["", "K7QPX", new_code() + "A"], ids=["nothing", "one group", "a sign more"]
)
def test_one_that_is_too_short_or_long_says_so(typed: str) -> None:
    with pytest.raises(RecoveryCodeError, match="6 grupper på 5 tegn"):
        read_code(typed + "-" * 3)


def test_it_is_too_long_to_be_guessed() -> None:
    assert GROUPS * CHOSEN * math.log2(len(SIGNS)) > 118
