"""«Hvorfor skal den ikke sendes?»: asks for the reason for dropping a message, which is added to the record."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.messages.outgoing import Outgoing
from sentralbord_desktop.gui.core.unsaved_forms import UnsavedForms
from sentralbord_desktop.gui.lists.inline_question import InlineQuestion
from sentralbord_desktop.services.messages.outbox import check_reason

WHY, HINT = "Hvorfor skal den ikke sendes?", "ringte DS kl. 14.20"
KEYS = "Ctrl+Enter Skal ikke sendes · Esc Avbryt"


def warning_of(message: Outgoing) -> str:
    """The warning above the question, for a message that the procedure demands; «» for others."""
    who = "DS" if message.target.endswith(":DS") else "mottakeren"
    return f"Prosedyren sier at denne skal sendes. Er {who} varslet på en annen måte?" if message.must_be_sent else ""


class DropQuestion:
    """`drop` is called with the message and the reason. `choose` chooses a message by its id, and returns whether it
    still waits. `hidden` are the widgets that are hidden during the question."""

    def __init__(
        self,
        place: QVBoxLayout,
        back_to: QWidget,
        unsaved_forms: UnsavedForms,
        drop: Callable[[Outgoing, str], object],
        choose: Callable[[str], bool],
        hidden: Sequence[QWidget],
    ) -> None:
        self._drop, self._choose, self._hidden = drop, choose, hidden
        self._about = ""
        self._question = InlineQuestion(place, back_to, unsaved_forms, "outbox", lambda _, ask: self._ask_again(ask))
        self._question.closed.connect(lambda: self._make_room(asked=False))

    def ask(self, message: Outgoing) -> None:
        def answered(text: str) -> str | None:
            try:
                reason = check_reason(text)
            except SwitchboardError as error:
                return str(error)
            self._drop(message, reason)
            return None

        self._about = message.id
        self._question.ask(WHY, HINT, answered, warning=warning_of(message), keys=KEYS)
        self._make_room(asked=True)

    def _make_room(self, *, asked: bool) -> None:
        for widget in self._hidden:
            widget.setVisible(not asked)

    def submit(self) -> bool:
        """Ctrl+Enter; False where nothing is asked."""
        return self._question.submit()

    def stay_with(self, message: Outgoing | None) -> None:
        """Close the question unless it is about this waiting message; a half-typed reason is kept while the list is
        read again."""
        if self._question.is_open and (message is None or message.id != self._about or not message.waits):
            self._question.close()

    def _ask_again(self, ask: Callable[[], None]) -> None:
        """Ask again about the same message, with the typed reason."""
        if self._choose(self._about):
            ask()
