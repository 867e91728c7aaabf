"""Palette, style sheet and icons from the tokens; made again when Windows changes colours."""

import sys
from collections.abc import Callable

from PySide6.QtCore import QFile, QIODevice, QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QPalette
from PySide6.QtWidgets import QApplication

from sentralbord_desktop.gui.tokens import DARK, LIGHT, Tokens

FAMILIES = ["Segoe UI Variable Text", "Segoe UI", "Open Sans", "Noto Sans", "DejaVu Sans"]
BODY_POINTS = 9.75


class Theme(QObject):
    """The tokens in force. Widgets that paint themselves ask it; `changed` tells them to repaint."""

    changed = Signal()

    def __init__(self, application: QApplication, choice: str = "windows") -> None:
        super().__init__(application)
        self._application = application
        self._choice = choice
        self.tokens = LIGHT
        self._icons: dict[tuple[str, str, int], QIcon] = {}
        if sys.platform != "win32":
            application.setStyle("Fusion")
        font = QFont()
        font.setFamilies(FAMILIES)
        font.setPointSizeF(BODY_POINTS)
        application.setFont(font)
        application.styleHints().colorSchemeChanged.connect(self._follow)
        self._follow()

    def choose(self, choice: str) -> None:
        """«windows», «lyst» or «morkt»."""
        self._choice = choice
        self._follow()

    @property
    def is_dark(self) -> bool:
        return self.tokens is DARK

    def _follow(self) -> None:
        system = self._application.styleHints().colorScheme() == Qt.ColorScheme.Dark
        dark = {"lyst": False, "morkt": True}.get(self._choice, system)
        self.tokens = DARK if dark else LIGHT
        self._application.setPalette(palette(self.tokens))
        self._application.setStyleSheet(style_sheet(self.tokens))
        self.changed.emit()

    def icon(self, name: str, colour: str = "text2", *, size: int = 20) -> QIcon:
        """A Phosphor icon by its name («phone», «flag-fill»), coloured by a token."""
        key = (name, getattr(self.tokens, colour), size)
        if key not in self._icons:
            import qtawesome

            drawn = qtawesome.icon(f"ph.{name}", color=key[1])
            self._icons[key] = QIcon(drawn.pixmap(QSize(size * 2, size * 2)))
        return self._icons[key]

    def colour(self, name: str) -> QColor:
        return QColor(getattr(self.tokens, name))


def current() -> Theme:
    """The theme of the running application."""
    application = QApplication.instance()
    theme = application.findChild(Theme) if application else None
    if not isinstance(theme, Theme):
        raise TypeError("the application has no theme yet")
    return theme


def restyle(widget: QObject, **properties: object) -> None:
    """Set dynamic properties and let the style sheet see them."""
    changed = False
    for name, value in properties.items():
        if widget.property(name) != value:
            widget.setProperty(name, value)
            changed = True
    style: Callable[[], object] | None = getattr(widget, "style", None)
    if changed and style is not None:
        style().unpolish(widget)  # type: ignore[attr-defined]  # QStyle
        style().polish(widget)  # type: ignore[attr-defined]  # QStyle


def palette(tokens: Tokens) -> QPalette:
    """Qt's own colours, for everything the style sheet does not name."""
    made = QPalette()
    roles = {
        QPalette.ColorRole.Window: tokens.bg,
        QPalette.ColorRole.WindowText: tokens.text,
        QPalette.ColorRole.Base: tokens.surface,
        QPalette.ColorRole.AlternateBase: tokens.subtle,
        QPalette.ColorRole.Text: tokens.text,
        QPalette.ColorRole.Button: tokens.surface,
        QPalette.ColorRole.ButtonText: tokens.text,
        QPalette.ColorRole.Highlight: tokens.accent,
        QPalette.ColorRole.HighlightedText: tokens.on_accent,
        QPalette.ColorRole.PlaceholderText: tokens.text3,
        QPalette.ColorRole.ToolTipBase: tokens.surface,
        QPalette.ColorRole.ToolTipText: tokens.text,
        QPalette.ColorRole.Link: tokens.accent_text,
    }
    for role, colour in roles.items():
        made.setColor(role, QColor(colour))
    for role in (
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
        QPalette.ColorRole.WindowText,
    ):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.text3))
    return made


def style_sheet(tokens: Tokens) -> str:
    """resources/style.qss with $names replaced by colours."""
    text = read_resource(":/style.qss")
    for name in sorted(tokens._fields, key=len, reverse=True):
        text = text.replace(f"${name};", f"{getattr(tokens, name)};")
        text = text.replace(f"${name} ", f"{getattr(tokens, name)} ")
    return text


def read_resource(path: str) -> str:
    file = QFile(path)
    if not file.open(QIODevice.OpenModeFlag.ReadOnly | QIODevice.OpenModeFlag.Text):
        raise FileNotFoundError(path)
    return bytes(file.readAll().data()).decode()
