"""The member beside an inquiry, in the wizard and in the review: block, remarks and footer, in three widths."""

from collections.abc import Callable
from enum import Enum, auto

from PySide6.QtCore import QEvent, QObject, QRect, Signal
from PySide6.QtWidgets import QApplication, QWidget

from sentralbord_desktop.domain.members.matters import Matter
from sentralbord_desktop.gui._generated.ui_review import Ui_Review
from sentralbord_desktop.gui._generated.ui_wizard import Ui_Wizard
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.widgets.labels import icon
from sentralbord_desktop.gui.wizard.closed_record import FOR_ANOTHER, STILL_MEMBER, shown_for_member
from sentralbord_desktop.gui.wizard.member.remark_fold import RemarkFold
from sentralbord_desktop.gui.wizard.member.shown_member import ShownMember

OVER_STEP, INSET = 320, 6


class Place(Enum):
    """The place of the remarks: over the trail, over the step of a narrow window, or in a column."""

    TRAIL = auto()
    STEP = auto()
    COLUMN = auto()


class MemberPanel(QObject):
    """Owns the panel around the trail. `over` is the widget that the remarks cover in a narrow window; `take_focus`
    gives the focus back to the step."""

    park_asked = Signal()
    switch_asked = Signal()
    discard_asked = Signal()
    cut_asked = Signal()
    for_another_asked = Signal()

    def __init__(
        self, ui: Ui_Wizard | Ui_Review, page: QWidget, over: QWidget, take_focus: Callable[[], object]
    ) -> None:
        super().__init__(page)
        self._ui, self._page, self._over, self._take_focus = ui, page, over, take_focus
        self._place = Place.TRAIL
        self._is_open = False
        self._shown: ShownMember | None = None
        self.fold = RemarkFold(ui.left)
        self.fold.hide()
        ui.remarksColumn.hide()
        self._put_fold()
        self._connect()
        self.recolour()

    def _connect(self) -> None:
        ui = self._ui
        for button in (ui.fold, ui.strip.fold):
            button.clicked.connect(self.toggle)
        for chips in (ui.member.chips, ui.strip.chips):
            chips.chosen.connect(self.open_at)
        for park in (ui.park, ui.strip.park):
            park.clicked.connect(self.park_asked)
        for topic in (ui.topic, ui.strip.topic):
            topic.switch_asked.connect(self.switch_asked)
            topic.discard_asked.connect(self.discard_asked)
            topic.cut_asked.connect(self.cut_asked)
        for for_another in (ui.forAnother.clicked, ui.strip.topic.for_another_asked):
            for_another.connect(self.for_another_asked)
        self._over.installEventFilter(self)

    @property
    def is_open(self) -> bool:
        """Whether the remarks are being read: shown by Ctrl+↓, and closed by Esc."""
        return self._is_open

    @property
    def has_remarks(self) -> bool:
        """Whether there is a record with remarks; not for a caller without one, or one who rings for another."""
        return self._shown is not None and self._shown.record is not None

    def show_member(self, shown: ShownMember) -> None:
        """Show the member by the present record; for a new inquiry the remarks are closed."""
        if self._shown is None or self._shown.draft.id != shown.draft.id:
            self._is_open = False
        self._shown = shown
        words = STILL_MEMBER if shown.facts.is_third_party else FOR_ANOTHER
        self._ui.forAnother.setText(words)
        self._ui.strip.topic.name_third_party(words)
        if shown.facts.is_third_party:
            instead = shown_for_member(shown.facts)
            self.show_closed(instead.heading, instead.caller_line, instead.closed)
            return
        for part in (self._ui.member, self._ui.strip, self.fold):
            part.show_member(shown)
        self._draw_fold()

    def show_closed(self, heading: str, caller_line: str, closed: str) -> None:
        """Show a third party (X-4): «990 00 207 · navn ikke oppgitt», and nothing about the member."""
        self._is_open, self._shown = False, None
        self.fold.forget()
        self._ui.member.show_closed(heading, caller_line, closed)
        self._ui.strip.show_closed(heading, caller_line)
        self._draw_fold()

    def toggle(self) -> None:
        """Ctrl+↓: open or close the remarks; focus and typed text are kept. The column of a wide window is always
        shown: its head is tinted while open, and ↓ scrolls it."""
        if self.has_remarks:
            self._set_open(is_open=not self._is_open)

    def close(self) -> bool:
        """Esc: close the remarks; False when they were not open."""
        was_open = self._is_open
        if was_open:
            self._set_open(is_open=False)
        return was_open

    def open_at(self, matter: str) -> None:
        """A chip was pressed: open the remarks at its matter."""
        if self._place is not Place.COLUMN and not self._is_open:
            self._set_open(is_open=True)
        self.fold.show_matter(Matter(matter))

    def _set_open(self, *, is_open: bool) -> None:
        self._is_open = is_open
        covered = QApplication.focusWidget()
        leaves = self._ui.trail if is_open and self._place is Place.TRAIL else self.fold
        has_focus = covered is not None and (covered is leaves or leaves.isAncestorOf(covered))
        self._draw_fold()
        if has_focus:
            self._take_focus()
        if is_open:
            announce(self.fold, self.fold.spoken)

    def arrange(self, place: Place, *, is_strip: bool) -> None:
        """Called when the width of the page changes: sets the place of the remarks, and whether the strip is shown."""
        self._ui.left.setVisible(not is_strip)
        self._ui.strip.setVisible(is_strip)
        if place is not self._place:
            self._place = place
            self._is_open = False
            self._put_fold()
        self._draw_fold()

    def recolour(self) -> None:
        """Icons on buttons do not follow the colours."""
        self._ui.park.setIcon(icon("pause", "text2", 16))
        if self._shown is not None:
            self._ui.member.chips.show_chips(self._shown.chips)
            self._ui.strip.chips.show_chips(self._shown.chips)

    def _put_fold(self) -> None:
        fold, ui = self.fold, self._ui
        theme.restyle(fold, panel=self._place is Place.STEP)
        fold.head.setVisible(self._place is Place.COLUMN)
        if self._place is Place.STEP:
            fold.setParent(self._page)
            return
        layout = (ui.remarksColumn if self._place is Place.COLUMN else ui.left).layout()
        if layout is not None:
            layout.addWidget(fold)
        if self._place is Place.TRAIL:  # between the trail, which it covers, and the footer
            ui.leftLayout.insertWidget(ui.leftLayout.indexOf(ui.trailArea) + 1, fold, 1)

    def _draw_fold(self) -> None:
        ui, has_remarks = self._ui, self.has_remarks
        is_column = self._place is Place.COLUMN
        count = len(self._shown.record.remarks) if self._shown and self._shown.record else 0
        for button in (ui.fold, ui.strip.fold):
            button.setVisible(has_remarks and not is_column)
            button.show_state(count, is_open=self._is_open)
        ui.remarksColumn.setVisible(is_column and has_remarks)
        theme.restyle(self.fold.head, tint="changed" if self._is_open else "")
        ui.trailArea.setVisible(not (self._is_open and self._place is Place.TRAIL))
        self.fold.setVisible(has_remarks and (is_column or self._is_open))
        if self._is_open and self._place is Place.STEP:
            self._cover_step()

    def _cover_step(self) -> None:
        """Place the remarks from the strip to the foot of the step, 320 px wide; the ring of the step remains
        visible."""
        over, strip = self._over, self._ui.strip
        corner = over.mapTo(self._page, over.rect().topLeft())
        top = strip.mapTo(self._page, strip.rect().bottomLeft()).y() + 6
        wide = min(theme.current().scaled(OVER_STEP), over.width() - 2 * INSET)
        self.fold.setGeometry(QRect(corner.x() + INSET, top, wide, corner.y() + over.height() - INSET - top))
        self.fold.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        moved = event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest, QEvent.Type.Move)
        if watched is self._over and moved and self._is_open and self._place is Place.STEP:
            self._cover_step()
        return super().eventFilter(watched, event)
