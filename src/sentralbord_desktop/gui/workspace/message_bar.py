"""The sentences of the bar under the header: what happened, what is safe, and what to do."""

import logging
import re
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from sentralbord_desktop.domain.errors import DatabaseBusyError, SwitchboardError
from sentralbord_desktop.domain.telephony import spoken_number
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui.call.call_session import CallSession
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.undo import UndoSlot
from sentralbord_desktop.gui.sharing.connection_status import ConnectionStatus
from sentralbord_desktop.gui.window.main_window import MainWindow
from sentralbord_desktop.services.drafts import Draft
from sentralbord_desktop.services.imports.write_tables import DELETED
from sentralbord_desktop.services.office import Services

log = logging.getLogger(__name__)
NO_CODE = "Registeret har ingen gjenopprettingskode. Mister PC-en nøkkelen, er registeret tapt."
PUT_AWAY = "Det du skrev, er ikke lagret."
NO_CODE_BY_WORDS = "Registeret har ingen gjenopprettingskode. Blir passordsetningen glemt, er registeret tapt."


class MessageBar(QObject):
    def __init__(
        self,
        window: MainWindow,
        services: Services,
        call_session: CallSession,
        connection_status: ConnectionStatus,
        undo_slot: UndoSlot,
        show_settings: Callable[[str], None],
    ) -> None:
        super().__init__(window)
        self._window, self._services, self._call_session = window, services, call_session
        self._connection_status, self._undo_slot, self._show_settings = connection_status, undo_slot, show_settings
        call_session.identity_changed.connect(self._hide_closed_member)
        undo_slot.undone.connect(lambda sentence: announce(window, f"Angrer: {sentence}"))

    def show_first(self) -> None:
        """At the start, the first that applies: partial files were deleted, this may be another register, it has no
        recovery code, IT must correct a policy. Policies do not change the register of practice."""
        policies, show = self._services.policies, self._show_settings
        doubt = policies.doubt and not self._services.practice
        if self._services.leftovers:  # reported once
            self._window.show_bar(DELETED, "warn")
        elif self._services.recovery.is_asked_for and not doubt:
            by_words = self._services.recovery.has_passphrase
            self._window.show_bar(
                NO_CODE_BY_WORDS if by_words else NO_CODE, "warn", "Lag en nå", partial(show, "Vedlikehold")
            )
        elif policies.warning:
            self._window.show_bar(policies.warning, "warn", "Vis", partial(show, "Fra IT"))

    def show_due(self, count: int) -> None:
        """Show the rows that are due for erasure, to the privacy role, when the bar shows nothing else (PR-8)."""
        if count and not self._window.ui.bar.isVisible():
            what = counted(count, "rad er klar", "rader er klare")
            self._window.show_bar(
                f"{what} til å slettes etter lagringstiden.",
                "warn",
                "Se på det",
                partial(self._show_settings, "Lagringstid"),
            )

    def show_discarded(self, page: object, draft: Draft, left: int) -> None:
        """Ctrl+Z on `page` or the button restores it. A reopened inquiry had been completed, which was then reverted."""
        rest = "Det som var fullført, er trukket tilbake." if draft.reopens else "Ingenting er lagret av den."
        sentence = f"Samtalen med {draft.title} er forkastet. {rest}"

        def bring_back() -> None:
            self._undo_slot.forget(page)
            if self._window.ui.barText.text() == sentence:
                self._window.hide_bar()
            self._call_session.parked_calls.bring_back(draft, left)

        self._undo_slot.keep(page, bring_back, sentence)
        self._window.offer(sentence, "warn", "Angre", bring_back)

    def _hide_closed_member(self) -> None:
        """The record was closed for a third party (X-4): remove a sentence that names the member."""
        record = self._call_session.record
        if record is None or not self._call_session.for_another:
            return
        member = record.member
        numbers = [form for phone in member.phones for form in (phone.number, spoken_number(phone.number))]
        words = filter(None, (member.first_name, member.last_name, member.number, *numbers))
        if re.search(rf"\b({'|'.join(map(re.escape, words))})\b", self._window.ui.barText.text()):
            self._window.hide_bar()

    def offer_undo(self, page: object, sentence: str) -> None:
        self._window.offer(sentence, "ok", "Angre", partial(self._undo_slot.undo, page))

    def offer_back(self, page: str, back: Callable[[], None]) -> None:
        """Esc never deletes: unsaved text on `page` can be restored while the bar is shown."""
        self._window.offer(PUT_AWAY, "warn", "Hent tilbake", partial(self._window.go_to, page, back))

    def warn_of_duplicate(self, member_id: int, sentence: str) -> None:
        """Open the member; the running inquiry is parked with all typed text."""
        self._window.show_bar(
            sentence, "warn", "Åpne medlemmet", lambda: self._call_session.open_member(member_id, "innmelding")
        )

    def failed_behind(self, error: Exception) -> None:
        """Background work failed; a server that is away is shown already."""
        if not (isinstance(error, DatabaseBusyError) and self._connection_status.is_lost):
            self.show_error(error)

    def show_error(self, error: Exception) -> None:
        """Show the sentence of a SwitchboardError; log a bug by type and place only."""
        if isinstance(error, DatabaseBusyError) and self._connection_status.is_lost:
            self._connection_status.show_again()  # shows what still works
            return
        if isinstance(error, SwitchboardError):
            self._window.show_bar(str(error))
            return
        place = error.__traceback__
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else "?"
        log.error("bug %s at %s", type(error).__name__, where)
        self._window.show_bar(
            "Noe gikk galt i programmet. Det du har skrevet, er tatt vare på. Prøv igjen, og si fra "
            "til IT hvis det skjer på nytt."
        )
