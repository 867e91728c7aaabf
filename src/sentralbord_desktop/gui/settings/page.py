"""Innstillinger: a list on the left, one panel at a time on the right."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QListWidgetItem, QWidget

from sentralbord_desktop.domain.access.operator import Operator
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.domain.policies.policies import Policies
from sentralbord_desktop.gui._generated.ui_settings import Ui_Settings
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.page import ListPage
from sentralbord_desktop.gui.settings.policy_panel import decided_part
from sentralbord_desktop.gui.settings.profile_panel import OrganisationPanel, ProfilePanel, about_part, look_part
from sentralbord_desktop.gui.widgets.settings_panel import Part, Submits
from sentralbord_desktop.gui.window.rail import RailItem
from sentralbord_desktop.gui.window.shortcut_help import keys_part

ROW_HEIGHT = 32


class SettingsPage(ListPage, QWidget):
    """Lists its panels when it is first shown, and builds each when it is first chosen."""

    operator_changed = Signal(dict)
    operator_kept = Signal()
    look_changed = Signal(str)
    organisation_changed = Signal(dict)  # field of Organisation -> value
    organisation_saved = Signal()

    def __init__(
        self,
        operator: Callable[[], Operator],
        organisation: Callable[[], Organisation],
        about: Callable[[], str],
        parts: Callable[[], Sequence[Part]],
        policies: Policies,
        pages: Sequence[RailItem],
        parent: QWidget,
    ) -> None:
        """`pages` have the keys that «Tastatur» lists."""
        super().__init__(parent)
        self._operator, self._organisation, self._about = operator, organisation, about
        self._more_parts, self._policies, self._pages = parts, policies, pages
        self._parts: list[Part] = []
        self._made: dict[int, QWidget] = {}
        self.ui = Ui_Settings()
        self.ui.setupUi(self)
        self.ui.sections.currentRowChanged.connect(self._show_row)

    def showEvent(self, event: QShowEvent) -> None:
        self._list_parts()
        self._read_again()
        super().showEvent(event)

    def _read_again(self) -> None:
        """Rebuild the profile and the organisation, so that saving them does not revert changes from elsewhere. Unsaved
        text is kept."""
        for row, made in list(self._made.items()):
            if isinstance(made, ProfilePanel | OrganisationPanel) and not made.is_touched:
                self.ui.parts.removeWidget(made)
                made.deleteLater()
                del self._made[row]
        if self.ui.sections.currentRow() >= 0:
            self._show_row(self.ui.sections.currentRow())

    def show_part(self, title: str) -> None:
        self._list_parts()
        found = self.ui.sections.findItems(title, Qt.MatchFlag.MatchExactly)
        if found:
            self.ui.sections.setCurrentItem(found[0])

    @property
    def shown(self) -> QWidget | None:
        return self._made.get(self.ui.sections.currentRow())

    def submit(self) -> bool:
        part: object = self.shown
        if isinstance(part, Submits):
            part.submit()
            return True
        return False

    def focus_list(self) -> None:
        self.ui.sections.setFocus(Qt.FocusReason.OtherFocusReason)

    def _list_parts(self) -> None:
        if self._parts:
            return
        policies = self._policies
        self._parts = [
            ("Deg", self._own),
            ("Utseende", lambda: look_part(policies, self.look_changed.emit)),
            ("Tastatur", lambda: keys_part(self._pages)),
            ("Organisasjon", self._organisation_panel),
            *self._more_parts(),
            ("Fra IT", lambda: decided_part(policies)),
            ("Om", lambda: about_part(self._about())),
        ]
        for title, _ in self._parts:
            item = QListWidgetItem(title)
            item.setSizeHint(QSize(0, theme.current().scaled(ROW_HEIGHT)))
            self.ui.sections.addItem(item)
        self.ui.sections.setCurrentRow(0)

    def _show_row(self, row: int) -> None:
        if row not in self._made:
            self._made[row] = made = self._parts[row][1]()
            self.ui.parts.addWidget(made)
            theme.current().grow(made)
        self.ui.parts.setCurrentWidget(self._made[row])

    def _own(self) -> QWidget:
        made = ProfilePanel(self._operator(), self._policies)
        made.changed.connect(self.operator_changed)
        self.operator_kept.connect(made.show_saved)
        return made

    def _organisation_panel(self) -> QWidget:
        made = OrganisationPanel(self._organisation())
        made.changed.connect(self.organisation_changed)
        self.organisation_saved.connect(made.show_saved)
        return made
