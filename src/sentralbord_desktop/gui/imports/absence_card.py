"""Who does not come in with a file, and who is missing from it; what is done about them is chosen here."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from sentralbord_desktop.domain.dates.clock import now, oslo
from sentralbord_desktop.domain.imports.comparison import mark_missing, with_resigned
from sentralbord_desktop.domain.imports.import_report import absence_lines
from sentralbord_desktop.domain.imports.preview import Preview
from sentralbord_desktop.gui.imports.card import Card
from sentralbord_desktop.gui.widgets.labels import clear, label, row

WITHOUT_RESIGNED, WITH_RESIGNED = "Hent dem som er utmeldt", "Ikke hent dem som er utmeldt"
KEEP_MISSING, MARK_MISSING = "Merk dem som mangler, som utmeldt", "Ikke merk dem som mangler"
WHOLE_LIST = "Hele listen er i rapporten."


class AbsenceCard(Card):
    """`changed` is sent when something is chosen."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__("users", "text2")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.brings_resigned = self.marks_missing = False
        self.resigned, self.missing = QPushButton(WITHOUT_RESIGNED), QPushButton(KEEP_MISSING)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self._lines.setContentsMargins(16, 6, 12, 4)
        holder = QWidget()
        holder.setLayout(self._lines)
        self.inside.addWidget(holder)
        foot = row(self.resigned, self.missing, None)
        foot.setContentsMargins(14, 0, 10, 8)
        self.inside.addLayout(foot)
        self.resigned.clicked.connect(self._turn_resigned)
        self.missing.clicked.connect(self._turn_missing)

    def decide(self, preview: Preview) -> Preview:
        """The preview with what was chosen."""
        decided = with_resigned(preview) if self.brings_resigned else preview
        if not self.marks_missing:
            return decided
        return mark_missing(decided, {it.id for it in preview.absences.missing}, oslo(now()).date())

    def show_preview(self, preview: Preview) -> None:
        self.brings_resigned = self.marks_missing = False
        clear(self._lines)
        lines = list(absence_lines(preview))
        for line in lines:
            self._lines.addWidget(label(line.strip(), "meta", wrap=True))
        if preview.absences.missing:
            self._lines.addWidget(label(WHOLE_LIST, "meta", wrap=True))
        self.set_title("Utmeldt, slettet eller borte", "det som ikke følger filen rad for rad")
        self.resigned.setVisible(bool(preview.resigned))
        self.missing.setVisible(bool(preview.absences.missing))
        self.setVisible(bool(lines))
        self._show_buttons()

    def _turn_resigned(self) -> None:
        self.brings_resigned = not self.brings_resigned
        self._show_buttons()
        self.changed.emit()

    def _turn_missing(self) -> None:
        self.marks_missing = not self.marks_missing
        self._show_buttons()
        self.changed.emit()

    def _show_buttons(self) -> None:
        self.resigned.setText(WITH_RESIGNED if self.brings_resigned else WITHOUT_RESIGNED)
        self.missing.setText(MARK_MISSING if self.marks_missing else KEEP_MISSING)
