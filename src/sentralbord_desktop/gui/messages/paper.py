"""Utboks on paper and in a file."""

from collections.abc import Callable

from sentralbord_desktop.domain.messages.outgoing import Outgoing
from sentralbord_desktop.gui.lists.paper.paper_column import PaperColumn
from sentralbord_desktop.gui.messages.columns import KINDS, address_of, subject


def outbox_paper(state: Callable[[Outgoing], str]) -> list[PaperColumn[Outgoing]]:
    """`state` is what happens to a message, in words."""
    return [
        PaperColumn("Laget", lambda o: o.created, 112),
        PaperColumn("Hva", lambda o: KINDS.get(o.kind, o.kind), 84),
        PaperColumn("Til", lambda o: o.to_label, 150),
        PaperColumn("Adresse", address_of, 150),
        PaperColumn("Gjelder", subject, 220),
        PaperColumn("Frist", lambda o: o.deadline, 80, strong=True),
        PaperColumn("Tilstand", state, 150),
    ]
