"""Innstillinger: a list on the left, one panel at a time on the right."""

from collections.abc import Callable, Sequence
from itertools import groupby

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QListWidgetItem, QWidget

from sentralbord_desktop.domain.access.operator import Operator
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.domain.policies.policies import Policies
from sentralbord_desktop.gui._generated.ui_settings import Ui_Settings
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.accessible_role import Role, give_role
from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.core.page import ListPage
from sentralbord_desktop.gui.settings.policy_panel import decided_part
from sentralbord_desktop.gui.settings.profile_panel import OrganisationPanel, ProfilePanel, about_part, look_part
from sentralbord_desktop.gui.settings.titles import group_of, may_see, place_of
from sentralbord_desktop.gui.widgets.fields.form_foot import keep_row
from sentralbord_desktop.gui.widgets.settings_panel import AsksToLeave, Part, Submits
from sentralbord_desktop.gui.window.panel_round import ONE_STOP

ROW_HEIGHT, HEADING_POINTS = 24, 9.0
HEADING_HEIGHT, LOW_HEADING = 28, 20
MARGIN, LOW_MARGIN = 14, 6
"""Height of the headings, and margin of the frame around the list, normally and in a low window; pixels at 100 %."""
LIST_WIDTH, MIN_LIST_WIDTH, CROWDED = 252, 196, 800
"""Width of the list, its width on a page narrower than CROWDED; pixels at 100 %."""
PART = Qt.ItemDataRole.UserRole
"""Data role of a row: the index of its part; none for a heading."""


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
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._operator, self._organisation, self._about = operator, organisation, about
        self._more_parts, self._policies = parts, policies
        self._parts: list[Part] = []
        self._made: dict[str, QWidget] = {}
        self.ui = Ui_Settings()
        self.ui.setupUi(self)
        give_role(self.ui.parts, Role.Client)
        self._row = -1
        self.ui.sections.currentRowChanged.connect(self._move_to)
        theme.current().changed.connect(self._colour_headings)

    def showEvent(self, event: QShowEvent) -> None:
        self._list_parts()
        self._read_again()
        super().showEvent(event)

    def _read_again(self) -> None:
        """Rebuild the profile and the organisation, so that saving them does not revert changes from elsewhere. Unsaved
        text is kept."""
        for title, made in list(self._made.items()):
            if isinstance(made, ProfilePanel | OrganisationPanel) and not made.is_touched:
                self.ui.parts.removeWidget(made)
                made.deleteLater()
                del self._made[title]
        if self._row >= 0:
            self._show_row(self._row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow the list where the text is large for the window."""
        super().resizeEvent(event)
        scaled = theme.current().scaled
        self.ui.left.setFixedWidth(scaled(LIST_WIDTH if self.width() >= scaled(CROWDED) else MIN_LIST_WIDTH))
        self._fit_height()

    def _fit_height(self) -> None:
        """In a low window, as on a laptop, hide the title if all parts then fit; the rail shows it too."""
        sections, scaled = self.ui.sections, theme.current().scaled
        headings = self._headings()
        needed = scaled(ROW_HEIGHT) * len(self._parts) + 2 * sections.frameWidth()
        low = needed + scaled(LOW_HEADING) * len(headings) + 2 * scaled(LOW_MARGIN)
        title = self.ui.title.sizeHint().height() + self.ui.vlay233.spacing()
        usual = needed + scaled(HEADING_HEIGHT) * len(headings) + 2 * scaled(MARGIN) + title
        is_low = low <= self.height() - 2 * self.ui.hlay234.contentsMargins().top() < usual
        self.ui.title.setHidden(is_low)
        margin = scaled(LOW_MARGIN if is_low else MARGIN)
        self.ui.vlay233.setContentsMargins(scaled(MARGIN), margin, scaled(MARGIN), margin)
        for heading in headings:
            heading.setSizeHint(QSize(0, scaled(LOW_HEADING if is_low else HEADING_HEIGHT)))

    def _headings(self) -> list[QListWidgetItem]:
        items = [self.ui.sections.item(row) for row in range(self.ui.sections.count())]
        return [item for item in items if item.data(PART) is None]

    def _colour_headings(self) -> None:
        for heading in self._headings():
            heading.setForeground(theme.current().colour("text3"))

    def show_part(self, title: str) -> None:
        self._list_parts()
        found = self.ui.sections.findItems(title, Qt.MatchFlag.MatchExactly)
        if part := next((item for item in found if item.data(PART) is not None), None):
            self.ui.sections.setCurrentItem(part)

    @property
    def shown(self) -> QWidget | None:
        return self._made.get(self.ui.sections.item(self._row).text()) if self._row >= 0 else None

    def submit(self) -> bool:
        part: object = self.shown
        if isinstance(part, Submits):
            part.submit()
            return True
        return False

    def focus_list(self) -> None:
        self.ui.sections.setFocus(Qt.FocusReason.OtherFocusReason)

    def _list_parts(self) -> None:
        """Under their headings, those that the operator may see; again when the roles have changed."""
        parts = sorted(self._every_part(), key=lambda part: place_of(part.title))
        if [part.title for part in parts] == [part.title for part in self._parts]:
            return
        self._parts = parts
        scaled, sections = theme.current().scaled, self.ui.sections
        with QSignalBlocker(sections):
            sections.clear()
            for group, its in groupby(enumerate(parts), key=lambda at: group_of(at[1].title)):
                heading = QListWidgetItem(group)
                heading.setFlags(Qt.ItemFlag.NoItemFlags)
                heading.setFont(theme.font_of(HEADING_POINTS * theme.current().text_scale, strong=True))
                sections.addItem(heading)
                for place, part in its:
                    item = QListWidgetItem(part.title)
                    item.setData(PART, place)
                    item.setSizeHint(QSize(0, scaled(ROW_HEIGHT)))
                    sections.addItem(item)
        self._fit_height()
        self._colour_headings()
        self._row = -1
        sections.setCurrentRow(1)

    def _every_part(self) -> list[Part]:
        policies, operator = self._policies, self._operator()
        parts: list[Part] = [
            Part("Deg", self._own),
            Part("Utseende", lambda: look_part(policies, self.look_changed.emit)),
            Part("Organisasjon", self._organisation_panel),
            *self._more_parts(),
            Part("Fra IT", lambda: decided_part(policies)),
            Part("Om", lambda: about_part(self._about())),
        ]
        return [part for part in parts if may_see(part.title, operator)]

    def _move_to(self, row: int) -> None:
        """Show another part; one with changes asks first, and remains chosen."""
        part: object = self.shown
        if not isinstance(part, AsksToLeave) or not part.is_touched or row == self._row:
            self._show_row(row)
            return
        keep_row(self.ui.sections, self._row)
        part.foot.ask_leaving(lambda: self.ui.sections.setCurrentRow(row), part.reset)

    def _show_row(self, row: int) -> None:
        place = self.ui.sections.item(row).data(PART) if row >= 0 else None
        if place is None:
            return
        self._row = row
        title, make = self._parts[place]
        if title not in self._made:
            self._made[title] = made = make()
            set_flags(made, ONE_STOP)
            self.ui.parts.addWidget(made)
            theme.current().grow(made)
        self.ui.parts.setCurrentWidget(self._made[title])

    def _own(self) -> QWidget:
        made = ProfilePanel(self._operator, self._policies)
        made.changed.connect(self.operator_changed)
        self.operator_kept.connect(made.show_saved)
        return made

    def _organisation_panel(self) -> QWidget:
        made = OrganisationPanel(self._organisation)
        made.changed.connect(self.organisation_changed)
        self.organisation_saved.connect(made.show_saved)
        return made
