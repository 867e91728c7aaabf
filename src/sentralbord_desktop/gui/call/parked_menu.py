"""The chip in the header: number and age of parked calls, and the menu that resumes one."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu, QToolButton

from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui.widgets.keys.keyed_button import show_key
from sentralbord_desktop.services.drafts import Draft

LONG_MINUTES = 20
"""Minutes after which the chip shows the age of the oldest."""
MAX_MENU_DIGITS = 9


class ParkedMenu(QObject):
    def __init__(
        self,
        button: QToolButton,
        clock: Callable[[], datetime],
        category_title: Callable[[str], str],
        resume: Callable[[Draft], None],
    ) -> None:
        super().__init__(button)
        self._button = button
        self._clock = clock
        self._category_title = category_title
        self._resume = resume
        self._drafts: Sequence[Draft] = ()
        self.show([])

    def show(self, drafts: Sequence[Draft]) -> None:
        self._drafts = tuple(drafts)
        self.refresh()

    def refresh(self) -> None:
        """Update the text, which holds a time."""
        count = len(self._drafts)
        self._button.setVisible(count > 0)
        waited = max((self._minutes(draft) for draft in self._drafts), default=0)
        long = f" i {waited} min" if waited >= LONG_MINUTES else ""
        show_key(self._button, f" {count} parkert{long}", "Ctrl+P")
        words = counted(count, "parkert samtale", "parkerte samtaler")
        self._button.setAccessibleName(words + (f", den eldste{long}" if long else ""))

    def take_up(self) -> None:
        """Resume the only one at once; of several, the one of the pressed digit."""
        if len(self._drafts) == 1:
            self._resume(self._drafts[0])
        elif self._drafts:
            menu = self.menu()
            menu.setActiveAction(menu.actions()[0])
            menu.popup(self._button.mapToGlobal(QPoint(0, self._button.height())))

    def menu(self) -> QMenu:
        menu = QMenu("Parkerte samtaler", self._button)
        menu.aboutToHide.connect(menu.deleteLater)
        for number, draft in enumerate(self._drafts, 1):
            digit = f"&{number}  " if number <= MAX_MENU_DIGITS else "    "
            category = self._category_title(draft.category)
            words = f"{draft.title} – {category}, {self._age(draft)}".replace("&", "&&")
            menu.addAction(digit + words, partial(self._resume, draft))
        return menu

    def _age(self, draft: Draft) -> str:
        minutes = self._minutes(draft)
        return f"parkert for {minutes} min siden" if minutes else "nettopp parkert"

    def _minutes(self, draft: Draft) -> int:
        return int((self._clock() - (draft.put_aside or draft.started)).total_seconds() // 60)
