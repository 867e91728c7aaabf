"""The second step: map columns to fields and words to meanings, and choose what an empty cell does."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QVBoxLayout, QWidget

from sentralbord_desktop.domain.imports.coded_words import (
    CHOICES,
    EMPTY,
    KEEP,
    CodedWord,
    Words,
    choice_of,
    joined,
    may_be_emptied,
    new_departments,
    word_key,
)
from sentralbord_desktop.domain.imports.columns import Columns
from sentralbord_desktop.domain.imports.days import DAY_AFTER, EVENINGS, SAME_DAY
from sentralbord_desktop.domain.imports.headings import REASON, unread_columns
from sentralbord_desktop.domain.imports.name_order import name_examples
from sentralbord_desktop.domain.imports.preview import ImportTable
from sentralbord_desktop.domain.imports.report import unread_content
from sentralbord_desktop.domain.text.norwegian import counted, ended, listed
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.imports.decisions import NOT_READ, Card, ChoiceLines, choice_box
from sentralbord_desktop.gui.widgets.fitted_scroll_area import scrolling
from sentralbord_desktop.gui.widgets.flow_layout import flowing
from sentralbord_desktop.gui.widgets.labels import clear, label

MAX_WORDS_SHOWN = 60
"""Most words with a list of choices; the most used are shown."""
MAX_COUNTED = 5_000
"""Most rows whose empty cells are counted, because that is done while the page is shown."""
MAX_IN_WORDS = " i de første 5 000 radene"


class MapStep(QWidget):
    """`changed` is sent for each choice."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.departments = NewDepartments()
        self.mapping, self.word_mapping = ColumnMapping(self), WordMapping()
        self.empty_cells = EmptyCellsCard()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        for card in (
            self.mapping.unread,
            self.departments,
            self.word_mapping,
            self.mapping.recognised,
            self.empty_cells,
        ):
            column.addWidget(card)
        column.addStretch(1)
        self._scroll = scrolling(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._scroll)
        for part in (self.mapping, self.word_mapping, self.empty_cells):
            part.changed.connect(self.changed)

    @property
    def columns(self) -> Columns:
        """Heading -> field, for manual choices."""
        return self.mapping.by_hand

    @property
    def words(self) -> Words:
        return joined(self.word_mapping.by_hand, self.empty_cells.by_hand)

    @property
    def said(self) -> str:
        """The sentence about unread columns; that about words is announced once they are counted."""
        unread = self.mapping.unread
        return "" if unread.isHidden() else ended(unread.accessibleName())

    def show_table(self, table: ImportTable) -> None:
        self.mapping.show_table(table)
        self.empty_cells.show_table(table)
        self.word_mapping.forget()
        self.departments.hide()
        self.departments.each.setChecked(False)
        self._scroll.verticalScrollBar().setValue(0)

    def show_words(self, table: ImportTable, words: Sequence[CodedWord]) -> None:
        """Words of new departments have a line each only where they are to be chosen one by one."""
        self.departments.show_words(table, words)
        new = () if self.departments.each.isChecked() else self.departments.found
        self.word_mapping.show_words(table, [it for it in words if not (it.is_foreign and int(it.meaning or 0) in new)])


