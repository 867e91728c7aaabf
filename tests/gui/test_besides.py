"""On the review: a callback that comes besides one that the member was promised before."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from sentralbord_desktop.domain.callbacks.callback import Callback
from sentralbord_desktop.domain.members.record import besides
from sentralbord_desktop.gui.wizard.action_card import ActionCard
from tests.helpers.screen import Screen

NOW = datetime(2026, 3, 23, 9, 0, tzinfo=UTC)


def promised(number: int, **more: object) -> Callback:
    fields = {"id": number, "promised_by": "MH", "created": NOW - timedelta(days=1), **more}
    return Callback.model_validate(fields)


@pytest.mark.parametrize(
    ("there", "said"),
    [
        ([], ""),
        (
            [promised(1, due=NOW + timedelta(days=1), subject="ferie")],
            "Det ligger en oppringing fra før: i morgen kl. 10.00 (ferie). Denne kommer i tillegg.",
        ),
        (
            [promised(1, window="etter klokka to")],
            "Det ligger en oppringing fra før: etter klokka to. Denne kommer i tillegg.",
        ),
        (
            [promised(1, subject="Skjult: sak i avdeling 4.")],
            "Det ligger en oppringing fra før: når det passer (Skjult: sak i avdeling 4.). Denne kommer i tillegg.",
        ),
        (
            [
                promised(1),
                promised(2, due=NOW + timedelta(days=9), deadline=NOW.date()),
                promised(3, due=NOW - timedelta(hours=1)),
            ],
            "Det ligger 3 oppringinger fra før, den første i dag kl. 09.00. Denne kommer i tillegg.",
        ),
    ],
)
def test_what_is_said_of_those_that_were_promised(there: list[Callback], said: str) -> None:
    assert besides(there, NOW) == said


def about_holidays(screen: Screen) -> None:
    """«Annet», and they would rather be rung."""
    screen.digits("3")
    screen.type("ferie")
    screen.key(Qt.Key.Key_Return)
    screen.digits("3")
    screen.type("i morgen 10")
    screen.key(Qt.Key.Key_Return)
    call = screen.workspace.call
    screen.bot.waitUntil(lambda: call.currentWidget() is call.review)


def card_of(screen: Screen) -> ActionCard:
    cards = screen.workspace.call.review.card_list.cards
    return next(card for card in cards if card.action.kind == "CALLBACK")


def test_the_card_tells_of_the_one_that_is_there(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    record = screen.workspace.call_session.record
    assert record is not None
    assert len(record.callbacks) == 1
    screen.key(Qt.Key.Key_Space)
    screen.digits("9")
    about_holidays(screen)
    card = card_of(screen)
    shown = [label.text() for label in card.findChildren(QLabel) if label.isVisible()]
    assert any("Det ligger en oppringing" in text for text in shown)
    assert "Denne kommer i tillegg" in card.accessibleName()


def test_the_one_that_is_rung_now_is_not_counted(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    record = screen.workspace.call_session.record
    assert record is not None
    screen.workspace.call_session.begin("annet", record.callbacks[0])
    about_holidays(screen)
    assert "fra før" not in card_of(screen).accessibleName()
