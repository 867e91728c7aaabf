"""Fits a member's facts into their panel, for any length of name, employer or address."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QLabel, QSizePolicy, QSpacerItem

from sentralbord_desktop.gui._generated.ui_record import Ui_Record
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.column.reflow import is_column
from sentralbord_desktop.gui.core.tip import BREAK
from sentralbord_desktop.gui.core.tip_source import give_tip
from sentralbord_desktop.gui.widgets.labels import parted

KEY = 80
"""Width of «Ctrl+D» beside the number."""


def keep_on_top(ui: Ui_Record) -> None:
    """Align a fact of one line with the first line of its neighbour. Extra height goes to its cell only: a stretch
    would take the room of the lists."""
    grid = ui.detailsLayout
    for place in range(grid.count()):
        item = grid.itemAt(place)
        cell = item.layout() if item else None
        if isinstance(cell, QBoxLayout):
            cell.addItem(QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred))
            cell.setStretch(cell.count() - 1, 1)


def fit_details(ui: Ui_Record, room: int, email: str, *, narrow: bool) -> None:
    """Wrap texts wider than `room`, an address of e-mail after its signs; a longer word is elided in the middle, and is
    whole in the form (F2)."""
    columns = (
        (ui.phone, ui.email, ui.address),
        (ui.employer, ui.insurance, ui.workplace),
        (ui.fee, ui.department, ui.steward),
    )
    _show_email(ui.email, email, 0)
    first = max(_width(ui.phone) + theme.current().scaled(KEY), _width(ui.email), _width(ui.address))
    needed = first + sum(max(map(_width, column)) for column in columns[1:])
    crowded = narrow or needed + 2 * ui.detailsLayout.horizontalSpacing() > room
    for column in columns:
        for value in column:
            value.setWordWrap(crowded)
    if crowded:
        _show_email(ui.email, email, room if is_column(ui.email.window()) else room * 11 // 20)
    ui.name.setWordWrap(_width(ui.name) > room)


def _show_email(label: QLabel, email: str, most: int) -> None:
    """On one line where `most` is 0, otherwise in pieces no wider than that. What is broken or elided cannot be
    selected."""
    metrics = label.fontMetrics()
    whole = parted(email, "-@.") if most else email
    fits = not most or max(map(metrics.horizontalAdvance, whole.split(BREAK))) <= most
    label.setText(whole if fits else metrics.elidedText(email, Qt.TextElideMode.ElideMiddle, most))
    give_tip(label, "" if fits else email)
    selectable = Qt.TextInteractionFlag.TextSelectableByMouse
    label.setTextInteractionFlags(selectable if label.text() == email else Qt.TextInteractionFlag.NoTextInteraction)


def _width(label: QLabel) -> int:
    return label.fontMetrics().horizontalAdvance(label.text())