class ColumnMapping(QObject):
    """The cards `unread` and `recognised`. `changed` is sent when a field is chosen for a column; `by_hand` are these
    choices."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.by_hand: Columns = {}
        self.boxes: dict[str, QComboBox] = {}
        self.unread, self.recognised = Card("warning", "warn"), Card("check-circle", "text2")

    def show_table(self, read: ImportTable) -> None:
        """Show the headings of a file, with proposed fields and content."""
        self.by_hand, self.boxes = {}, {}
        unread = unread_columns(read.kind, read.headings, read.rows, read.columns, read.refused)
        for card in (self.unread, self.recognised):
            clear(card.inside)
        asked = {heading: f"{it.what}. Velg felt." for it in read.questions for heading in it.headings}
        lines = [(it.heading, unread_content(it, read.kind)) for it in unread]
        lines = [
            (heading, f"{content}. {asked[heading]}" if heading in asked else content) for heading, content in lines
        ]
        self._fill(self.unread, read, sorted(lines, key=lambda line: line[0] not in asked))
        known = [(place, heading) for place, heading in enumerate(read.headings) if read.columns.get(heading)]
        self._fill(self.recognised, read, [(heading, _content(read, place, heading)) for place, heading in known])
        some = counted(len(unread), "kolonne", "kolonner")
        what = "står i filen, men hentes ikke inn"
        if read.questions:
            what = f"{counted(len(read.questions), 'spørsmål', 'spørsmål')} øverst: velg felt"
        self.unread.set_title(f"Ikke lest: {some}", what)
        self.unread.setVisible(bool(unread))
        self.recognised.set_title(f"Leses: {counted(len(known), 'kolonne', 'kolonner')}", "med eksempler fra filen")

    def _fill(self, card: Card, read: ImportTable, lines: Sequence[tuple[str, str]]) -> None:
        inside = ChoiceLines()
        for heading, content in lines:
            if heading not in read.refused and heading != REASON:
                self.boxes[heading] = self._box(read, heading)
            inside.add_line(heading, content, self.boxes.get(heading))
        card.inside.addWidget(inside)

    def _box(self, read: ImportTable, heading: str) -> QComboBox:
        options = [(None, NOT_READ), *read.kind.names.items()]
        chosen = read.columns.get(heading)
        return choice_box(f"Felt for {heading}", options, chosen, lambda field: self._choose(heading, field or None))

    def _choose(self, heading: str, field: str | None) -> None:
        """Choose a field for a column, and remove it from another column that has it."""
        self.by_hand[heading] = field
        for other, box in self.boxes.items():
            if field and other != heading and box.currentData() == field:
                with QSignalBlocker(box):
                    box.setCurrentIndex(0)
                self.by_hand[other] = None
                announce(box, f"{other} hentes ikke lenger inn.")
        self.changed.emit()


def _content(read: ImportTable, place: int, heading: str) -> str:
    """Examples of a column that is read; of names in another order or in capitals, also what they become."""
    changed = name_examples(read.rows, place, read.columns[heading] or "")
    return changed or ", ".join(read.sample(place))


class NewDepartments(Card):
    """The departments of a file that are not in the catalogue. `make_all` makes them; with `each` their words are among
    those to choose for."""

    def __init__(self) -> None:
        super().__init__("plus", "text2")
        self.found: dict[int, str] = {}
        self.make_all, self.each = QPushButton("Lag alle"), QPushButton("Velg for hver")
        self.each.setCheckable(True)
        self._named = label("", wrap=True)
        buttons = flowing(self.make_all, self.each)
        for part in (self._named, buttons):
            part.setContentsMargins(16, 4, 12, 4)
        self.inside.addWidget(self._named)
        self.inside.addLayout(buttons)
        self.hide()

    def show_words(self, read: ImportTable, words: Sequence[CodedWord]) -> None:
        self.found = found = new_departments(words, read.departments)
        named = [f"{number} {name}".strip() for number, name in found.items()]
        some = counted(len(named), "ny avdeling", "nye avdelinger")
        self.set_title(some, "finnes ikke i Katalog. Medlemmene kommer inn med nummeret likevel")
        self._named.setText(listed(named))
        self.make_all.setAccessibleName(f"Lag alle: {some} i Katalog")
        self.each.setVisible(any(word.is_foreign for word in words) or self.each.isChecked())
        self.setVisible(bool(found))


class WordMapping(Card):
    """The meanings of the words and codes of a file: unknown ones first, each with its number of rows. A word that was
    shown keeps its place when it gets a meaning. `changed` is sent then; `by_hand` are these choices."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__("text-aa", "text2")
        self.by_hand: dict[str, dict[str, str]] = {}
        self.boxes: dict[str, QComboBox] = {}
        self._places: dict[tuple[str, str], int] = {}
        """The places of the words of this file, in the order in which they were first shown."""
        self.hide()

    def forget(self) -> None:
        self.by_hand, self._places = {}, {}
        self.show_words(None, ())

    def show_words(self, read: ImportTable | None, words: Sequence[CodedWord]) -> None:
        known, places = list(self.boxes), self._places
        words = [
            word
            for word in words
            if word.is_open or (word.field, word.word) in places or not (read is None or _is_plain(read, word))
        ]
        for word in words:
            places.setdefault((word.field, word.word), len(places))
        words = sorted(words, key=lambda word: places[word.field, word.word])
        before = "" if self.isHidden() else self.accessibleName()
        self.setVisible(bool(words))
        if read is None or not words:
            clear(self.inside)
            self.boxes = {}
            return
        unknown = [word for word in words if word.meaning is None]
        rows = sum(word.rows for word in unknown)
        self.tint("warn" if unknown else "", "warning" if unknown else "text-aa", "warn" if unknown else "text2")
        self.set_title(
            f"Verdier: {len(unknown)} er ikke kjent" if unknown else "Verdier: alle er kjent",
            f"i {counted(rows, 'rad', 'rader')}. Uten et valg kommer radene inn uten feltet" if unknown else "",
        )
        if self.accessibleName() != before:
            announce(self, self.accessibleName(), about="words")
        listed = words[:MAX_WORDS_SHOWN]
        if known == [word.word for word in listed]:
            return  # the same lists, with what was chosen in them, and the focus
        clear(self.inside)
        self.boxes, inside = {}, ChoiceLines()
        for word in listed:
            self.boxes[word.word] = box = self._box(read, word)
            inside.add_line(f"{word.heading}: «{word.word[:60]}»", _count(word), box)
        self.inside.addWidget(inside)

    def _box(self, read: ImportTable, word: CodedWord) -> QComboBox:
        first: list[tuple[object, str]] = [(None, "Velg hva det betyr …")] if word.is_open else []
        options = [*first, *_meanings(read, word), ("", NOT_READ)]
        chosen = None if word.is_open else word.meaning
        name = f"Hva {word.word} i {word.heading} betyr"
        return choice_box(name, options, chosen, lambda text: self._choose(word, text))

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
    if word.word == EVENINGS:
        return f"{rows}. Andre i kolonnen er kl. 00. Er det dagen etter?"
    return f"{rows}. Kan være {word.likely}" if word.likely else rows


