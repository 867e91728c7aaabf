"""No member in the files in plain text, and none in a log, a repr or an error."""

import logging
import sqlite3
import traceback
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from sqlmodel import SQLModel

from sentralbord_desktop.bootstrap import DATABASE_FILE
from sentralbord_desktop.domain.inquiries.inquiry import Answer, Facts
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.services.drafts import Draft
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage import tables
from sentralbord_desktop.storage.encryption.keys import SLOT_FILE, Key
from sentralbord_desktop.storage.members.members import add_member
from tests.helpers import calls
from tests.helpers.figures import Say
from tests.helpers.passphrase import PASSPHRASE
from tests.helpers.registers import reopen

CANARY = "Kanarifugl"
MARKS = (CANARY, "Zebrastripe", "47110815", "kanari@eksempel.no", "Fuglekassa", "Hemmeligveien")


@pytest.fixture
def services(tmp_path: Path) -> Services:
    services = reopen(tmp_path / "kontor")
    services.session.update(name="Maja Hovde", initials="MH", loop=2)
    return services


@pytest.fixture
def canary(services: Services) -> Member:
    fields = {
        "number": "204118",
        "first_name": CANARY,
        "last_name": "Zebrastripe",
        "birth_date": date(1979, 3, 14),
        "phone": "47110815",
        "email": "kanari@eksempel.no",
        "employer": "Fuglekassa",
        "street": "Hemmeligveien 4",
        "department": 4,
        "status": "yrkesaktiv",
    }
    with services.database.transaction() as session:
        return add_member(session, fields, author="TEST", at=services.session.clock(), inquiry_id=None, source="import")


def marks_in(raw: bytes) -> list[str]:
    forms = {mark: (mark.encode(), mark.lower().encode(), mark.encode("utf-16-le")) for mark in MARKS}
    return [mark for mark, encoded in forms.items() if any(form in raw for form in encoded)]


def leaks(text: object) -> list[str]:
    return [mark for mark in MARKS if mark in str(text) or mark in repr(text)]


@pytest.mark.figures("R14")
def test_no_file_of_the_register_holds_a_name_in_plain_text(
    services: Services, canary: Member, tmp_path: Path, figure: Say
) -> None:
    services.inquiries.complete(calls.new_details(services, canary, place=f"{CANARY} by"))
    services.parking.keep(calls.half_way(services, "trobbel", canary, "oppsagt"), running=True)
    while_open = {path.name: path.read_bytes() for path in (tmp_path / "kontor").iterdir()}
    assert {DATABASE_FILE, f"{DATABASE_FILE}-wal", SLOT_FILE} <= set(while_open)
    assert len(while_open[f"{DATABASE_FILE}-wal"]) > 10_000
    assert services.members.search(CANARY)
    services.close()
    closed = {path.name: path.read_bytes() for path in (tmp_path / "kontor").iterdir()}
    for name, raw in [*while_open.items(), *closed.items()]:
        assert marks_in(raw) == [], name
        assert PASSPHRASE.encode() not in raw
        assert not raw.startswith(b"SQLite format 3"), name
    figure("R14", f"{len(MARKS)} marks in database, log, key file, open and closed: 0 found; backups in test_backup.py")


@pytest.mark.figures("R14")
def test_the_control_a_plain_file_shows_every_one_of_them(tmp_path: Path, figure: Say) -> None:
    connection = sqlite3.connect(tmp_path / "plain.db")
    connection.execute("CREATE TABLE member (text TEXT)")
    connection.executemany("INSERT INTO member VALUES (?)", [(mark,) for mark in MARKS])
    connection.commit()
    connection.close()
    assert marks_in((tmp_path / "plain.db").read_bytes()) == list(MARKS)
    figure("R14", control=f"a plain SQLite file shows {len(MARKS)} of {len(MARKS)}")


def values(services: Services, canary: Member) -> list[Any]:
    """One of every value about a person that leaves the services."""
    draft = calls.dismissal(services, canary)
    services.parking.keep(draft, running=True)
    run = draft.run(services.inquiries.library, services.organisation.read())
    parked = services.parking.all()
    receipt = services.inquiries.complete(draft)
    services.inquiries.complete(calls.ready(services, "utmelding", canary, "har_adressen"))
    record = services.members.open(canary.id)
    return [
        canary,
        *canary.phones,
        *services.members.search(CANARY),
        record,
        *record.remarks,
        *record.calls,
        *record.changes,
        *record.callbacks,
        *record.confirmations,
        *record.sent,
        draft,
        *parked,
        receipt,
        draft.facts,
        draft.facts.member,
        *draft.answers.values(),
        *Outcome(run).actions(),
        *services.confirmations.awaited(),
        *services.outbox.all(),
        Answer(text=CANARY),
        Answer(fields={"first_name": CANARY}),
        services.inquiries.reopen(receipt.inquiry_id),
        Key(b"\x07" * 32),
    ]


def test_no_value_shows_a_member_in_repr_str_or_a_format(services: Services, canary: Member) -> None:
    shown = values(services, canary)
    assert len({type(value) for value in shown}) >= 17
    for value in shown:
        assert leaks(value) == [], type(value)
        assert leaks(f"{value} {value!r} {[value]} {(value,)}") == [], type(value)
    assert "\\x07" not in repr(Key(b"\x07" * 32))
    services.close()


def test_no_row_of_the_tables_shows_what_it_holds() -> None:
    people = [
        kind
        for kind in vars(tables).values()
        if isinstance(kind, type) and issubclass(kind, SQLModel) and hasattr(kind, "__table__")
    ]
    about_members = {
        "member",
        "member_phone",
        "remark",
        "member_change",
        "phone_call",
        "inquiry",
        "inquiry_answer",
        "inquiry_action",
        "callback",
        "confirmation",
        "outgoing",
        "parked",
    }
    seen = set()
    for kind in people:
        name = kind.__tablename__
        if name in about_members:
            columns = [column.name for column in kind.__table__.columns]
            row = kind(**{column: 7 if column == "id" else CANARY for column in columns})
            assert leaks(row) == [], name
            seen.add(name)
    assert seen == about_members


def test_a_log_with_the_values_and_an_error_of_the_database_shows_no_member(
    services: Services, canary: Member, caplog: pytest.LogCaptureFixture
) -> None:
    log = logging.getLogger("sentralbord.test")
    with caplog.at_level(logging.DEBUG):
        for value in values(services, canary):
            log.info("%s %r", value, value)
        try:
            with services.database.transaction() as session:
                add_member(
                    session,
                    {"number": "204118", "first_name": CANARY},
                    author="T",
                    at=datetime.now(UTC),
                    inquiry_id=None,
                    source="import",
                )
        except RuntimeError:
            log.exception("skrivefeil")
    assert "skrivefeil" in caplog.text
    assert leaks(caplog.text) == []
    services.close()


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (Member, {"id": "x", "number": CANARY}),
        (Facts, {"call_date": CANARY, "caller_name": CANARY, "member": {"name": [CANARY]}}),
        (Answer, {"text": [CANARY]}),
        (Draft, {"id": "1", "title": [CANARY], "started": CANARY, "facts": {}}),
    ],
)
def test_a_value_that_cannot_be_read_does_not_name_what_was_in_it(kind: Any, data: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as caught:
        kind.model_validate(data)
    assert leaks(str(caught.value)) == []
    assert leaks("".join(traceback.format_exception_only(caught.value))) == []
