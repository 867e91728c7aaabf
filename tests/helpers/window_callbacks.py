"""Callbacks that a test puts into the list, and finds again."""

from datetime import date, timedelta

from PySide6.QtCore import Qt

from sentralbord_desktop.domain.callbacks import Callback, CallbackFields
from sentralbord_desktop.domain.messages.outgoing import Outgoing
from sentralbord_desktop.storage import callbacks
from tests.helpers.screen import Screen


def add_callback(screen: Screen, name: str, *, hours: int = 1, deadline: date | None = None) -> None:
    moment = screen.services.session.clock()
    screen.services.callbacks.add(
        CallbackFields(
            name=name,
            number="99000555",
            subject="kurs",
            category="annet",
            due=moment - timedelta(hours=hours),
            owner="",
            promised_by=screen.services.session.sign,
            created=moment,
            deadline=deadline,
        )
    )
    listed = screen.workspace.callbacks.list
    screen.bot.waitUntil(lambda: name in [c.name for c in listed.model.values])


def find_callback(screen: Screen, name: str) -> Callback:
    return next(c for c in screen.services.callbacks.all_open() if c.name == name)


def show_callback(screen: Screen, name: str) -> None:
    add_callback(screen, name)
    screen.control(Qt.Key.Key_2)
    assert screen.workspace.callbacks.list.choose(lambda c: c.name == name)
    screen.workspace.callbacks.ui.detail.setFocus()


def promises_of_mine(screen: Screen) -> None:
    """One of KS on top of the list, then three of mine; the first of them rung twice in vain."""
    service, me, moment = (screen.services.callbacks, screen.services.session.sign, screen.services.session.clock())
    for days, owner in ((31, "KS"), (30, me), (29, me), (28, me)):
        due = moment - timedelta(days=days)
        service.add(
            CallbackFields(
                name=f"Løfte {days}",
                number="99000555",
                subject="S12",
                category="annet",
                due=due,
                owner=owner,
                promised_by=me,
                created=due,
            )
        )
    for _ in range(2):
        service.attempt(promise(screen), "ikke_svar")
    with screen.services.database.transaction() as session:  # it was to be rung long ago
        callbacks.change(session, promise(screen), due=moment - timedelta(days=30))
    service._change_notices.notify("callbacks")
    listed = screen.workspace.callbacks.list
    screen.bot.waitUntil(lambda: [c.name for c in listed.sorted.values][1] == "Løfte 30")
    assert listed.choose(lambda callback: callback.name == "Løfte 31")


def promise(screen: Screen) -> Callback:
    return next(c for c in screen.services.callbacks.all_open() if c.name == "Løfte 30")


def no_answers(screen: Screen) -> int:
    return sum(attempt.outcome == "ikke_svar" for attempt in promise(screen).attempts)


def tried_messages(screen: Screen) -> list[Outgoing]:
    return [m for m in screen.services.outbox.all() if m.to_address.endswith("99000555")]
