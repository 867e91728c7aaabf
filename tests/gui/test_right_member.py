"""What was begun for one member never comes upon another: a late answer, an answer in vain, and one who was quicker."""

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from sentralbord_desktop.domain.callbacks.callback import Callback
from sentralbord_desktop.domain.errors import DatabaseBusyError
from sentralbord_desktop.domain.members.record import MemberRecord
from tests.helpers.screen import Screen


def promised(screen: Screen) -> Callback:
    """A callback of a member who is not Leif."""
    return next(c for c in screen.services.callbacks.all_open() if c.member_id and "Leif" not in c.name)


def opened_now(screen: Screen) -> str:
    record = screen.workspace.call_session.record
    return record.member.name if record else ""


def open_leif(screen: Screen) -> None:
    screen.open("leif skarnes")
    screen.at_rest()
    assert opened_now(screen).startswith("Leif")


def test_a_callback_whose_member_could_not_be_opened_begins_on_nobody_else(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its promise was begun on the next one who was opened, and Fullfør would have kept it there."""
    members = screen.services.members
    really = members.open

    def in_vain(member_id: int, why: str) -> MemberRecord:
        raise DatabaseBusyError("Et annet program holder registeret. Prøv igjen.")

    with monkeypatch.context() as patch:
        patch.setattr(members, "open", in_vain)
        screen.workspace.answer_callback(promised(screen))
        screen.at_rest()
    assert members.open == really
    open_leif(screen)
    assert screen.workspace.call_session.run is None
    assert screen.workspace.call.currentWidget() is screen.workspace.call.on_line


class Slow:
    """The first record that is opened comes when it is let go; those after it at once."""

    def __init__(self, really: Callable[[int, str], MemberRecord]) -> None:
        self.go, self._first, self._really = threading.Event(), True, really

    def __call__(self, member_id: int, why: str = "") -> MemberRecord:
        first, self._first = self._first, False
        if first:
            self.go.wait(10)
        return self._really(member_id, why)


@pytest.fixture
def slow(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> Slow:
    made = Slow(screen.services.members.open)
    monkeypatch.setattr(screen.services.members, "open", made)
    return made


def test_whoever_was_opened_last_is_the_one_on_the_line(screen: Screen, slow: Slow) -> None:
    callback = promised(screen)
    leif = screen.services.members.search("leif skarnes")[0]
    screen.workspace.answer_callback(callback)
    screen.workspace.call_session.open_member(leif.id)
    slow.go.set()
    screen.at_rest()
    assert opened_now(screen).startswith("Leif")
    assert screen.workspace.call_session.run is None, "the callback was let be"


def test_a_search_is_not_torn_away_by_a_record_that_comes_late(screen: Screen, slow: Slow) -> None:
    screen.workspace.call_session.open_member(promised(screen).member_id or 0)
    screen.search("marte")
    slow.go.set()
    screen.at_rest()
    assert screen.workspace.call_session.record is None
    assert screen.window.ui.search.text() == "marte"


def test_a_parked_call_that_comes_late_is_parked_still(screen: Screen, slow: Slow) -> None:
    slow._first = False
    open_leif(screen)
    screen.key(Qt.Key.Key_Space)
    screen.digits("71")
    screen.control(Qt.Key.Key_P)
    (draft,) = [d for d in screen.workspace.call_session.parked if "Leif" in d.title]
    slow._first = True
    ingunn = screen.services.members.search("ingunn fjeldheim")[0]
    screen.workspace.call_session.resume(draft)
    screen.workspace.call_session.open_member(ingunn.id)
    slow.go.set()
    screen.at_rest()
    assert opened_now(screen).startswith("Ingunn")
    assert screen.workspace.call_session.run is None
    assert draft.id in [d.id for d in screen.workspace.call_session.parked]


def test_a_callback_that_is_answered_is_about_its_own_member(screen: Screen) -> None:
    callback = promised(screen)
    screen.workspace.answer_callback(callback)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.run is not None)
    record, draft = screen.workspace.call_session.record, screen.workspace.call_session.draft
    assert record is not None
    assert draft is not None
    assert record.member.id == draft.member_id == callback.member_id
    assert draft.callback_id == callback.id
