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


LIGHT = Colours(
    bg="#F3F4F6",
    rail="#EBEDF0",
    surface="#FFFFFF",
    subtle="#F6F7F9",
    hover="#EEF1F4",
    stroke="#DFE3E8",
    control="#7B838E",
    text="#1A1D21",
    text2="#4F5660",
    text3="#646B76",
    accent="#0B5C73",
    on_accent="#FFFFFF",
    accent_text="#0A566C",
    accent_soft="#E2EFF3",
    danger="#B3261E",
    danger_text="#93201A",
    danger_soft="#FDEDEB",
    on_danger="#FFFFFF",
    warn="#9A5B00",
    warn_text="#744500",
    warn_soft="#FFF4DE",
    ok="#1C7A43",
    ok_text="#17603A",
    ok_soft="#E5F4EA",
    practice="#6B3FA0",
    on_practice="#FFFFFF",
    practice_text="#5B3390",
    practice_soft="#F1EAFB",
)

DARK = Colours(
    bg="#1B1D20",
    rail="#17191C",
    surface="#25282C",
    subtle="#2B2F34",
    hover="#32373D",
    stroke="#3B4047",
    control="#8A929D",
    text="#F1F3F5",
    text2="#C0C6CF",
    text3="#A2A9B4",
    accent="#6EC6DD",
    on_accent="#06242D",
    accent_text="#8FD5E8",
    accent_soft="#17363F",
    danger="#FF8F85",
    danger_text="#FFB4AD",
    danger_soft="#38221F",
    on_danger="#25282C",
    warn="#F0B94E",
    warn_text="#F7D08A",
    warn_soft="#3D2F12",
    ok="#72D39A",
    ok_text="#94DFB2",
    ok_soft="#17362A",
    practice="#6B3FA0",
    on_practice="#FFFFFF",
    practice_text="#D6BFF7",
    practice_soft="#33264A",
)


def of_contrast_theme(window: str, text: str, highlight: str, on_highlight: str) -> Colours:
    """The four colours of the user's Windows theme, without tints and meanings (design 6). The selection and the focus
    have the theme's own colour."""
    return Colours(
        bg=window,
        rail=window,
        surface=window,
        subtle=window,
        hover=window,
        stroke=text,
        control=text,
        text=text,
        text2=text,
        text3=text,
        accent=highlight,
        on_accent=on_highlight,
        accent_text=text,
        accent_soft=window,
        danger=text,
        danger_text=text,
        danger_soft=window,
        on_danger=window,
        warn=text,
        warn_text=text,
        warn_soft=window,
        ok=text,
        ok_text=text,
        ok_soft=window,
        practice=highlight,
        on_practice=on_highlight,
        practice_text=text,
        practice_soft=window,
    )


def is_dark(tokens: Colours) -> bool:
    return _luminance(tokens.text) > _luminance(tokens.bg)


def contrast(one: str, other: str) -> float:
    """WCAG 2.1 contrast ratio of two colours, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
