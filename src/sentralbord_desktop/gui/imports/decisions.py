"""What of a file a person chooses or decides: a card for each question, with its lines or its rows."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from sentralbord_desktop.domain.dates.clock import now, oslo
from sentralbord_desktop.domain.imports.columns import FileKind
from sentralbord_desktop.domain.imports.decide import mark_missing, same_person, take_from_file, with_resigned
from sentralbord_desktop.domain.imports.preview import Corrected, Missing, OtherPerson, Preview, corrected_here
from sentralbord_desktop.domain.imports.report import absence_sentences
from sentralbord_desktop.domain.members.fields import MEMBERS
from sentralbord_desktop.domain.members.member import STATUSES
from sentralbord_desktop.domain.telephony import spoken_number
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.lists.decision_table import DecisionTable, DecisionTexts
from sentralbord_desktop.gui.widgets.field_grid import ADDRESS
from sentralbord_desktop.gui.widgets.flow_layout import flowing
from sentralbord_desktop.gui.widgets.labels import choice, clear, icon_label, label, line, row
from sentralbord_desktop.gui.widgets.table_model import Column

NOT_READ = "Hentes ikke inn"
BESIDE = 380
"""Width of name and content of a line beside the choice, in pixels at 100 % text."""
PARTS = (2, 4)
"""The shares of name and content in that width."""
WITHOUT_RESIGNED, WITH_RESIGNED = "Hent dem som er utmeldt", "Ikke hent dem som er utmeldt"
V = TypeVar("V")


class Card(QFrame):
    """A heading with an icon, a few strong words, more words, and a button at the end. `inside` is the layout below."""

    def __init__(self, icon: str, colour: str, *, button: str = "") -> None:
        super().__init__()
        self.setProperty("card", "plain")
        self._head = QFrame()
        self._icon, self._title, self._more = icon_label(icon, colour), label("", "strong"), label("", "meta")
        self.button = QPushButton(button)
        set_flags(self.button, "flat", "link")
        head = flowing(self._icon, self._title, self._more, None, self.button)
        head.setContentsMargins(14, 4, 10, 4)
        self._head.setLayout(head)
        self._head.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.inside = QVBoxLayout()
        self.inside.setContentsMargins(0, 0, 0, 0)
        self.inside.setSpacing(0)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(1, 1, 1, 1)
        self._outer.setSpacing(0)
        self._outer.addWidget(self._head)
        self._outer.addWidget(line())
        self._outer.addLayout(self.inside)
        self.button.setVisible(bool(button))

    def keep_to_content(self) -> None:
        """Limit the height to the content."""
        self._outer.setSizeConstraint(QLayout.SizeConstraint.SetMinAndMaxSize)

    def set_title(self, title: str, more: str = "") -> None:
        self._title.setText(title)
        self._more.setText(more)
        self.setAccessibleName(f"{title} {more}".strip())
        self._fit_head()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_head()

    def _fit_head(self) -> None:
        """As high as it is where it wraps."""
        self._head.setMinimumHeight(self._head.heightForWidth(self._head.width()))

    def tint(self, tint: str, icon: str, colour: str) -> None:
        """«warn» for losses, «» for the rest."""
        theme.restyle(self._head, tint=f"{tint}Head" if tint else "")
        theme.restyle(self._title, tone=tint)
        theme.current().show_icon(self._icon, icon, colour)


# ---------------------------------------------------------------- lines with a list of choices at the end


class ChoiceLines(QWidget):
    """Lines of name, content and choice; the choice is beside them, or below where it would be cut."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[tuple[QLabel, QLabel, QComboBox | None]] = []
        self._is_narrow = False
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(16, 8, 12, 10)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(4)
        for column, part in enumerate(PARTS):
            grid.setColumnStretch(column, part)

    def add_line(self, name: str, content: str, box: QComboBox | None) -> None:
        """Add a line. The name is the label of the choice, because screen readers on Linux use the chosen text as the
        name."""
        head = label(name, "strong", wrap=True)
        if box is not None:
            head.setText(name.replace("&", "&&"))
            head.setBuddy(box)
        self._lines.append((head, label(content, "meta", wrap=True), box))
        self._put(len(self._lines) - 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        boxes = [box for *_, box in self._lines if box is not None]
        widest = max((min(box.sizeHint().width(), box.maximumWidth()) for box in boxes), default=0)
        is_narrow = self.width() < widest + theme.current().scaled(BESIDE)
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            for place in range(len(self._lines)):
                self._put(place)

    def _put(self, place: int) -> None:
        """Place a line, which has two rows of the grid; the second is empty if the choice is beside."""
        head, content, box = self._lines[place]
        for part in (head, content, box):
            if part is not None:
                self._grid.removeWidget(part)
        self._grid.addWidget(head, 2 * place, 0)
        self._grid.addWidget(content, 2 * place, 1)
        if box is not None and self._is_narrow:
            self._grid.addWidget(box, 2 * place + 1, 0, 1, 3, Qt.AlignmentFlag.AlignLeft)
        elif box is not None:
            self._grid.addWidget(box, 2 * place, 2)


def choice_box(
    name: str, options: Iterable[tuple[object, str]], chosen: object, choose: Callable[[Any], object]
) -> QComboBox:
    """A list of choices (value, text), as wide as its longest one; `name` is for screen readers."""
    box = choice(options, chosen)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    box.setMaximumWidth(theme.current().scaled(ADDRESS))
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    box.setAccessibleName(name)
    box.currentIndexChanged.connect(lambda _: choose(box.currentData()))
    return box


# ---------------------------------------------------------------- rows that are decided one by one


def as_shown(kind: FileKind, field: str, text: str) -> str:
    """A value of the change log for display: a telephone number in groups."""
    return spoken_number(text) if text and kind.by_field[field].is_phone else text


class DecisionCard(Card, Generic[V]):
    """One question of a preview, about the rows of a table; the last column, of this `width`, says what applies to a row.
    Without `at_head`, the button for all rows is below the table. `changed` is sent for each choice."""

    changed = Signal()

    def __init__(
        self,
        icon: str,
        columns: Sequence[Column[V]],
        key: Callable[[V], Hashable],
        texts: DecisionTexts,
        *,
        width: int,
        at_head: bool,
    ) -> None:
        super().__init__(icon, "text2", button=texts.take_all if at_head else "")
        last: Column[V] = Column("Hva som gjelder", lambda it: self.choice_of(it), None, width, strong=True)
        every = self.button if at_head else None
        self.decisions: DecisionTable[V] = DecisionTable([*columns, last], key, texts, every)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.inside.addWidget(self.decisions)
        self.decisions.changed.connect(self.changed)

    def choice_of(self, it: V) -> str:
        """What applies to the row, in words."""
        raise NotImplementedError

    def show_preview(self, preview: Preview) -> None:
        """Show the question, if the preview has it; nothing is chosen yet."""
        raise NotImplementedError

    def decide(self, preview: Preview) -> Preview:
        """The preview with the choices."""
        raise NotImplementedError


class CorrectionCard(DecisionCard[Corrected]):
    """Fields that were corrected here since the last file, or are empty in it: both values; those taken
    (`Corrected.key`) get the file's."""

    def __init__(self) -> None:
        columns: list[Column[Corrected]] = [
            Column("Linje", lambda it: str(it.row), lambda it: it.row, 60, gives_way=2),
            Column("Hvem", lambda it: it.name or it.number, strong=True),
            Column("Felt", lambda it: self._kind.names[it.field], None, 110),
            Column("Her", lambda it: as_shown(self._kind, it.field, it.here) or "tomt", None, 140),
            Column("I filen", lambda it: as_shown(self._kind, it.field, it.in_file) or "tomt", None, 140),
            Column("Rettet av", lambda it: it.by or "ingen", None, 150, gives_way=1),
        ]
        texts = DecisionTexts(
            "Feltene som er rettet her",
            take="Ta filens verdi",
            leave="Behold det som er her",
            take_all="Ta filens verdi for alle",
            leave_all="Behold alle som de er her",
        )
        super().__init__("pencil-simple", columns, lambda it: it.key, texts, width=130, at_head=True)
        self._kind: FileKind = MEMBERS

    def choice_of(self, it: Corrected) -> str:
        kept = "Rettelsen" if it.correction else "Det som er her"
        return "Filens verdi" if self.decisions.is_taken(it) else kept

    def decide(self, preview: Preview) -> Preview:
        return take_from_file(preview, {it.key for it in preview.corrected if self.decisions.is_taken(it)})

    def show_preview(self, preview: Preview) -> None:
        self._kind = preview.kind
        corrected, every = len(preview.corrections), len(preview.corrected)
        empty = counted(every - corrected, "felt er tomt", "felt er tomme") + " i filen"
        if corrected:
            more = "filen har noe annet. Rettelsene beholdes"
            self.set_title(corrected_here(corrected), f"{more}. {empty}" if every > corrected else more)
        else:
            self.set_title(empty, "det som er her, beholdes")
        self.setVisible(bool(every))
        self.decisions.show_rows(preview.corrected)


class PersonCard(DecisionCard[OtherPerson]):
    """Rows whose member number is somebody else's here; those taken (`OtherPerson.id`) are about the same person, and get
    the file's values."""

    def __init__(self) -> None:
        columns: list[Column[OtherPerson]] = [
            Column("Linje", lambda it: str(it.entry.row), lambda it: it.entry.row, 60, gives_way=2),
            Column("Medlemsnummer", lambda it: it.number, None, 130, gives_way=1),
            Column("Her", lambda it: it.here, strong=True),
            Column("I filen", lambda it: it.in_file, None, 240),
        ]
        texts = DecisionTexts("Radene om et annet menneske", take="Det er samme person", leave="Behold det som er her")
        super().__init__("users", columns, lambda it: it.id, texts, width=130, at_head=False)

    def choice_of(self, it: OtherPerson) -> str:
        return "Filens verdier" if self.decisions.is_taken(it) else "Det som er her"

    def decide(self, preview: Preview) -> Preview:
        return same_person(preview, {it.id for it in preview.others if self.decisions.is_taken(it)})

    def show_preview(self, preview: Preview) -> None:
        count = counted(len(preview.others), "medlemsnummer er et annet menneske", "medlemsnumre er andre mennesker")
        self.set_title(f"{count} i filen", "raden kommer ikke inn før noen sier at det er samme person")
        self.tint("warn", "users", "warn")
        self.setVisible(bool(preview.others))
        self.decisions.show_rows(preview.others)


class AlarmCard(Card):
    """Why nothing is written yet: a sentence and an answer for each alarm. `changed` is sent for each answer."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__("warning", "warn")
        self.answers: list[QPushButton] = []
        self.set_title("Er filen riktig?", "Ingenting skrives før du har svart")
        self.tint("warn", "warning", "warn")
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether an answer is missing."""
        return not all(answer.isChecked() for answer in self.answers)

    def show_preview(self, preview: Preview) -> None:
        clear(self.inside)
        self.answers = []
        for alarm in preview.alarms:
            answer = QPushButton(alarm.answer)
            set_flags(answer, "answer")
            answer.setCheckable(True)
            answer.setAccessibleDescription(alarm.sentence)
            answer.clicked.connect(lambda _=False, it=answer: self._show(it))
            said = row(label(alarm.sentence, wrap=True), answer, spacing=16)
            said.setContentsMargins(16, 6, 12, 6)
            said.setStretch(0, 1)
            holder = QWidget()
            holder.setLayout(said)
            self.inside.addWidget(holder)
            self.answers.append(answer)
        self.setVisible(bool(preview.alarms))

    def _show(self, answer: QPushButton) -> None:
        theme.restyle(answer, chosen=answer.isChecked())
        answer.updateGeometry()
        self.changed.emit()


class AbsenceCard(DecisionCard[Missing]):
    """The members left out of an import, and those missing from the file; taken members (`Missing.id`) are marked as
    utmeldt."""

    def __init__(self) -> None:
        columns: list[Column[Missing]] = [
            Column("Medlemsnummer", lambda it: it.number, None, 130),
            Column("Hvem", lambda it: it.name or it.number, strong=True),
            Column("Status her", lambda it: STATUSES.get(it.status, it.status), None, 150),
        ]
        texts = DecisionTexts(
            "Medlemmene som mangler i filen",
            take="Merk som utmeldt",
            leave="La stå som før",
            take_all="Merk alle som mangler, som utmeldt",
            leave_all="La alle stå som før",
        )
        super().__init__("users", columns, lambda it: it.id, texts, width=150, at_head=False)
        self.brings_resigned = False
        self.resigned = QPushButton(WITHOUT_RESIGNED)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self._lines.setContentsMargins(16, 6, 12, 6)
        holder, self._bring = QWidget(), QWidget()
        holder.setLayout(self._lines)
        bring = row(self.resigned, None)
        bring.setContentsMargins(14, 2, 10, 8)
        self._bring.setLayout(bring)
        self.inside.insertWidget(0, holder)
        self.inside.insertWidget(1, self._bring)
        self.set_title("Utmeldt, slettet eller borte", "det som ikke følger filen rad for rad")
        self.resigned.clicked.connect(self._turn_resigned)

    def choice_of(self, it: Missing) -> str:
        return "Merkes utmeldt" if self.decisions.is_taken(it) else "Står som før"

    def decide(self, preview: Preview) -> Preview:
        decided = with_resigned(preview) if self.brings_resigned else preview
        chosen = {it.id for it in preview.absences.missing if self.decisions.is_taken(it)}
        return mark_missing(decided, chosen, oslo(now()).date()) if chosen else decided

    def show_preview(self, preview: Preview) -> None:
        self.brings_resigned = False
        self.resigned.setText(WITHOUT_RESIGNED)
        clear(self._lines)
        lines = list(absence_sentences(preview))
        for sentence in lines:
            self._lines.addWidget(label(sentence, "meta", wrap=True))
        self.decisions.show_rows(preview.absences.missing)
        self._bring.setVisible(bool(preview.resigned))
        self.decisions.setVisible(bool(preview.absences.missing))
        self.setVisible(bool(lines))

    def _turn_resigned(self) -> None:
        self.brings_resigned = not self.brings_resigned
        self.resigned.setText(WITH_RESIGNED if self.brings_resigned else WITHOUT_RESIGNED)
        self.changed.emit()
