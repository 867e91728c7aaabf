"""Innstillinger: a list on the left, one panel at a time on the right."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Generic, Protocol, TypeVar, runtime_checkable

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QListWidgetItem, QWidget

from sentralbord_desktop.domain.access.operator import Operator
from sentralbord_desktop.gui._generated.ui_settings import Ui_Settings
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.accessible_role import Role, give_role
from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.core.page import Page
from sentralbord_desktop.gui.core.widths import is_column
from sentralbord_desktop.gui.widgets.fields.form_foot import keep_row
from sentralbord_desktop.gui.widgets.settings_panel import SettingsForm
from sentralbord_desktop.gui.window.panel_round import ONE_STOP

ROW_HEIGHT, HEADING_HEIGHT, HEADING_POINTS = 24, 28, 9.0
LIST_WIDTH, LIST_HEIGHT = 252, 240
"""Of the list beside its panel, and above it; pixels at 100 %."""

Context = TypeVar("Context")


@dataclass(frozen=True)
class PanelSpec(Generic[Context]):
    """A panel, with all that other folders know about it. `group` is its heading in the list, `words` are what else it
    is called in Ctrl+K. One of `roles` is needed to see it, none when there are none; the services ask again at their
    own doors."""

    title: str
    group: str
    words: str
    make: Callable[[Context], QWidget]
    roles: tuple[str, ...] = ()

    def may_see(self, operator: Operator) -> bool:
        """Everybody may while no operator exists (id 0)."""
        return not operator.id or not self.roles or any(map(operator.may, self.roles))


@runtime_checkable
class Submits(Protocol):
    def submit(self) -> None:
        """Ctrl+Enter."""
        ...


class SettingsPage(Page, QWidget):
    """Lists its panels when it is first shown, and makes each when it is first chosen."""

    def __init__(
        self, panels: Sequence[PanelSpec[Context]], context: Context, operator: Callable[[], Operator], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._make = {panel.title: partial(panel.make, context) for panel in panels}
        self._panels, self._operator = panels, operator
        self._listed: list[str] = []
        self._made: dict[str, QWidget] = {}
        self.ui = Ui_Settings()
        self.ui.setupUi(self)
        give_role(self.ui.parts, Role.Client)
        self._row = -1
        self.ui.sections.currentRowChanged.connect(self._move_to)
        theme.current().changed.connect(self._colour_headings)

    def showEvent(self, event: QShowEvent) -> None:
        self._list_panels()
        super().showEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In one column the list is above its panel."""
        super().resizeEvent(event)
        left, scaled, is_below = self.ui.left, theme.current().scaled, is_column(self.window())
        width = min(scaled(LIST_WIDTH), self.width() // 3)
        left.setMinimumWidth(0 if is_below else width)
        left.setMaximumSize(
            theme.UNLIMITED if is_below else width, scaled(LIST_HEIGHT) if is_below else theme.UNLIMITED
        )
        directions = QBoxLayout.Direction
        self.ui.hlay234.setDirection(directions.TopToBottom if is_below else directions.LeftToRight)

    def _headings(self) -> list[QListWidgetItem]:
        items = [self.ui.sections.item(row) for row in range(self.ui.sections.count())]
        return [item for item in items if not item.flags()]

    def _colour_headings(self) -> None:
        for heading in self._headings():
            heading.setForeground(theme.current().colour("text3"))

    def show_part(self, title: str) -> None:
        self._list_panels()
        found = self.ui.sections.findItems(title, Qt.MatchFlag.MatchExactly)
        if item := next((item for item in found if item.flags()), None):
            self.ui.sections.setCurrentItem(item)

    @property
    def shown(self) -> QWidget | None:
        return self._made.get(self.ui.sections.item(self._row).text()) if self._row >= 0 else None

    def submit(self) -> bool:
        part: object = self.shown
        if isinstance(part, Submits):
            part.submit()
            return True
        return False

    def focus(self) -> bool:
        self.ui.sections.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _list_panels(self) -> None:
        """Under their headings, those that the operator may see; again when the roles have changed."""
        seen = [panel for panel in self._panels if panel.may_see(self._operator())]
        titles = [panel.title for panel in seen]
        if titles == self._listed:
            return
        self._listed = titles
        scaled, sections = theme.current().scaled, self.ui.sections
        with QSignalBlocker(sections):
            sections.clear()
            for group, panels in groupby(seen, key=lambda panel: panel.group):
                heading = QListWidgetItem(group)
                heading.setFlags(Qt.ItemFlag.NoItemFlags)
                heading.setSizeHint(QSize(0, scaled(HEADING_HEIGHT)))
                heading.setFont(theme.font_of(HEADING_POINTS * theme.current().text_scale, strong=True))
                sections.addItem(heading)
                for panel in panels:
                    item = QListWidgetItem(panel.title)
                    item.setSizeHint(QSize(0, scaled(ROW_HEIGHT)))
                    sections.addItem(item)
        self._colour_headings()
        self._row = -1
        sections.setCurrentRow(1)

    def _move_to(self, row: int) -> None:
        """Show another panel; a form with changes asks first, and remains chosen."""
        form = self.shown
        if not isinstance(form, SettingsForm) or not form.is_touched or row == self._row:
            self._show_row(row)
            return
        keep_row(self.ui.sections, self._row)
        form.foot.ask_leaving(lambda: self.ui.sections.setCurrentRow(row), form.reset)

    def _show_row(self, row: int) -> None:
        item = self.ui.sections.item(row)
        if row < 0 or not item.flags():
            return
        self._row, title = row, item.text()
        if title not in self._made:
            self._made[title] = made = self._make[title]()
            set_flags(made, ONE_STOP)
            self.ui.parts.addWidget(made)
            theme.current().grow(made)
        self.ui.parts.setCurrentWidget(self._made[title])
