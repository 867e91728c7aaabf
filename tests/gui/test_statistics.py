"""Statistics: the table, the chart beside it, and the file."""

import itertools
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from sentralbord_desktop.domain.statistics import NOT_ENOUGH
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.statistics import StatisticsPanel
from sentralbord_desktop.gui.widgets.bar_chart import Bar
from tests.helpers.announcements import Heard
from tests.helpers.pages import settings_part
from tests.helpers.pixels import colours_in
from tests.helpers.screen import Screen
from tests.helpers.window_text import answers, until_told


def drawn_bars(part: StatisticsPanel) -> list[int]:
    """How long each bar is drawn, in pixels along it, in the order of the table."""
    drawn = colours_in(part.plot.grab().toImage()) == theme.current().colour("accent").rgb()
    lengths = drawn.sum(axis=0 if part.plot.stands else 1).tolist()
    groups = [list(group) for bar, group in itertools.groupby(lengths, lambda n: n > 2) if bar]
    return [max(group) for group in groups]


def show_by(screen: Screen, part: StatisticsPanel, by: str) -> None:
    box = part.form.boxes[0]
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData(by))
    part.submit()
    screen.at_rest()
    QApplication.processEvents()


def the_bars_are_as_long_as(part: StatisticsPanel, counts: list[int]) -> None:
    drawn = drawn_bars(part)
    assert len(drawn) == len(counts)
    for length, count in zip(drawn, counts, strict=True):
        assert length / max(drawn) == pytest.approx(count / max(counts), abs=0.03)


@pytest.mark.parametrize("by", ["category", "weekday"])
def test_the_plot_shows_what_the_table_does(screen: Screen, by: str) -> None:
    part = settings_part(screen, "Statistikk", StatisticsPanel)
    show_by(screen, part, by)
    assert part.plot.bars == [Bar(line.name, line.count) for line in part.rows.values]
    the_bars_are_as_long_as(part, [line.count for line in part.rows.values])
    assert part.plot.accessibleName().startswith("Diagram etter ")


@pytest.mark.parametrize(
    ("names", "stands"),
    [
        (["Mandag", "Tirsdag", "Onsdag", "Torsdag"], True),
        (["Ny henvendelse", "Trøbbel på jobb", "Andre, slått sammen", "Presse"], False),
    ],
)
@pytest.mark.parametrize("look", ["lyst", "morkt"])
def test_each_bar_is_as_long_as_its_count(screen: Screen, names: list[str], look: str, *, stands: bool) -> None:
    """The practice calls fall on other days every day, so these are the test's own."""
    part = settings_part(screen, "Statistikk", StatisticsPanel)
    screen.bot.waitUntil(lambda: bool(part.plot.bars), timeout=20_000)
    counts = [10, 4, 7, 12]
    part.plot.show_bars([Bar(*each) for each in zip(names, counts, strict=True)], "Diagram")
    screen.application.theme.choose(look)
    QApplication.processEvents()
    assert part.plot.stands is stands
    the_bars_are_as_long_as(part, counts)


def test_a_name_that_is_wider_than_the_room_of_one_column_stands_to_the_left(screen: Screen) -> None:
    part = settings_part(screen, "Statistikk", StatisticsPanel)
    screen.bot.waitUntil(lambda: bool(part.plot.bars), timeout=20_000)
    part.plot.show_bars([Bar("Mai", 13)], "Diagram")
    assert part.plot.stands
    part.plot.show_bars([Bar("Andre, slått sammen", 13)], "Diagram")
    assert not part.plot.stands


def test_a_name_is_never_shortened_but_wraps(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a narrow chart, with the longest name of the procedures twice as long."""
    part = settings_part(screen, "Statistikk", StatisticsPanel)
    screen.bot.waitUntil(lambda: bool(part.plot.bars), timeout=20_000)
    written: list[tuple[QRectF, str]] = []
    chart = part.plot
    long = "Medlemsopplysninger og kontingent, slått sammen"
    chart.resize(300, 240)
    chart.show_bars([Bar(long, 3), Bar("Presse", 1)], "Diagram")
    monkeypatch.setattr(chart, "_write", lambda _, room, words, __: written.append((room, words)))
    chart.grab()
    room = next(room for room, words in written if words == long)
    flags = Qt.TextFlag.TextWordWrap
    needed = chart.fontMetrics().boundingRect(room.toRect(), int(flags), long)
    assert needed.width() <= room.width()
    assert needed.height() <= room.height()


def test_the_plot_is_a_picture_with_a_name_to_a_reader(screen: Screen) -> None:
    part = settings_part(screen, "Statistikk", StatisticsPanel)
    screen.bot.waitUntil(lambda: bool(part.plot.bars), timeout=20_000)
    node = QAccessible.queryAccessibleInterface(part.plot)
    assert node.role() == QAccessible.Role.Graphic
    assert node.text(QAccessible.Text.Name) == "Diagram etter emne. Tallene står i tabellen."


def test_too_little_to_count_is_announced(screen: Screen, heard: Heard) -> None:
    part = settings_part(screen, "Statistikk", StatisticsPanel)
    screen.bot.waitUntil(lambda: bool(part.plot.bars), timeout=20_000)
    screen.at_rest()
    heard.clear()
    box = part.form.boxes[0]
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData("left"))
    box.activated.emit(box.currentIndex())
    assert heard.next() == NOT_ENOUGH, "nobody has left a call of the practice"


def test_no_key_or_click_goes_to_the_plot(screen: Screen) -> None:
    part = settings_part(screen, "Statistikk", StatisticsPanel)
    screen.bot.waitUntil(lambda: bool(part.plot.bars) and part.plot.isVisible(), timeout=20_000)
    for widget in (part.plot, *part.plot.findChildren(QWidget)):
        assert not widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    inside = screen.window.childAt(part.plot.mapTo(screen.window, part.plot.rect().center()))
    assert inside is not None
    screen.bot.mouseClick(inside, Qt.MouseButton.RightButton, pos=inside.rect().center())
    QApplication.processEvents()
    assert QApplication.activePopupWidget() is None


@pytest.mark.parametrize(
    ("size", "beside", "seen"), [((1366, 688), True, True), ((1000, 688), False, False), ((1000, 1000), False, True)]
)
def test_the_plot_stands_where_it_has_room(screen: Screen, size: tuple[int, int], *, beside: bool, seen: bool) -> None:
    screen.window.resize(*size)
    part = settings_part(screen, "Statistikk", StatisticsPanel)
    screen.bot.waitUntil(lambda: part.plot.isVisible() is seen)
    QApplication.processEvents()
    if seen:
        assert (part.plot.x() > part.table.x()) is beside
        assert (part.plot.y() > part.table.y()) is not beside


def test_the_calls_are_counted_and_written_to_a_file(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    part = settings_part(screen, "Statistikk", StatisticsPanel)
    until_told(screen, part, "samtaler.")
    assert part.table.model().rowCount() > 3
    assert min(line.count for line in part.rows.values) >= 5
    answers(monkeypatch, tmp_path / "statistikk.csv")
    part.save.click()
    until_told(screen, part, "rader er skrevet")
    assert "Antall" in (tmp_path / "statistikk.csv").read_text(encoding="utf-8-sig")
    show_by(screen, part, "hour")
    until_told(screen, part, "er dette ikke kjent")
