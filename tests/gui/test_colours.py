"""Colours: contrast of every pair that is used (WCAG 1.4.3, 1.4.11), and a change of look that loses nothing."""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QToolButton,
    QWidget,
)

from sentralbord_desktop.domain.inquiries.inquiry import Answer
from sentralbord_desktop.gui.call.inquiry_controller import RENEWED
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.colours import DARK, LIGHT, Colours, is_dark
from tests.helpers.contrast import THEMES, contrast
from tests.helpers.pixels import colours_in
from tests.helpers.screen import Screen

ALL = {"lyst": LIGHT, "mørkt": DARK, **THEMES}
TEXT_ON = [
    ("text", "bg"),
    ("text", "surface"),
    ("text", "subtle"),
    ("text", "hover"),
    ("text2", "surface"),
    ("text2", "bg"),
    ("text2", "rail"),
    ("text3", "surface"),
    ("text3", "subtle"),
    ("on_accent", "accent"),
    ("accent_text", "accent_soft"),
    ("text", "accent_soft"),
    ("text2", "accent_soft"),
    ("danger_text", "danger_soft"),
    ("danger_text", "surface"),
    ("on_danger", "danger"),
    ("warn_text", "warn_soft"),
    ("warn_text", "surface"),
    ("ok_text", "ok_soft"),
    ("ok_text", "surface"),
    ("on_practice", "practice"),
    ("surface", "text2"),
    ("text", "danger_soft"),
    ("text2", "danger_soft"),
    ("text", "warn_soft"),
    ("text", "ok_soft"),
]
GRAPHICS_ON = [
    ("control", "surface"),
    ("control", "bg"),
    ("accent", "surface"),
    ("accent", "bg"),
    ("danger", "surface"),
    ("warn", "surface"),
    ("ok", "surface"),
]


def too_faint(tokens: Colours, pairs: Iterable[tuple[str, str]], least: float) -> list[tuple[str, str]]:
    return [pair for pair in pairs if contrast(getattr(tokens, pair[0]), getattr(tokens, pair[1])) < least]


@pytest.mark.parametrize("tokens", ALL.values(), ids=ALL)
def test_text_can_be_read_on_its_ground(tokens: Colours) -> None:
    assert too_faint(tokens, TEXT_ON, 4.5) == []


@pytest.mark.parametrize("tokens", ALL.values(), ids=ALL)
def test_borders_and_signs_can_be_seen(tokens: Colours) -> None:
    assert too_faint(tokens, GRAPHICS_ON, 3.0) == []


def test_black_on_white_is_twenty_one_to_one() -> None:
    assert round(contrast("#000000", "#FFFFFF"), 1) == 21.0


def pairs_of_the_style_sheet() -> list[tuple[str, str]]:
    """Text and ground as resources/style.qss sets them; text alone stands on panel or page."""
    sheet = Path(__file__).parent.parent.parent / "resources/style.qss"
    pairs = set()
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet.read_text(encoding="utf-8")):
        if ":disabled" in selector:  # WCAG 1.4.3 leaves out what cannot be used
            continue
        for kind in ("", "selection-"):
            text = re.search(rf"(?:^|[; ]){kind}color: \$(\w+);", body)
            ground = re.search(rf"(?:^|[; ]){kind}background(?:-color)?: \$(\w+);", body)
            if text is None:
                continue
            own = text[1].removeprefix("on_")  # «on_practice» is inside the band that sets it
            grounds = ["surface", "bg"] if own == text[1] else [own]
            pairs |= {(text[1], name) for name in ([ground[1]] if ground else grounds)}
    return sorted(pairs)


@pytest.mark.parametrize("tokens", ALL.values(), ids=ALL)
def test_text_can_be_read_wherever_the_style_sheet_puts_it(tokens: Colours) -> None:
    assert too_faint(tokens, pairs_of_the_style_sheet(), 4.5) == []


def test_a_contrast_theme_has_no_other_colours_than_its_own_four() -> None:
    for own in THEMES.values():
        assert set(own) == {own.bg, own.text, own.accent, own.on_accent}
    assert [is_dark(tokens) for tokens in ALL.values()] == [False, True, True, False, True, True]


NIGHT = ("#000000", "#ffffff", "#d6b4fd", "#2b2b2b")
DESERT = ("#fffaef", "#3d3d3d", "#903909", "#fff5e3")


