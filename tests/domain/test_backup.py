"""The recovery code: read however it is typed, a slip found in its group; which backups are kept."""

import itertools
import math
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentralbord_desktop.domain.backup import (
    CHOSEN,
    GROUPS,
    SIGNS,
    Backup,
    RecoveryCodeError,
    check_sign,
    is_due,
    new_code,
    read_code,
    spare,
)


def test_a_code_is_six_groups_of_signs_that_look_like_no_other() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    for code in codes:
        assert [len(group) for group in code.split("-")] == [CHOSEN + 1] * GROUPS
        assert set(code) <= set(SIGNS) | {"-"}
    assert not set("0O1IL") & set(SIGNS)


@pytest.mark.parametrize("form", ["{}", " {} ", "{}\n"])
def test_code_is_read_in_small_letters_with_blanks_or_none(form: str) -> None:
    code = new_code()
    for typed in (code, code.lower(), code.replace("-", " "), code.replace("-", "")):
        assert read_code(form.format(typed)) == code


@given(st.text(alphabet=SIGNS, min_size=CHOSEN, max_size=CHOSEN), st.data())
def test_every_wrong_sign_and_every_two_that_changed_places_are_found(group: str, data: st.DataObject) -> None:
    whole = group + check_sign(group)
    place = data.draw(st.integers(0, CHOSEN))
    sign = data.draw(st.sampled_from([s for s in SIGNS if s != whole[place]]))
    wrong = [whole[:place] + sign + whole[place + 1 :]]
    wrong += [whole[:n] + whole[n + 1] + whole[n] + whole[n + 2 :] for n in range(CHOSEN) if whole[n] != whole[n + 1]]
    good = [new_code().split("-")[0] for _ in range(GROUPS - 1)]
    for slip, number in itertools.product(wrong, (1, GROUPS)):
        groups = [*good[: number - 1], slip, *good[number - 1 :]]
        with pytest.raises(RecoveryCodeError, match=f"Gruppe {number} er ikke skrevet riktig"):
            read_code("-".join(groups))


@pytest.mark.parametrize("typed", ["", "K7QPX", new_code() + "A"], ids=["nothing", "one group", "a sign more"])
def test_one_that_is_too_short_or_long_says_so(typed: str) -> None:
    with pytest.raises(RecoveryCodeError, match="6 grupper på 5 tegn"):
        read_code(typed + "-" * 3)


def test_code_is_too_long_to_be_guessed() -> None:
    assert GROUPS * CHOSEN * math.log2(len(SIGNS)) > 118


# ---------------------------------------------------------------- which backups are kept, and when the next is due

NOW = datetime(2026, 11, 25, 8, tzinfo=UTC)


def at(moment: datetime) -> Backup:
    return Backup(
        name=f"{moment:%Y%m%dT%H%M%S}",
        made=moment,
        why="daglig",
        version="0.1.0",
        revision="0004",
        members=1,
        remarks=2000,
        callbacks=0,
        size=15_200_000,
        sha256="0" * 64,
    )


def test_backup_tells_what_it_holds() -> None:
    assert at(NOW).title == "25.11.2026 kl. 09.00, daglig"
    assert at(NOW).holds == "1 medlem, 2 000 merknader, 0 oppringinger, 15 MB"


@pytest.mark.parametrize(("hours", "due"), [(1, False), (19, False), (21, True), (24, True)])
def test_one_is_due_each_working_day(hours: int, due: bool) -> None:
    assert is_due([at(NOW - timedelta(hours=hours))], NOW) is due
    assert is_due([], NOW)


def test_of_a_year_of_days_seven_five_weeks_and_twelve_months_are_kept() -> None:
    backups = [at(NOW - timedelta(days=days)) for days in range(400)]
    gone = spare(backups, NOW)
    kept = [b for b in backups if b not in gone]
    assert [b.made for b in kept[:7]] == [NOW - timedelta(days=d) for d in range(7)]
    assert 7 + 3 + 11 <= len(kept) <= 7 + 4 + 11
    assert {f"{b.made:%Y-%m}" for b in kept} == {f"{b.made:%Y-%m}" for b in backups[:360]}


def test_of_many_in_one_day_the_newest_stay() -> None:
    backups = [at(NOW - timedelta(minutes=minutes)) for minutes in range(10)]
    assert [b for b in backups if b not in spare(backups, NOW)] == backups[:3]


def test_the_only_ones_are_never_spare() -> None:
    assert spare([at(NOW - timedelta(days=900 * n)) for n in range(3)], NOW) == []
