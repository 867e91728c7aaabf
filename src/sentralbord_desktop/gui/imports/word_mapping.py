"""The meanings of the words and codes of a file: unknown ones first, each with its number of rows."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from sentralbord_desktop.domain.imports.coded_words import CodedWord, word_key
from sentralbord_desktop.domain.imports.preview import ImportTable
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.imports.card import Card
from sentralbord_desktop.gui.imports.choice_lines import NOT_READ, ChoiceLines, new_choice
from sentralbord_desktop.gui.widgets.labels import clear

MAX_SHOWN = 60
"""Most words with a list of choices; the most used are shown."""
OPEN = "Velg hva det betyr …"


class WordMapping(Card):
    """`changed` is sent when a word gets a meaning; `by_hand` are these choices."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__("text-aa", "text2")
        self.by_hand: dict[str, dict[str, str]] = {}
        self.boxes: dict[str, QComboBox] = {}
        self.hide()

    def forget(self) -> None:
        self.by_hand = {}
        self.show_words(None, ())

    def show_words(self, read: ImportTable | None, words: Sequence[CodedWord]) -> None:
        clear(self.inside)
        self.boxes = {}
        words = [word for word in words if word.is_open or not (read is None or _is_plain(read, word))]
        before = "" if self.isHidden() else self.accessibleName()
        self.setVisible(bool(words))
        if read is None or not words:
            return
        unknown = [word for word in words if word.is_open]
        rows = sum(word.rows for word in unknown)
        self.tint("warn" if unknown else "", "warning" if unknown else "text-aa", "warn" if unknown else "text2")
        self.set_title(
            f"Verdier: {len(unknown)} er ikke kjent" if unknown else "Verdier: alle er kjent",
            f"i {counted(rows, 'rad', 'rader')}. Uten et valg kommer radene inn uten feltet" if unknown else "",
        )
        if self.accessibleName() != before:
            announce(self, self.accessibleName(), about="words")
        inside = ChoiceLines()
        for word in words[:MAX_SHOWN]:
            self.boxes[word.word] = box = self._box(read, word)
            inside.add_line(f"{word.heading}: «{word.word[:60]}»", _count(word), box)
        self.inside.addWidget(inside)

    def _box(self, read: ImportTable, word: CodedWord) -> QComboBox:
        box = new_choice()
        box.setAccessibleName(f"Hva {word.word} i {word.heading} betyr")
        if word.is_open:
            box.addItem(OPEN, None)
        for text, shown in _choices(read, word):
            box.addItem(shown, text)
        box.addItem(NOT_READ, "")
        if not word.is_open:
            box.setCurrentIndex(max(0, box.findData(word.meaning)))
        box.currentIndexChanged.connect(lambda _: self._choose(word, box.currentData()))
        return box

    def _choose(self, word: CodedWord, text: str | None) -> None:
        if text is not None:
            self.by_hand.setdefault(word.field, {})[word_key(word.word)] = text
            self.changed.emit()


def _is_plain(read: ImportTable, word: CodedWord) -> bool:
    """Whether the meaning is obvious; also for the name of a department in the catalogue."""
    named = read.departments.get(int(word.meaning or 0), "") if (word.meaning or "").isdigit() else ""
    return word.is_plain or word_key(named) == word_key(word.word)


def _count(word: CodedWord) -> str:
    rows = counted(word.rows, "rad", "rader")
    if word.is_foreign:
        return f"{rows}. Avdelingen finnes ikke i Katalog"
    return f"{rows}. Kan være {word.likely}" if word.likely else rows


def _choices(read: ImportTable, word: CodedWord) -> list[tuple[str, str]]:
    """The choices as (text for the column's reader, shown text)."""
    column = read.kind.by_field[word.field]
    if column.choices:
        return [(text, text) for text in column.choices.values()]
    if column.is_yes_no:
        return [("ja", "Ja"), ("nei", "Nei")]
    known = [(str(number), f"{number} {name}".strip()) for number, name in read.departments.items()]
    own = word.meaning or ""
    return known if not own or own in dict(known) else [*known, (own, own)]
