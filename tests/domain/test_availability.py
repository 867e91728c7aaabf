"""The board: what holds now, how old it is, and what it answers for the procedures."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentralbord_desktop.domain.access import Operator
from sentralbord_desktop.domain.availability import FADES_AFTER, Board, Presence, Status, read_until, status_of
from sentralbord_desktop.domain.organisation.organisation import Department, Organisation, Role, Staff
from tests.helpers.typed import present

NOW = datetime(2026, 11, 24, 13, 6, tzinfo=UTC)  # 14.06 in Oslo, a Tuesday
ORGANISATION = Organisation(
    departments=(Department(number=4, name="Innlandet", neighbours="5,7"), Department(number=5), Department(number=7)),
    staff=(
        Staff(id=1, name="Eva Rustad", function="DS", department=4, phone="99000411"),
        Staff(id=2, name="Gro Bakkerud", function="DS", department=5, phone="99000511"),
        Staff(id=3, name="Arve Sund", function="DS", department=7),
        Staff(id=4, name="Synne Haug", function="KS", department=4),
    ),
    roles=(Role(key="post", title="Utgående post", holder="Beate"),),
)


def said(
    kind: str,
    ago: timedelta = timedelta(0),
    until: timedelta | None = None,
    *,
    start: timedelta | None = None,
    number: int = 1,
) -> Presence:
    moment = NOW - ago
    begins = NOW + start if start is not None else moment
    return Presence(
        id=number,
        who="staff:1",
        kind=kind,
        start=begins,
        said=moment,
        author="MH",
        until=NOW + until if until else None,
    )


def free(ago: timedelta = timedelta(minutes=5)) -> Status:
    return Status("ledig", None, NOW - ago, "MH", "tavla", is_confirmed=ago < FADES_AFTER)


def away(hours: int = 42) -> Status:
    return Status("borte", NOW + timedelta(hours=hours), NOW, "MH", "tavla", is_confirmed=True)


def board(**statuses: Status) -> Board:
    known = {name.replace("_", ":", 1): status for name, status in statuses.items()}
    return Board(ORGANISATION, known, NOW)


def kind_of(rows: Sequence[Presence], at: datetime) -> str:
    return present(status_of(rows, at)).kind


def test_what_took_effect_last_holds() -> None:
    """A planned absence stands over yesterday's «ledig», a later «ledig» over the absence."""
    yesterday = said("ledig", timedelta(hours=20))
    absence = said("borte", timedelta(days=3), timedelta(hours=4), start=-timedelta(hours=6), number=2)
    later = said("ledig", timedelta(hours=1), number=3)
    assert kind_of([yesterday, absence], NOW) == "borte"
    assert kind_of([yesterday, absence, later], NOW) == "ledig"


def test_what_nobody_repeats_fades_and_decides_nothing() -> None:
    status = status_of([said("ledig", FADES_AFTER)], NOW)
    assert status is not None
    assert status.is_free is None
    assert status.words(NOW) == "ikke bekreftet"
    assert status.origin(NOW) == "for 4 t siden"
    fresh = status_of([said("ledig", FADES_AFTER - timedelta(minutes=1))], NOW)
    assert fresh is not None
    assert fresh.is_free is True


def test_an_absence_with_an_end_does_not_fade_before_it() -> None:
    status = status_of([said("borte", timedelta(hours=30), timedelta(hours=42))], NOW)
    assert status is not None
    assert status.is_free is False
    assert status.words(NOW) == "borte til torsdag"


def test_no_answer_is_forgotten_after_its_half_hour_and_the_old_status_is_back() -> None:
    rows = [
        said("ledig", timedelta(hours=1)),
        said("ingen_svar", timedelta(minutes=40), -timedelta(minutes=10), number=2),
    ]
    assert kind_of(rows, NOW) == "ledig"
    assert kind_of(rows, NOW - timedelta(minutes=20)) == "ingen_svar"


def test_nothing_that_is_over_or_has_not_begun_holds() -> None:
    future = said("borte", timedelta(0), timedelta(hours=9), start=timedelta(hours=2))
    assert status_of([future, said("mote", timedelta(hours=3), -timedelta(hours=1))], NOW) is None


