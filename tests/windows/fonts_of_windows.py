"""Lists and menus have the app's font and text size on Windows' own platform plugin: exit code 0.

Windows gives them fonts of their own; offscreen, where the suite runs, there are none.
"""

import sys

from PySide6.QtWidgets import QListView, QMenu, QTableView, QVBoxLayout, QWidget

from sentralbord_desktop.gui.core.theme import Theme
from sentralbord_desktop.startup.command_line import make_qt

qt = make_qt()
theme = Theme(qt, "lyst", text_scale=1.5)
page = QWidget()
box = QVBoxLayout(page)
widgets = (QListView(), QTableView(), QMenu())
for widget in widgets:
    box.addWidget(widget)
page.show()
qt.processEvents()
wrong = [
    f"{type(widget).__name__}: {widget.font().family()} {widget.font().pointSizeF()}"
    for widget in widgets
    if widget.font().pointSizeF() != qt.font().pointSizeF() or widget.font().families() != qt.font().families()
]
sys.stdout.write(f"{qt.platformName()}: {wrong or 'all alike'}\n")
raise SystemExit(1 if wrong or qt.platformName() != "windows" else 0)
