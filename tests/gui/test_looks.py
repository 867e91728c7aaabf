"""Every page: names for the reader, no cut text, and lamps that tell what a digit does."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QScrollBar,
    QTabBar,
    QWidget,
)

from sentralbord_desktop.gui.theme import style_sheet
from sentralbord_desktop.gui.tokens import LIGHT
from sentralbord_desktop.gui.widgets.panel import DigitPanel, is_typing
from sentralbord_desktop.gui.widgets.small import DigitBadge
from tests.gui.conftest import Screen

WIDEST_SLACK = 2


def rest(screen: Screen) -> None:
    screen.window.show_page("call")


def hits(screen: Screen) -> None:
    screen.search("fjeldheim")
    screen.bot.waitUntil(lambda: screen.desk.call.hits.rowCount() > 0)


def record(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")


def wizard(screen: Screen) -> None:
    record(screen)
    screen.key(Qt.Key.Key_Space)
    screen.digits("71")


def gate(screen: Screen) -> None:
    wizard(screen)
    screen.type("-11")
    screen.key(Qt.Key.Key_Return)
    screen.digits("211")


def review(screen: Screen) -> None:
    gate(screen)
    screen.digits("1222")


def form(screen: Screen) -> None:
    record(screen)
    screen.key(Qt.Key.Key_Space)
    screen.digits("21")
    screen.key(Qt.Key.Key_Return)


def callback_form(screen: Screen) -> None:
    screen.control(Qt.Key.Key_T)


def listed(name: str) -> Callable[[Screen], None]:
    return lambda screen: screen.window.show_page(name)


PAGES: dict[str, Callable[[Screen], None]] = {
    "rest": rest, "hits": hits, "record": record, "wizard": wizard, "gate": gate, "review": review,
    "form": form, "callback form": callback_form, "callbacks": listed("callbacks"),
    "confirmations": listed("confirmations"), "outbox": listed("outbox"), "settings": listed("settings"),
}  # fmt: skip


def shown(screen: Screen) -> Iterator[QWidget]:
    for _ in range(5):  # layouts ask, and are asked again
        QApplication.processEvents()
    for widget in screen.window.findChildren(QWidget):
        if widget.isVisible() and widget.visibleRegion().boundingRect().isValid():
            yield widget


@pytest.mark.parametrize("page", PAGES)
def test_every_control_has_a_name_for_the_reader(page: str, screen: Screen) -> None:
    PAGES[page](screen)
    for widget in shown(screen):
        if isinstance(widget, QScrollBar) or widget.parent() is None:
            continue
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled():
            said = widget.accessibleName()
            if isinstance(widget, QAbstractButton):
                said = said or widget.text()
            assert said.strip(), (type(widget).__name__, widget.objectName())


@pytest.mark.parametrize("page", PAGES)
def test_no_text_is_cut(page: str, screen: Screen) -> None:
    PAGES[page](screen)
    for widget in shown(screen):
        if not isinstance(widget, QLabel) or not widget.text():
            continue
        inner = widget.contentsRect()
        if widget.wordWrap():
            need = widget.heightForWidth(widget.width())
            assert need <= widget.height() + WIDEST_SLACK, (
                widget.objectName(),
                widget.text(),
                need,
            )
        else:
            lines = widget.text().split("\n")
            need = max(QFontMetrics(widget.font()).horizontalAdvance(line) for line in lines)
            assert need <= inner.width() + WIDEST_SLACK, (widget.objectName(), widget.text())


@pytest.mark.parametrize("page", PAGES)
def test_a_digit_either_types_or_answers_and_the_lamp_tells_which(
    page: str, screen: Screen
) -> None:
    PAGES[page](screen)
    stops = [
        w for w in shown(screen) if w.isEnabled() and w.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    for stop in stops:
        if not stop.isVisible() or isinstance(stop, QTabBar):
            continue
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        rings = [p for p in screen.window.findChildren(DigitPanel) if p.isVisible() and p.is_live]
        assert len(rings) <= 1, "never more than one ring"
        if is_typing(QApplication.focusWidget()):
            assert not rings, "a digit would be typed, so no lamp may be lit"
        for panel in screen.window.findChildren(DigitPanel):
            lit = {
                badge.property("digit")
                for badge in panel.findChildren(DigitBadge)
                if badge.isVisible()
            }
            assert lit <= ({"live"} if panel.is_live else {"out"}), (page, stop.objectName())


@pytest.mark.parametrize("page", PAGES)
def test_f6_goes_round_the_panels_and_comes_back(page: str, screen: Screen) -> None:
    PAGES[page](screen)
    screen.window.ui.search.setFocus()
    seen = []
    for _ in range(14):
        screen.key(Qt.Key.Key_F6)
        seen.append(screen.focus)
    assert screen.window.ui.search in seen
    assert len(set(seen)) >= 3


def test_no_colour_stands_in_the_style_sheet_or_in_a_form() -> None:
    sheet = style_sheet(LIGHT)
    assert "$" not in sheet.replace("$names", "")
    from pathlib import Path

    root = Path(__file__).parent.parent.parent
    for form_file in (root / "ui").glob("*.ui"):
        assert "#" not in form_file.read_text(encoding="utf-8"), form_file.name


def test_lists_are_real_item_views_with_a_name(screen: Screen) -> None:
    for view in screen.window.findChildren(QAbstractItemView):
        if view.objectName() and not view.objectName().startswith("qt_"):
            assert view.accessibleName(), view.objectName()


def test_the_search_field_has_the_caret_at_start(screen: Screen) -> None:
    assert isinstance(screen.focus, QLineEdit)
    assert screen.focus is screen.window.ui.search