@given(st.lists(st.tuples(st.integers(-99, 99), st.integers(1, 99)), max_size=8))
def test_what_holds_is_always_one_of_those_that_cover_the_moment(times: list[tuple[int, int]]) -> None:
    rows = [
        said("mote", timedelta(0), timedelta(hours=start + length), start=timedelta(hours=start), number=n)
        for n, (start, length) in enumerate(times)
        if start + length
    ]
    status = status_of(rows, NOW)
    covering = [r for r in rows if r.start <= NOW and r.until and r.until > NOW]
    assert (status is None) == (not covering)
    if status:
        assert status.until in {row.until for row in covering}


def test_the_board_answers_the_procedures_with_yes_no_or_not_at_all() -> None:
    facts = board(staff_1=away(), staff_2=free(), staff_4=free(timedelta(hours=9))).availability(4)
    assert facts["DS"] is False
    assert facts["nearby_DS"] is True
    assert "KS" not in facts  # too old: it must be asked
    assert "saksbehandler" not in facts  # nobody is known to have it


def test_one_who_is_unknown_keeps_the_answer_open() -> None:
    assert "nearby_DS" not in board(staff_2=away()).availability(4)
    assert board(staff_2=away(), staff_3=away()).availability(4)["nearby_DS"] is False


def test_the_reason_and_the_person_come_along() -> None:
    here = board(staff_1=away(), staff_2=free())
    assert here.reasons(4) == {"DS": "Eva Rustad borte til torsdag"}
    assert here.people_for(4) == {"naboavdeling:DS": "Gro Bakkerud, avd. 5, tlf. 990 00 511"}


def test_when_help_is_back_is_known_when_all_are_away_until_a_known_time() -> None:
    """TR-7: one who may be there, or whose end nobody knows, leaves it open."""
    assert board(staff_1=away()).help_back(4) == date(2026, 11, 26)
    assert board(staff_1=free()).help_back(4) is None
    assert board(staff_1=replace(away(), until=None)).help_back(4) is None
    assert board(staff_1=replace(away(), kind="mote")).help_back(4) is None
    assert board(staff_1=away(), staff_2=away()).help_back(8) is None


def test_the_nearest_are_in_the_agreed_order_and_the_next_is_named() -> None:
    here = board(staff_2=away(2), staff_3=away(1))
    assert [person.name for person in here.nearby(4)] == ["Gro Bakkerud", "Arve Sund"]
    following = here.next_free(here.nearby(4))
    assert following is not None
    assert following.person.name == "Arve Sund"
    assert here.nearby(7) == []  # a department without neighbours


@pytest.mark.parametrize(
    ("statuses", "is_free"),
    [
        ({}, None),
        ({"operator:MH": free()}, True),
        ({"operator:MH": away()}, False),
        ({"operator:MH": away(), "operator:LT": free()}, True),
        ({"operator:MH": free(), "loop:2": away()}, False),
        ({"operator:KB": free()}, None),
    ],
)
def test_a_loop_is_free_when_one_on_it_is(statuses: dict[str, Status], is_free: bool | None) -> None:
    """GE-7: what somebody says of the whole loop wins; others' loops do not count."""
    people = [Operator(id=n, initials=i, loop=loop) for n, i, loop in ((1, "MH", 2), (2, "LT", 2), (3, "KB", 1))]
    assert Board(ORGANISATION, statuses, NOW, people).loop_is_free(2) is is_free


def test_overflow_needs_both_conditions() -> None:
    """GE-7: busy, and the volume calls for it."""
    busy = {"loop:1": away()}
    assert "hoy_pagang" not in Board(ORGANISATION, busy, NOW).availability(4)
    crowded = Board(ORGANISATION, busy | {"volume": away()}, NOW).availability(4)
    assert (crowded["sloyfe_1"], crowded["hoy_pagang"]) == (False, True)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("15.00", "24.11 15.00"),
        ("15", "24.11 15.00"),
        ("torsdag", "26.11 08.00"),
        ("30.11", "30.11 08.00"),
        ("fredag kl. 12", "27.11 12.00"),
        ("tull", None),
    ],
)
def test_an_end_is_read_as_people_say_it(text: str, moment: str | None) -> None:
    found = read_until(text, datetime(2026, 11, 24, 14, 6))  # noqa: DTZ001 - the clock on the wall
    assert (f"{found:%d.%m %H.%M}" if found else None) == moment
