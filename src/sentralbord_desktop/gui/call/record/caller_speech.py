"""The announcements about the caller, and the tab order of their page."""

from PySide6.QtCore import QObject

from sentralbord_desktop.domain.telephony.phone_numbers import spoken_number
from sentralbord_desktop.gui._generated.ui_call import Ui_Call
from sentralbord_desktop.gui.call.call_session import CallSession
from sentralbord_desktop.gui.call.category_chooser import ABOUT, CategoryChooser
from sentralbord_desktop.gui.call.record.record_panel import RecordPanel
from sentralbord_desktop.gui.core.accessible_role import SILENT
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.widgets.texts.text_stops import order_tabs
from sentralbord_desktop.gui.wizard.closed_record import CANNOT_CONFIRM
from sentralbord_desktop.gui.wizard.member.compare_card import CompareCard

CONFIRMED, NOT_CONFIRMED = "Bekreftet.", "Ikke bekreftet."
TO_CONFIRM = "Mellomrom bekrefter."
MAX_SPOKEN_CHARS = 280
"""Characters: 20 s at 17 a second, less what is read of the panel that takes the focus."""


class CallerSpeech(QObject):
    """Made after the page is connected: what is read is drawn by then. Of a third party the record is never read (X-4)."""

    def __init__(
        self,
        call_session: CallSession,
        ui: Ui_Call,
        record: RecordPanel,
        compare: CompareCard,
        chooser: CategoryChooser,
    ) -> None:
        super().__init__(ui.categories)
        self._call_session, self._ui = call_session, ui
        self._record, self._compare, self._chooser = record, compare, chooser
        self._can_confirm = False
        ui.categories.setAccessibleDescription(SILENT)
        call_session.record_opened.connect(lambda _: self._say_member())
        call_session.unknown_caller_opened.connect(self._say_unknown_caller)
        call_session.identity_changed.connect(self._say_identity)
        chooser.digits_changed.connect(lambda _: self._order_tabs())

    def say_question(self) -> None:
        """«Hvem ringer?», or the topics, with the digits."""
        self._say("")

    def _say(self, who: str, topics: str = "") -> None:
        """Who calls, then the topics where there is room: Tab reads them. A newer sentence takes the place of one that was
        not sent."""
        said = f"{who} {topics or self._chooser.spoken}".strip()
        if who and len(said) > MAX_SPOKEN_CHARS:
            said = who
        announce(self._ui.categories, said, about=ABOUT)

    def _say_member(self) -> None:
        """Without the question, which is the name of the panel that takes the focus."""
        who = " ".join(filter(None, (self._record.spoken(), TO_CONFIRM if self._can_confirm else "")))
        self._say(who, self._chooser.answers)

    def _say_unknown_caller(self, number: str, name: str) -> None:
        parts = (name or "Ny innringer", spoken_number(number), "ikke i registeret")
        self._say(f"{', '.join(part for part in parts if part)}.")

    def _say_identity(self) -> None:
        """Where the page of the caller is shown; a step of the inquiry has a sentence of its own."""
        if not self._ui.categories.isVisible():
            return
        done = "" if self._ui.identityDone.isHidden() else self._ui.identityDone.text()
        if self._call_session.open_record is None:
            self._say(f"{done} {self._to_say}".strip())
        else:
            announce(self._ui.categories, CONFIRMED if done else NOT_CONFIRMED, about="identity")

    @property
    def _to_say(self) -> str:
        """What the operator says to a third party before anything else (X-4)."""
        words = " ".join(CANNOT_CONFIRM.replace("«", "").replace("»", "").split())
        return f"Si: {words}" if self._call_session.for_another else ""

    def _order_tabs(self) -> None:
        """The order of the work: who it is, the topic, what else can be done, what matters of the member, the facts and
        the lists; then another caller."""
        ui = self._ui
        topics = [*self._compare.stops.widgets, ui.identityYes, *self._chooser.buttons]
        others = (ui.forAnother, ui.onlyRemark, ui.arrangeCallback)
        search = (ui.hits, ui.recent, ui.noRecord)
        order_tabs([ui.categories, *topics, *others, *self._record.tab_stops(), *search])

    def arrange(self, *, can_confirm: bool) -> None:
        """Called when the facts to compare are drawn."""
        self._can_confirm = can_confirm
        self._order_tabs()
