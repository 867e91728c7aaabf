"""Properties of widgets that are on or off: the style sheet and the layout code select by them."""

from PySide6.QtCore import QObject


def set_flags(target: QObject, *names: str, on: bool = True) -> None:
    """Set each named property. For use before the first show: a widget on the screen needs `theme.restyle`."""
    for name in names:
        target.setProperty(name, on)
