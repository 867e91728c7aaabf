"""What an upgrade and `server rights` make of the rights on a server, who belongs to whom, and PINs."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session

from sentralbord_desktop.cli import main
from sentralbord_desktop.domain.errors import SwitchboardError, WrongPinError
from sentralbord_desktop.storage.encryption import pin_hash
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.engine.grants import OPERATORS, grant
from sentralbord_desktop.storage.engine.server_accounts import accounts, join, part
from sentralbord_desktop.storage.tables import OperatorRow
from tests.helpers.migrations import lay_stored
from tests.helpers.postgres import Cluster
from tests.helpers.server_desks import as_user, desk_of
from tests.helpers.shared_register import SharedRegister, open_wide, role


def test_a_new_person_is_an_operator_and_only_a_server_stamps_rows(database: Database) -> None:
    with database.transaction() as session:
        session.add(OperatorRow(initials="NY"))
        session.flush()
        assert session.execute(text("SELECT roles FROM operator WHERE initials = 'NY'")).scalar() == "operator"
        opening = "INSERT INTO access (at, author, what, why) VALUES ('2026-11-25 10:00:00+00:00', 'MH', 'x', '')"
        stamped = session.execute(text(f"{opening} RETURNING db_user")).scalar()
    assert stamped == ("postgres" if database.is_server else None)


def test_an_upgrade_takes_what_was_given_before_and_pins_go_on_working(
    cluster: Cluster, tmp_path: Path, next_version: None
) -> None:
    url = cluster.url(name := cluster.new_database("template1"))
    owner = Database.server(url)
    lay_stored(owner)
    grant(owner.engine)
    with Session(owner.engine) as session, session.begin():
        session.add(OperatorRow(initials="MH", os_user=r"F\pultbruker", pin=pin_hash.hashed("2719")))
    role(cluster, "pultbruker", f"GRANT {OPERATORS} TO pultbruker")
    desk = SharedRegister(cluster, name, url)
    open_wide(url)
    attack = "UPDATE operator SET roles = 'administrator' WHERE initials = 'MH'"
    assert desk.psql("pultbruker", f"BEGIN; {attack}; ROLLBACK").returncode == 0
    with owner.engine.begin() as raw:
        raw.execute(text("GRANT UPDATE (roles) ON operator TO pultbruker"))
        raw.execute(text("GRANT SELECT ON access TO PUBLIC"))
    owner.migrate()
    for typed in (attack, "SELECT * FROM access", "SELECT verifier FROM operator_pin"):
        assert "permission denied" in desk.psql("pultbruker", typed).stderr, typed
    assert "2719" not in desk.psql("pultbruker", "SELECT * FROM operator").stdout
    join(owner.engine, "pultbruker", "MH")
    services = desk_of(as_user(url, "pultbruker"), tmp_path, r"F\pultbruker")
    me = services.session.operator.id
    with pytest.raises(WrongPinError):
        services.people.sign_in(me, "2718")
    assert services.people.sign_in(me, "2719").initials == "MH"
    services.close()
    owner.close()


def test_the_rights_are_given_once_and_what_is_too_much_is_named(cluster: Cluster) -> None:
    owner = Database.server(cluster.url(cluster.new_database("template1")))
    owner.migrate()
    grant(owner.engine)
    assert grant(owner.engine) == []
    with owner.engine.begin() as raw:
        raw.execute(text(f"GRANT UPDATE ON setting TO {OPERATORS}"))
        raw.execute(text(f"REVOKE SELECT ON member FROM {OPERATORS}"))
    assert grant(owner.engine) == [f"tok fra {OPERATORS}: UPDATE setting", f"ga {OPERATORS}: SELECT member"]
    owner.close()


def test_who_belongs_to_whom_is_joined_told_and_parted(
    shared_register: SharedRegister, capsys: pytest.CaptureFixture[str]
) -> None:
    owner = Database.server(shared_register.url)
    assert main.run(["server", "rights", shared_register.url]) == 0
    assert "Ingenting er endret" in capsys.readouterr().out
    words = ["server", "people", shared_register.url]
    assert main.run(words) == 0
    said = capsys.readouterr().out
    assert "maja: MH (operator)" in said
    assert "sjefen: SJ (operator,vedlikehold,administrator,personvern)" in said
    for change, why in (
        (["--db-user", "finnes_ikke", "--initials", "MH"], "finnes ikke på tjeneren"),
        (["--db-user", "maja", "--initials", "QQ"], "Skriv også --name"),
        (["--db-user", "maja", "--initials", "LT", "--remove"], "er ikke koblet"),
    ):
        assert main.run([*words, *change]) == 1
        assert why in capsys.readouterr().err
    join(owner.engine, "maja", "LT")
    assert ("maja", "LT") in {(one.db_user, one.initials) for one in accounts(owner.engine)}
    assert shared_register.psql("maja", "SELECT my_signs()").stdout.split() == ["{MH,LT}"]
    part(owner.engine, "maja", "LT")
    assert shared_register.psql("maja", "SELECT my_signs()").stdout.split() == ["{MH}"]
    with pytest.raises(SwitchboardError):
        part(owner.engine, "maja", "LT")
    owner.close()


def test_a_pin_is_not_guessed_past_the_limit_by_taking_the_tries_back(shared_register: SharedRegister) -> None:
    """What is counted is not undone by ROLLBACK, and the wait is the server's."""
    proof = "'\\x00'"
    mine = "(SELECT id FROM operator WHERE initials = 'LT')"
    tried = f"BEGIN; SELECT check_pin({mine}, {proof}, false); ROLLBACK;"
    said = shared_register.psql("lars", tried * 8).stdout.split()
    assert said == ["feil"] * 5 + ["vent"] * 3
    (real,) = shared_register.psql("lars", f"SELECT pin FROM operator WHERE id = {mine}").stdout.split()
    right = pin_hash.proof("2719", real).hex()
    assert shared_register.psql("lars", f"SELECT check_pin({mine}, '\\x{right}', true)").stdout.split() == ["vent"]


def test_what_the_server_keeps_is_not_what_must_be_shown(shared_register: SharedRegister) -> None:
    """Whoever reads a backup of the base cannot sign in with what stands there."""
    owner = Database.server(shared_register.url)
    with owner.engine.connect() as raw:
        kept = raw.execute(
            text(
                "SELECT p.verifier, o.pin FROM operator_pin p JOIN operator o ON o.id = p.operator_id WHERE o.initials = 'LT'"
            )
        ).one()
    owner.close()
    assert bytes(kept[0]) != pin_hash.proof("2719", kept[1])
    assert pin_hash.fits("2719", pin_hash.with_verifier(kept[1], bytes(kept[0])))
    assert not pin_hash.fits("2718", pin_hash.with_verifier(kept[1], bytes(kept[0])))
