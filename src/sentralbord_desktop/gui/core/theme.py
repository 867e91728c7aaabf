"""Palette, style sheet and icons from the tokens; rebuilt when Windows changes colours."""

import os
import re
import sys
from typing import NamedTuple
from weakref import ref

from PySide6.QtCore import QFile, QIODevice, QObject, QRect, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPalette, QPen, QStyleHints
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QWidget
from shiboken6 import isValid

from sentralbord_desktop.gui.core import colours
from sentralbord_desktop.gui.core.colours import DARK, LIGHT, Colours
from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.core.icons import draw_icon
from sentralbord_desktop.system.windows_ctypes import windows_ctypes

FAMILIES = ["Segoe UI Variable Text", "Segoe UI", "Open Sans", "Noto Sans", "DejaVu Sans"]
MAX_SCALE = 4.0
BODY_POINTS = 9.75
WITH_A_FONT_OF_WINDOWS = ("QAbstractItemView", "QMenu", "QMenuBar", "QMessageBox", "QStatusBar", "QTipLabel")
"""Windows gives these classes fonts of their own, which would not follow the text size."""
UNLIMITED = 16777215
"""Qt's value for no maximum size."""
SYS_COLOURS = (5, 8, 13, 14)
"""COLOR_WINDOW, COLOR_WINDOWTEXT, COLOR_HIGHLIGHT and COLOR_HIGHLIGHTTEXT of winuser.h."""
SHOWN = "icon shown"
"""The property of a label: name, token and side of its icon."""
GROWN = "grown"
MARK, ROW_RING = 4, 2
"""Width of the bar at the left edge of a selected row, and of the ring around the row that has the focus."""
HAIRLINE_PX = 2
"""Anything thinner is a line, and is not scaled."""


