"""What a desk's user of the database tries with psql on a shared register: refused, or seen to change nothing (R17)."""

import pytest
from sqlalchemy import text

from sentralbord_desktop.storage.engine.database import Database
from tests.helpers.attacks import BY_PRIVACY, FORMER, HARMLESS, REFUSED
from tests.helpers.figures import Say
from tests.helpers.former_rights import OPERATORS, give_former_rights
from tests.helpers.migrations import upgrade
from tests.helpers.postgres import Cluster
from tests.helpers.shared_register import SharedRegister, role

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
def test_with_the_rights_from_before_they_succeed(cluster: Cluster, figure: Say) -> None:
    """The control: a register of 0016 with what `server rights` granted then; the same user, the same words."""
    url = cluster.url(name := cluster.new_database("template1"))
    before = Database.server(url)
    upgrade(before, "0016")
    with before.engine.begin() as raw:
        give_former_rights(raw)
        for initials in ("MH", "LT"):
            raw.execute(
                text(
                    "INSERT INTO operator (initials, name, loop, help_level, os_user, pin) VALUES (:i, '', 1, 'ny', '', 'x')"
                ),
                {"i": initials},
            )
        raw.execute(
            text(
                "INSERT INTO member (id, number, first_name, middle_name, last_name, email, street, post_code, place, status, "
                "employer, workplace, workplace_post_code, insurance_codes, shop_steward, no_sms, version) "
                "VALUES (1, '1', '', '', '', '', '', '', '', '', '', '', '', '', '', false, 1)"
            )
        )
    before.close()
    role(cluster, "maja", f"GRANT {OPERATORS} TO maja")
    there = SharedRegister(cluster, name, url)
    for after, typed in FORMER.items():
        done = there.psql("maja", f"BEGIN; {typed}; ROLLBACK")
        assert done.returncode == 0, f"{after}: {done.stderr}"
    cluster.drop(name)
    figure(
        "R17",
        f"{len(REFUSED)} statements with psql as a desk's user refused, {len(HARMLESS)} seen to change nothing",
        control=f"with the rights as they were given before, {len(FORMER)} of {len(FORMER)} succeed",
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
