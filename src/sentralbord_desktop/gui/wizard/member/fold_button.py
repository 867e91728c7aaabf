"""«Siste merknader 3»: opens and closes the remarks."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.tip_source import give_tip
from sentralbord_desktop.gui.widgets.labels import icon_label, keycap, label

KEY = "Ctrl+↓"


class FoldButton(QPushButton):
    """34 px high above the trail; `in_strip`: in the strip of a narrow window."""

    def __init__(self, parent: QWidget | None = None, *, in_strip: bool = False) -> None:
        super().__init__(parent)
        self.setProperty("fold", "strip" if in_strip else "panel")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleDescription(KEY)
        give_tip(self, KEY)
        self._sign = icon_label("caret-right", "text2", 14)
        self._count = label("", "meta")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6 if in_strip else 16, 0, 6 if in_strip else 14, 0)
        layout.setSpacing(8)
        for part in (self._sign, label("Siste merknader"), self._count):
            layout.addWidget(part)
        layout.addStretch(1)
        if not in_strip:  # the strip is one row
            layout.addWidget(keycap(KEY))
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        wide = QSizePolicy.Policy.Preferred if in_strip else QSizePolicy.Policy.Expanding
        self.setSizePolicy(wide, QSizePolicy.Policy.Fixed)

    def show_state(self, count: int, *, is_open: bool) -> None:
        self._count.setText(str(count))
        theme.current().show_icon(self._sign, "caret-down" if is_open else "caret-right", "text2", size=14)
        self.setAccessibleName(f"Siste merknader, {count}, {'åpen' if is_open else 'lukket'}")

    def sizeHint(self) -> QSize:
        layout = self.layout()
        inner = layout.sizeHint() if layout else super().sizeHint()
        return QSize(inner.width(), theme.current().scaled(34 if self.property("fold") == "panel" else 24))
