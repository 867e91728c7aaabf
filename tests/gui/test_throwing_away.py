"""A wrong subject, a caller who hung up: the inquiry goes, is counted by its question, and can come back."""

import pytest
from PySide6.QtCore import Qt

from sentralbord_desktop.domain.errors import DatabaseBusyError
from tests.helpers.screen import Screen

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
THROWN = "er forkastet. Ingenting er lagret av den."


def begun(screen: Screen) -> str:
    """Trøbbel with a half-typed text; gives the draft's id."""
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("71")
    screen.type("11.11")
    draft = screen.workspace.call_session.draft
    assert draft is not None
    return draft.id


def parked_in(screen: Screen) -> list[str]:
    return [draft.id for draft in screen.services.parking.drafts()]


def said(screen: Screen) -> str:
    return screen.window.ui.barText.text() if screen.window.ui.bar.isVisible() else ""


def test_what_runs_is_thrown_away_by_key_and_comes_back_as_it_stood(screen: Screen) -> None:
    before = parked_in(screen)
    draft = begun(screen)
    screen.key(Qt.Key.Key_Delete, CONTROL, SHIFT)
    screen.bot.waitUntil(lambda: THROWN in said(screen))
    assert "Ingunn Fjeldheim" in said(screen)
    assert screen.workspace.call.currentWidget() is screen.workspace.home
    assert screen.workspace.call_session.draft is None
    assert parked_in(screen) == before
    screen.key(Qt.Key.Key_G, CONTROL)
    screen.bot.waitUntil(lambda: draft in {each.id for each in screen.workspace.call_session.parked})
    assert said(screen) == ""
    back = next(each for each in screen.workspace.call_session.parked if each.id == draft)
    screen.workspace.call_session.resume(back)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.draft is not None)
    assert "11.11" in back.half_typed.values()


def test_a_parked_one_goes_by_delete_in_the_list(screen: Screen) -> None:
    draft = begun(screen)
    screen.key(Qt.Key.Key_P, CONTROL)
    screen.bot.waitUntil(lambda: draft in parked_in(screen))
    listing = screen.workspace.home.ui.parkedList
    listing.setFocus()
    listing.setCurrentRow(0)
    screen.bot.waitUntil(listing.hasFocus)
    screen.key(Qt.Key.Key_Delete)
    screen.bot.waitUntil(lambda: THROWN in said(screen))
    assert draft not in parked_in(screen)
    assert draft not in {each.id for each in screen.workspace.call_session.parked}


def test_with_nothing_to_throw_away_the_key_says_so(screen: Screen) -> None:
    screen.key(Qt.Key.Key_Delete, CONTROL, SHIFT)
    screen.at_rest()
    assert said(screen).startswith("Ingen samtale er i gang.")


def test_what_cannot_be_thrown_away_now_is_parked(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = begun(screen)

    def away(*_: object) -> int:
        raise DatabaseBusyError("Ikke kontakt med databasetjeneren.")

    monkeypatch.setattr(screen.services.parking, "drop", away)
    screen.key(Qt.Key.Key_Delete, CONTROL, SHIFT)
    screen.bot.waitUntil(lambda: "Ikke kontakt" in said(screen))
    screen.bot.waitUntil(lambda: draft in {each.id for each in screen.workspace.call_session.parked})


def test_one_that_was_opened_again_says_that_it_is_taken_back(screen: Screen) -> None:
    begun(screen)
    draft = screen.workspace.call_session.draft
    assert draft is not None
    screen.workspace.call_session.draft = draft.model_copy(update={"reopens": "et-nummer"})
    screen.key(Qt.Key.Key_Delete, CONTROL, SHIFT)
    screen.bot.waitUntil(lambda: "Det som var fullført, er trukket tilbake." in said(screen))
