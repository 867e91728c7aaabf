"""Killed at any moment: what was acknowledged is whole, the rest is not there or still parked."""

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from sentralbord_desktop.services.office import Services
from tests.helpers import calls
from tests.helpers.children import Child
from tests.helpers.figures import Say, size
from tests.helpers.members import by_number
from tests.helpers.registers import enrol, open_with_key

KILLS = size(200, 20)

HALVES = """
SELECT i.id FROM inquiry i WHERE
    (SELECT count(*) FROM remark r WHERE r.inquiry_id = i.id) <> 1
    OR (SELECT count(*) FROM phone_call c WHERE c.inquiry_id = i.id) <> 1
    OR (SELECT count(*) FROM inquiry_answer a WHERE a.inquiry_id = i.id) <> 4
    OR (SELECT count(*) FROM inquiry_action b WHERE b.inquiry_id = i.id) <> 6
    OR (SELECT count(*) FROM member_change m WHERE m.inquiry_id = i.id) <> 2
"""
ORPHANS = """
SELECT inquiry_id FROM remark UNION SELECT inquiry_id FROM phone_call
UNION SELECT inquiry_id FROM inquiry_answer UNION SELECT inquiry_id FROM inquiry_action
EXCEPT SELECT id FROM inquiry
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    services = open_with_key(tmp_path / "kontor")
    services.session.update(name="Maja Hovde", initials="MH", loop=1)
    enrol(services)
    services.close()
    return tmp_path / "kontor"


@pytest.fixture
def child(place: Path) -> Iterator[Child]:
    child = Child(place)
    yield child
    child.close()


def found(services: Services, query: str) -> set[str]:
    with services.database.reading() as session:
        return {row[0] for row in session.execute(text(query))}


@pytest.mark.figures("R1")
def test_kills_lose_no_acknowledged_inquiry_and_leave_none_half(place: Path, child: Child, figure: Say) -> None:
    longest = 0.0
    chance = random.Random(20261125)
    acknowledged: set[str] = set()
    for _ in range(KILLS):
        said = child.run_until_killed(chance.randint(1, 14), chance.random() * 0.02)
        acknowledged |= {line.split()[1] for line in said if line.startswith("done")}
        began = time.perf_counter()
        services = open_with_key(place)
        longest = max(longest, time.perf_counter() - began)
        whole = found(services, "SELECT id FROM inquiry")
        assert acknowledged <= whole
        assert found(services, HALVES) == set()
        assert found(services, ORPHANS) == set()
        assert found(services, "PRAGMA integrity_check") == {"ok"}
        assert found(services, "PRAGMA cipher_integrity_check") == set()
        kept = [line.split()[1:] for line in said if line.startswith("kept")]
        check_draft(services, kept[-1] if kept else None, whole)
        assert [hit.phone for hit in services.members.search("204118")] == [member_phone(services)]
        services.close()
    assert len(acknowledged) >= KILLS
    figure("R1", f"{KILLS} kills, {len(acknowledged)} acknowledged: 0 lost, 0 torn; slowest reopening {longest:.2f} s")


def check_draft(services: Services, last: list[str] | None, whole: set[str]) -> None:
    """The call on the screen is there as far as it was acknowledged, half-typed text and all."""
    if last is None or last[0] in whole:
        return
    (draft,) = [draft for draft in services.parking.drafts() if draft.id == last[0]]
    draft_id, answered = draft.half_typed["felt"].split()
    assert draft_id == draft.id
    assert int(answered) in {int(last[1]), int(last[1]) + 1}
    run = draft.run(services.inquiries.library, services.organisation.read())
    assert len(run.given) == int(answered)
    assert (run.current.id if run.current else "") == draft.step


def member_phone(services: Services) -> str:
    """The last number in the history, which the member and the index must agree with."""
    with services.database.reading() as session:
        row = session.execute(
            text("SELECT after FROM member_change WHERE field = 'phone' ORDER BY id DESC LIMIT 1")
        ).first()
    return str(row[0]) if row else "99000418"


@pytest.mark.figures("R1")
def test_the_control_a_half_inquiry_and_an_orphan_would_have_been_seen(place: Path, figure: Say) -> None:
    services = open_with_key(place)
    member = by_number(services, "204118")
    assert member is not None
    draft = calls.new_details(services, member, phone="40011222", place="Hamar")
    services.inquiries.complete(draft)
    assert found(services, HALVES) == set()
    with services.database.engine.begin() as raw:
        raw.execute(text("DROP TRIGGER remark_no_delete"))
        raw.execute(text("DELETE FROM remark"))
    assert found(services, HALVES) == {draft.id}
    with services.database.engine.connect() as raw:
        raw.exec_driver_sql("ROLLBACK")
        raw.exec_driver_sql("PRAGMA foreign_keys = OFF")
        raw.exec_driver_sql("DROP TRIGGER inquiry_no_delete")
        raw.exec_driver_sql("DELETE FROM inquiry")
        orphans = {row[0] for row in raw.exec_driver_sql(ORPHANS)}
    assert orphans == {draft.id}
    services.close()
    figure("R1", control="a half inquiry and an orphan are seen by the same questions; OFF loses under R2")


@pytest.mark.night
def test_a_call_that_was_on_the_screen_at_a_kill_is_parked_at_the_next_start(place: Path, child: Child) -> None:
    said = child.run_until_killed(2, 0.0)
    kept = [line.split()[1] for line in said if line.startswith("kept")]
    services = open_with_key(place)
    running = [parked for parked in services.parking.all() if parked.running]
    done = found(services, "SELECT id FROM inquiry")
    assert {parked.id for parked in running} >= {kept[-1]} - done
    services.parking.release_running()
    assert not [parked for parked in services.parking.all() if parked.running]
    services.close()
