"""Pages of the window in a state that a test looks at."""

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.domain.organisation.organisation import Staff
from sentralbord_desktop.gui.maintenance.backups_panel import BackupsPanel
from sentralbord_desktop.gui.maintenance.maintenance_panel import MaintenancePanel
from sentralbord_desktop.gui.privacy.access_log_panel import AccessLogPanel
from sentralbord_desktop.gui.privacy.breach_panel import BreachPanel
from sentralbord_desktop.gui.privacy.retention_panel import RetentionPanel
from sentralbord_desktop.gui.privacy.subject_rights_panel import SubjectRightsPanel
from sentralbord_desktop.gui.workspace.settings_panels import PANELS
from tests.helpers import calls
from tests.helpers.keyboard import CONTROL
from tests.helpers.members import by_number
from tests.helpers.screen import Screen
from tests.helpers.typed import of_kind

T = TypeVar("T", bound=QWidget)
TITLES = [panel.title for panel in PANELS]
"""Of the panels of Innstillinger."""


def record(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")


def wizard(screen: Screen) -> None:
    record(screen)
    screen.key(Qt.Key.Key_Space)
    screen.digits("71")
    screen.confirm()


def gate(screen: Screen) -> None:
    wizard(screen)
    screen.type("-11")
    screen.key(Qt.Key.Key_Return)
    screen.digits("2111")
    screen.type("31.12")
    screen.key(Qt.Key.Key_Return)


def confirm(screen: Screen) -> None:
    """«Stemmer dette?», with a row that is open."""
    gate(screen)
    screen.digits("12")


def review(screen: Screen) -> None:
    gate(screen)
    screen.digits("1")
    screen.confirm()
    screen.digits("002")
    screen.confirm()  # at any time


def settled_review(screen: Screen) -> None:
    """A dismissal with DS away: a deadline to be said, an e-mail, a note and an optional SMS; skal, bør and kan."""
    gate(screen)
    screen.digits("2")
    screen.confirm()
    screen.digits("002")
    screen.confirm()  # at any time
    screen.bot.waitUntil(lambda: screen.workspace.call.currentWidget() is screen.workspace.call.review)
    screen.settle_promises()


def settings_part(screen: Screen, title: str, kind: type[T]) -> T:
    part = show_part(screen, title)
    assert isinstance(part, kind)
    return part


def traced(screen: Screen) -> None:
    """Eleven look-ups without a call, and a list of them."""
    for hit in screen.services.members.search("a", limit=11):
        screen.services.members.open(hit.id)
    part = settings_part(screen, "Sporing", AccessLogPanel)
    part.submit()
    screen.bot.waitUntil(lambda: bool(part.bar.said.text()), timeout=20_000)


def access(screen: Screen) -> None:
    """A member is shown, and the question before everything is erased."""
    part = settings_part(screen, "Innsyn og sletting", SubjectRightsPanel)
    of_kind(QLineEdit, part.who.boxes[0]).setText("204118")
    part.submit()
    screen.bot.waitUntil(part.erase.isVisible, timeout=20_000)
    part.erase.click()


def left_for_ds(screen: Screen) -> Member:
    """Ingunn's dismissal, sent to the DS, who has not said that it is taken over."""
    services = screen.services
    member = by_number(services, "204118")
    assert member is not None
    said = (
        "oppsagt",
        "-2",
        "ikke_holdt",
        "jobb",
        "ingen",
        "formfeil=ingen",
        "oppsigelsestid=vet_ikke",
        "nei",
        "sloyfe2_ledig=ingen",
        "ds_ledig=ingen",
        "tlf=99000418",
    )
    services.inquiries.complete(calls.ready(services, "trobbel", member, *said))
    return member


def kept_long(screen: Screen) -> None:
    left_for_ds(screen)
    screen.services.retention.save_months({"resigned": 0})  # of those of the practice register
    part = settings_part(screen, "Lagringstid", RetentionPanel)
    part.look.click()
    screen.bot.waitUntil(lambda: bool(part.bar.said.text()), timeout=20_000)


def breached(screen: Screen) -> None:
    """The clock runs, and facts are missing."""
    part = settings_part(screen, "Meld avvik", BreachPanel)
    of_kind(QPlainTextEdit, part.form.boxes[0]).setPlainText("E-post med medlemsliste til feil mottaker")
    part.submit()
    screen.bot.waitUntil(part.report.isVisible, timeout=20_000)
    part.sent.click()
    part.question.yes.click()
    screen.bot.waitUntil(lambda: "Mangler" in part.bar.said.text(), timeout=20_000)


def ds_of(screen: Screen, department: int) -> Staff:
    (person,) = screen.services.organisation.read().people(department, "DS")
    return person


# ------------------------------------------------------------------ the catalogue


def show_catalogue(screen: Screen, kind: str) -> None:
    screen.key(Qt.Key.Key_5, CONTROL)
    page = screen.workspace.catalogue
    screen.bot.waitUntil(lambda: page.list.sorted.rowCount() > 0, timeout=20_000)  # it has been read
    page.show_kind(kind)
    page.focus_list()


def maintenance(screen: Screen) -> MaintenancePanel:
    return settings_part(screen, "Vedlikehold", MaintenancePanel)


def backups_part(screen: Screen) -> BackupsPanel:
    found = maintenance(screen).backups
    screen.bot.waitUntil(lambda: bool(found.form.boxes))
    return found


def show_part(screen: Screen, title: str) -> object:
    screen.window.show_page("settings")
    screen.workspace.settings.show_part(title)
    screen.at_rest()  # what is stored has been read
    return screen.workspace.settings.shown