def _meanings(read: ImportTable, word: CodedWord) -> list[tuple[str, str]]:
    """The choices as (text for the column's reader, shown text)."""
    column = read.kind.by_field[word.field]
    if column.choices:
        return [(text, text) for text in column.choices.values()]
    if column.is_yes_no:
        return [("ja", "Ja"), ("nei", "Nei")]
    if column.is_day:
        return [(text, text) for text in (DAY_AFTER, SAME_DAY)]
    known = [(str(number), f"{number} {name}".strip()) for number, name in read.departments.items()]
    own = word.meaning or ""
    return known if not own or own in dict(known) else [*known, (own, own)]


class EmptyCellsCard(Card):
    """Columns of a file with empty cells: their effect is chosen once for each column. `changed` is sent for each
    choice; `by_hand` are the choices, as words of the fields."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__("minus-circle", "text2")
        self.by_hand: dict[str, dict[str, str]] = {}
        self.boxes: dict[str, QComboBox] = {}
        self.set_title("Tomme celler", "hva som skjer med feltet når medlemmet er her fra før")

    def show_table(self, read: ImportTable) -> None:
        clear(self.inside)
        self.by_hand, self.boxes = {}, {}
        inside = ChoiceLines()
        rows, more = read.rows[:MAX_COUNTED], MAX_IN_WORDS if len(read.rows) > MAX_COUNTED else ""
        for place, heading in enumerate(read.headings):
            field = read.columns.get(heading)
            if not field or not may_be_emptied(field) or read.kind.key != "medlemmer":
                continue
            count = sum(place >= len(row) or not row[place].strip() for row in rows)
            chosen = choice_of(read.words, field)
            if count and (count < len(rows) or chosen != KEEP):
                name = read.kind.names[field]
                self.boxes[field] = self._box(field, name, chosen)
                inside.add_line(name, counted(count, "tom celle", "tomme celler") + more, self.boxes[field])
        self.inside.addWidget(inside)
        self.setVisible(bool(self.boxes))

    def _box(self, field: str, name: str, chosen: str) -> QComboBox:
        def choose(value: str) -> None:
            self.by_hand[field] = {EMPTY: value}
            self.changed.emit()

        return choice_box(f"Når {name} er tomt i filen", CHOICES.items(), chosen, choose)
