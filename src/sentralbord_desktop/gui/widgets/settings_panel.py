"""A panel of Innstillinger: its frame, a section or a question in it, and a panel that is a form."""

from collections.abc import Callable, Sequence
from math import ceil
from typing import Any, Generic, Self, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from sentralbord_desktop.domain.errors import SwitchboardError, WrongFieldsError
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.widgets.field_grid import Field, FieldGrid
from sentralbord_desktop.gui.widgets.fitted_scroll_area import scrolling
from sentralbord_desktop.gui.widgets.form_foot import SIDE, FormFoot
from sentralbord_desktop.gui.widgets.labels import label, row
from sentralbord_desktop.gui.widgets.progress_row import ProgressRow


def put(layout: QVBoxLayout, *parts: QWidget | QLayout, at: int | None = None, stretch: int = 0) -> None:
    """Put these into the layout from the place `at`, None for its end; the last gets `stretch`."""
    first = layout.count() if at is None else at
    for place, part in enumerate(parts, first):
        if isinstance(part, QLayout):
            layout.insertLayout(place, part)
        else:
            layout.insertWidget(place, part)
    layout.setStretch(first + len(parts) - 1, stretch)


MARGINS, INNER_MARGINS, INSIDE_RING = (24, 20, 24, 18), (22, 18, 22, 16), 2
"""Pixels around what is in a panel: left, above, right, below; the same in one that scrolls within its ring; the ring."""


class Panel(QFrame):
    """A heading and a line of text, and `body` to fill. One that is higher than a small window scrolls as a whole, above
    what is `below`."""

    def __init__(self, title: str, help_text: str = "", *below: QWidget, scrolls: bool = False) -> None:
        super().__init__()
        set_flags(self, "panel")
        self.setAccessibleName(title)
        inside = QFrame() if scrolls else self
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(*(INNER_MARGINS if scrolls else MARGINS))
        self.body.setSpacing(10)
        put(self.body, label(title, "page", wrap=True))
        if help_text:
            put(self.body, label(help_text, "meta", wrap=True))
        if scrolls:
            self._area = scrolling(inside)  # named here, else Python would collect what only Qt refers to
            around = QVBoxLayout(self)
            around.setContentsMargins(*[INSIDE_RING] * 4)
            around.setSpacing(0)
            put(around, self._area, *below)


class Section(QWidget):
    """A part of a panel, below a heading and a line of text, with `body` to fill."""

    def __init__(self, title: str, help_text: str) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(10)
        put(self.body, label(title, "head", wrap=True), label(help_text, "meta", wrap=True))


SPARE = 4
"""Pixels below the last line, without which Qt would scroll to it."""


