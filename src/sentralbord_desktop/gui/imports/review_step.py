"""The third step: the effects of the file. Losses come first, and are never green."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from sentralbord_desktop.domain.imports.doubt import DEFAULT
from sentralbord_desktop.domain.imports.preview import Changed, ImportedRow, Loss, Preview
from sentralbord_desktop.domain.imports.report import doubt_lines, lacking, lacking_sentence, losses_of, unread_content
from sentralbord_desktop.domain.text.norwegian import counted, ended
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.imports.decisions import AbsenceCard, AlarmCard, Card, CorrectionCard, PersonCard, as_shown
from sentralbord_desktop.gui.imports.loss_table import LossTable
from sentralbord_desktop.gui.lists.wrapping_table import WrappingTable
from sentralbord_desktop.gui.widgets.fitted_scroll_area import scrolling
from sentralbord_desktop.gui.widgets.labels import clear, icon_label, label, row
from sentralbord_desktop.gui.widgets.table_model import Column, TableModel, dress

NOTHING_IN = "Ingen rader kommer inn. Rett koblingen eller filen."
ALL_ALIKE = "Filen endrer ingenting."
UNREAD_SHOWN, DOUBTS_SHOWN = 3, 3
MAX_ROWS_SHOWN = 500
"""Most new or changed rows."""
SAVE, SHOW_DOUBTS = "Lagre disse radene som fil", "Vis radene"
NEW, CHANGED, ALIKE, LOST = range(4)
HEIGHT = 70


class CountBox(QPushButton):
    def __init__(self) -> None:
        super().__init__()
        set_flags(self, "answer")
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.number, self.words = label("", "number"), label("", "meta", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 2, 16, 2)
        layout.setSpacing(0)
        for part in (self.number, self.words):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(part)

    def sizeHint(self) -> QSize:
        """The height for two lines: the style sheet gives a button one line."""
        return QSize(super().sizeHint().width(), theme.current().scaled(HEIGHT))

    def show_count(self, count: int, words: str, tone: str) -> None:
        shown = counted(count, "", "").strip()
        self.number.setText(shown)
        self.words.setText(words)
        self.setAccessibleName(f"{shown} {words}")
        theme.restyle(self.number, tone=tone)
        theme.restyle(self.words, tone=tone if tone == "warn" else "")
        theme.restyle(self, tint="warn" if tone == "warn" else "")


class CountBoxes(QWidget):
    """Lost rows are amber, and new ones green when there are any."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.boxes = [CountBox() for _ in range(4)]
        layout = row(*self.boxes, spacing=12)
        self.setLayout(layout)
        for place, box in enumerate(self.boxes):
            box.clicked.connect(lambda _=False, place=place: self.choose(place))

    def show_preview(self, preview: Preview) -> None:
        new, lost = len(preview.new), len(preview.rejected)
        self.boxes[NEW].show_count(new, "ny" if new == 1 else "nye", "ok" if new else "")
        self.boxes[CHANGED].show_count(len(preview.changed), "endres", "")
        self.boxes[ALIKE].show_count(preview.alike, "er lik" if preview.alike == 1 else "er like", "")
        self.boxes[LOST].show_count(lost, "kommer ikke inn", "warn" if lost else "")
        has_rows = (new, len(preview.changed), 0, lost)
        for box, count in zip(self.boxes, has_rows, strict=True):
            box.setEnabled(bool(count))

    @property
    def names(self) -> list[str]:
        """«3 nye», «1 kommer ikke inn»."""
        return [box.accessibleName() for box in self.boxes]

    def choose(self, place: int | None) -> None:
        """Mark the chosen box as pressed, for screen readers too."""
        for number, box in enumerate(self.boxes):
            theme.restyle(box, chosen=number == place)
            box.setChecked(number == place)
        if place is not None:
            self.chosen.emit(place)


WrittenRow = ImportedRow | Changed
"""A new member or invoice, or one that changes."""


