"""A call from a third party: the caller shown instead of the member, and the actions that the call does not lead to
(X-4)."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from sentralbord_desktop.domain.inquiries.caller_kind import CALLED, CallerKind
from sentralbord_desktop.domain.inquiries.inquiry import Facts
from sentralbord_desktop.domain.telephony import spoken_number
from sentralbord_desktop.gui.widgets.labels import icon_label, label, row

FOR_ANOTHER, STILL_MEMBER = "Ringer for en annen", "Medlemmet selv likevel"
"""The names of the button, and of its key, before and after it is pressed."""
CLOSED = "Medlemsbildet er lukket. Merknader, adresse og fakturaer vises ikke i denne samtalen."
CANNOT_CONFIRM = "«Jeg kan ikke bekrefte eller avkrefte om noen er medlem.»\n«Be gjerne vedkommende ringe selv.»"
"""Said to a third party; the template of the procedures has the same words."""
SAID_FIRST = {
    CallerKind.COLLEAGUE: "«Hva kan jeg hjelpe deg med?»",
    CallerKind.BEREAVED: "«Jeg kondolerer. Hva kan jeg hjelpe deg med?»",
}
"""Said to a third party of these kinds instead."""
DROPPED = "Tatt bort, fordi det ikke er medlemmet som ringer"
WAY_BACK = f"Var det medlemmet likevel? Velg «{STILL_MEMBER}», så kommer alt tilbake."


def third_party_line(number: str, name: str) -> str:
    """«990 00 207 · navn ikke oppgitt»."""
    return f"{spoken_number(number) or 'nummer ikke oppgitt'} · {name or 'navn ikke oppgitt'}"


class ShownForMember(NamedTuple):
    """Shown instead of the member; `closed` is a sentence when a record was closed."""

    heading: str
    caller_line: str
    closed: str

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


def shown_for_member(facts: Facts) -> ShownForMember:
    line = third_party_line(facts.caller_phone, facts.caller_name)
    return ShownForMember(CALLED[facts.caller], line, CLOSED if facts.closed_member_id is not None else "")


class DroppedCard(QFrame):
    """A grey card on the review page; hidden while nothing is dropped."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self._names = label("", "meta", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(4)
        head = row(icon_label("minus-circle", "text3", 16), label(DROPPED, "strong", wrap=True), spacing=8)
        head.setStretch(1, 1)
        layout.addLayout(head)
        below = QVBoxLayout()
        below.setContentsMargins(24, 0, 0, 0)  # aligned with the text of the head
        below.addWidget(self._names)
        below.addWidget(label(WAY_BACK, "meta", wrap=True))
        layout.addLayout(below)
        self.hide()

    def show_names(self, names: Sequence[str]) -> None:
        self._names.setText(" · ".join(names))
        self.setAccessibleName(f"{DROPPED}: {', '.join(names)}. {WAY_BACK}")
        self.setVisible(bool(names))
