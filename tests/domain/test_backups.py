"""Which backups are kept, and when the next is due."""

from datetime import UTC, datetime, timedelta

import pytest

from sentralbord_desktop.domain.backup.backup import Backup, is_due, spare

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


def test_it_tells_what_it_holds() -> None:
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
