"""The foot of a form, always visible: the error, Avbryt and Lagre, and the question before changes are left."""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QListWidget, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.widgets.field_block import fit
from sentralbord_desktop.gui.widgets.flow_layout import FlowLayout
from sentralbord_desktop.gui.widgets.keys.tab_order import lowest_stop, tab_through
from sentralbord_desktop.gui.widgets.labels import keycap, label, line, primary
from sentralbord_desktop.gui.widgets.single_key_shortcuts import DIGITS_SETTING, is_on


class TiedError:
    """One per panel: that which contains `part`."""

    def __init__(self, part: QWidget) -> None:
        self._part = part
        self._control: QWidget | None = None
        self._before = ""

    def show(self, sentence: str) -> None:
        """Set the sentence as the accessible description of the control; «» restores its own description."""
        if self._control is not None and isValid(self._control):
            self._control.setAccessibleDescription(self._before)
        self._control = None
        control: QWidget | None = self._part.window().focusWidget()
        panel = self._part.parentWidget()
        if sentence and control is not None and panel is not None and panel.isAncestorOf(control):
            self._control, self._before = control, control.accessibleDescription()
            control.setAccessibleDescription(" ".join(filter(None, (sentence, self._before))))


SIDE = 22
UNSAVED = "Endringene er ikke lagret."
SAVE, DISCARD, STAY = "1   Lagre", "2   Forkast", "Esc   Bli her"


class FormFoot(QFrame):
    """`saved` and `cancelled` are the two buttons. While the question is asked, it has the focus and its digits."""

    saved = Signal()
    cancelled = Signal()

    def __init__(self, verb: str = "Lagre", *before: QPushButton, side: int = SIDE) -> None:
        """`before` are other buttons, to the left of Avbryt. `side`: pixels beside the words and the buttons, as beside
        the fields."""
        super().__init__()
        self.setAccessibleName("Lagre eller avbryt")
        self._leave: Callable[[], object] | None = None
        self._discard: Callable[[], object] = lambda: None
        self._back: QWidget | None = None
        self.said = label("", wrap=True)
        self._tied = TiedError(self)
        self.save, self.cancel = primary(verb), QPushButton("Avbryt")
        self._others = before
        self.yes, self.no, self.stay = QPushButton(SAVE), QPushButton(DISCARD), QPushButton(STAY)
        for button in (self.yes, self.no, self.stay):
            button.setAccessibleName(button.text().replace("   ", ", "))
        self._key = keycap("Ctrl+Enter")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(line())
        row = QWidget()
        layout.addWidget(row)
        flow = FlowLayout(8)
        row.setLayout(flow)  # before it holds anything: a layout that is moved loses its items
        flow.setContentsMargins(side, 12, side, 12)
        flow.addWidget(self.said)
        flow.add_spring()
        for part in (*before, self.cancel, self.save, self._key, self.yes, self.no, self.stay):
            flow.addWidget(part)
        self.save.clicked.connect(self.saved)
        self.cancel.clicked.connect(self.cancelled)
        self.yes.clicked.connect(self.saved)
        self.no.clicked.connect(self._drop)
        self.stay.clicked.connect(self.end_question)
        self._show_question(asked=False)

    def stops(self) -> list[QPushButton]:
        """In the order of Tab."""
        return [*self._others, self.cancel, self.save, self.yes, self.no, self.stay]

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.come_last()

    def come_last(self) -> None:
        """Put the buttons last in the tab order of the panel: a form gets its fields after its foot is made."""
        panel = self.parentWidget()
        if panel is not None and (last := lowest_stop(panel, self)) is not None:
            tab_through(last, *self.stops())

    def show_state(self, sentence: str, tone: str = "", *, is_refused: bool = True) -> None:
        """Show and announce an error, or «Lagret.». An error ends the question, so the form stays. `is_refused`: the
        error is about the whole form; it has the tone danger, and is tied to the control with the focus."""
        if sentence and tone == "danger" and self.asks:
            self._forget()
        theme.restyle(self.said, tone=tone)
        self.said.setText(sentence)
        self._tied.show(sentence if tone == "danger" and is_refused else "")
        fit(self.said)
        if sentence:
            announce(self.said, sentence)

    def show_faults(self, count: int) -> None:
        """«2 felt må rettes», in danger; nothing without faults."""
        self.show_state(f"{count} felt må rettes" if count else "", "danger", is_refused=False)

    def ask_leaving(self, leave: Callable[[], object], discard: Callable[[], object]) -> None:
        """Ask before changes are left. `leave` is called once they are saved or discarded; `discard` drops them."""
        if not self.asks:
            self._back = self.window().focusWidget()
        self._leave, self._discard = leave, discard
        self._show_question(asked=True)
        self.show_state(UNSAVED, "warn")
        self.yes.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def asks(self) -> bool:
        return self._leave is not None

    def end_question(self) -> None:
        """Stay in the form, with the focus where it was."""
        back = self._forget()
        if back is not None and back.isVisible():
            back.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave_saved(self, close: Callable[[], object] = lambda: None) -> None:
        """Close the saved form, and continue with the action that was asked about."""
        leave = self._leave
        self._forget()
        close()
        if leave is not None:
            leave()

    def _drop(self) -> None:
        leave, discard = self._leave, self._discard
        self._forget()
        discard()
        if leave is not None:
            leave()

    def _forget(self) -> QWidget | None:
        back, self._back, self._leave = self._back, None, None
        self._show_question(asked=False)
        self.show_state("")
        return back

    def _show_question(self, *, asked: bool) -> None:
        for part in (self.yes, self.no, self.stay):
            part.setVisible(asked)
        self.save.setVisible(not asked)
        self._key.setVisible(not asked)
        self.cancel.setVisible(not asked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        answers = {"1": self.yes, "2": self.no}
        if self.asks and event.key() == Qt.Key.Key_Escape:
            self.stay.click()
        elif self.asks and event.text() in answers and is_on(DIGITS_SETTING):
            answers[event.text()].click()
        else:
            super().keyPressEvent(event)


def put_foot_last(widget: QWidget) -> None:
    """Put the foot of the panel that contains `widget` after the new widgets in the tab order."""
    around: QWidget | None = widget.parentWidget()
    while around is not None:
        if isinstance(foot := getattr(around, "foot", None), FormFoot) and foot.isVisible():
            foot.come_last()
        around = around.parentWidget()


def keep_row(listing: QListWidget, row: int) -> None:
    """Choose `row` again (-1 for none), without a signal, while the question is asked. A click marks its own row after
    that row became the current one, so the mark is put right when the click is handled."""
    with QSignalBlocker(listing):
        listing.setCurrentRow(row)
    QTimer.singleShot(0, listing, lambda: listing.setCurrentRow(listing.currentRow()))
