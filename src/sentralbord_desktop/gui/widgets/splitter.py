"""Panels side by side: widths can be changed, are stored, and Ctrl+Shift+0 resets them."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSettings, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.accessible_role import Role, give_role
from sentralbord_desktop.gui.core.widths import is_narrow

GAP = 10
MIN_REST_WIDTH, MIN_REST_BETWEEN = 330, 190
"""Minimum width of the panel that takes the rest, beside one other panel and beside more."""
MAX_WIDENING = 1.8
"""How far a panel can be widened, as a multiple of its standard width."""
IN_COLUMN = "Panelene ligger under hverandre og er så brede som vinduet."


class Splitter(QSplitter):
    """The panels of a form. The .ui file names this class: widgets moved into a splitter later would be styled
    twice."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._key = ""
        self._standard: list[int] = []
        self._least = 0.8
        self._rest = 0
        self._is_by_hand = False
        self._is_pressed = False
        """Whether the panels have less than their least width."""
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._share)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(GAP)

    def showEvent(self, event: QShowEvent) -> None:
        give_role(self, Role.Client)
        super().showEvent(event)

    def createHandle(self) -> QSplitterHandle:
        handle = QSplitterHandle(self.orientation(), self)
        give_role(handle, Role.Separator)
        return handle

    def setOrientation(self, orientation: Qt.Orientation) -> None:
        """Below each other, the panels are as wide as the splitter. Side by side again, they get the widths set by the
        user, or the standard widths."""
        super().setOrientation(orientation)
        for part, width in zip(self._parts(), self._standard, strict=False):
            if width:
                part.setMaximumWidth(theme.UNLIMITED if self._is_column else round(width * MAX_WIDENING))
        if not self._is_column and self._standard:
            self._set_widths()

    def arrange(self, name: str, standard: Sequence[int], *, least: float = 0.8, rest: int = 0) -> None:
        """`standard` gives each width in px, 0 for the panel that takes the rest; `least` is the share of it that a panel
        keeps in a small window, `rest` what the one that takes the rest keeps. Under `name` only widths are stored."""
        self._key, self._least, self._rest = theme.current().key(f"bredder/{name}"), least, rest
        self._standard = [theme.current().scaled(width) for width in standard]
        for place, (part, width) in enumerate(zip(self._parts(), self._standard, strict=True)):
            self.setStretchFactor(place, 0 if width else 1)
            theme.keep_size(part)  # the splitter sets its width
            if width:
                part.setMinimumWidth(round(width * least))
                part.setMaximumWidth(round(width * MAX_WIDENING))
        self._set_widths()
        self.splitterMoved.connect(self._remember)

    def _set_widths(self) -> None:
        self.reset(forget=False)
        if saved := QSettings().value(self._key):
            self.restoreState(saved)
            self._is_by_hand = True

    def _parts(self) -> list[QWidget]:
        parts = (self.widget(place) for place in range(self.count()))
        return [part for part in parts if part is not None]

    def reset(self, *, forget: bool = True) -> None:
        if self._is_column:
            QSettings().remove(self._key)
            self._is_by_hand = False
            return
        rest = max(400, self.width() - sum(self._standard) - GAP * (self.count() - 1))
        self.setSizes([width or rest for width in self._standard])
        self._is_by_hand = False
        if forget:
            QSettings().remove(self._key)
            self._share()

    def widen(self, inside: QWidget, px: int) -> str:
        """Make the panel with `inside` in it wider by `px` (narrower below 0), and store it as dragging does. Returns what
        to announce, «» where `inside` is in no panel."""
        parts = self._parts()
        if self._is_column:
            return IN_COLUMN
        at = next((n for n, part in enumerate(parts) if part is inside or part.isAncestorOf(inside)), None)
        shown = [n for n, part in enumerate(parts) if n != at and part.isVisible()]
        if at is None or not shown:
            return ""
        rest = [n for n in shown if not self._standard[n]] or shown
        other = min(rest, key=lambda n: abs(n - at))
        before, sizes = self.sizes(), self.sizes()
        wanted = max(parts[at].minimumWidth(), min(parts[at].maximumWidth(), before[at] + px))
        room = before[other] - parts[other].minimumSizeHint().width()
        moved = min(wanted - before[at], max(0, room))
        sizes[at], sizes[other] = before[at] + moved, before[other] - moved
        self.setSizes(sizes)
        self._remember()
        share = round(100 * self.sizes()[at] / max(1, sum(self.sizes())))
        end = "" if moved else f" {'Bredere' if px > 0 else 'Smalere'} går ikke."
        return f"{parts[at].accessibleName() or 'Listen'}: {share} prosent av bredden.{end}"

    @property
    def _is_column(self) -> bool:
        """Whether the panels are below each other, in a window that is too narrow for two."""
        return self.orientation() == Qt.Orientation.Vertical

    def _remember(self) -> None:
        if self._is_column:
            return
        self._is_by_hand = True
        QSettings().setValue(self._key, self.saveState())

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest) and self._standard:
            self._soon.start()
        return super().event(event)

    def _share(self) -> None:
        """Where the text is large for the window: the panel that takes the rest keeps MIN_REST_WIDTH, and the others
        shrink, if necessary below their least width. Widths set by the user are kept."""
        shown = [n for n, part in enumerate(self._parts()) if not part.isHidden()]
        rests = [n for n in shown if not self._standard[n]]
        if self._is_by_hand or self._is_column or not rests or len(shown) < 2:
            return
        if not is_narrow(self.window()):
            self._widen_again()
            return
        room = self.width() - GAP * (len(shown) - 1)
        rest = theme.current().scaled(self._rest or (MIN_REST_WIDTH if len(shown) == 2 else MIN_REST_BETWEEN))
        others = sum(self._standard[n] for n in shown if self._standard[n])
        if room - others >= rest:
            self._widen_again()
            return
        share = max(min(0.5, self._least), min(1.0, (room - rest) / others))
        self._is_pressed, parts = True, self._parts()
        for place in shown:
            if width := self._standard[place]:
                parts[place].setMinimumWidth(round(width * min(self._least, share)))
        sizes = [round(width * share) for width in self._standard]
        taken = sum(sizes[n] for n in shown)
        self.setSizes([size or max(1, room - taken) for size in sizes])

    def _widen_again(self) -> None:
        """Restore the least and the standard widths after the window was too small for them."""
        if not self._is_pressed:
            return
        self._is_pressed = False
        for part, width in zip(self._parts(), self._standard, strict=True):
            if width:
                part.setMinimumWidth(round(width * self._least))
        self.reset(forget=False)
