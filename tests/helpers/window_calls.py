"""Calls that a test makes in the window, by keys."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from sentralbord_desktop.domain.inquiries.inquiry import Receipt
from sentralbord_desktop.procedures.checks.simulate import as_answer
from sentralbord_desktop.procedures.model import StepRole
from tests.helpers import calls
from tests.helpers.members import by_number
from tests.helpers.screen import Screen


def step_now(screen: Screen) -> str:
    """The step that is asked, «» on the review page."""
    run = screen.workspace.call_session.run
    assert run is not None
    return run.current.id if run.current else ""


def resign(screen: Screen, way: str) -> None:
    """Inge's resignation up to the review, with everything said."""
    screen.open("inge fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits(f"4{way}")
    if step_now(screen) == "avdeling":
        screen.confirm()
    screen.key(Qt.Key.Key_Space)


def at_the_form_of_one_who_joins(screen: Screen) -> None:
    screen.search("99000777")
    screen.key(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.unknown_caller is not None)
    screen.digits("232")
    screen.type("Hamar")
    screen.key(Qt.Key.Key_Return)
    while step_now(screen) != "personalia":
        screen.digits("1") if not screen.workspace.call.wizard.ui.field.isVisible() else screen.type("4")
        screen.key(Qt.Key.Key_Return)


def complete_a_resignation(screen: Screen, name: str = "inge fjeldheim") -> None:
    screen.open(name)
    screen.key(Qt.Key.Key_Space)
    screen.digits("41")
    screen.key(Qt.Key.Key_Space)
    screen.finish()


def begin_call(screen: Screen, name: str, digits: str = "7") -> None:
    screen.open(name)
    screen.key(Qt.Key.Key_Space)
    screen.digits(digits)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.run is not None)


def type_letters(screen: Screen, text: str) -> None:
    """Each letter to whatever has the focus by then, as a hand does."""
    for letter in text:
        screen.bot.keyClicks(screen.focus, letter)


def complete_call(screen: Screen) -> None:
    """Ingunn's call about something else, completed."""
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("93")
    screen.bot.keyClicks(screen.focus, "kaffekoppen")
    screen.key(Qt.Key.Key_Return)
    screen.digits("1")
    screen.confirm()
    screen.finish()


SAID = (
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
)
"""A dismissal, with nobody free on loop 2 or in the department."""


def leave_messages(screen: Screen) -> None:
    """An e-mail and an SMS that nobody but a person sends."""
    services = screen.services
    member = by_number(services, "204118")
    assert member is not None
    services.inquiries.complete(calls.ready(services, "trobbel", member, *SAID))
    services.inquiries.complete(calls.resignation(services, member))
    screen.at_rest()


def leave_urgent(screen: Screen) -> Receipt:
    """A dismissal with a deadline so near that the e-mail to the DS is urgent; nobody but a person sends it."""
    member = by_number(screen.services, "204118")
    assert member is not None
    said = ("-12" if word == "-2" else word for word in SAID)
    draft = calls.ready(screen.services, "trobbel", member, *said, "samtykke_naer=nei")
    receipt = screen.services.inquiries.complete(draft)
    screen.at_rest()
    return receipt


DISMISSED = (
    ("hendelse", "oppsagt"),
    ("mottatt", "-12"),
    ("forhandling", "ikke_holdt"),
    ("onske", "jobb"),
    ("ansatt", "ingen"),
    ("formfeil", "ingen"),
    ("oppsigelsestid", "vet_ikke"),
    ("tillitsvalgt", "ja"),
    ("stemmer", "ja"),
)
"""By step: a dismissal of eleven days ago, on the way to the transfers."""


def until_answered(screen: Screen, *answers: tuple[str, str], category: str = "trobbel") -> None:
    """A call of whoever is on the line, else of Ingunn, with these answers, of those that are asked for; one that is
    under way goes on."""
    session = screen.workspace.call_session
    if not session.has_caller:
        screen.open("ingunn fjeldheim")
        session.confirm_identity()
    if session.run is None:
        session.begin(category)
    screen.bot.waitUntil(lambda: session.run is not None)
    for step_id, said in answers:
        run = session.run
        assert run is not None
        if run.current is not None and run.current.id == step_id:
            session.answer(step_id, as_answer(run.current, said))
        if session.run and session.run.current and session.run.current.said_first:
            session.answer(session.run.current.id, as_answer(session.run.current, "sagt"))
    if session.run and session.run.current and session.run.current.role is StepRole.BEST_TIME:
        session.answer(session.run.current.id, as_answer(session.run.current, ""))
    QApplication.processEvents()
