"""The sentences about a call in the bar of the window."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from sentralbord_desktop.domain.callbacks.callback import Callback
from sentralbord_desktop.domain.dates.screen_time import day_at_time
from sentralbord_desktop.domain.members.fields import FIELD_NAMES, field_name
from sentralbord_desktop.domain.members.member import Member, Rectified
from sentralbord_desktop.domain.text.norwegian import listed
from sentralbord_desktop.gui.call.call_session import CallSession
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.services.drafts.draft import Draft
from sentralbord_desktop.services.inquiries.inquiries import Reopened

REOPENS = "Ctrl+Z åpner den igjen."
IS_WRITTEN = "Samtalen fullføres nå. Ctrl+Z åpner den igjen."


class CallNotices(QObject):
    """Notices about an inquiry that is not on the screen, and the announcements when one leaves the screen or
    returns."""

    given = Signal(str)

    def __init__(self, call_session: CallSession, page: QWidget) -> None:
        super().__init__(call_session)
        self._page, self._title = page, call_session.categories.title
        call_session.parked_calls.put_aside.connect(partial(self._say, "Parkert"))
        call_session.parked_calls.taken.connect(partial(self._say, "Hentet frem"))
        call_session.completed_aside.connect(lambda receipt: self.given.emit(receipt.sentence))
        call_session.reopened.connect(self._show_left)
        call_session.inquiry.procedure_changed.connect(self._show_changed)

    def _say(self, what: str, draft: Draft) -> None:
        """«Parkert: Ingunn Fjeldheim, Trøbbel på jobben»; the step says itself where one was."""
        announce(self._page, f"{what}: {draft.title}, {self._title(draft.category)}")

    def _show_left(self, reopened: Reopened) -> None:
        self._say("Åpnet igjen", reopened.draft)
        if left := reopened.already_left:
            self.given.emit(" ".join(left) + " Vil du sende en rettelse, skriv en ny.")

    def _show_changed(self, title: str, version: int) -> None:
        self.given.emit(
            f"Prosedyren «{title}» er endret siden du parkerte. Denne samtalen fullføres etter "
            f"versjon {version}. Svarene som passer, er beholdt."
        )


def arranged_sentence(callback: Callback, moment: datetime) -> str:
    """After Ctrl+T: when the callback is."""
    promised = day_at_time(callback.due, moment) if callback.due else callback.window or "når som helst"
    return f"Oppringing avtalt: {promised}."


def rectified_sentence(seen: Member, done: Sequence[Rectified]) -> str:
    """After F2: the changes."""
    written = {each.field for each in done}
    names = [name.lower() for field, name in FIELD_NAMES.items() if field in written]
    names += [field_name(field).lower() for field in sorted(written - FIELD_NAMES.keys())]
    return f"Rettet for {seen.name}: {listed(names)}."
