"""Phosphor's icons, drawn with the font from qtawesome. Only qtawesome's font and list of names are read, as files:
`import qtawesome` loads qtpy, 0.16 s of each start."""

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPainter, QPixmap

OF_HEIGHT = 0.875
"""Glyph height as a share of the square, so that no glyph is cut."""


class Sign(NamedTuple):
    """An icon whose shape has a meaning, and the theme colour that it is drawn in."""

    icon: str
    colour: str


NO_SIGN = Sign("", "")


@cache
def _phosphor() -> tuple[str, dict[str, str]]:
    """The font family, and name -> code point in hex. «» where Windows blocks fonts from programs: then the window has
    no icons, and every button shows its text."""
    spec = find_spec("qtawesome")
    places = list(spec.submodule_search_locations or ()) if spec else []
    fonts = [font for place in places for font in Path(place).glob("fonts/phosphor-[0-9]*.ttf")]
    if not fonts:
        return "", {}
    names = next(fonts[0].parent.glob("phosphor-charmap-*.json"))
    number = QFontDatabase.addApplicationFont(str(fonts[0]))
    families = QFontDatabase.applicationFontFamilies(number)
    return (families[0] if families else ""), json.loads(names.read_text(encoding="utf-8"))


def are_drawn() -> bool:
    return bool(_phosphor()[0])


def draw_icon(name: str, colour: str, side: int) -> QPixmap:
    """The icon «phone» in a square of `side` pixels. Raises KeyError for an unknown name."""
    picture = QPixmap(QSize(side, side))
    picture.fill(Qt.GlobalColor.transparent)
    family, codes = _phosphor()
    if not family:
        return picture
    font = QFont(family)
    font.setPixelSize(round(OF_HEIGHT * side))
    painter = QPainter(picture)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(picture.rect(), Qt.AlignmentFlag.AlignCenter, chr(int(codes[name], 16)))
    painter.end()
    return picture
