"""What a desk's user of the database tries with psql on a shared register: refused, or seen to change nothing (R17)."""

import pytest
from sqlalchemy import text

from sentralbord_desktop.storage.engine.database import Database
from tests.helpers.attacks import BY_PRIVACY, HARMLESS, REFUSED, WIDE
from tests.helpers.figures import Say
from tests.helpers.shared_register import SharedRegister, open_wide, role

SAID = ("permission denied", "row-level security", "must be owner", "must be superuser", "Only roles with", "must have")


@pytest.mark.figures("R17")
@pytest.mark.parametrize("after", REFUSED)
def test_what_a_desk_may_not_is_refused_and_nothing_is_written(after: str, shared_register: SharedRegister) -> None:
    before = shared_register.all_rows()
    done = shared_register.psql("maja", REFUSED[after])
    assert done.returncode != 0, done.stdout
    assert any(words in done.stderr for words in SAID), done.stderr
    assert shared_register.all_rows() == before


@pytest.mark.figures("R17")
@pytest.mark.parametrize("after", BY_PRIVACY)
def test_who_erases_rewrites_nothing(after: str, shared_register: SharedRegister) -> None:
    before = shared_register.all_rows()
    done = shared_register.psql("vern", BY_PRIVACY[after])
    assert done.returncode != 0, done.stdout
    assert any(words in done.stderr for words in SAID), done.stderr
    assert shared_register.all_rows() == before


@pytest.mark.figures("R17")
@pytest.mark.parametrize("after", HARMLESS)
def test_what_is_not_refused_shows_nothing_and_changes_nothing(after: str, shared_register: SharedRegister) -> None:
    typed, said = HARMLESS[after]
    before = shared_register.all_rows()
    done = shared_register.psql("maja", typed if said != "NOTIFY" else f"{typed}; SELECT 'NOTIFY'")
    assert done.returncode == 0, done.stderr
    if not said.startswith(("DELETE", "UPDATE")):
        assert done.stdout.splitlines()[-1] == said
    assert shared_register.all_rows() == before


@pytest.mark.figures("R17")
def test_with_every_right_they_succeed(shared_register: SharedRegister, figure: Say) -> None:
    """The control: the same user, the same words, on a copy that is open to all."""
    name = shared_register.cluster.new_database(shared_register.name)
    there = SharedRegister(shared_register.cluster, name, shared_register.cluster.url(name))
    open_wide(there.url)
    for after in WIDE:
        done = there.psql("maja", f"BEGIN; {REFUSED[after]}; ROLLBACK")
        assert done.returncode == 0, f"{after}: {done.stderr}"
    assert there.psql("maja", "DELETE FROM parked WHERE author = 'LT' RETURNING author").stdout.split() == ["LT"]
    shared_register.cluster.drop(name)
    figure(
        "R17",
        f"{len(REFUSED)} statements with psql as a desk's user refused, {len(HARMLESS)} seen to change nothing",
        control=f"with every right, {len(WIDE)} of {len(WIDE)} succeed",
    )


def test_every_function_with_the_owners_rights_looks_things_up_here_alone(shared_register: SharedRegister) -> None:
    """Its own search path, pg_temp last; the owner's; and nobody may call it but the groups."""
    role(shared_register.cluster, "ingen_i_gruppen")
    owner = Database.server(shared_register.url)
    with owner.engine.connect() as raw:
        found = raw.execute(
            text(
                "SELECT proname, proconfig, pg_get_userbyid(proowner), has_function_privilege('ingen_i_gruppen', oid, 'EXECUTE') "
                "FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef"
            )
        ).all()
    owner.close()
    assert len(found) >= 15
    for name, config, owner, everybody in found:
        assert "search_path=pg_catalog, public, pg_temp" in config, name
        assert owner == "sentralbord_eier", name
        assert not everybody, name