def test_in_a_contrast_theme_only_its_own_colours_are_seen(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    """No tints. What is chosen has a frame in the theme's own colour."""
    in_force = screen.application.theme
    told = in_force._hints.accessibility().contrastPreferenceChanged
    monkeypatch.setattr(theme, "wants_contrast", lambda _: True)
    monkeypatch.setattr(theme, "colours_of_the_theme", lambda _: NIGHT)
    told.emit(Qt.ContrastPreference.HighContrast)
    assert in_force.has_contrast
    screen.search("fjeldheim")
    hits = screen.workspace.call.ui.hits
    screen.bot.waitUntil(lambda: hits.model().rowCount() == 3)
    spots = Counter(colours_in(screen.window.grab().toImage()).flatten().tolist())
    seen = Counter({QColor(colour).name(): count for colour, count in spots.items()})
    ground = sum(seen[name] for name in NIGHT)
    assert ground > 0.96 * seen.total(), seen.most_common(8)  # the rest is the edges of letters
    row = hits.visualRect(hits.currentIndex())
    drawn = hits.viewport().grab(row).toImage()
    above = {drawn.pixelColor(drawn.width() // 2, y).name() for y in range(5)}
    assert "#d6b4fd" in above, "the row that Enter opens has a frame"
    monkeypatch.setattr(theme, "colours_of_the_theme", lambda _: DESERT)
    QApplication.sendEvent(screen.window, QEvent(QEvent.Type.ThemeChange))
    screen.bot.waitUntil(lambda: in_force.tokens.bg == "#fffaef")
    monkeypatch.undo()
    told.emit(Qt.ContrastPreference.NoPreference)
    assert in_force.tokens is LIGHT
    assert not in_force.has_contrast


def test_in_a_contrast_theme_each_state_looks_different(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    """Chosen, in focus, not to be used, urgent: with four colours, by shape."""
    monkeypatch.setattr(theme, "wants_contrast", lambda _: True)
    monkeypatch.setattr(theme, "colours_of_the_theme", lambda _: NIGHT)
    in_force = theme.Theme(qapp)
    try:
        for kind, properties in (
            (QPushButton, {}),
            (QPushButton, {"chip": True}),
            (QToolButton, {"head": True}),
            (QComboBox, {}),
            (QCheckBox, {}),
            (QRadioButton, {}),
            (QLineEdit, {}),
        ):
            free, out = drawn_as(kind, properties), drawn_as(kind, properties, enabled=False)
            assert free != out, f"{kind.__name__} {properties}"
        rail = {"rail": True}
        looks = [drawn_as(QToolButton, rail), drawn_as(QToolButton, rail, checked=True)]
        assert looks[0] != looks[1]
        assert drawn_as(QToolButton, rail, checked=True, focused=True) != looks[1]
        box = [drawn_as(QCheckBox, {}), drawn_as(QCheckBox, {}, checked=True)]
        assert box[0] != box[1]
        assert drawn_as(QLabel, {"badge": "count"}) != drawn_as(QLabel, {"badge": "danger"})
    finally:
        qapp.setStyleSheet("")
        in_force.setParent(None)


@pytest.mark.parametrize("look", ["lyst", "morkt"])
def test_an_empty_box_can_be_seen(qapp: QApplication, look: str) -> None:
    """WCAG 1.4.11: it has the border of the other controls."""
    in_force = theme.Theme(qapp, look)
    try:
        empty = drawn_as(QCheckBox, {})
        across = [empty.pixelColor(x, empty.height() // 2).name() for x in range(24)]
        assert across.count(in_force.tokens.control.lower()) == 2
    finally:
        qapp.setStyleSheet("")
        in_force.setParent(None)


@pytest.mark.parametrize("look", ["lyst", "morkt"])
def test_a_hint_in_an_empty_field_can_be_read(qapp: QApplication, look: str) -> None:
    """Qt makes it of the field's own text at half strength."""
    in_force = theme.Theme(qapp, look)
    try:
        field = QLineEdit()
        field.ensurePolished()
        hint = field.palette().color(QPalette.ColorRole.PlaceholderText)
        assert hint.name(QColor.NameFormat.HexArgb) == f"#ff{in_force.tokens.text3[1:].lower()}"
    finally:
        qapp.setStyleSheet("")
        in_force.setParent(None)


def drawn_as(
    kind: type[QWidget],
    properties: Mapping[str, object],
    *,
    enabled: bool = True,
    checked: bool = False,
    focused: bool = False,
) -> QImage:
    widget = kind()
    if isinstance(widget, QLabel | QAbstractButton):
        widget.setText("6")
    if isinstance(widget, QAbstractButton):
        widget.setCheckable(True)
        widget.setChecked(checked)
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.setEnabled(enabled)
    widget.resize(120, 32)
    if focused:
        widget.show()
        widget.activateWindow()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        assert widget.hasFocus()
    return widget.grab().toImage()


@pytest.mark.skipif(sys.platform != "win32", reason="asks Windows")
def test_windows_own_four_colours_are_read(qapp: QApplication) -> None:
    assert all(re.fullmatch("#[0-9a-f]{6}", one) for one in theme.colours_of_the_theme(qapp))


def test_my_status_and_its_menu_take_the_colours_of_another_look(screen: Screen) -> None:
    screen.window.header.show_status("opptatt", "opptatt")
    screen.application.theme.choose("morkt")
    ours = screen.application.theme.icon("circle-half-fill", "warn", size=16)
    button = screen.window.ui.me
    shown = {action.text(): action.icon() for action in button.menu().actions()}
    assert button.icon().cacheKey() == ours.cacheKey()
    assert shown["Opptatt"].cacheKey() == ours.cacheKey()


@pytest.fixture
def reviewed(screen: Screen) -> Screen:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.workspace.call_session.begin("utmelding")
    screen.workspace.call_session.answer("maate", Answer(choice="har_adressen"))
    screen.at_rest()
    return screen


def dusk(screen: Screen) -> None:
    screen.application.theme.choose("morkt")
    screen.at_rest()


def test_what_the_review_tells_stands(reviewed: Screen) -> None:
    screen = reviewed
    screen.workspace.call.review.cards._edited("merknad", {"text": "27.11.2026: Ville ut, sint. MH"})
    screen.workspace.call_session.answer("maate", Answer(choice="min_side"))
    assert screen.workspace.call.review.ui.state.text() == RENEWED
    dusk(screen)
    assert screen.workspace.call.review.ui.state.text() == RENEWED


def test_what_is_written_in_a_card_stands(reviewed: Screen) -> None:
    screen = reviewed
    screen.key(Qt.Key.Key_F2)
    screen.type("Halvveis ")
    field = screen.focus
    dusk(screen)
    assert screen.focus is field
    assert any(card.is_edited for card in screen.workspace.call.review.card_list.cards)


def test_a_step_that_is_looked_at_again_stands(reviewed: Screen) -> None:
    screen = reviewed
    screen.key(Qt.Key.Key_Left)
    wizard = screen.workspace.call.wizard
    assert screen.workspace.call.currentWidget() is wizard
    dusk(screen)
    assert screen.workspace.call.currentWidget() is wizard


def test_the_mark_in_the_procedure_takes_the_colour(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("71")
    screen.confirm()
    dusk(screen)
    marked = screen.workspace.call.wizard.ui.wholeText.extraSelections()
    wanted = screen.application.theme.colour("accent_soft")
    assert [one.format.background().color() for one in marked] == [wanted]


def test_practice_is_told_by_a_band_and_in_the_title(screen: Screen) -> None:
    assert screen.window.ui.practiceBand.isVisible()
    assert screen.window.windowTitle().startswith("ØVING")
    assert not screen.window.ui.goPractice.isVisible()


def test_dark_colours_everything_that_is_drawn_and_light_brings_it_back(screen: Screen) -> None:
    def strongest(icon: QIcon) -> str:
        image = icon.pixmap(22, 22).toImage().convertToFormat(QImage.Format.Format_ARGB32)
        pixels = (image.pixelColor(x, y) for x in range(22) for y in range(22))
        return max(pixels, key=lambda pixel: pixel.alpha()).name().upper()

    def ground() -> str:
        page = screen.window.ui.central.grab().toImage()
        return page.pixelColor(page.width() - 5, page.height() // 2).name().upper()

    for choice, tokens in (("morkt", DARK), ("lyst", LIGHT)):
        screen.workspace.mine.choose_look(choice)
        assert screen.application.theme.tokens is tokens
        QApplication.processEvents()
        assert ground() == tokens.bg
        assert QApplication.palette().base().color().name().upper() == tokens.surface
        assert strongest(screen.window.rail.button("settings").icon()) == tokens.text2
        assert strongest(screen.window.rail.button("call").icon()) == tokens.accent
