"""The frame of a settings panel: heading and a line of text."""

from collections.abc import Callable
from math import ceil
from typing import NamedTuple, Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.widgets.fields.form_foot import FormFoot
from sentralbord_desktop.gui.widgets.fitted_scroll_area import FittedScrollArea
from sentralbord_desktop.gui.widgets.labels import label


class Part(NamedTuple):
    """`title` is the name in the list."""

    title: str
    make: Callable[[], QWidget]


@runtime_checkable
class Submits(Protocol):
    def submit(self) -> None:
        """Ctrl+Enter."""
        ...


@runtime_checkable
class AsksToLeave(Protocol):
    """A panel that may have changes, which its foot asks about before it is left; `reset` shows what is stored."""

    foot: FormFoot

    @property
    def is_touched(self) -> bool: ...

    def reset(self) -> None: ...


class NewPanel(NamedTuple):
    panel: QFrame
    layout: QVBoxLayout


def new_panel(title: str, help_text: str) -> NewPanel:
    panel = QFrame()
    return NewPanel(panel, setup_panel(panel, title, help_text))


MARGINS, INNER_MARGINS, INSIDE_RING = (24, 20, 24, 18), (22, 18, 22, 16), 2
"""Pixels around what is in a panel: left, above, right, below; the same in one that scrolls within its ring; the ring."""


def setup_panel(panel: QFrame, title: str, help_text: str) -> QVBoxLayout:
    """Make `panel` a settings panel with a heading; returns the layout to fill."""
    set_flags(panel, "panel")
    panel.setAccessibleName(title)
    layout = QVBoxLayout(panel)
    layout.setContentsMargins(*MARGINS)
    layout.setSpacing(10)
    layout.addWidget(label(title, "page", wrap=True))
    if help_text:
        layout.addWidget(label(help_text, "meta", wrap=True))
    return layout


def setup_scrolling_panel(panel: QFrame, title: str, help_text: str, foot: FormFoot | None = None) -> QVBoxLayout:
    """The same for a panel that is higher than a small window: it scrolls as a whole, above its foot."""
    inner = QFrame()
    layout = setup_panel(inner, title, help_text)
    layout.setContentsMargins(*INNER_MARGINS)
    inner.setProperty("panel", None)
    inner.setAccessibleName("")
    set_flags(panel, "panel")
    panel.setAccessibleName(title)
    scroll = FittedScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(inner)
    outer = QVBoxLayout(panel)
    outer.setContentsMargins(*[INSIDE_RING] * 4)
    outer.setSpacing(0)
    outer.addWidget(scroll)
    if foot is not None:
        outer.addWidget(foot)
    panel.inside = (scroll, inner)  # type: ignore[attr-defined]  # else Python would collect what only Qt refers to
    return layout


SPARE = 4
"""Pixels below the last line, without which Qt would scroll to it."""


class FittedText(QPlainTextEdit):
    """No higher than its lines."""

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


class CancelOnEscape(QObject):
    """While `no` is shown in `panel`, Esc presses it; afterwards the focus returns to the widget before the
    question."""

    def __init__(self, panel: QWidget, no: QPushButton) -> None:
        super().__init__(panel)
        self._panel, self._no = panel, no
        self._back_to: QWidget | None = None
        panel.installEventFilter(self)
        no.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self._no and kind == QEvent.Type.Show and self._no is not QApplication.focusWidget():
            self._back_to = QApplication.focusWidget()
        elif watched is self._no and kind == QEvent.Type.Hide and self._panel.isVisible():
            self._go_back()
        elif watched is self._panel and isinstance(event, QKeyEvent) and self._is_no(event):
            self._no.click()
            return True
        return super().eventFilter(watched, event)

    def _is_no(self, event: QKeyEvent) -> bool:
        pressed = event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape
        return pressed and self._no.isVisible()

    def _go_back(self) -> None:
        back, self._back_to = self._back_to, None
        if back is not None and isValid(back) and self._panel.isAncestorOf(back) and back.isVisible():
            back.setFocus(Qt.FocusReason.OtherFocusReason)
