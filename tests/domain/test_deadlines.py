"""The possible legal deadlines of a trøbbel call."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sentralbord_desktop.domain import deadlines
from sentralbord_desktop.domain.dates.working_days import is_working_day, working_days_left
from sentralbord_desktop.domain.deadlines import Assessment, DeadlineFacts
from sentralbord_desktop.procedures.loader import library

RULES = {rule.id: rule for rule in library().deadline_rules}
DAYS = st.dates(min_value=date(2015, 1, 1), max_value=date(2040, 12, 31))
WISHES = (None, "vet_ikke", "jobb", "erstatning")


def day(text: str) -> date:
    number, month, year = (int(part) for part in text.split("."))
    return date(year, month, number)


def assess(today: str | date, **facts: Any) -> Assessment:
    moment = day(today) if isinstance(today, str) else today
    facts = {k: day(v) if isinstance(v, str) and "." in v else v for k, v in facts.items()}
    given = DeadlineFacts(**facts)
    return deadlines.assess(given, RULES.values(), moment, library().notice_rules)


@pytest.mark.parametrize(
    ("start", "rule", "raw", "extended", "safe"),
    [
        ("03.03.2026", "D2", "17.03.2026", "17.03.2026", "17.03.2026"),
        ("03.03.2026", "D5", "28.04.2026", "28.04.2026", "28.04.2026"),
        ("03.03.2026", "D6", "03.09.2026", "03.09.2026", "03.09.2026"),
        ("19.03.2026", "D2", "02.04.2026", "07.04.2026", "01.04.2026"),
        ("19.03.2026", "D5", "14.05.2026", "15.05.2026", "13.05.2026"),
        ("19.03.2026", "D6", "19.09.2026", "21.09.2026", "18.09.2026"),
        ("06.03.2026", "D2", "20.03.2026", "20.03.2026", "20.03.2026"),
        ("06.03.2026", "D5", "01.05.2026", "04.05.2026", "30.04.2026"),
        ("06.03.2026", "D6", "06.09.2026", "07.09.2026", "04.09.2026"),
        ("03.05.2026", "D2", "17.05.2026", "18.05.2026", "15.05.2026"),
        ("03.05.2026", "D5", "28.06.2026", "29.06.2026", "26.06.2026"),
        ("03.05.2026", "D6", "03.11.2026", "03.11.2026", "03.11.2026"),
        ("11.12.2025", "D2", "25.12.2025", "29.12.2025", "24.12.2025"),
        ("11.12.2025", "D5", "05.02.2026", "05.02.2026", "05.02.2026"),
        ("11.12.2025", "D6", "11.06.2026", "11.06.2026", "11.06.2026"),
        ("31.08.2026", "D2", "14.09.2026", "14.09.2026", "14.09.2026"),
        ("31.08.2026", "D5", "26.10.2026", "26.10.2026", "26.10.2026"),
        ("31.08.2026", "D6", "28.02.2027", "01.03.2027", "26.02.2027"),
        ("31.03.2023", "D19", "31.03.2026", "31.03.2026", "31.03.2026"),
        ("15.04.2023", "D19", "15.04.2026", "15.04.2026", "15.04.2026"),
    ],
)
def test_each_worked_example_of_section_4_2_comes_out_as_written(
    start: str, rule: str, raw: str, extended: str, safe: str
) -> None:
    found = deadlines.deadline(day(start), RULES[rule])
    assert (found.raw, found.extended, found.safe) == (day(raw), day(extended), day(safe))


def test_the_negotiation_deadline_is_spoken_and_the_suit_stands_beside_it() -> None:
    found = assess("05.03.2026", matter="oppsagt", received="03.03.2026", negotiation="ikke_holdt")
    assert found.spoken is not None
    assert (found.spoken.rule, found.spoken.safe) == ("D2", day("17.03.2026"))
    assert [d.rule for d in found.deadlines] == ["D2", "D5"]
    assert found.basis == "mottatt 03.03.2026, ingen forhandling"
    assert not found.urgent


def test_ended_negotiations_replace_the_negotiation_deadline() -> None:
    found = assess("05.05.2026", matter="avskjediget", received="03.03.2026", negotiations_ended="04.05.2026")
    assert found.spoken is not None
    assert (found.spoken.rule, found.spoken.start) == ("D5", day("04.05.2026"))
    assert found.basis == "mottatt 03.03.2026, forhandling avsluttet 04.05.2026"


def test_only_compensation_counts_from_the_earliest_known_start() -> None:
    found = assess(
        "05.05.2026", matter="oppsagt", received="03.03.2026", negotiations_ended="04.05.2026", wants="erstatning"
    )
    d6 = next(d for d in found.deadlines if d.rule == "D6")
    assert (d6.start, d6.safe) == (day("03.03.2026"), day("03.09.2026"))


def test_a_passed_first_deadline_is_urgent_and_no_date_is_spoken() -> None:
    found = assess("18.03.2026", matter="oppsagt", received="03.03.2026")
    assert (found.passed, found.urgent, found.spoken) == (True, True, None)
    assert len(found.deadlines) == 2  # DS still sees both
    on_the_day = assess("17.03.2026", matter="oppsagt", received="03.03.2026")
    assert (on_the_day.passed, on_the_day.urgent, on_the_day.days_left) == (False, True, 0)


def test_a_missing_date_is_treated_as_urgent() -> None:
    found = assess("05.03.2026", matter="oppsagt")
    assert (found.unknown, found.urgent, found.spoken) == (True, True, None)
    assert found.basis == "datoen er ikke kjent"


def test_state_and_svalbard_give_no_date_but_an_answer_today() -> None:
    found = assess("05.03.2026", matter="oppsagt", received="03.03.2026", own_rules=True)
    assert (found.own_rules, found.urgent) == (True, True)
    assert (found.deadlines, found.spoken, found.days_left) == ((), None, None)


@pytest.mark.parametrize("matter", ["permittert", "annet", None])
def test_a_matter_without_deadlines_is_neither_unknown_nor_urgent(matter: str | None) -> None:
    found = assess("05.03.2026", matter=matter, received="03.03.2026")
    assert found == Assessment(matter=matter or "", basis="mottatt 03.03.2026")


@pytest.mark.parametrize(
    ("standing", "told"),
    [
        ("ikke_holdt", ", ingen forhandling"),
        ("paagar", ", forhandling pågår"),
        ("vet_ikke", ", vet ikke om det er forhandlet"),
        ("", ""),
    ],
)
def test_the_basis_tells_how_it_stands_with_the_negotiations(standing: str, told: str) -> None:
    """Section 4.4: DS must see what the date was built on; it claims nothing that was not said."""
    found = assess("05.03.2026", matter="oppsagt", received="03.03.2026", negotiation=standing)
    assert found.basis == f"mottatt 03.03.2026{told}"


def test_an_error_in_the_letter_is_for_ds_and_moves_no_spoken_date() -> None:
    """D7: the normal dates are shown as before; the four months stand beside them."""
    facts = {"matter": "oppsagt", "received": "03.03.2026"}
    plain, wrong = assess("05.03.2026", **facts), assess("05.03.2026", **facts, form_error=True)
    assert wrong.spoken == plain.spoken
    added = [d for d in wrong.deadlines if d not in plain.deadlines]
    assert [(d.rule, d.safe, d.spoken) for d in added] == [("D7", day("03.07.2026"), False)]
    assert wrong.basis == "mottatt 03.03.2026, mulig formfeil"


def test_the_end_of_the_notice_period_is_shown_to_those_who_may_stay_in_the_job() -> None:
    """D8 and D8b: not in a trial period, and not after an instant dismissal."""
    facts = {"received": "03.03.2026", "notice_ends": "31.05.2026"}  # a Sunday
    stays = assess("05.03.2026", matter="oppsagt", **facts)
    d8 = next(d for d in stays.deadlines if d.rule == "D8")
    assert (d8.safe, d8.spoken) == (day("29.05.2026"), False)
    assert stays.spoken is not None
    assert stays.spoken.rule == "D2"
    for other in ({"matter": "oppsagt", "trial_period": True}, {"matter": "avskjediget"}):
        found = assess("05.03.2026", **facts, **other)
        assert "D8" not in [d.rule for d in found.deadlines]


def test_dates_for_ds_alone_never_hide_that_the_spoken_one_is_unknown() -> None:
    found = assess("05.03.2026", matter="oppsagt", notice_ends="31.05.2026")
    assert (found.unknown, found.urgent, found.spoken) == (True, True, None)
    assert [d.rule for d in found.deadlines] == ["D8"]


def test_the_first_day_of_a_layoff_comes_out_as_in_section_4_2() -> None:
    """D14: given on Monday 2 March; not before Tuesday the 17th, or Thursday the 5th."""
    found = assess("03.03.2026", matter="permittert", layoff_notice="02.03.2026")
    (notice,) = found.notices
    assert (notice.rule, notice.days, notice.unforeseen_days) == ("D14", 14, 2)
    assert notice.first_day == day("17.03.2026")
    assert notice.first_day_unforeseen == day("05.03.2026")
    assert found.basis == "varslet 02.03.2026"
    assert (found.unknown, found.urgent) == (False, False)
    assert assess("03.03.2026", matter="oppsagt", layoff_notice="02.03.2026").notices == ()


def test_a_safe_date_on_an_eve_says_so() -> None:
    """Section 4.2: the eves are no red days, but offices are closed."""
    found = assess("12.12.2025", matter="oppsagt", received="11.12.2025")
    assert found.spoken is not None
    assert (found.spoken.safe, found.spoken.eve) == (day("24.12.2025"), "julaften")
    assert deadlines.deadline(day("17.12.2025"), RULES["D2"]).eve == "nyttårsaften"
    assert deadlines.deadline(day("03.03.2026"), RULES["D2"]).eve == ""


def test_the_oldest_pay_that_is_owed_decides_when_wages_are_too_old() -> None:
    found = assess("01.04.2026", matter="manglende_lonn", oldest_pay_due="31.03.2023")
    assert (found.passed, found.urgent) == (True, True)
    found = assess("26.03.2026", matter="manglende_lonn", oldest_pay_due="31.03.2023")
    assert found.spoken is not None
    assert (found.spoken.rule, found.days_left, found.urgent) == ("D19", 3, True)


def test_friday_before_easter_counts_working_days_only() -> None:
    """Ten calendar days, but three working days: palm week ends on 1 April."""
    found = assess("27.03.2026", matter="oppsagt", received="24.03.2026")
    assert found.spoken is not None
    assert (found.spoken.safe, found.days_left) == (day("07.04.2026"), 4)
    assert not found.urgent
    assert assess("30.03.2026", matter="oppsagt", received="24.03.2026").urgent


@given(DAYS, st.sampled_from(sorted(RULES)))
def test_safe_is_a_working_day_and_never_after_raw_or_extended(start: date, rule: str) -> None:
    found = deadlines.deadline(start, RULES[rule])
    assert found.safe <= found.raw <= found.extended
    assert is_working_day(found.safe)
    assert is_working_day(found.extended)
    assert found.start < found.safe or rule == "D8"  # which is a given day, not a count


@given(DAYS, st.integers(0, 300), st.integers(0, 450), st.booleans())
def test_an_unknown_wish_gives_the_shortest_deadline(received: date, ended_after: int, later: int, ended: bool) -> None:
    facts = {
        "matter": "oppsagt",
        "received": received,
        "negotiations_ended": received + timedelta(days=ended_after) if ended else None,
    }
    today = received + timedelta(days=later)
    spoken = {wish: assess(today, **facts, wants=wish) for wish in WISHES}
    unknown = spoken["vet_ikke"]
    for known in ("jobb", "erstatning"):
        assert unknown.deadlines[0].safe <= spoken[known].deadlines[0].safe
        assert unknown.passed >= spoken[known].passed


@example(date(2026, 3, 3), 9, None, False)  # Thursday before the Tuesday: three are left
@example(date(2026, 3, 3), 8, None, False)  # four
@given(DAYS, st.one_of(st.integers(4, 18), st.integers(0, 90)), st.sampled_from(WISHES), st.booleans())
def test_deadline_is_urgent_exactly_when_three_working_days_or_fewer_are_left(
    received: date, later: int, wish: str | None, ended: bool
) -> None:
    today = received + timedelta(days=later)
    found = assess(
        today, matter="oppsagt", received=received, wants=wish, negotiations_ended=received if ended else None
    )
    first, last = found.deadlines[0], found.deadlines[-1]
    open_ones = [one for one in found.deadlines if one.safe >= today]
    spared = wish == "erstatning" and ended and bool(open_ones)  # D6 is open though D5 is over
    assert found.passed == (first.safe < today and not spared)
    assert found.urgent == (working_days_left(today, first.safe) <= 3)
    assert found.spoken == (None if found.passed else open_ones[0])
    assert found.days_left == (None if found.passed else working_days_left(today, open_ones[0].safe))
    assert last.safe >= first.safe


@given(DAYS, DAYS)
def test_own_rules_never_show_a_date_whatever_is_known(received: date, today: date) -> None:
    found = assess(today, matter="oppsagt", received=received, own_rules=True)
    assert found.deadlines == ()
    assert found.urgent