class Theme(QObject):
    """The current tokens. Widgets that paint themselves read it; `changed` tells them to repaint."""

    changed = Signal()

    def __init__(self, application: QApplication, choice: str = "windows", *, text_scale: float = 1.0) -> None:
        super().__init__(application)
        self._application = application
        self._choice = choice
        self.text_scale = text_scale
        self.tokens = LIGHT
        self.has_contrast = False
        """Whether Windows has a contrast theme: then its colours are used, with borders instead of tints."""
        self._icons: dict[tuple[str, str, int], QIcon] = {}
        if sys.platform != "win32":
            application.setStyle("Fusion")
        application.setFont(font_of(BODY_POINTS * text_scale))
        self._hints = application.styleHints()  # kept: PySide deletes it with its connections
        self._hints.colorSchemeChanged.connect(self._follow)
        self._hints.accessibility().contrastPreferenceChanged.connect(self._follow)
        self._follow()

    def choose(self, choice: str) -> None:
        """«windows», «lyst» or «morkt»."""
        self._choice = choice
        self._follow()

    def _follow(self) -> None:
        self.has_contrast = wants_contrast(self._hints)
        self.tokens = self._chosen()
        self._application.setPalette(palette(self.tokens))
        self._application.setStyleSheet("")  # Qt polishes each widget once; in place, once for each widget around it
        self._application.setStyleSheet(style_sheet(self.tokens, self.text_scale, has_contrast=self.has_contrast))
        for widget in WITH_A_FONT_OF_WINDOWS:  # a new style sheet resets these to Windows' own
            self._application.setFont(self._application.font(), widget)  # type: ignore[arg-type]  # the stubs want bytes, Qt takes str
        self._colour_icons()
        self.changed.emit()

    def _colour_icons(self) -> None:
        for widget in self._application.allWidgets():
            if isinstance(widget, QLabel) and (shown := widget.property(SHOWN)):
                name, colour, size = shown
                self.show_icon(widget, name, colour, size=size)

    def _chosen(self) -> Colours:
        if self.has_contrast:
            return colours.of_contrast_theme(*colours_of_the_theme(self._application))
        system = self._hints.colorScheme() == Qt.ColorScheme.Dark
        return DARK if {"lyst": False, "morkt": True}.get(self._choice, system) else LIGHT

    def windows_has_changed(self) -> None:
        """Detect another contrast theme, or changed colours in the same one: Qt has no signal for it."""
        if self.has_contrast or wants_contrast(self._hints):
            QTimer.singleShot(0, self, self._follow)

    def chosen(self, painter: QPainter, area: QRect, radius: int = 6) -> None:
        """The background of a selected row with a bar at its left edge; a frame and the bar in a contrast theme."""
        painter.save()
        if self.has_contrast:
            painter.setPen(QPen(self.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            area = area.adjusted(1, 1, -1, -1)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.colour("accent_soft"))
        painter.drawRoundedRect(area, radius, radius)
        painter.fillRect(area.left(), area.top(), MARK, area.height(), self.colour("accent"))
        painter.restore()

    def icon(self, name: str, colour: str = "text2", *, size: int = 20) -> QIcon:
        """A Phosphor icon by its name («phone», «flag-fill»), coloured by a token."""
        key = (name, getattr(self.tokens, colour), size)
        if key not in self._icons:
            self._icons[key] = QIcon(draw_icon(name, key[1], self.scaled(size * 2)))
        return self._icons[key]

    def show_icon(self, label: QLabel, name: str, colour: str = "text2", *, size: int = 16) -> None:
        """Show the icon in `label`, and recolour it when the colours change."""
        label.setProperty(SHOWN, (name, colour, size))
        side = self.scaled(size)
        label.setPixmap(self.icon(name, colour, size=size).pixmap(side, side))

    def key(self, name: str) -> str:
        """The settings key of a width, per text size."""
        return name if self.text_scale == 1.0 else f"{name}/{self.text_scale:.0%}"

    def scaled(self, pixels: float) -> int:
        return round(pixels * self.text_scale)

    def grow(self, form: QWidget) -> None:
        """Scale the fixed sizes of a form with the text size, each widget once."""
        if self.text_scale == 1.0:
            return
        for widget in (form, *form.findChildren(QWidget)):
            if widget.property(GROWN):
                continue
            keep_size(widget)
            if isinstance(widget, QAbstractButton):
                widget.setIconSize(widget.iconSize() * self.text_scale)
            least, most = widget.minimumSize(), widget.maximumSize()
            if least.width() > 0 and widget.window() is not widget:
                widget.setMinimumWidth(self.scaled(least.width()))
            of_the_sheet = isinstance(widget, QPushButton)  # scaled by the style sheet
            if least.height() > 0 and widget.window() is not widget and not of_the_sheet:
                widget.setMinimumHeight(self.scaled(least.height()))
            if HAIRLINE_PX < most.width() < UNLIMITED:
                widget.setMaximumWidth(self.scaled(most.width()))
            if HAIRLINE_PX < most.height() < UNLIMITED:
                widget.setMaximumHeight(self.scaled(most.height()))

    def colour(self, name: str) -> QColor:
        return QColor(getattr(self.tokens, name))


_found: "ref[Theme] | None" = None
"""The theme that `current` found; cached, because rows ask for it at every size and text."""


def current() -> Theme:
    global _found
    theme = _found() if _found else None
    if theme is not None and isValid(theme) and theme.parent() is not None:
        return theme
    application = QApplication.instance()
    theme = application.findChild(Theme) if application else None
    if not isinstance(theme, Theme):
        raise TypeError("the application has no theme yet")
    _found = ref(theme)
    return theme


def font_of(points: float, *, strong: bool = False) -> QFont:
    font = QFont()
    font.setFamilies(FAMILIES)
    font.setPointSizeF(points)
    font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    return font


def keep_size(widget: QWidget) -> None:
    """Mark `widget` as scaled already, so that `grow` leaves its sizes."""
    set_flags(widget, GROWN)


def enlarged(painter: QPainter, area: QRect) -> QRect:
    """Scale the painter from 100 %; returns the area in that unit."""
    scale = current().text_scale
    painter.translate(area.topLeft())
    painter.scale(scale, scale)
    return QRect(0, 0, round(area.width() / scale), round(area.height() / scale))


def restyle(widget: QObject, **properties: object) -> None:
    changed = False
    for name, value in properties.items():
        if widget.property(name) != value:
            widget.setProperty(name, value)
            changed = True
    if changed and isinstance(widget, QWidget):
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def palette(tokens: Colours) -> QPalette:
    """Qt's palette, for everything that the style sheet does not cover."""
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
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.text3))
    return made


