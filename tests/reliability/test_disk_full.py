"""A full disk is said in one sentence, loses nothing, and is gone when there is space again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from sentralbord_desktop.domain.errors import NoSpaceError, SwitchboardError
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.services.drafts import Draft
from sentralbord_desktop.services.office import Services
from tests.helpers import calls
from tests.helpers.disks import fill
from tests.helpers.figures import Say, size
from tests.helpers.registers import enrol, is_plain, open_with_key

LEFT = 900_000


@pytest.fixture
def services(small_disk: Path) -> Iterator[Services]:
    services = open_with_key(small_disk / "kontor")
    services.session.update(name="Maja Hovde", initials="MH", loop=1)
    yield services
    services.close()


def until_full(services: Services, member: Member, most: int = 500) -> tuple[list[str], Draft]:
    """Complete inquiries until there is no space: those acknowledged, and the one that failed."""
    acknowledged: list[str] = []
    for number in range(most):
        draft = calls.new_details(services, member, place=f"Sted {number}", phone=f"4{number:07d}")
        try:
            services.parking.keep(draft, running=True)
            acknowledged.append(services.inquiries.complete(draft).inquiry_id)
        except NoSpaceError as error:
            is_plain(error)
            return acknowledged, draft
    pytest.fail("the disk never got full")


def inquiries(services: Services) -> list[str]:
    with services.database.reading() as session:
        return [row[0] for row in session.execute(text("SELECT id FROM inquiry ORDER BY rowid"))]


def test_a_full_disk_loses_nothing_is_still_read_and_goes_on_with_space(services: Services, small_disk: Path) -> None:
    member = enrol(services)
    ballast = fill(small_disk, LEFT)
    acknowledged, failed = until_full(services, member)
    assert len(acknowledged) > 3
    assert inquiries(services) == acknowledged
    record = services.members.reread(member.id)
    assert record is not None
    assert len(record.remarks) == len(acknowledged)
    hit = services.members.search(f"fjeldheim sted {len(acknowledged) - 1}")[0]
    assert (hit.sure, hit.phone) == (True, f"4{len(acknowledged) - 1:07d}")
    ballast.unlink()
    services.parking.keep(failed, running=True)
    services.inquiries.complete(failed)
    assert inquiries(services) == [*acknowledged, failed.id]
    with services.database.reading() as session:
        assert session.execute(text("PRAGMA cipher_integrity_check")).all() == []
        assert session.execute(text("PRAGMA integrity_check")).all() == [("ok",)]


@pytest.mark.night
@pytest.mark.figures("R3")
def test_at_every_point_where_the_disk_gets_full_nothing_is_lost_and_it_goes_on(
    services: Services, small_disk: Path, figure: Say
) -> None:
    points = size(40, 6)
    member = enrol(services)
    done: list[str] = []
    for point in range(points):
        ballast = fill(small_disk, LEFT - point * (LEFT // 2 // points))
        acknowledged, failed = until_full(services, member)
        done += acknowledged
        assert inquiries(services) == done
        ballast.unlink()
        services.inquiries.complete(failed)
        done.append(failed.id)
        assert inquiries(services) == done
    figure(
        "R3",
        f"full at {points} points, {len(done)} inquiries: 0 lost, each failure in one Norwegian "
        "sentence, completed again with space",
    )


def test_a_register_on_a_full_disk_opens_again_or_says_so_and_holds_everything(
    services: Services, small_disk: Path
) -> None:
    member = enrol(services)
    ballast = fill(small_disk, LEFT)
    acknowledged, _ = until_full(services, member)
    services.close()
    try:
        open_with_key(small_disk / "kontor").close()
    except SwitchboardError as error:
        is_plain(error)
    ballast.unlink()
    again = open_with_key(small_disk / "kontor")
    assert inquiries(again) == acknowledged
    again.close()


def test_the_control_with_space_enough_the_same_calls_all_succeed(services: Services, small_disk: Path) -> None:
    member = enrol(services)
    for number in range(20):
        services.inquiries.complete(calls.new_details(services, member, place=f"Sted {number}"))
    assert len(inquiries(services)) == 20
