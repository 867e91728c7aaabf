"""«Hvem ringer?» and «Hva gjelder det?»: a digit chooses the kind of caller, or starts the category."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from sentralbord_desktop.domain.inquiries.caller_kind import CallerKind
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.widgets.digit_panel import AnswerButton, DigitPanel
from sentralbord_desktop.gui.widgets.keys.wrong_digit_line import runs_of
from sentralbord_desktop.gui.widgets.labels import clear, label
from sentralbord_desktop.procedures.categories import Categories, MenuEntry

ABOUT = "categories"
WHO, WHAT = "Hvem ringer?", "Hva gjelder det?"
CALLERS = {
    CallerKind.NOT_FOUND: "Medlem vi ikke finner",
    CallerKind.JOINING: "Vil bli medlem",
    CallerKind.ANOTHER: "Pårørende eller en annen",
    CallerKind.EMPLOYER: "Arbeidsgiver",
    CallerKind.PRESS: "Journalist",
    CallerKind.COLLEAGUE: "Kollega eller leverandør",
    CallerKind.BEREAVED: "Melder at et medlem er død",
}
"""The callers without a record, in the order of their digits."""


class SecondClick(QObject):
    """A recent caller is opened by one click. The second click of a double click would hit what is then drawn under the
    pointer, an identity or a category, so `panel` takes no click until the double-click time is over."""

    def __init__(self, panel: QWidget) -> None:
        super().__init__(panel)
        self._panel = panel
        self._over = QTimer(self, singleShot=True)
        self._over.timeout.connect(self.end)
        panel.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            self._panel.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._over.start(QApplication.doubleClickInterval())
        return super().eventFilter(watched, event)

    def end(self) -> None:
        self._panel.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, on=False)


class CategoryChooser(QObject):
    category_chosen = Signal(str)
    kind_chosen = Signal(object)  # CallerKind
    asked = Signal(str)  # the question that is shown now
    digits_changed = Signal(str)  # «3, 6–9», the digits that answer

    def __init__(self, categories: Categories, panel: DigitPanel, place: QVBoxLayout) -> None:
        super().__init__(panel)
        self._categories = categories
        self._panel = panel
        self._place = place
        self._with_record = True
        self._own_loop = 0
        self._in_group = False
        self.asks_caller = False
        """Whether «Hvem ringer?» is shown."""
        self._entries: Sequence[MenuEntry] = ()
        self.second_click = SecondClick(panel)
        panel.digit_pressed.connect(self.press)

    def show_main(self, *, with_record: bool, own_loop: int) -> None:
        """All categories, by loop; without `with_record` those that are not about the caller's own membership."""
        asked = (with_record, own_loop)
        if self._entries and not self.asks_caller and asked == (self._with_record, self._own_loop):
            return  # shown already, or a group of it; a text without hits would rebuild it at each key
        self._with_record, self._own_loop = with_record, own_loop
        self._in_group = self.asks_caller = False
        self.asked.emit(WHAT)
        self._show(self._categories.menu(with_record=with_record), headings=True)

    def ask_caller(self) -> None:
        """The first question to a caller without a record."""
        if self.asks_caller:
            return
        self._in_group, self.asks_caller = False, True
        self.asked.emit(WHO)
        callers = enumerate(CALLERS.items(), 1)
        self._show([MenuEntry(str(digit), words, 0, kind) for digit, (kind, words) in callers], headings=True)

    @property
    def spoken(self) -> str:
        """The question, and what each digit answers: «Hva gjelder det? 1 Kontingent og faktura, 2 …»."""
        return f"{WHO if self.asks_caller else WHAT} {self.answers}"

    @property
    def answers(self) -> str:
        """«1 Kontingent og faktura, 2 …»."""
        return ", ".join(f"{entry.digit} {entry.title}" for entry in self._entries) + "."

    @property
    def buttons(self) -> list[AnswerButton]:
        """The answers, from above."""
        places = (self._place.itemAt(place) for place in range(self._place.count()))
        return [button for item in places if item and isinstance(button := item.widget(), AnswerButton)]

    def leave_group(self) -> bool:
        """Back from «Overføring» or «Kurs, media og annet»; False on the main list."""
        if not self._in_group:
            return False
        self.end_group()
        self.show_main(with_record=self._with_record, own_loop=self._own_loop)
        announce(self._panel, self.spoken, about=ABOUT)
        return True

    def end_group(self) -> None:
        """The main list is drawn when it is next shown."""
        if self._in_group:
            self._in_group, self._entries = False, ()

    def press(self, digit: str) -> None:
        for entry in self._entries:
            if entry.digit == digit:
                self._choose(entry)
                return

    def _choose(self, entry: MenuEntry) -> None:
        if self.asks_caller:
            self.asks_caller, self._entries = False, ()
            self.kind_chosen.emit(CallerKind(entry.key))
        elif entry.group:
            self._in_group = True
            self._show(entry.group, headings=False)
            announce(self._panel, self.spoken, about=ABOUT)
        else:
            self.end_group()
            self.category_chosen.emit(entry.key)

    def _show(self, entries: Sequence[MenuEntry], *, headings: bool) -> None:
        clear(self._place)
        self._entries = entries
        loop = 0
        for entry in entries:
            if headings and entry.loop != loop:
                loop = entry.loop
                mine = " – din" if loop == self._own_loop else ""
                self._place.addWidget(label(f"Sløyfe {loop}{mine}", "label"))
            button = AnswerButton(entry.digit, entry.title, bare=True)
            button.clicked.connect(lambda _=False, entry=entry: self._choose(entry))
            self._place.addWidget(button)
        if not headings:
            self._place.addWidget(label("Esc eller ← går tilbake", "meta"))
        self._panel.light()
        self.digits_changed.emit(digits_listed([entry.digit for entry in entries]))


def digits_listed(digits: Sequence[str]) -> str:
    """«3, 6–9»: digits that follow each other are one range."""
    return ", ".join("–".join(dict.fromkeys((run[0], run[-1]))) for run in runs_of(digits))
