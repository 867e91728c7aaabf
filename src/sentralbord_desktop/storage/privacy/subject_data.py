"""Everything stored about one member, for an access request (PR-9)."""

import json
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, SQLModel

from sentralbord_desktop.domain.text.word_list import word_list
from sentralbord_desktop.storage.members.import_origin import registrations
from sentralbord_desktop.storage.members.merged import merged_ids
from sentralbord_desktop.storage.privacy.erasure import inquiries_of

OF_MEMBER = word_list("member_phone invoice remark member_change phone_call callback confirmation outgoing hold")
OF_INQUIRY = ("inquiry_answer", "inquiry_action", "inquiry_event")
WITHOUT = {
    "member": {"merged_into", "import_run"},
    "member_change": {"import_run"},
    "inquiry": {"state"},
    "parked": {"state"},
    "import_loss": {"id", "run_id", "field"},
}
"""Technical columns; the text typed in a parked call is extracted."""


def everything(session: Session, member_id: int) -> dict[str, list[dict[str, Any]]]:
    """Table -> rows about the member and those merged into it, oldest first."""
    found: dict[str, list[dict[str, Any]]] = {}
    for one in merged_ids(session, member_id):
        inquiries = inquiries_of(session, one)
        _add(session, found, "member", "id", [one])
        found["member_change"] = [
            line.model_dump(exclude={"id"}) | {"member_id": one} for line in registrations(session, [one])
        ] + found.get("member_change", [])
        for table in OF_MEMBER:
            _add(session, found, table, "member_id", [one])
        _add(session, found, "inquiry", "id", inquiries)
        for table in OF_INQUIRY:
            _add(session, found, table, "inquiry_id", inquiries)
        calls = [row["id"] for row in found.get("callback", ())]
        _add(session, found, "callback_attempt", "callback_id", calls)
        _add(session, found, "parked", "member_id", [one])
        _add(session, found, "import_loss", "number", [row["number"] for row in found["member"] if row["id"] == one])
        _add(session, found, "access", "member_id", [one])
    return found


def _add(session: Session, found: dict[str, list[dict[str, Any]]], name: str, column: str, ids: list[Any]) -> None:
    """Uses the table objects, so that times have the same type on both engines."""
    table = SQLModel.metadata.tables[name]
    rows = session.execute(select(table).where(table.c[column].in_(ids))).mappings() if ids else ()
    known = found.setdefault(name, [])
    for row in rows:
        kept = {key: value for key, value in row.items() if key not in WITHOUT.get(name, ())}
        if name == "parked":
            kept["content"] = _typed(str(row["state"]))
        known += [kept] if kept not in known else []


def _typed(state: str) -> str:
    """The answers and texts of an uncompleted call, one per line."""
    try:
        draft = json.loads(state)
    except ValueError:
        return ""
    said = [
        f"{step}: {', '.join(filter(None, (answer.get('choice'), answer.get('text'), *answer.get('fields', {}).values())))}"
        for step, answer in draft.get("answers", {}).items()
    ]
    said += [f"{step}: {text}" for step, text in draft.get("half_typed", {}).items() if text]
    said += [str(text) for text in draft.get("review", {}).get("texts", {}).values()]
    return "\n".join(said)
