"""The light and dark colours, for palette and style sheet. Contrast with the surface is at least 4.5 for text, and 3.0
for graphics and borders of controls (tests/gui/test_colours.py)."""

from typing import NamedTuple


class Colours(NamedTuple):
    """Colour by meaning. «soft» is a tinted surface for text of the same name."""

    bg: str
    rail: str
    surface: str
    subtle: str
    hover: str
    stroke: str
    control: str
    text: str
    text2: str
    text3: str
    accent: str
    on_accent: str
    accent_text: str
    accent_soft: str
    danger: str
    danger_text: str
    danger_soft: str
    on_danger: str
    warn: str
    warn_text: str
    warn_soft: str
    ok: str
    ok_text: str
    ok_soft: str
    practice: str
    on_practice: str
    practice_text: str
    practice_soft: str


TOKENS = {
    "bg": ("#F3F4F6", "#1B1D20", "window"),
    "rail": ("#EBEDF0", "#17191C", "window"),
    "surface": ("#FFFFFF", "#25282C", "window"),
    "subtle": ("#F6F7F9", "#2B2F34", "window"),
    "hover": ("#EEF1F4", "#32373D", "window"),
    "stroke": ("#DFE3E8", "#3B4047", "text"),
    "control": ("#7B838E", "#8A929D", "text"),
    "text": ("#1A1D21", "#F1F3F5", "text"),
    "text2": ("#4F5660", "#C0C6CF", "text"),
    "text3": ("#646B76", "#A2A9B4", "text"),
    "accent": ("#0B5C73", "#6EC6DD", "highlight"),
    "on_accent": ("#FFFFFF", "#06242D", "on_highlight"),
    "accent_text": ("#0A566C", "#8FD5E8", "text"),
    "accent_soft": ("#E2EFF3", "#17363F", "window"),
    "danger": ("#B3261E", "#FF8F85", "text"),
    "danger_text": ("#93201A", "#FFB4AD", "text"),
    "danger_soft": ("#FDEDEB", "#38221F", "window"),
    "on_danger": ("#FFFFFF", "#25282C", "window"),
    "warn": ("#9A5B00", "#F0B94E", "text"),
    "warn_text": ("#744500", "#F7D08A", "text"),
    "warn_soft": ("#FFF4DE", "#3D2F12", "window"),
    "ok": ("#1C7A43", "#72D39A", "text"),
    "ok_text": ("#17603A", "#94DFB2", "text"),
    "ok_soft": ("#E5F4EA", "#17362A", "window"),
    "practice": ("#6B3FA0", "#6B3FA0", "highlight"),
    "on_practice": ("#FFFFFF", "#FFFFFF", "on_highlight"),
    "practice_text": ("#5B3390", "#D6BFF7", "text"),
    "practice_soft": ("#F1EAFB", "#33264A", "window"),
}
"""Token -> its light colour, its dark colour and its colour in the user's Windows contrast theme. That theme
has no tints and no colours by meaning; selection and focus have the theme's own colour."""
LIGHT = Colours(**{token: light for token, (light, _, _) in TOKENS.items()})
DARK = Colours(**{token: dark for token, (_, dark, _) in TOKENS.items()})


def of_contrast_theme(window: str, text: str, highlight: str, on_highlight: str) -> Colours:
    """The four colours of the user's Windows theme."""
    theirs = {"window": window, "text": text, "highlight": highlight, "on_highlight": on_highlight}
    return Colours(**{token: theirs[name] for token, (_, _, name) in TOKENS.items()})


def is_dark(tokens: Colours) -> bool:
    return luminance(tokens.text) > luminance(tokens.bg)


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2.1, 0 to 1."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
