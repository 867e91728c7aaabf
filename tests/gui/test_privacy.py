"""The privacy role's pages: who looked, an access report in files, erasing, months, a breach."""

import dataclasses
import itertools
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLineEdit, QPlainTextEdit, QWidget

from sentralbord_desktop.domain.access.operator import Operator
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.privacy.access_log_panel import AccessLogPanel
from sentralbord_desktop.gui.privacy.breach_panel import BreachPanel
from sentralbord_desktop.gui.privacy.retention_panel import RetentionPanel
from sentralbord_desktop.gui.privacy.subject_rights_panel import SubjectRightsPanel
from sentralbord_desktop.gui.statistics.statistics_panel import StatisticsPanel
from sentralbord_desktop.gui.workspace.settings_panels import privacy_parts
from sentralbord_desktop.services.privacy.retention import Awaited
from tests.gui.test_looks import access, breached, kept_long, settings_part, traced
from tests.helpers.members import by_number
from tests.helpers.pixels import colours_in
from tests.helpers.screen import Screen


def answers(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """Whatever is asked for a file, it is this one."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))


def until_told(screen: Screen, part: Any, words: str) -> None:
    screen.bot.waitUntil(lambda: words in part.bar.said.text(), timeout=20_000)


def write(box: object, text: str) -> None:
    assert isinstance(box, QLineEdit)
    box.setText(text)


def parts_of(screen: Screen) -> list[tuple[str, object]]:
    tasks = screen.application.tasks
    return list(privacy_parts(screen.services, tasks, tasks))


def test_without_the_role_only_a_breach_can_be_told_of(screen: Screen) -> None:
    titles = [name for name, _ in parts_of(screen)]
    assert titles == ["Innsyn og sletting", "Lagringstid", "Sporing", "Meld avvik"]
    screen.services.session.switch_to(Operator(id=9, initials="LT"))
    titles = [name for name, _ in parts_of(screen)]
    assert titles == ["Meld avvik"]


def test_look_ups_are_shown_with_what_is_odd_and_written_to_a_file(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    traced(screen)
    part = settings_part(screen, "Sporing", AccessLogPanel)
    assert part.table.model().rowCount() == 12  # and who first came in
    assert any("åpnet 11 medlemmer" in part.odd.item(n).text() for n in range(part.odd.count()))
    answers(monkeypatch, tmp_path / "sporing.csv")
    part.save.click()
    until_told(screen, part, "12 rader er skrevet")
    assert "åpnet" in (tmp_path / "sporing.csv").read_text(encoding="utf-8-sig")
    write(part.form.boxes[0], "000")
    part.submit()
    until_told(screen, part, "Ingen har det medlemsnummeret")


def test_a_member_gets_it_all_as_pdf_and_json_and_then_erased(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    access(screen)
    part = settings_part(screen, "Innsyn og sletting", SubjectRightsPanel)
    answers(monkeypatch, tmp_path / "innsyn.pdf")
    part.pdf.click()
    screen.bot.waitUntil(lambda: (tmp_path / "innsyn.pdf").exists())
    assert (tmp_path / "innsyn.pdf").read_bytes().startswith(b"%PDF")
    answers(monkeypatch, tmp_path / "innsyn.json")
    part.json.click()
    screen.bot.waitUntil(lambda: (tmp_path / "innsyn.json").exists())
    told = json.loads((tmp_path / "innsyn.json").read_text(encoding="utf-8"))
    assert told["opplysninger"]["Opplysninger om deg"][0]["first_name"] == "Ingunn"
    part.erase.click()
    write(part.form.boxes[0], "204119")
    write(part.form.boxes[1], "ba om det")
    part.submit()
    until_told(screen, part, "Skriv medlemsnummeret 204118")
    assert by_number(screen.services, "204118") is not None
    write(part.form.boxes[0], "204118")
    part.submit()
    until_told(screen, part, "Slettet:")
    assert by_number(screen.services, "204118") is None
    assert not part.summary.isVisible()


def test_a_remark_is_rectified_and_blanked_and_a_reason_is_kept(screen: Screen) -> None:
    access(screen)
    part = settings_part(screen, "Innsyn og sletting", SubjectRightsPanel)
    part.rectify.click()
    box = part.form.boxes[0]
    assert isinstance(box, QPlainTextEdit)
    box.setPlainText("Rettet tekst")
    part.yes.click()
    until_told(screen, part, "Teksten er rettet")
    texts = [part.list.item(n).text() for n in range(part.list.count())]
    assert any(text.startswith("Merknad") and text.endswith("\nRettet tekst") for text in texts)
    part.blank.click()
    part.yes.click()
    until_told(screen, part, "Skriv hvorfor")
    write(part.form.boxes[0], "feil person")
    part.yes.click()
    until_told(screen, part, "Teksten er slettet")
    part.hold.click()
    write(part.form.boxes[0], "krav")
    part.yes.click()
    until_told(screen, part, "Lagret")
    assert "Beholdes fordi: krav" in part.summary.text()


def test_whoever_leaves_the_page_leaves_the_member_too(screen: Screen) -> None:
    access(screen)
    part = settings_part(screen, "Innsyn og sletting", SubjectRightsPanel)
    screen.window.show_page("call")
    assert part._subject is None
    assert part.list.count() == 0


def test_what_is_due_is_shown_asked_about_and_erased(screen: Screen) -> None:
    kept_long(screen)
    part = settings_part(screen, "Lagringstid", RetentionPanel)
    assert "er klare til å slettes" in part.bar.said.text()
    part.erase.click()
    assert part.no.hasFocus()  # Enter does nothing by itself
    part.no.click()
    count = screen.services.members.count()
    assert any("med alt om medlemmet" in part.list.item(n).text() for n in range(part.list.count()))
    part.erase.click()
    part.yes.click()
    screen.bot.waitUntil(lambda: screen.services.members.count() == count - 9, timeout=20_000)
    screen.bot.waitUntil(
        lambda: any("Slettet" in part.list.item(n).text() for n in range(part.list.count())), timeout=20_000
    )
    write(part.form.boxes[0], "tre")
    part.submit()
    assert "som tall" in part.bar.said.text()


def test_one_that_is_due_is_said_as_one(screen: Screen) -> None:
    kept_long(screen)
    part = settings_part(screen, "Lagringstid", RetentionPanel)
    one = dataclasses.replace(screen.services.retention.preview()[0], count=1)
    part._show([one], [], Awaited())
    assert part.bar.said.text() == "1 rad er klar til å slettes."
    part.erase.click()
    assert part.question.text().startswith("1 rad og alt om den slettes for godt.")


def test_a_breach_begins_with_one_sentence_and_gives_a_draft(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    breached(screen)
    part = settings_part(screen, "Meld avvik", BreachPanel)
    assert "timer igjen" in part.clock.text()
    for name, button in (("melding.txt", part.report), ("brev.pdf", part.letter)):
        answers(monkeypatch, tmp_path / name)
        button.click()
        until_told(screen, part, "Utkastet er lagret")
    assert "medlemsliste" in (tmp_path / "melding.txt").read_text(encoding="utf-8")
    assert (tmp_path / "brev.pdf").read_bytes().startswith(b"%PDF")
    for box in part.form.boxes:
        assert isinstance(box, QPlainTextEdit)
        box.setPlainText("fylt ut")
    screen.control(Qt.Key.Key_Return)
    until_told(screen, part, "Lagret")
    part.sent.click()
    assert "kan ikke tas tilbake" in part.question.text()
    part.no.click()
    assert not part.question.isVisible()
    part.sent.click()
    part.yes.click()
    until_told(screen, part, "Ført som meldt")
    assert "Meldt" in part.clock.text()
    part.close_it.click()
    part.yes.click()
    until_told(screen, part, "Lukket")
    assert not part.save.isVisible()


def test_what_is_written_about_a_breach_is_kept_by_leaving_and_by_a_draft(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    breached(screen)
    part = settings_part(screen, "Meld avvik", BreachPanel)
    box = part.form.boxes[2]
    assert isinstance(box, QPlainTextEdit)
    box.setPlainText("Omtrent tretti")
    screen.window.show_page("call")
    settings_part(screen, "Meld avvik", BreachPanel)
    assert box.toPlainText() == "Omtrent tretti"
    answers(monkeypatch, tmp_path / "melding.txt")
    part.report.click()
    until_told(screen, part, "Utkastet er lagret")
    assert "Omtrent tretti" in (tmp_path / "melding.txt").read_text(encoding="utf-8")
    part.new.click()
    what, when = part.form.boxes
    assert isinstance(what, QPlainTextEdit)
    what.setPlainText("Mistet en PC")
    write(when, "i går")
    part.submit()
    until_told(screen, part, "Meldt.")
    assert part.chosen is not None
    hours = int(part.clock.text().split()[0])
    assert 24 <= hours <= 48  # counted from when yesterday began


def test_asking_for_another_member_does_nothing_to_the_one_that_was_shown(screen: Screen) -> None:
    access(screen)
    part = settings_part(screen, "Innsyn og sletting", SubjectRightsPanel)
    member = by_number(screen.services, "204118")
    assert member is not None
    before = screen.services.members.open(member.id).remarks
    part.rectify.click()
    write(part.who.boxes[0], "000")
    part.fetch.click()
    until_told(screen, part, "Ingen har det medlemsnummeret")
    assert not part.summary.isVisible()
    assert not part.erase.isVisible()
    assert screen.services.members.open(member.id).remarks == before


def test_tab_goes_through_the_fields_where_they_stand(screen: Screen) -> None:
    access(screen)
    part = screen.workspace.settings.shown
    assert isinstance(part, SubjectRightsPanel)
    assert part.form.boxes[0].hasFocus()
    screen.key(Qt.Key.Key_Tab)
    assert part.form.boxes[1].hasFocus()
    screen.key(Qt.Key.Key_Tab)
    assert part.yes.hasFocus()


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
    assert part.plot.bars == [(line.name, line.count) for line in part.rows.values]
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
    screen.bot.waitUntil(lambda: part.plot.is_drawn, timeout=20_000)
    counts = [10, 4, 7, 12]
    part.plot.show_bars(list(zip(names, counts, strict=True)), "Diagram")
    screen.application.theme.choose(look)
    QApplication.processEvents()
    assert part.plot.stands is stands
    the_bars_are_as_long_as(part, counts)


def test_a_name_that_is_wider_than_the_room_of_one_column_stands_to_the_left(screen: Screen) -> None:
    part = settings_part(screen, "Statistikk", StatisticsPanel)
    screen.bot.waitUntil(lambda: part.plot.is_drawn, timeout=20_000)
    part.plot.show_bars([("Mai", 13)], "Diagram")
    assert part.plot.stands
    part.plot.show_bars([("Andre, slått sammen", 13)], "Diagram")
    assert not part.plot.stands


def test_a_worker_makes_no_class_of_qts_for_the_plot() -> None:
    """The thread that draws fell while pyqtgraph was loaded beside it: what a worker loads first has no Qt in it."""
    asks = (
        "import sys\nfrom sentralbord_desktop.gui.widgets import bar_chart as plot\nbefore = set(sys.modules)\n"
        "plot.prepare()\nnew = {name.partition('.')[0] for name in set(sys.modules) - before}\n"
        "assert 'numpy' in new\nassert not new & {'pyqtgraph', 'PySide6', 'shiboken6'}, new"
    )
    subprocess.run([sys.executable, "-c", asks], check=True)


def test_no_key_or_click_goes_to_the_plot(screen: Screen) -> None:
    """pyqtgraph's own menu is English, and a plot that moves under the mouse says nothing true."""
    part = settings_part(screen, "Statistikk", StatisticsPanel)
    screen.bot.waitUntil(lambda: part.plot.is_drawn and part.plot.isVisible(), timeout=20_000)
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
    screen.at_rest()
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


def test_what_is_ready_to_be_erased_is_said_with_a_way_there(screen: Screen) -> None:
    screen.workspace.background_jobs.erasings.look()
    screen.bot.waitUntil(lambda: "klare til å slettes" in screen.window.ui.barText.text(), timeout=20_000)
    screen.control(Qt.Key.Key_G)
    assert screen.window.page == "settings"
    assert screen.workspace.settings.ui.sections.currentItem().text() == "Lagringstid"
