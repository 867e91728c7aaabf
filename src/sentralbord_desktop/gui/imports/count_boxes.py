"""The four numbers of an import, each a button that shows its rows: nye, endres, er like, kommer ikke inn."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from sentralbord_desktop.domain.imports.preview import Preview
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.widgets.labels import label, row

NEW, CHANGED, ALIKE, LOST = range(4)
HEIGHT = 66


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