class FittedText(QPlainTextEdit):
    """No higher than its lines."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.textChanged.connect(self._fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        document, around = self.document(), self.height() - self.viewport().height()
        block, lines = document.firstBlock(), 0.0
        while block.isValid():
            lines += self.blockBoundingRect(block).height()
            block = block.next()
        self.setMaximumHeight(ceil(lines + 2 * document.documentMargin()) + around + SPARE)


def new_read_only_text(text: str, name: str) -> QPlainTextEdit:
    made = FittedText(text)
    made.setReadOnly(True)
    made.setTabChangesFocus(True)
    made.setAccessibleName(name)
    return made


class Question(QWidget):
    """A question in `panel`, hidden until it is asked. Esc and the second button say no; the focus returns to the widget
    that had it. `left`: it is hidden again, whatever was answered."""

    left = Signal()

    def __init__(self, panel: QWidget, yes: str = "Ja", no: str = "Nei", between: QWidget | None = None) -> None:
        """`between` is shown between the sentence and the buttons."""
        super().__init__()
        self.said, self.yes, self.no = label("", "strong", wrap=True), QPushButton(yes), QPushButton(no)
        self._do: Callable[[], object] = lambda: None
        self._panel = panel
        self._back_to: QWidget | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        put(layout, self.said, *([between] if between else []), row(self.yes, self.no, None))
        self.yes.clicked.connect(lambda: self._do())
        self.no.clicked.connect(self.leave)
        panel.installEventFilter(self)
        self.hide()

    def ask(self, sentence: str, do: Callable[[], object]) -> None:
        if self.isHidden():
            self._back_to = QApplication.focusWidget()
        self.said.setText(sentence)
        self._do = do
        self.show()
        announce(self.said, sentence)
        self.no.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        if self.isHidden():
            return
        had_focus = self.isAncestorOf(QApplication.focusWidget() or self)
        self.hide()
        self.left.emit()
        back, self._back_to = self._back_to, None
        if had_focus and back is not None and isValid(back) and self._panel.isAncestorOf(back) and back.isVisible():
            back.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_key = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if is_key and event.type() == QEvent.Type.KeyPress and self.isVisible():
            self.no.click()
            return True
        return super().eventFilter(watched, event)


T = TypeVar("T")
Stored = TypeVar("Stored")
Checked = TypeVar("Checked")


class SettingsForm(Panel, Generic[Stored, Checked]):
    """What is stored is read each time the form is shown, unless there is unsaved text, which is asked about before it
    is left. Ctrl+Enter and Lagre save, Avbryt shows what is stored. Faults stand below their fields, other errors and
    results in `bar`, above the foot."""

    def __init__(
        self,
        title: str,
        help_text: str,
        tasks: TaskRunner,
        *,
        read: Callable[[], Stored],
        checks: Callable[[dict[str, str]], Checked],
        save: Callable[[Checked], Any],
        fields: Callable[[Stored], Sequence[Field]] = lambda _: (),
        said: str = "Lagret.",
        verb: str = "Lagre",
        columns: int = 1,
        beside: Sequence[QPushButton] = (),
        outside: TaskRunner | None = None,
    ) -> None:
        """`read` and `save` run on the worker. `checks` makes what is saved of the texts, and raises WrongFieldsError.
        `beside` are buttons to the left of Avbryt; `outside` is the runner of `bar.check`. A panel that overrides
        `show_stored` asks its fields itself."""
        self.form, self.foot = FieldGrid(), FormFoot(verb, *beside)
        self.bar = ProgressRow(tasks, (self.foot.save, *beside), outside)
        super().__init__(title, help_text, self.bar, self.foot, scrolls=True)
        self.stored: Stored
        self._tasks, self._read, self._fields, self._checks, self._save = tasks, read, fields, checks, save
        self._said, self._columns = said, columns
        self._show_error, self.bar.fail = self.bar.fail, self._fail
        self.bar.setContentsMargins(SIDE, 4, SIDE, 4)
        self.form.submitted.connect(self.submit)
        self.form.faults.connect(self.foot.show_faults)
        self.foot.saved.connect(self.submit)
        self.foot.cancelled.connect(self.reset)

    def lay_out(self, *parts: QWidget | QLayout, stretch: int = 0) -> Self:
        """Put these below the heading, the fields alone when there are none; the last takes the room that is left when
        it has a `stretch`. Called once: what is put first comes first at Tab."""
        put(self.body, *(parts or [self.form]), stretch=stretch)
        self.body.addStretch()
        return self

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self.is_touched:
            before = self.form.values()
            self._tasks.run(self, self._read, lambda stored: self._show_unless_typed(stored, before), self._fail)

    def _show_unless_typed(self, stored: Stored, before: dict[str, str]) -> None:
        """Text that was typed during the read is kept."""
        self.stored = stored
        if self.form.values() == before:
            self.show_stored(stored)

    def show_stored(self, stored: Stored) -> None:
        self.form.ask(self._fields(stored), columns=self._columns)

    @property
    def is_touched(self) -> bool:
        return bool(self.form.half_written())

    def reset(self) -> None:
        """Show what is stored."""
        self.foot.show_state("")
        if self.form.boxes:
            self.show_stored(self.stored)

    def submit(self) -> None:
        """Ctrl+Enter."""
        if self.form.boxes and (checked := self.checked()) is not None:
            written = self.form.values()

            def saved(result: Any) -> None:
                self.form.settle(written)
                self.saved(result)

            self.act(lambda: self._save(checked), saved)

    def act(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Run `work`, and read what is `stored` again; then `done`."""

        def act() -> tuple[T, Stored]:
            return work(), self._read()

        def acted(both: tuple[T, Stored]) -> None:
            result, self.stored = both
            done(result)

        self.bar.do(act, acted)

    def checked(self) -> Checked | None:
        """What the fields hold; None, with each fault below its field, when they cannot be saved."""
        try:
            checked = self._checks(self.form.values())
        except WrongFieldsError as error:
            self.form.fail(error.wrong)
            return None
        except SwitchboardError as error:
            self._fail(error)
            return None
        self.form.fail({})
        return checked

    def _fail(self, error: Exception) -> None:
        """Sentences about fields are shown below them, all others in the bar; they end the question of the foot."""
        if isinstance(error, WrongFieldsError) and error.wrong.keys() <= self.form.values().keys():
            self.form.fail(error.wrong)
            return
        if self.foot.asks:
            self.foot.end_question()
        self._show_error(error)

    def saved(self, _: Any) -> None:
        """`save` has returned; what was asked about is continued."""
        self.foot.leave_saved()
        self.foot.show_state(self._said, "ok")
