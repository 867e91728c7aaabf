"""«Konflikt»: two operators changed the same field, and the value must be decided."""

from collections.abc import Callable, Sequence
from textwrap import wrap

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QDialog, QGridLayout, QPushButton, QRadioButton, QVBoxLayout, QWidget

from sentralbord_desktop.domain.conflicts import CHOOSE, Conflict, ConflictResolution
from sentralbord_desktop.domain.dates.clock import now
from sentralbord_desktop.domain.dates.screen_time import day_at_time
from sentralbord_desktop.domain.members.fields import field_name
from sentralbord_desktop.domain.members.member import STATUSES
from sentralbord_desktop.domain.telephony import spoken_number
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.tip import Tips
from sentralbord_desktop.gui.widgets.labels import DigitBadge, keycap, label, primary, row

KEYS = "123456789"
EMPTY, HIDDEN = "tomt", "skjult"
OPTION_WRAP_CHARS = 30
"""Characters per line: a radio button does not wrap its text."""
MINE, THEIRS = 1, 0
WIDTH = 590
"""Width of the sentence above the fields: a minimum width of the dialog would cut its texts."""


class ConflictDialog(QDialog):
    """One line per field: its digit switches between our value and theirs. Nothing is preselected, so that a second
    Ctrl+Enter overwrites no change. `chosen` is called with the decision."""

    def __init__(
        self, conflicts: Sequence[Conflict], parent: QWidget, chosen: Callable[[ConflictResolution], None]
    ) -> None:
        super().__init__(parent)
        Tips(self)
        self._conflicts = tuple(conflicts)
        self._chosen = chosen
        self._choices: list[QButtonGroup] = []
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Endret av to")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        for column, title in enumerate(("", "Felt", "Sto der", "Ditt", "Den andres")):
            self._grid.addWidget(label(title, "label"), 0, column)
        for number, conflict in enumerate(self._conflicts):
            self._add(number, conflict)
        self._missing = label("", tone="danger", wrap=True)
        self._missing.hide()
        self._lay_out()
        self.setAccessibleName(CHOOSE)
        if self._choices:
            self._choices[0].buttons()[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        words = label(CHOOSE, "answer", wrap=True)
        words.setMinimumWidth(theme.current().scaled(WIDTH))
        help_ = label("Tallet bytter mellom ditt og den andres. Endringene blir logget.", "meta")
        save, leave = primary("Lagre"), QPushButton("Avbryt")
        save.setAutoDefault(False)
        leave.setAutoDefault(False)
        save.clicked.connect(self._save)
        leave.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(14)
        layout.addWidget(words)
        layout.addLayout(self._grid)
        layout.addWidget(self._missing)
        layout.addWidget(help_)
        layout.addLayout(row(None, leave, keycap("Esc"), save, keycap("Ctrl+Enter")))

    def _add(self, number: int, conflict: Conflict) -> None:
        name = _name(conflict)
        line = number + 1
        if number < len(KEYS):
            badge = DigitBadge(KEYS[number])
            badge.set_live(True)
            self._grid.addWidget(badge, line, 0)
        self._grid.addWidget(label(name, "strong"), line, 1)
        before = wrap(_text(conflict, conflict.original), OPTION_WRAP_CHARS)
        self._grid.addWidget(label("\n".join(before)), line, 2)
        group = QButtonGroup(self)
        for key, text, whose in (
            (MINE, conflict.mine, "ditt"),
            (THEIRS, conflict.theirs, f"det {conflict.author or 'en annen'} skrev"),
        ):
            shown = _text(conflict, text)
            lines = [*wrap(shown, OPTION_WRAP_CHARS), *([_hand(conflict)] if key == THEIRS else [])]
            button = QRadioButton("\n".join(lines))
            button.setAccessibleName(f"{name}: behold {whose}, {shown}")
            group.addButton(button, key)
            self._grid.addWidget(button, line, 3 if key == MINE else 4)
        self._choices.append(group)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if control:
                self._save()
        elif event.text() and event.text() in KEYS[: len(self._choices)] and not control:
            self._switch(self._choices[KEYS.index(event.text())])
        else:
            super().keyPressEvent(event)

    def _switch(self, group: QButtonGroup) -> None:
        """Switch to our value first, then to theirs, then back."""
        button = group.button(THEIRS if group.checkedId() == MINE else MINE)
        button.setChecked(True)
        button.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(button, button.accessibleName())

    def _save(self) -> None:
        pairs = list(zip(self._conflicts, self._choices, strict=True))
        left = [_name(c) for c, group in pairs if group.checkedId() < 0]
        if left:
            self._missing.setText(f"Velg hva som skal stå: {', '.join(left)}.")
            self._missing.show()
            announce(self._missing, self._missing.text())
            return
        mine = frozenset(c.field for c, group in pairs if group.checkedId() == MINE)
        self.accept()
        self._chosen(ConflictResolution(self._conflicts, mine))


def _name(conflict: Conflict) -> str:
    return conflict.name or field_name(conflict.field)


def _text(conflict: Conflict, text: str) -> str:
    if conflict.secret and text:
        return HIDDEN
    if conflict.field == "status":
        return STATUSES.get(text, text)
    return (spoken_number(text) if conflict.field.startswith("phone") else text) or EMPTY


def _hand(conflict: Conflict) -> str:
    """«LT, fredag kl. 14.07»."""
    if conflict.at is None:
        return conflict.author or "fra en annen"
    return f"{conflict.author}, {day_at_time(conflict.at, now())}"
