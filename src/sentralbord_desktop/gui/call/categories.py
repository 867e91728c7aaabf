"""«Hva gjelder det?»: one digit starts the category; Mellomrom says that the caller is who they say."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout

from sentralbord_desktop.gui.widgets.panel import AnswerButton, DigitPanel
from sentralbord_desktop.gui.widgets.small import clear, label

Entry = tuple[str, str, str, int, bool]
"""Digit, text, category or group, loop, whether it can be taken without a record."""

MAIN: list[Entry] = [
    ("1", "Kontingent og faktura", "kontingent", 1, False),
    ("2", "Medlemsopplysninger", "opplysninger", 1, False),
    ("3", "Innmelding", "innmelding", 1, True),
    ("4", "Utmelding", "utmelding", 1, False),
    ("5", "Overføring", "overforing", 1, False),
    ("6", "Forsikring", "forsikring", 1, True),
    ("7", "Trøbbel på jobben", "trobbel", 2, True),
    ("8", "Lov og avtaleverk", "lov_avtale", 2, True),
    ("9", "Kurs, media og annet", "resten", 3, True),
]
GROUPS: dict[str, list[Entry]] = {
    "overforing": [
        ("1", "Til en annen avdeling", "overforing_avdeling", 1, False),
        ("2", "Til et annet forbund", "overforing_forbund", 1, False),
    ],
    "resten": [
        ("1", "Kurs", "kurs", 3, True),
        ("2", "Media", "media", 3, True),
        ("3", "Annet", "annet", 3, True),
    ],
}


class CategoryChooser(QObject):
    """Fills the panel with the categories and tells which was chosen."""

    category_chosen = Signal(str)

    def __init__(self, panel: DigitPanel, place: QVBoxLayout, head: object) -> None:
        super().__init__(panel)
        self._panel = panel
        self._place = place
        self._with_record = True
        self._own_loop = 0
        self._group = ""
        self._entries: list[Entry] = []
        panel.digit_pressed.connect(self.press)

    def show_main(self, *, with_record: bool, own_loop: int) -> None:
        """All categories, by loop; without a record only those that need none."""
        asked = (with_record, own_loop)
        if asked == (self._with_record, self._own_loop) and not self._group and self._entries:
            return  # it stands there already: a text without hits would rebuild it at each key
        self._with_record, self._own_loop, self._group = with_record, own_loop, ""
        self._show([entry for entry in MAIN if with_record or entry[4]], headings=True)

    def leave_group(self) -> bool:
        """Back from «Overføring» or «Kurs, media og annet»; False when there is nowhere to go."""
        if not self._group:
            return False
        self._entries = []
        self.show_main(with_record=self._with_record, own_loop=self._own_loop)
        return True

    def press(self, digit: str) -> None:
        for entry in self._entries:
            if entry[0] == digit:
                self._choose(entry[2])
                return

    def _choose(self, key: str) -> None:
        if key in GROUPS:
            self._group = key
            self._show(GROUPS[key], headings=False)
        else:
            if self._group:
                self._group, self._entries = "", []  # the main list must be drawn again
            self.category_chosen.emit(key)

    def _show(self, entries: list[Entry], *, headings: bool) -> None:
        clear(self._place)
        self._entries = entries
        loop = 0
        for digit, text, key, home, _ in entries:
            if headings and home != loop:
                loop = home
                mine = " – din" if loop == self._own_loop else ""
                self._place.addWidget(label(f"Sløyfe {loop}{mine}", "label"))
            button = AnswerButton(digit, text, bare=True)
            button.clicked.connect(lambda _=False, key=key: self._choose(key))
            self._place.addWidget(button)
        if not headings:
            self._place.addWidget(label("Esc eller ← går tilbake", "meta"))
        self._panel.light()