def wants_contrast(hints: QStyleHints) -> bool:
    """Whether the user has a contrast theme in Windows («high contrast» elsewhere)."""
    return hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast


class WindowsColours(NamedTuple):
    """Four colours of a Windows theme: window, its text, selection, its text."""

    window: str
    text: str
    highlight: str
    on_highlight: str


def colours_of_the_theme(application: QApplication) -> WindowsColours:
    """Read from Windows: Qt's palette may have the user's accent colour as
    selection, with too little contrast."""
    if sys.platform == "win32":
        return WindowsColours(*(_windows_colour(index) for index in SYS_COLOURS))
    application.setPalette(QPalette())  # an empty palette restores the system's
    now, role = application.palette(), QPalette.ColorRole
    window, text, chosen, on_chosen = (
        now.color(QPalette.ColorGroup.Active, each).name()
        for each in (role.Window, role.WindowText, role.Highlight, role.HighlightedText)
    )
    return WindowsColours(window, text, chosen, on_chosen)


def _windows_colour(index: int) -> str:
    """A colour of GetSysColor, which has blue first, as #rrggbb."""
    found: int = windows_ctypes().windll.user32.GetSysColor(index)
    return f"#{found & 0xFF:02x}{found >> 8 & 0xFF:02x}{found >> 16 & 0xFF:02x}"


def style_sheet(tokens: Colours, text_scale: float = 1.0, *, has_contrast: bool = False) -> str:
    """resources/style.qss (and contrast.qss) with $names replaced by colours, and text and its minimum height
    scaled."""
    text = read_resource(":/style.qss") + (read_resource(":/contrast.qss") if has_contrast else "")
    text = re.sub(r"\b[\d.]+(?=pt\b)", lambda m: f"{float(m[0]) * text_scale:g}", text)
    text = re.sub(r"(?:(?<=min-height: )|(?<=scroller { width: ))\d+", lambda m: str(int(int(m[0]) * text_scale)), text)
    for name in sorted(tokens._fields, key=len, reverse=True):
        text = text.replace(f"${name};", f"{getattr(tokens, name)};")
        text = text.replace(f"${name} ", f"{getattr(tokens, name)} ")
    return text.replace("-light.svg", "-dark.svg") if colours.is_dark(tokens) else text


def read_resource(path: str) -> str:
    file = QFile(path)
    if not file.open(QIODevice.OpenModeFlag.ReadOnly | QIODevice.OpenModeFlag.Text):
        raise FileNotFoundError(path)
    return bytes(file.readAll().data()).decode()


def windows_text_scale() -> float:
    """Windows' «Tekststørrelse» (1.0 - 2.25); 1.0 elsewhere. Qt follows only the display scale."""
    if os.name != "nt":
        return 1.0
    kept = QSettings(r"HKEY_CURRENT_USER\Software\Microsoft\Accessibility", QSettings.Format.NativeFormat)
    try:
        return min(2.25, max(1.0, int(str(kept.value("TextScaleFactor", 100))) / 100))
    except ValueError:
        return 1.0


def kept_text_scale() -> float:
    """The text size chosen on this PC; 1.0 where none or an invalid one is stored."""
    try:
        scale = float(str(QSettings().value("tekst", 1.0)))
    except ValueError:
        return 1.0
    return scale if 1.0 <= scale <= MAX_SCALE else 1.0
