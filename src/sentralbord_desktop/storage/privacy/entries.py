"""Single entries about a member: list, rectify, erase their text."""

from collections.abc import Callable, Sequence
from datetime import datetime, time
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from sentralbord_desktop.domain.dates.clock import OSLO
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.members.fields import field_name
from sentralbord_desktop.domain.members.member import PhoneCall, PhoneCallFields, Remark, RemarkFields
from sentralbord_desktop.domain.privacy.entries import WrittenEntry
from sentralbord_desktop.storage.members.record import CALLS, REMARKS, standing, taken_back
from sentralbord_desktop.storage.privacy import blanking, row_statements
from sentralbord_desktop.storage.tables import (
    CallbackRow,
    ConfirmationRow,
    MemberChangeRow,
    OutgoingRow,
    PhoneCallRow,
    RemarkRow,
)

NO_WORDS = frozenset({"status", "sammenslaing", "registrert"})
"""Fields without entries: periods start from their changes, e.g. from resignation (PR-8)."""
MENDED = "Den er rettet i mellomtiden. Hent medlemmet på nytt."
NO_LONGER_THERE = "Den finnes ikke lenger. Hent medlemmet på nytt."
STILL_IN_OUTBOX = "Meldingen venter ennå. Hent den tilbake i Utboks først."
SENT = ("sendt", "overlatt", "trukket")
CORRECTED = frozenset({"remark", "phone_call"})
"""History tables: a correction is a row that refers to the corrected one."""
BLANK = {
    "callback": "UPDATE callback SET subject = :words, name = '', version = version + 1 WHERE id = :id",
    "confirmation": "UPDATE confirmation SET detail = :words, version = version + 1 WHERE id = :id",
    "phone_call": "UPDATE phone_call SET outcome = :words, caller_name = '' WHERE id = :id",
    "outgoing": "UPDATE outgoing SET subject = '', body = :words, letter = '', reason = '' WHERE id = :id",
    "member_change": "UPDATE member_change SET before = '', after = :words WHERE id = :id",
}


def entries(session: Session, who: Sequence[int]) -> list[WrittenEntry]:
    """Uncorrected entries about the members with these ids, newest first."""
    found = [WrittenEntry("remark", r.id, r.written, r.author, r.text) for r in standing(session, Remark, REMARKS, who)]
    found += [
        WrittenEntry("phone_call", c.id, c.started, c.author, c.outcome)
        for c in standing(session, PhoneCall, CALLS, who)
    ]
    for row in _of(session, CallbackRow, who):
        found.append(WrittenEntry("callback", row.id, row.created, row.promised_by, row.subject))
    for row in _of(session, ConfirmationRow, who):
        asked = datetime.combine(row.asked, time(12), OSLO)
        found.append(WrittenEntry("confirmation", row.id, asked, "", row.detail))
    for row in _of(session, OutgoingRow, who):
        words = "\n".join(filter(None, (row.subject, row.body)))
        found.append(WrittenEntry("outgoing", row.id, row.created, "", words))
    for row in _of(session, MemberChangeRow, who, ~taken_back(MemberChangeRow)):
        if row.field in NO_WORDS:
            continue
        words = f"{field_name(row.field)}: {row.before or '–'} → {row.after or '–'}"
        found.append(WrittenEntry("member_change", row.id, row.at, row.author, words))
    written = [one for one in found if one.words]
    return sorted(written, key=lambda one: one.at, reverse=True)


def _of(session: Session, table: type[Any], who: Sequence[int], *more: Any) -> Sequence[Any]:
    return session.exec(select(table).where(col(table.member_id).in_(who), *more)).all()


def rectify(session: Session, entry: WrittenEntry, words: str, *, author: str, at: datetime) -> int | None:
    """Replace the text; returns the member's id. In history tables this inserts a correction; callbacks and
    confirmations are updated. Raises SwitchboardError when the entry does not exist or cannot be changed."""
    rectifiers: dict[str, Callable[..., None]] = {
        "remark": _rectify_remark,
        "phone_call": _rectify_call,
        "callback": _rectify_callback,
        "confirmation": _rectify_confirmation,
    }
    if entry.kind not in rectifiers:
        raise SwitchboardError("Den kan ikke rettes, bare slettes: slik ble det sendt eller gjort.")
    row = session.get(_table(entry.kind), entry.id, with_for_update=True)
    if row is None:
        raise SwitchboardError(NO_LONGER_THERE)
    table = type(row)
    if entry.kind in CORRECTED and session.exec(select(table).where(table.corrects == row.id)).first():
        raise SwitchboardError(MENDED)
    rectifiers[entry.kind](session, row, words, author=author, at=at)
    member_id: int | None = row.member_id
    return member_id


def blank(session: Session, entry: WrittenEntry, words: str) -> None:
    """Erase the text permanently, including its inquiry, and store `words` instead. Only inside `erasing`. Raises
    SwitchboardError when the entry does not exist or is still in the outbox."""
    if entry.kind == "remark":
        if not blanking.blank_remark(session, int(entry.id), words):
            raise SwitchboardError(NO_LONGER_THERE)
        return
    row = session.get(_table(entry.kind), entry.id, with_for_update=True)
    if row is None:
        raise SwitchboardError(NO_LONGER_THERE)
    if entry.kind == "outgoing" and row.state not in SENT:
        raise SwitchboardError(STILL_IN_OUTBOX)
    ids = [entry.id]
    if entry.kind in CORRECTED:  # the whole chain of corrections
        ids = list(row_statements.chain_of(session, entry.kind, int(entry.id)))
    inquiry_id = getattr(row, "inquiry_id", None)
    if inquiry_id is not None:  # the inquiry has the same text
        blanking.blank_inquiry(session, inquiry_id)
    if entry.kind == "callback" and row.member_id is not None:  # the reason for keeping it may repeat the text
        session.execute(
            text("UPDATE access SET why = '' WHERE what = 'følsom oppringing' AND member_id = :who"),
            {"who": row.member_id},
        )
    for one in ids:
        session.execute(text(BLANK[entry.kind]), {"words": words, "id": one})
    session.expire_all()


def _table(kind: str) -> Any:
    tables = (RemarkRow, PhoneCallRow, CallbackRow, ConfirmationRow, OutgoingRow, MemberChangeRow)
    return next(table for table in tables if table.__tablename__ == kind)


def _rectify_remark(session: Session, row: RemarkRow, words: str, *, author: str, at: datetime) -> None:
    fields = RemarkFields(written=at, author=author, text=words[:4000], category=row.category, pinned=row.pinned)
    of = {"member_id": row.member_id, "inquiry_id": row.inquiry_id, "outgoing_id": row.outgoing_id}
    session.add(RemarkRow.model_validate({**fields.model_dump(), **of, "corrects": row.id}))


def _rectify_call(session: Session, row: PhoneCallRow, words: str, *, author: str, at: datetime) -> None:
    fields = PhoneCallFields.model_validate({**row.model_dump(), "outcome": words[:200], "author": author})
    session.add(
        PhoneCallRow.model_validate(
            {**fields.model_dump(), "member_id": row.member_id, "inquiry_id": row.inquiry_id, "corrects": row.id}
        )
    )


def _rectify_callback(session: Session, row: CallbackRow, words: str, **_: object) -> None:
    row.subject, row.version = words[:200], row.version + 1
    session.add(row)


def _rectify_confirmation(session: Session, row: ConfirmationRow, words: str, **_: object) -> None:
    row.detail, row.version = words[:200], row.version + 1
    session.add(row)
