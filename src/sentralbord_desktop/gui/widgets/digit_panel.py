"""Panels that handle digits: the badges, the ring, and letters passed to the search field."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QFrame,
    QGroupBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.widgets.keys.wrong_digit_line import WrongDigitLine
from sentralbord_desktop.gui.widgets.labels import DigitBadge, keycap, label
from sentralbord_desktop.gui.widgets.single_key_shortcuts import DIGITS_SETTING, LETTERS_SETTING, is_on

TYPING = (QLineEdit, QPlainTextEdit, QComboBox)


def is_typing(widget: QWidget | None) -> bool:
    """Whether a digit would be typed into this widget."""
    return isinstance(widget, TYPING) and not (isinstance(widget, QPlainTextEdit) and widget.isReadOnly())


def press_by_enter(event: QKeyEvent) -> bool:
    """Enter presses the focused button, as Space does; Qt does this in dialogs only."""
    button = QApplication.focusWidget()
    plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain
    if not isinstance(button, QPushButton | QToolButton) or not is_enter or event.isAutoRepeat():
        return False
    if button.menu() is not None:
        button.showMenu()
    else:
        button.click()
    return True


class DigitPanel(QFrame):
    """A panel where 1-9 and 0 act while it has the focus, unless a text field in it has."""

    digit_pressed = Signal(str)
    space_pressed = Signal()
    shift_space_pressed = Signal()
    enter_pressed = Signal()
    letter_typed = Signal(str)
    live_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        set_flags(self, "panel")
        set_flags(self, "digitsLive", "ring", on=False)  # a button in the panel has a ring of its own
        self._lists: list[QWidget] = []
        self._is_muted = False
        self._wrong_digit = WrongDigitLine(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_moved)

    @property
    def is_live(self) -> bool:
        return bool(self.property("digitsLive"))

    @property
    def has_digits(self) -> bool:
        """Whether digits answer here now."""
        return any(badge.isEnabled() and self._offers(badge) for badge in self.findChildren(DigitBadge))

    def mute(self, *, muted: bool) -> None:
        """Turn the digits off, wherever the focus is, because another panel has them: no ring, no lit badge, and digits
        are passed on."""
        self._is_muted = muted
        self._focus_moved(None, QApplication.focusWidget())

    def follow(self, view: QAbstractItemView | QGroupBox) -> None:
        """Let digits act here also while this list has the focus. The ring is around its chosen row; for an empty list
        or a group heading it is around the panel."""
        self._lists.append(view)
        theme.restyle(view, followed=True)  # no ring around the list
        view.installEventFilter(self)
        if isinstance(view, QAbstractItemView):
            model = view.model()
            for changed in (model.modelReset, model.rowsInserted, model.rowsRemoved):
                changed.connect(self._draw_ring)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take digits and letters from the list; a table would search its rows with them."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and watched in self._lists:
            text = event.text()
            if (text.isdigit() or text.isalpha()) and self.take_key(event):
                return True
        return super().eventFilter(watched, event)

    def _focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        inside = now is not None and (now is self or self.isAncestorOf(now) or now in self._lists)
        live = inside and not is_typing(now) and not self._is_muted
        has_changed = live != self.is_live
        self.setProperty("digitsLive", live)
        self._draw_ring()
        if not has_changed:
            return
        self._wrong_digit.hide()
        for badge in self.findChildren(DigitBadge):
            badge.set_live(live)
        self.live_changed.emit(live)

    def _draw_ring(self) -> None:
        """Draw the panel's ring unless a row or a control in the panel draws its own: one ring per page."""
        focus = QApplication.focusWidget()
        has_row = isinstance(focus, QAbstractItemView) and focus.model().rowCount() > 0
        theme.restyle(self, ring=self.is_live and (focus is self or (focus in self._lists and not has_row)))

    def light(self) -> None:
        """Update badges that were made after the panel took the focus."""
        for badge in self.findChildren(DigitBadge):
            badge.set_live(self.is_live)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:  # sent before every key, also before a shortcut
            self._wrong_digit.hide()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_by_enter(event) and not self.take_key(event):
            super().keyPressEvent(event)

    def take_key(self, event: QKeyEvent) -> bool:
        """Handle a key press of the panel, or of a followed list."""
        if event.isAutoRepeat():
            return False
        text = event.text()
        plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.enter_pressed.emit()
        elif event.key() == Qt.Key.Key_Space and plain:
            shifted = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            (self.shift_space_pressed if shifted else self.space_pressed).emit()
        elif plain and text.isdigit() and len(text) == 1 and is_on(DIGITS_SETTING) and not self._is_muted:
            self._press_digit(text)
        elif plain and text.isalpha() and text.isprintable() and is_on(LETTERS_SETTING):
            self.letter_typed.emit(text)
        else:
            return False
        return True

    def _press_digit(self, digit: str) -> None:
        answering = [badge for badge in self.findChildren(DigitBadge) if badge.isEnabled() and self._offers(badge)]
        is_wrong = digit not in {badge.text() for badge in answering}
        self.digit_pressed.emit(digit)
        if is_wrong:
            self._wrong_digit.show_digits(answering)

    def _offers(self, badge: DigitBadge) -> bool:
        """Whether no widget between the badge and the panel is hidden. `isVisible` is not used: a new answer is not
        visible yet."""
        part: QWidget | None = badge
        while part is not None and part is not self:
            if part.isHidden() and part.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
                return False
            part = part.parentWidget()
        return True


