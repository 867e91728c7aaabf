"""The index is compared with the register and written again, on both engines."""

from datetime import date

import pytest
from sqlalchemy import text

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage.search import index, rebuild
from tests.helpers.engines import Enrol

WRONG = "Søket og registeret er ikke enige om {who}. Bygg søket på nytt."


def numbers(services: Services, typed: str) -> list[str]:
    return [hit.number for hit in services.members.search(typed) if hit.sure]


@pytest.fixture
def crowd(enrol: Enrol) -> list[int]:
    return [
        enrol("100", "Kari", "Nordmann", phone="99000418", birth_date=date(1979, 3, 14)).id,
        enrol("200", "Ola", "Nordmann", employer="Renhold Øst AS").id,
        enrol("300", "Åse", "Bjørnøy", place="Ålesund").id,
    ]


def test_an_index_that_agrees_is_whole(services: Services, crowd: list[int]) -> None:
    assert services.member_imports.faults() == []


def test_a_member_the_index_has_otherwise_lost_or_invented_is_found_and_mended(
    services: Services, crowd: list[int]
) -> None:
    with services.database.transaction() as session:
        index.forget(session, [crowd[0]])  # lost
        index.write(session, [{"id": crowd[1], "tokens": "ola normann"}])  # otherwise
        index.write(session, [{"id": 999, "tokens": "ingen"}])  # nobody
    assert services.member_imports.faults() == [WRONG.format(who="3 medlemmer")]
    assert numbers(services, "kari nordmann") == []
    told: list[tuple[int, int]] = []
    count = services.member_imports.rebuild_search(progress=lambda d, t: told.append((d, t)))
    assert count == 3
    assert told[-1] == (3, 3)
    assert services.member_imports.faults() == []
    assert numbers(services, "kari nordmann") == ["100"]
    assert numbers(services, "renhold ola") == ["200"]


def test_searching_editing_and_merging_go_on_while_it_is_built(
    services: Services, crowd: list[int], enrol: Enrol, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between its parts; each part is a transaction of its own."""
    twin = enrol("400", "Kari", "Nordmann")
    monkeypatch.setattr(rebuild, "ROWS_AT_ONCE", 1)
    steps: list[int] = []

    def meanwhile(done: int, _: int) -> None:
        steps.append(done)
        assert numbers(services, "åse bjørnøy") == ["300"]
        if done == 1:  # one that is behind it, one that is before it
            for who, place in ((crowd[0], "Voss"), (crowd[2], "Odda")):
                services.members.change(services.members.open(who).member, {"place": place})
        if done == 2:
            services.duplicates.merge(*services.duplicates.both(crowd[0], twin.id), set())

    services.member_imports.rebuild_search(progress=meanwhile)
    assert steps == [0, 1, 2, 3, 4]
    assert services.member_imports.faults() == []
    assert numbers(services, "kari voss") == ["100"]
    assert numbers(services, "åse odda") == ["300"]
    assert numbers(services, "kari nordmann") == ["100"]


def test_a_stopped_rebuild_has_harmed_nothing(services: Services, crowd: list[int]) -> None:
    with pytest.raises(SwitchboardError):
        services.member_imports.rebuild_search(cancel=lambda: True)
    assert services.member_imports.faults() == []
    assert numbers(services, "åse ålesund") == ["300"]


def test_one_token_too_many_or_too_few_is_noticed(services: Services, crowd: list[int]) -> None:
    with services.database.transaction() as session:
        session.execute(text("UPDATE member SET place = 'Voss' WHERE id = :id"), {"id": crowd[2]})
    assert services.member_imports.faults() == [WRONG.format(who="1 medlem")]
