"""The facts and the rows of a record as texts that are read and copied by key."""

from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QTableView

from sentralbord_desktop.domain.members.record import ImportantRow, MemberRecord
from sentralbord_desktop.domain.text.norwegian import ended
from sentralbord_desktop.gui._generated.ui_record import Ui_Record
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.widgets.table_model import TableModel
from sentralbord_desktop.gui.widgets.texts.text_stops import COPIED, TextStop, plain

EMPTY = "–"


def fact_stops(ui: Ui_Record, record: MemberRecord) -> list[TextStop]:
    """Name and number, then each fact with its caption: «Telefon: 990 00 391». The e-mail whole, also where it is elided."""
    pairs = (
        (ui.phoneLabel, ui.phone),
        (ui.emailLabel, ui.email),
        (ui.addressLabel, ui.address),
        (ui.employerLabel, ui.employer),
        (ui.workplaceLabel, ui.workplace),
        (ui.stewardLabel, ui.steward),
        (ui.insuranceLabel, ui.insurance),
        (ui.feeLabel, ui.fee),
        (ui.departmentLabel, ui.department),
    )
    stops = [
        TextStop(ui.name, f"Navn: {ui.name.text()}", ui.name.text()),
        TextStop(ui.ids, ui.ids.text(), ui.ids.text()),
    ]
    for caption, value in pairs:
        text = record.member.email.strip() if value is ui.email else value.text()
        shown = "ikke registrert" if text in {"", EMPTY} else text
        stops.append(TextStop(value, f"{caption.text()}: {shown}", text))
    return stops


def matter_stop(box: QFrame, row: ImportantRow) -> TextStop:
    """A row of «Viktig nå», whole, with what to say."""
    text = " ".join([ended(row.headline), ended(row.detail), *([said_in(row)] if row.say else [])])
    headline = next(label for label in box.findChildren(QLabel) if label.text() == row.headline)
    return TextStop(headline, text, text, around=box)


def matter_words(row: ImportantRow, *, is_first: bool) -> str:
    """In the sentence about the member, which takes 20 s at most: the headline, and of the first what to say."""
    return f"{ended(row.headline)} {said_in(row)}" if is_first and row.say else ended(row.headline)


def said_in(row: ImportantRow) -> str:
    return f"Si: {ended(row.say.strip('«»'))}"


class RowCopying(QObject):
    """Ctrl+C in a list of the record copies the chosen row. On the page alone it copies the number of the caller."""

    def __init__(self, table: QTableView, model: TableModel[Any]) -> None:
        super().__init__(table)
        self._table, self._model = table, model
        table.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or not event.matches(QKeySequence.StandardKey.Copy):
            return super().eventFilter(watched, event)
        row = self._table.currentIndex().row()
        if row < 0:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        elif event.type() == QEvent.Type.KeyPress:
            texts = (self._model.index(row, column).data() for column in range(self._model.columnCount()))
            QApplication.clipboard().setText(plain("\t".join(" ".join(str(text).split()) for text in texts)))
            announce(self._table, COPIED)
        return True
