"""Contrast of two colours (WCAG 1.4.3), and the contrast themes of Windows."""

from sentralbord_desktop.gui.core.colours import luminance, of_contrast_theme

THEMES = {
    "Akvatisk": of_contrast_theme("#202020", "#FFFFFF", "#8EE3F0", "#263B50"),
    "Ørken": of_contrast_theme("#FFFAEF", "#3D3D3D", "#903909", "#FFF5E3"),
    "Skumring": of_contrast_theme("#2D3236", "#FFFFFF", "#A1BFDE", "#212D3B"),
    "Nattehimmel": of_contrast_theme("#000000", "#FFFFFF", "#D6B4FD", "#2B2B2B"),
}
"""The four contrast themes of Windows 11: window, its text, what is chosen, text on it."""


def contrast(one: str, other: str) -> float:
    """WCAG 2.1 contrast ratio of two colours, 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
