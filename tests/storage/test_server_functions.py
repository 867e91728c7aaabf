"""What the server writes beside the program on a shared register: who was logged in, when, and every change of a member."""

import pytest
from sqlalchemy import text

from sentralbord_desktop.domain.errors import NotAllowedError
from sentralbord_desktop.storage.engine.database import Database
from tests.helpers.shared_register import SharedRegister, role

OURS = "INSERT INTO remark (written, author, text, category, pinned, member_id, withdrawn) VALUES ('2020-01-01', 'MH', "


def asked(there: SharedRegister, question: str) -> list[tuple[object, ...]]:
    owner = Database.server(there.url)
    with owner.engine.connect() as raw:
        found = [tuple(row) for row in raw.execute(text(question))]
    owner.close()
    return found


def test_a_time_that_was_forged_has_the_servers_beside_it(shared_register: SharedRegister) -> None:
    assert shared_register.psql("maja", f"{OURS}'fra i fjor', '', false, 1, false)").returncode == 0
    (row,) = asked(
        shared_register, "SELECT db_user, db_at > now() - interval '1 minute' FROM remark WHERE text = 'fra i fjor'"
    )
    assert row == ("maja", True)


def test_a_transaction_that_is_held_open_does_not_make_it_older(shared_register: SharedRegister) -> None:
    typed = f"BEGIN; {OURS}'holdt åpen', '', false, 1, false); SELECT db_at > transaction_timestamp() FROM remark "
    done = shared_register.psql("maja", f"{typed}WHERE text = 'holdt åpen'; COMMIT")
    assert done.stdout.split() == ["t"], done.stderr


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("UPDATE member SET email = 'a@ond.no' WHERE id = 1", ("email", "a@ond.no")),
        ("UPDATE member SET no_sms = true WHERE id = 1", ("no_sms", "ja")),
        ("UPDATE member SET birth_date = '1980-03-14' WHERE id = 1", ("birth_date", "14.03.1980")),
        ("UPDATE member_phone SET number = '4' WHERE member_id = 1", ("phone", "4")),
        ("DELETE FROM member_phone WHERE member_id = 1", ("phone", "")),
        ("INSERT INTO member_phone (member_id, label, number, position) VALUES (1, 'mobil', '5', 2)", ("phone3", "5")),
        (
            "BEGIN; UPDATE member SET place = 'B' WHERE id = 1; INSERT INTO member_change (member_id, field, before, after, at, "
            "author, source) VALUES (1, 'place', 'A', 'A', now(), 'MH', 'samtale'); COMMIT",
            ("place", "B"),
        ),
    ],
)
def test_a_change_past_the_program_stands_in_the_change_log(
    typed: str, line: tuple[str, str], shared_register: SharedRegister
) -> None:
    done = shared_register.psql("maja", typed)
    assert done.returncode == 0, done.stderr
    found = asked(
        shared_register,
        "SELECT field, after, db_user, author FROM member_change WHERE source = 'basen' ORDER BY id DESC LIMIT 1",
    )
    assert found == [(*line, "maja", "MH")]


def test_a_member_past_the_program_stands_in_it_too(shared_register: SharedRegister) -> None:
    typed = (
        "INSERT INTO member (number, first_name, middle_name, last_name, email, street, post_code, place, status, employer, "
        "workplace, workplace_post_code, insurance_codes, shop_steward, no_sms, version) "
        "VALUES ('ny', '', '', '', '', '', '', '', '', '', '', '', '', '', false, 1)"
    )
    assert shared_register.psql("maja", typed).returncode == 0
    assert asked(shared_register, "SELECT db_user FROM member_change WHERE field = 'registrert' AND after = 'ny'") == [
        ("maja",)
    ]


def test_a_desk_that_nobody_is_joined_to_writes_in_nobodys_name(shared_register: SharedRegister) -> None:
    role(shared_register.cluster, "ukjent", "GRANT sentralbord_operator TO ukjent")
    assert "row-level security" in shared_register.psql("ukjent", f"{OURS}'x', '', false, 1, false)").stderr
    desk = Database.server(shared_register.as_user("ukjent"))
    with pytest.raises(NotAllowedError, match="server people"), desk.transaction() as session:
        session.execute(text(f"{OURS}'x', '', false, 1, false)"))
    desk.close()
