"""Felles register in the window: tried, chosen, moved there, and home again; and a server that is not there."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from sentralbord_desktop.domain.sharing.server_address import SharedAddress
from sentralbord_desktop.gui.sharing.shared_register_panel import HOME, NOT_HERE, SharedRegisterPanel
from sentralbord_desktop.services.sharing.shared_register import SharedRegisterService
from sentralbord_desktop.storage.sharing.server_choice import ServerChoice
from tests.helpers.postgres import Cluster
from tests.helpers.screen import Screen


@pytest.fixture
def part(screen: Screen, vault: object, tmp_path: Path) -> SharedRegisterPanel:
    """The part over the practice people, as if they were a register of this PC's own."""
    services = screen.services
    service = SharedRegisterService(
        services.database, services.session, services.policies, tmp_path, services.offline_queue, practice=False
    )
    made = SharedRegisterPanel(service, screen.application.tasks, screen.application.import_tasks)
    screen.bot.addWidget(made)
    made.show()
    screen.bot.waitUntil(lambda: bool(made.form.boxes))
    return made


def fill(part: SharedRegisterPanel, cluster: Cluster, template: str) -> SharedAddress:
    address = SharedAddress(str(cluster._folder), cluster.new_database(template), "postgres", secured="ingen")
    part.show_address(address)
    return address


def said(screen: Screen, part: SharedRegisterPanel, words: str) -> None:
    screen.bot.waitUntil(lambda: words in part.bar.said.text(), timeout=20_000)


def test_what_was_tried_can_be_chosen_and_the_program_starts_again(
    screen: Screen, part: SharedRegisterPanel, cluster: Cluster, tmp_path: Path
) -> None:
    assert part.state.text() == "Denne PC-en arbeider alene, i sitt eget register."
    assert not any(button.isVisible() for button in (part.use, part.carry, part.home))
    address = fill(part, cluster, "mal")
    part.test.click()
    said(screen, part, "Registeret der har 0 medlemmer")
    assert "ikke kryptert: tjeneren er på denne PC-en" in part.bar.said.text()
    assert part.use.isVisible()
    assert not part.carry.isVisible()
    with screen.bot.waitSignal(part.restart_asked, timeout=20_000):
        part.use.click()
    assert ServerChoice(tmp_path).read() == address


def test_an_empty_base_gets_the_register_and_it_stays_here_too(
    screen: Screen, part: SharedRegisterPanel, cluster: Cluster, tmp_path: Path
) -> None:
    address = fill(part, cluster, "template1")
    part.submit()
    said(screen, part, "basen er tom. Flytt registeret dit")
    assert not part.use.isVisible()
    with screen.bot.waitSignal(part.restart_asked, timeout=60_000):
        part.carry.click()
    assert ServerChoice(tmp_path).read() == address
    assert screen.services.members.count() == 400
    part.submit()
    said(screen, part, "Registeret der har 400 medlemmer")


def test_an_address_that_cannot_be_used_says_why_and_is_not_lost(screen: Screen, part: SharedRegisterPanel) -> None:
    part.show_address(SharedAddress("tjener.finnes-ikke.invalid", "sentralbord"))
    part.submit()
    said(screen, part, "Finner ikke tjeneren")
    assert not part.use.isVisible()
    assert part.form.values()["host"] == "tjener.finnes-ikke.invalid"


def test_going_home_is_asked_twice(screen: Screen, part: SharedRegisterPanel, cluster: Cluster, tmp_path: Path) -> None:
    ServerChoice(tmp_path).keep(address := fill(part, cluster, "mal"), "")
    part.show_address(address)
    part.home.click()
    said(screen, part, "Trykk en gang til")
    assert ServerChoice(tmp_path).is_chosen
    part.submit()  # something else is done: it is asked anew
    said(screen, part, "Tjeneren svarer")
    assert part.home.text() == HOME
    part.home.click()
    with screen.bot.waitSignal(part.restart_asked, timeout=20_000):
        part.home.click()
    assert not ServerChoice(tmp_path).is_chosen


def test_nothing_is_shared_from_practice(screen: Screen) -> None:
    screen.workspace.show_settings("Felles register")
    shown = screen.workspace.settings.shown
    assert isinstance(shown, SharedRegisterPanel)
    assert NOT_HERE in [label.text() for label in shown.findChildren(QLabel)]
    assert not shown.test.isVisible()