class ReviewStep(QWidget):
    """`map_asked` is sent by «Koble», `save_asked` by the button that saves the rows with losses, `decided` for each
    choice."""

    map_asked = Signal()
    save_asked = Signal()
    decided = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._preview: Preview | None = None
        self._lost: Sequence[Loss] = ()
        self._doubts: Sequence[Loss] = ()
        self.verdict, self.boxes = label("", wrap=True), CountBoxes()
        self.unread = Card("warning", "warn", button="Koble")
        self.listed = Card("warning-circle", "warn", button=SAVE)
        self.losses = LossTable()
        columns: list[Column[WrittenRow]] = [
            Column("Linje", lambda it: str(it.row), lambda it: it.row, 70),
            Column("Hvem", lambda it: f"{it.number} {it.name}", None, 260, strong=True),
            Column("Hva som endres", self._what),
        ]
        self.changes, self._change_rows = WrappingTable(), TableModel(columns)
        self.doubts = Card("info", "text2", button=SHOW_DOUBTS)
        self.alarms, self.people = AlarmCard(), PersonCard()
        self.corrections, self.absences = CorrectionCard(), AbsenceCard()
        self._decisions = (self.people, self.corrections, self.absences)
        """The questions of a preview, in the order in which the answers are laid over it."""
        self.changes.setModel(self._change_rows)
        dress(self.changes, columns, 30)
        self._build()
        for card in (self.alarms, *self._decisions):
            card.changed.connect(self._decide)
        self.boxes.chosen.connect(self._show_list)
        self.unread.button.clicked.connect(self.map_asked)
        self.listed.button.clicked.connect(self.save_asked)
        self.doubts.button.clicked.connect(self._show_doubts)

    def _build(self) -> None:
        self.changes.setAccessibleName("Radene som skrives inn")
        for table in (self.losses, self.changes):
            self.listed.inside.addWidget(table)
        self.listed.keep_to_content()
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, 8, 0)
        layout.setSpacing(12)
        layout.addWidget(self.verdict)
        layout.addWidget(self.alarms)
        layout.addWidget(self.boxes)
        layout.addWidget(self.unread)
        for card in (self.doubts, *self._decisions):
            layout.addWidget(card)
        layout.addWidget(self.listed, 1)
        self._column = layout
        layout.addStretch(0)
        self._scroll = scrolling(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)

    @property
    def said(self) -> str:
        """The sentence to announce: the counts, the verdict and the headings of the open questions."""
        every = (self.alarms, self.unread, self.doubts, *self._decisions)
        cards = [card.accessibleName() for card in every if not card.isHidden()]
        texts = (", ".join(self.boxes.names), self.verdict.text(), *cards)
        return " ".join(ended(text) for text in texts if text)

    def show_preview(self, preview: Preview) -> None:
        self._preview = preview
        every = losses_of(preview)
        self._lost, self._doubts = [it for it in every if not it.is_in], [it for it in every if it.is_in]
        self._show_verdict(preview)
        self.boxes.show_preview(preview)
        for card in (self.alarms, *self._decisions):
            card.show_preview(preview)
        self._show_unread(preview)
        self._show_doubt_lines(preview)
        counts = {LOST: self._lost, CHANGED: preview.changed, NEW: preview.new}
        first = next((place for place, rows in counts.items() if rows), None)
        self.listed.setVisible(first is not None or bool(self._doubts))
        self.boxes.choose(first)
        if first is None and self._doubts:
            self._show_doubts()
        self._scroll.verticalScrollBar().setValue(0)

    def decide(self, preview: Preview) -> Preview:
        """The preview with the choices of every card."""
        for card in self._decisions:
            preview = card.decide(preview)
        return preview

    def _decide(self) -> None:
        if self._preview is not None:
            decided = self.decide(self._preview)
            self._show_verdict(decided)
            announce(self, f"{decided.touched} skrives inn. {self.verdict.text()}", about="decided")
        self.decided.emit()

    def _show_verdict(self, preview: Preview) -> None:
        missing = lacking(preview.kind, preview.columns)
        parts = [question.sentence for question in preview.questions]
        parts += [lacking_sentence(missing)] if missing else []
        text, tone = " ".join(parts), "warn" if parts else ""
        if excess := DEFAULT.excess(preview.touched, preview.register_size):
            text, tone = f"{excess} Se at det er riktig fil. {text}".strip(), "warn"
        if not preview.changes_anything:
            text, tone = (NOTHING_IN, "warn") if preview.rejected and not preview.alike else (ALL_ALIKE, "")
        self.verdict.setText(text)
        self.verdict.setVisible(bool(text))
        theme.restyle(self.verdict, tone=tone)

    def _show_unread(self, preview: Preview) -> None:
        clear(self.unread.inside)
        unread = preview.unread_columns
        self.unread.setVisible(bool(unread))
        title = counted(len(unread), "kolonne", "kolonner")
        self.unread.set_title(f"Ikke lest: {title}", "står i filen, men hentes ikke inn")
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(16, 6, 12, 8)
        grid.setVerticalSpacing(2)
        grid.setHorizontalSpacing(14)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 3)
        for place, column in enumerate(unread[:UNREAD_SHOWN]):
            grid.addWidget(label(column.heading, "strong", wrap=True), place, 0)
            grid.addWidget(label(unread_content(column, preview.kind), "meta", wrap=True), place, 1)
        if len(unread) > UNREAD_SHOWN:
            rest = ", ".join(column.heading for column in unread[UNREAD_SHOWN:])
            grid.addWidget(label(f"og {len(unread) - UNREAD_SHOWN} til", "strong"), UNREAD_SHOWN, 0)
            grid.addWidget(label(rest, "meta", wrap=True), UNREAD_SHOWN, 1)
        self.unread.inside.addWidget(inside)

    def _show_doubt_lines(self, preview: Preview) -> None:
        clear(self.doubts.inside)
        lines = list(doubt_lines(preview))
        self.doubts.setVisible(bool(lines))
        self._column.removeWidget(self.listed)
        before = self.doubts if self._lost else None  # losses come before decisions
        place = self._column.indexOf(before) if before else self._column.indexOf(self._decisions[-1]) + 1
        self._column.insertWidget(place, self.listed, 1)
        rows = counted(len(preview.doubtful), "rad", "rader")
        self.doubts.set_title(f"{rows} kommer ikke helt inn" if preview.doubtful else "Å se etter")
        self.doubts.button.setVisible(bool(self._doubts))
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(16, 6, 12, 8)
        column.setSpacing(2)
        for line in lines[:DOUBTS_SHOWN]:
            column.addLayout(row(icon_label("info", "text2", 14), label(line, "meta", wrap=True)))
        if len(lines) > DOUBTS_SHOWN:
            column.addWidget(label(f"og {len(lines) - DOUBTS_SHOWN} andre grunner.", "meta"))
        self.doubts.inside.addWidget(shown)

    def _show_list(self, place: int) -> None:
        preview = self._preview
        if preview is None:
            return
        if place == LOST:
            self._show_losses(self._lost, f"{counted(len(self._lost), 'rad', 'rader')} kommer ikke inn")
        elif place in (NEW, CHANGED):
            every = preview.new if place == NEW else preview.changed
            rows, count = every[:MAX_ROWS_SHOWN], len(every)
            words = counted(count, "ny", "nye") if place == NEW else f"{count} endres"
            self.listed.tint("", "list", "text2")
            announce(self, words, about="listed")
            self.listed.set_title(words, f"de første {len(rows)} vises" if len(rows) < count else "")
            self.listed.button.setVisible(bool(self._lost))
            self._change_rows.show(rows)
            self._show_table(self.changes)

    def _what(self, it: WrittenRow) -> str:
        if self._preview is None or isinstance(it, ImportedRow):
            return "ny"
        kind = self._preview.kind
        return ", ".join(
            f"{kind.names[one.field]}: {as_shown(kind, one.field, one.before) or '–'} → "
            f"{as_shown(kind, one.field, one.after) or '–'}"
            for one in it.changes
        )

    def _show_doubts(self) -> None:
        self.boxes.choose(None)
        self._show_losses(self._doubts, f"{counted(len(self._doubts), 'celle', 'celler')} kommer ikke inn")

    def _show_losses(self, losses: Sequence[Loss], title: str) -> None:
        self.listed.show()
        announce(self, title, about="listed")
        self.listed.tint("warn", "warning-circle", "warn")
        self.listed.set_title(title)
        self.listed.button.show()
        self.losses.show_losses(losses)
        self._show_table(self.losses)

    def _show_table(self, table: WrappingTable) -> None:
        for other in (self.losses, self.changes):
            other.setVisible(other is table)
