"""Utboks on paper and in a file."""

from collections.abc import Callable
from datetime import datetime

from sentralbord_desktop.domain.messages.outgoing import Outgoing
from sentralbord_desktop.gui.lists.paper.paper_column import PaperColumn
from sentralbord_desktop.gui.messages.columns import KINDS, address_of, matter_of, promised, receiver_of, state_word


def outbox_paper(now: Callable[[], datetime], undo_seconds: Callable[[], int]) -> list[PaperColumn[Outgoing]]:
    """State, time and initials of a message are separate columns, because the state's text has only the time of day."""

    def state(message: Outgoing) -> str:
        word = state_word(message, now())
        return f"{word}: {message.reason}" if message.is_dropped and message.reason else word

    def moment(message: Outgoing) -> datetime | None:
        if message.state != "klar" or message.not_before is None:
            return message.handed_over
        return promised(message, undo_seconds()) if message.is_overdue(now()) else message.not_before

    return [
        PaperColumn("Laget", lambda o: o.created, 108),
        PaperColumn("Hva", lambda o: KINDS.get(o.kind, o.kind), 56),
        PaperColumn("Til", receiver_of, 130),
        PaperColumn("Adresse", address_of, 170),
        PaperColumn("Medlem", lambda o: o.member_name, 120),
        PaperColumn("Gjelder", matter_of, 150),
        PaperColumn("Frist", lambda o: o.deadline, 72, strong=True),
        PaperColumn("Tilstand", state, 124),
        PaperColumn("Når", moment, 108),
        PaperColumn("Av", lambda o: o.moved_by, 36),
    ]
