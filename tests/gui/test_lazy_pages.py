"""The pages beside the call: not made before they are shown, and then as if they had been there all the time."""

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QTableView, QWidget

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.organisation_kinds import KINDS
from sentralbord_desktop.gui.widgets.splitter import Splitter
from sentralbord_desktop.gui.workspace.pages import PAGES
from sentralbord_desktop.gui.workspace.workspace import Workspace
from sentralbord_desktop.services.office import Services
from tests.helpers.pages import left_for_ds
from tests.helpers.screen import Screen


def rows_of(page: QWidget | None) -> int:
    table = page.findChild(QTableView) if page else None
    assert isinstance(table, QTableView)
    return table.model().rowCount()


SHOWN: dict[str, tuple[Callable[[Workspace], Sequence[object]], Callable[[Services], Sequence[object]]]] = {
    "callbacks": (
        lambda workspace: [one.id for one in workspace.callbacks.list.model.values],
        lambda services: [one.id for one in services.callbacks.all_open()],
    ),
    "confirmations": (
        lambda workspace: [one.id for one in workspace.confirmations.list.model.values],
        lambda services: [one.id for one in services.confirmations.awaited()],
    ),
    "availability": (
        lambda workspace: [
            workspace.availability.model.rowCount() > len(workspace.call_session.organisation.departments)
        ],
        lambda _: [True],  # a heading for each department, and its people
    ),
    "catalogue": (
        lambda workspace: [rows_of(workspace.catalogue.ui.lists.currentWidget())],
        lambda services: [len(list(KINDS[0].entries(services.organisation.read())))],
    ),
    "outbox": (
        lambda workspace: [one.id for one in workspace.outbox.list.model.values],
        lambda services: [one.id for one in services.outbox.all()],
    ),
}
"""Page -> what it shows, and what the register has."""


def test_at_start_there_is_the_page_of_the_call_alone(screen: Screen) -> None:
    assert screen.window.ui.pages.count() == 1
    assert screen.window.page == "call"


@pytest.mark.parametrize("page", SHOWN)
def test_a_page_that_is_made_knows_what_was_read_before_it_was_there(screen: Screen, page: str) -> None:
    shown, there = SHOWN[page]
    left_for_ds(screen)
    screen.at_rest()
    screen.window.show_page(page)  # and nothing is read again
    assert there(screen.services)
    assert sorted(shown(screen.workspace), key=str) == sorted(there(screen.services), key=str)
    assert screen.window.ui.pages.count() == 2


def test_a_page_is_made_once(screen: Screen) -> None:
    screen.window.show_page("callbacks")
    first = screen.workspace.callbacks
    screen.window.show_page("call")
    screen.control(Qt.Key.Key_2)
    assert screen.workspace.callbacks is first
    assert screen.window.ui.pages.count() == 2


def test_the_standard_widths_are_also_those_of_pages_that_were_not_made(screen: Screen) -> None:
    kept = [theme.current().key(f"bredder/{name}") for name in ("oppringinger", "katalog", "samtale")]
    for key in kept:
        QSettings().setValue(key, b"moved")
    screen.key(Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier)
    assert not any(QSettings().contains(key) for key in kept)
    assert screen.window.ui.pages.count() == len(PAGES)
    assert len(screen.window.findChildren(Splitter)) > len(PAGES) - 1
    assert screen.window.page == "call"
