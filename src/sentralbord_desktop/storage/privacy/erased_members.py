"""Keeps erased members out of later imports, by a keyed hash of member number and birth date.

The key is made with the first hash, and is stored in the register. A hash shows no data, and without the key no member
can be looked up. On a server only the groups of administrators and of privacy may read the key.
"""

import hmac
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, SQLModel

from sentralbord_desktop.storage import settings
from sentralbord_desktop.storage.engine.bulk_insert import insert_many
from sentralbord_desktop.storage.tables import ErasedMemberRow

SETTING = "slettede"
KEY_BYTES = 32
TABLES = SQLModel.metadata.tables
MEMBER, ERASED = TABLES["member"], TABLES[ErasedMemberRow.__tablename__]


def remember(session: Session, ids: Sequence[int]) -> None:
    """Keep a mark of each of these members; called before they are erased."""
    rows = session.execute(select(MEMBER.c.number, MEMBER.c.birth_date).where(MEMBER.c.id.in_(ids))).all()
    kept = settings.setting(session, SETTING).get("key")
    key = kept or secrets.token_hex(KEY_BYTES)
    if not kept:
        settings.save_setting(session, SETTING, {"key": key})
    marks = {mark for number, born in rows for mark in (_mark(key, number, born), _mark_without_day(key, number))}
    there = set(session.execute(select(ERASED.c.mark).where(ERASED.c.mark.in_(marks))).scalars())
    insert_many(session, ERASED, [{"mark": mark} for mark in sorted(marks - there)])


def erased_among(session: Session, rows: Iterable[Mapping[str, Any]]) -> set[str]:
    """The member numbers of the rows (values of members) that are about erased members."""
    key = str(settings.setting(session, SETTING).get("key", ""))
    marks = set(session.execute(select(ERASED.c.mark)).scalars()) if key else set()
    if not marks:
        return set()

    def is_erased(number: str, born: date | None) -> bool:
        if _mark(key, number, born) in marks or _mark(key, number, None) in marks:
            return True
        return born is None and _mark_without_day(key, number) in marks

    return {str(row["number"]) for row in rows if is_erased(row["number"], row.get("birth_date"))}


def _mark(key: str, number: str, born: date | None) -> str:
    """The hash; without a birth date it is of the number alone. Leading zeros are ignored."""
    return _digest(key, f"{number.lstrip('0')}|{born.isoformat() if born else ''}")


def _mark_without_day(key: str, number: str) -> str:
    """Asked only of a row without a birth date: a file whose column is not read would bring back all who were erased."""
    return _digest(key, f"{number.lstrip('0')}|uten dato")


def _digest(key: str, about: str) -> str:
    return hmac.new(bytes.fromhex(key), about.encode(), "sha256").hexdigest()