LEAD_WIDTH = 96
LINE_PADDING, PADDING = 12, 6
"""Pixels above and below the text of an answer: with one line, and with more."""
BARE_PADDING = 5


class AnswerButton(QPushButton):
    """One answer: badge, text and perhaps a hint. Click, Tab + Space, or its digit.

    `lead` names the text, as in a form; `key` is another key that answers. Without a digit there is no badge.
    """

    def __init__(
        self,
        digit: str,
        text: str,
        hint: str = "",
        *,
        lead: str = "",
        key: str = "",
        bare: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.digit = digit
        self.setProperty("answer", "bare" if bare else "true")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        named = ", ".join(part for part in (digit or key, lead, text) if part)
        self.setAccessibleName(named + (f". {hint}" if hint else ""))
        self.badge = DigitBadge(digit, self)
        self.badge.setVisible(bool(digit))
        self._lay_out(text, hint, lead, key, bare=bare)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.is_line = not hint
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def _lay_out(self, text: str, hint: str, lead: str, key: str, *, bare: bool) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(text, "answer", wrap=True))
        if hint:
            words.addWidget(label(hint, "meta", wrap=True))
        layout = QHBoxLayout(self)
        padding = BARE_PADDING if bare else PADDING
        layout.setContentsMargins(8 if bare else 10, padding, 8, padding)
        layout.setSpacing(12)
        layout.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignVCenter)
        if lead:
            name = label(lead, "meta")
            name.setFixedWidth(theme.current().scaled(LEAD_WIDTH))
            layout.addWidget(name)
        layout.addLayout(words, 1)
        if key:
            layout.insertWidget(-1 if self.digit else 0, keycap(key))

    def pad(self, padding: int) -> None:
        """How many pixels are above and below the text."""
        if layout := self.layout():
            margins = layout.contentsMargins()
            layout.setContentsMargins(margins.left(), padding, margins.right(), padding)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        if layout is None:
            return super().sizeHint()
        return layout.sizeHint().expandedTo(self.minimumSize())

    def minimumSizeHint(self) -> QSize:
        """Smaller than Qt's own, the size hint: the texts may wrap in a narrow panel."""
        layout = self.layout()
        return layout.minimumSize() if layout is not None else super().minimumSizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.text().isdigit() or event.text().isalpha():
            event.ignore()  # for the panel around it
        else:
            super().keyPressEvent(event)
