"""The sources in the settings: written, tried, fetched and taken away; and the daily round that fetches them."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QPlainTextEdit, QWidget

from sentralbord_desktop.domain.imports.import_run import DECIDED, RunOutcome
from sentralbord_desktop.domain.imports.source import read_source
from sentralbord_desktop.domain.policies import POLICY_TOML, Source, decide
from sentralbord_desktop.gui.imports.import_panel import MAP, ImportPage
from sentralbord_desktop.gui.imports.sources_panel import SourcesPanel
from sentralbord_desktop.gui.workspace.settings_panels import PANELS
from sentralbord_desktop.services.imports import source_web as web
from sentralbord_desktop.services.imports.source_settings import FOLDER_NAME, OF_IT
from tests.helpers.import_files import HEAD, ODD, csv_file
from tests.helpers.member_api import TOKEN, MemberApi, Reply, csv_reply, person
from tests.helpers.members import by_number
from tests.helpers.pages import settings_part
from tests.helpers.screen import Screen
from tests.helpers.window_imports import look_over, write

FIVE = [person(number) for number in range(910001, 910006)]
MAPPED = {"id": "Medlemsnummer", "navn1": "Fornavn", "navn2": "Etternavn", "fodt": "Fødselsdato", "tel": "Telefon"}
"""Headings of the member system, and their fields."""


def answered(*people: str) -> Reply:
    return csv_reply(f"{';'.join(MAPPED)};status", *people)


@pytest.fixture
def panel(screen: Screen) -> SourcesPanel:
    """The panel over an office: in practice nothing is fetched."""
    services = screen.services
    services.import_sources._never = services.pulls._never = False
    services.pulls.sleep = lambda _: None
    return settings_part(screen, "Hent av seg selv", SourcesPanel)


def box(panel: SourcesPanel, name: str) -> QWidget:
    return next(one for one in panel.form.boxes if one.accessibleName().startswith(name))


def fill(panel: SourcesPanel, **texts: str) -> None:
    for key, text in texts.items():
        panel.form.line(key).setText(text)


def fill_example(panel: SourcesPanel, api: MemberApi) -> None:
    """The example with words of its own, with the address and columns of a member system."""
    panel.example.setCurrentIndex(2)
    panel.example.activated.emit(2)
    fill(panel, name="Medlemssystemet", url=f"{api.url}/medlemmer", secret=TOKEN)
    columns = box(panel, "Kolonner")
    assert isinstance(columns, QPlainTextEdit)
    columns.setPlainText("\n".join(f"{heading} = {field}" for heading, field in MAPPED.items()))


def sentence(screen: Screen, panel: SourcesPanel) -> str:
    screen.bot.waitUntil(lambda: panel.save.isEnabled() and bool(panel.bar.said.text()))
    return panel.bar.said.text()


def test_an_example_is_filled_in_tried_saved_and_fetched(
    screen: Screen, panel: SourcesPanel, member_api: MemberApi
) -> None:
    member_api.replies(answered(*FIVE))
    fill_example(panel, member_api)
    before = screen.services.members.count()
    panel.try_it.click()
    screen.bot.waitUntil(lambda: bool(panel.found.text()))
    assert "5 rader." in panel.found.text()
    assert "navn1 → Fornavn" in panel.found.text()
    assert "Kari" not in panel.found.text()
    assert screen.services.members.count() == before
    assert panel.rows.values == []
    panel.bar.show_result("")
    panel.submit()
    assert sentence(screen, panel) == "Lagret."
    screen.bot.waitUntil(lambda: [one.name for one in panel.rows.values] == ["Medlemssystemet"])
    assert panel.form.values()["secret"] == ""
    assert panel.rows.values[0].words, "what the form does not show comes from the example"
    panel.bar.show_result("")
    panel.fetch.click()
    assert "Medlemssystemet: 5 nye, 0 endret." in sentence(screen, panel)
    assert screen.services.members.count() == before + 5
    assert screen.services.import_sources.secret(panel.rows.values[0]) == TOKEN


def test_what_failed_is_told_there_and_in_the_history(
    screen: Screen, panel: SourcesPanel, member_api: MemberApi
) -> None:
    member_api.replies(Reply(401))
    fill_example(panel, member_api)
    panel.bar.show_result("")
    panel.try_it.click()
    assert sentence(screen, panel) == web.SECRET_WRONG
    panel.submit()
    screen.bot.waitUntil(lambda: panel.bar.said.text() == "Lagret.")
    screen.bot.waitUntil(panel.fetch.isVisible)
    panel.bar.show_result("")
    panel.fetch.click()
    assert sentence(screen, panel) == f"Medlemssystemet: {web.SECRET_WRONG}"
    page = settings_part(screen, "Register inn og ut", ImportPage)
    screen.bot.waitUntil(lambda: bool(page.past.rows.values))
    assert page.past.rows.values[0].state == "Feilet"
    assert page.past.text.text() == f"Medlemssystemet: {web.SECRET_WRONG}"
    assert not page.past.undo.isEnabled()


def test_what_waits_after_a_source_is_looked_over_and_decided(
    screen: Screen, panel: SourcesPanel, member_api: MemberApi
) -> None:
    gone, bad = person(910009, status="Utmeldt"), person(910008, phone="9900081")
    member_api.replies(answered(*FIVE, bad, gone))
    fill_example(panel, member_api)
    panel.submit()
    screen.bot.waitUntil(panel.fetch.isVisible)
    panel.fetch.click()
    screen.bot.waitUntil(lambda: "1 ny utmeldt" in panel.bar.said.text())
    page = settings_part(screen, "Register inn og ut", ImportPage)
    screen.bot.waitUntil(lambda: bool(page.past.rows.values))
    assert [run.state for run in page.past.rows.values] == ["Venter på deg"]
    page.window().resize(900, 700)
    screen.at_rest()
    assert page.past.decide.isVisible()
    for button in (page.past.decide, page.past.undo, page.past.show_lost, page.past.save_lost):
        assert button.width() >= button.sizeHint().width(), "the words of a button are whole"
    page.past.table.setFocus()
    screen.bot.keyClick(page.past.table, Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: page.table is not None and page.stack.currentIndex() == MAP)
    assert page.facts.text().startswith("Medlemssystemet · 7 rader")
    look_over(screen, page)
    page.review_step.absences.resigned.click()
    write(screen, page)
    assert by_number(screen.services, "910009") is not None
    screen.bot.waitUntil(lambda: len(page.past.rows.values) == 2)
    assert [run.state for run in page.past.rows.values] == ["", ""]
    assert page.past.rows.values[0].text == DECIDED
    screen.at_rest()
    assert not page.past.decide.isVisible()


def test_a_folder_has_other_fields_and_keeps_what_both_have(
    screen: Screen, panel: SourcesPanel, tmp_path: Path
) -> None:
    csv_file(tmp_path, HEAD, ODD.replace("300;", "910300;"))
    fill(panel, name="Nattfilen", max_changes="30%")
    kind = box(panel, "Hentes fra")
    assert isinstance(kind, QComboBox)
    kind.setFocus()
    kind.setCurrentIndex(kind.findData("mappe"))
    kind.activated.emit(1)
    assert (panel.form.values()["name"], panel.form.values()["max_changes"]) == ("Nattfilen", "30%")
    assert "url" not in panel.form.values()
    assert box(panel, "Hentes fra").hasFocus()
    fill(panel, folder=str(tmp_path))
    whole = box(panel, "Det som kommer")
    assert isinstance(whole, QComboBox)
    whole.setCurrentIndex(1 - whole.currentIndex())
    panel.submit()
    assert sentence(screen, panel) == "Lagret."
    screen.bot.waitUntil(panel.fetch.isVisible)
    panel.bar.show_result("")
    panel.fetch.click()
    assert sentence(screen, panel) == (
        "Nattfilen: medlemmer.csv: 1 ny, 0 endret. Venter på deg: 1 som kan være registrert her fra før."
    )
    assert by_number(screen.services, "910300") is not None


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"name": ""}, "Skriv et navn på kilden."),
        ({"url": "http://medlem.eksempel.no"}, "https://"),
        ({"max_changes": "mye"}, "500 eller 20 %"),
        ({"max_changes": "500"}, ""),
    ],
)
def test_what_cannot_be_used_is_said_and_not_saved(
    screen: Screen, panel: SourcesPanel, member_api: MemberApi, texts: dict[str, str], said: str
) -> None:
    fill_example(panel, member_api)
    fill(panel, **texts)
    panel.bar.show_result("")
    panel.submit()
    if said:
        assert said in panel.bar.said.text()
        assert screen.services.import_sources.read() == []
    else:
        assert sentence(screen, panel) == "Lagret."


def test_a_source_is_taken_away_after_a_question_by_keyboard(
    screen: Screen, panel: SourcesPanel, tmp_path: Path
) -> None:
    for name in ("En", "To"):
        screen.services.import_sources.save(read_source({"name": name, "kind": "mappe", "folder": str(tmp_path)}))
    panel._read_list("To")
    screen.bot.waitUntil(lambda: panel.form.values().get("name") == "To")
    panel.remove.setFocus()
    screen.key(Qt.Key.Key_Space)
    assert panel.question.said.text() == "Ta bort To? Medlemmene blir."
    assert panel.question.no.hasFocus()
    screen.key(Qt.Key.Key_Escape)
    assert not panel.question.isVisible()
    assert panel.remove.hasFocus()
    screen.key(Qt.Key.Key_Space)
    panel.question.yes.setFocus()
    screen.key(Qt.Key.Key_Space)
    screen.bot.waitUntil(lambda: [one.name for one in panel.rows.values] == ["En"])


def test_what_it_has_decided_is_locked_but_for_the_key(screen: Screen, panel: SourcesPanel, tmp_path: Path) -> None:
    file = tmp_path / "kilder.toml"
    file.write_text(
        '[[source]]\nname = "Fra IT"\nkind = "https"\nurl = "https://127.0.0.1:1/"\n'
        'headers = { X-Key = "{hemmelighet}" }\n',
        encoding="utf-8",
    )
    policies = decide([Source(POLICY_TOML, {"imports": {"folder": str(tmp_path), "sources": str(file)}})])
    screen.services.import_sources.policies = policies
    panel._read_list("Fra IT")
    screen.bot.waitUntil(lambda: panel.form.values().get("name") == "Fra IT")
    assert [one.name for one in panel.rows.values] == [FOLDER_NAME, "Fra IT"]
    assert [one.isEnabled() for one in panel.form.boxes if one.accessibleName().startswith("Nøkkel")] == [True]
    assert not any(one.isEnabled() for one in panel.form.boxes if not one.accessibleName().startswith("Nøkkel"))
    assert not panel.remove.isEnabled()
    assert "bestemt av IT" in box(panel, "Navn").accessibleName()
    panel.form.line("secret").setText(TOKEN)
    panel.submit()
    assert sentence(screen, panel) == "Lagret."
    assert screen.services.import_sources.secret(panel.rows.values[1]) == TOKEN
    assert OF_IT


def test_changes_are_asked_about_before_another_source_is_chosen(
    screen: Screen, panel: SourcesPanel, tmp_path: Path
) -> None:
    for name in ("En", "To"):
        screen.services.import_sources.save(read_source({"name": name, "kind": "mappe", "folder": str(tmp_path)}))
    panel._read_list("En")
    screen.bot.waitUntil(lambda: panel.form.values().get("name") == "En")
    fill(panel, max_changes="30%")
    panel.table.setCurrentIndex(panel.rows.index(1, 0))
    assert panel.foot.asks
    assert panel.table.currentIndex().row() == 0
    screen.key(Qt.Key.Key_Escape)
    assert panel.form.values()["max_changes"] == "30%"
    panel.table.setCurrentIndex(panel.rows.index(1, 0))
    screen.key(Qt.Key.Key_1)
    screen.bot.waitUntil(lambda: panel.form.values().get("name") == "To")
    assert [one.max_changes for one in screen.services.import_sources.read()] == ["30%", "20 %"]
    kind = box(panel, "Hentes fra")
    assert isinstance(kind, QComboBox)
    fill(panel, max_changes="40%")
    kind.setCurrentIndex(kind.findData("https"))
    kind.activated.emit(0)
    assert panel.is_touched, "the fields of another kind keep what was written, and that it was"
    panel.new.click()
    screen.key(Qt.Key.Key_2)
    screen.bot.waitUntil(lambda: panel.form.values().get("name") == "")
    assert panel.form.half_written() == {}


def test_every_control_has_a_name_and_a_place_in_the_tab_order(screen: Screen, panel: SourcesPanel) -> None:
    kinds = (QAbstractButton, QComboBox, QPlainTextEdit)
    shown = [one for kind in kinds for one in panel.findChildren(kind) if one.isVisible() and one.isEnabled()]
    assert len(shown) > 8
    assert [one for one in shown if not (one.accessibleName() or getattr(one, "text", str)())] == []
    assert [one for one in shown if not one.focusPolicy() & Qt.FocusPolicy.TabFocus] == []


def test_only_one_who_may_import_has_the_panel(screen: Screen) -> None:
    (panel,) = (panel for panel in PANELS if panel.title == "Hent av seg selv")
    operator = screen.services.session.operator
    assert panel.may_see(operator)
    assert not panel.may_see(operator.model_copy(update={"roles": "operator"}))


def test_the_daily_round_pulls_on_a_worker_and_never_in_practice(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs, threads = screen.workspace.background_jobs, list[bool]()
    assert not jobs.pulls._timer.isActive()
    assert not jobs.pulls._first.isActive()

    def daily(cancel: object = None) -> list[RunOutcome]:
        threads.append(threading.current_thread() is threading.main_thread())
        return []

    monkeypatch.setattr(jobs.pulls, "_work", daily)
    jobs.pulls.look()
    screen.bot.waitUntil(lambda: bool(threads))
    assert threads == [False]
    jobs.end()
    assert jobs._ending.is_set(), "a pull that runs is cancelled when the window closes"
