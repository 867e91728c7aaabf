"""Blanks the text of remarks and inquiries; the rows stay. Only inside `erasure.erasing`."""

from sqlalchemy import text
from sqlmodel import Session

from sentralbord_desktop.storage.privacy.row_statements import chain_of, run

SENSITIVE = "følsom merknad"
"""`access.what` of a remark with sensitive text that was kept for a reason; the reason may repeat the text."""
NO_STATE = "{}"
"""`inquiry.state` of an inquiry with erased answers."""


def blank_remark(session: Session, remark_id: int, words: str) -> bool:
    """Blank a remark, its chain of corrections, and the texts of their inquiries. False without such a remark."""
    chain = chain_of(session, "remark", remark_id)
    blanked = [_blank_one(session, one, words) for one in chain]
    return all(blanked)


def _blank_one(session: Session, remark_id: int, words: str) -> bool:
    found = session.execute(text("SELECT inquiry_id FROM remark WHERE id = :who"), {"who": remark_id}).first()
    if found is None:
        return False
    run(
        session,
        f"UPDATE access SET why = '' WHERE what = '{SENSITIVE}' AND EXISTS (SELECT 1 FROM remark r "
        "WHERE r.id = :who AND r.member_id = access.member_id AND r.written = access.at)",
        who=remark_id,
    )
    run(session, "UPDATE remark SET text = :words WHERE id = :who", who=remark_id, words=words)
    if found[0] is not None:
        blank_inquiry(session, found[0])
        for statement in (
            "UPDATE outgoing SET body = '', subject = '', letter = '', reason = '' WHERE inquiry_id = :who "
            "AND state IN ('sendt', 'overlatt', 'trukket')",
            "UPDATE callback SET subject = '' WHERE inquiry_id = :who AND status <> 'apen'",
            "UPDATE member_change SET after = '' WHERE inquiry_id = :who AND field = 'henvendelse'",
            "UPDATE phone_call SET outcome = 'fullført' WHERE inquiry_id = :who AND outcome NOT LIKE 'satt over til%'",
        ):
            run(session, statement, who=found[0])
    return True


def blank_inquiry(session: Session, inquiry_id: str) -> None:
    """Blank the answers and texts of an inquiry; it cannot be reopened after that."""
    for statement in (
        f"UPDATE inquiry SET state = '{NO_STATE}' WHERE id = :who",
        "UPDATE inquiry_answer SET answer = '' WHERE inquiry_id = :who",
        "UPDATE inquiry_action SET content = '', subject = '', reason = '', data = '{}' WHERE inquiry_id = :who",
    ):
        run(session, statement, who=inquiry_id)
