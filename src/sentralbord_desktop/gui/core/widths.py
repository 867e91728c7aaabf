"""The widths of the window at which a page changes, and the height: pixels at 100 % text."""

from PySide6.QtWidgets import QWidget

from sentralbord_desktop.gui.core import theme

ONE_COLUMN = 700
"""Narrower: one column."""
NARROW = 1280
"""Narrower: no room for three panels."""
WIDE = 1600
"""From here on: the remarks have a column of their own."""
WIDEST = 2000
"""From here on: remarks, step, preview and the whole procedure fit side by side."""
LOW = 800
"""Lower: a step has less space between its parts."""
NEVER_COLUMN = 1340
"""Pixels at any text size: from this width on, header and two panels have room at 200 %."""


def is_column(window: QWidget) -> bool:
    return window.width() < min(theme.current().scaled(ONE_COLUMN), NEVER_COLUMN)


def is_narrow(window: QWidget) -> bool:
    return window.width() < theme.current().scaled(NARROW)


def is_wide(window: QWidget) -> bool:
    return window.width() >= theme.current().scaled(WIDE)


def is_widest(window: QWidget) -> bool:
    return window.width() >= theme.current().scaled(WIDEST)


def is_low(window: QWidget) -> bool:
    return window.height() < theme.current().scaled(LOW)
