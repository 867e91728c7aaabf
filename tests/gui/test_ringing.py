"""A call rings: into the search field when the desk rests, into a bar when it does not."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess, Qt

from sentralbord_desktop.gui.single_instance.client import notify_running_instance
from sentralbord_desktop.startup.command_line import arguments, read_link
from tests.helpers.screen import Screen

UNKNOWN = "98765432"


def bar_text(screen: Screen) -> str:
    return screen.workspace.incoming.ringing.bar.accessibleName()


def numbers(screen: Screen) -> list[str]:
    record = screen.workspace.call_session.record
    return [phone.number for phone in record.member.phones] if record else []


def number_of(screen: Screen, name: str) -> str:
    return screen.services.members.search(name)[0].phone


def test_at_rest_the_number_is_searched_and_the_one_hit_is_highlighted_not_opened(screen: Screen) -> None:
    number = number_of(screen, "ingunn fjeldheim")
    screen.application.ring(number)
    hits = screen.workspace.call.hits
    screen.bot.waitUntil(lambda: len(hits.model.hits) > 0)
    assert screen.window.ui.search.text().replace(" ", "") == number
    assert "Ingunn Fjeldheim" in [hit.name for hit in hits.model.hits]
    assert screen.workspace.call.ui.hits.currentIndex().row() == 0
    assert screen.workspace.call_session.record is None  # an opening would be logged


def test_in_the_middle_of_a_call_a_bar_tells_who_it_is_and_f4_parks_and_opens(screen: Screen) -> None:
    screen.open("roar tveitan")
    screen.digits("1")
    screen.bot.waitUntil(lambda: screen.workspace.call_session.run is not None)
    focus = screen.focus
    screen.application.ring(number_of(screen, "eldbjørg rognlid"))
    screen.bot.waitUntil(lambda: screen.workspace.incoming.ringing.bar.isVisible())
    assert "Eldbjørg Rognlid" in bar_text(screen)
    assert screen.focus is focus
    assert screen.workspace.incoming.ringing.bar.parks.text() == "Roar blir parkert"
    screen.key(Qt.Key.Key_F4)
    screen.bot.waitUntil(
        lambda: (
            screen.workspace.call_session.record is not None
            and screen.workspace.call_session.record.member.name == "Eldbjørg Rognlid"
        )
    )
    assert [draft.facts.caller_name or draft.title for draft in screen.workspace.call_session.parked]
    assert not screen.workspace.incoming.ringing.bar.isVisible()


def test_shift_f4_hides_the_bar_and_leaves_the_call_alone(screen: Screen) -> None:
    screen.open("roar tveitan")
    screen.application.ring(UNKNOWN)
    screen.bot.waitUntil(lambda: screen.workspace.incoming.ringing.bar.isVisible())
    assert "Ikke i registeret" in bar_text(screen)
    screen.key(Qt.Key.Key_F4, Qt.KeyboardModifier.ShiftModifier)
    assert not screen.workspace.incoming.ringing.bar.isVisible()
    assert screen.workspace.call_session.record is not None
    screen.key(Qt.Key.Key_F4)
    assert screen.workspace.call_session.unknown_caller is None  # there is nothing to take any more


def test_an_unknown_number_starts_a_call_without_a_record(screen: Screen) -> None:
    screen.open("roar tveitan")
    screen.application.ring(UNKNOWN)
    screen.bot.waitUntil(lambda: screen.workspace.incoming.ringing.bar.isVisible())
    screen.key(Qt.Key.Key_F4)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.unknown_caller is not None)
    assert screen.workspace.call_session.unknown_caller == (UNKNOWN, "")


def test_the_number_that_was_searched_first_follows_the_name(screen: Screen) -> None:
    screen.search(UNKNOWN)
    screen.bot.waitUntil(lambda: screen.workspace.call.incoming_number.number == UNKNOWN)
    screen.search("Xzqwv Avisen")
    screen.key(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.unknown_caller is not None)
    assert screen.workspace.call_session.unknown_caller == (UNKNOWN, "Xzqwv Avisen")


def test_the_number_is_added_to_the_member_by_one_key_and_taken_back_by_angre(screen: Screen) -> None:
    screen.application.ring(UNKNOWN)
    screen.bot.waitUntil(lambda: screen.workspace.call.hits.model.said.replace(" ", "") == UNKNOWN)
    screen.open("ingunn fjeldheim")
    assert "Hører nummeret til medlemmet?" in screen.window.ui.barText.text()
    screen.control(Qt.Key.Key_I)
    screen.bot.waitUntil(lambda: UNKNOWN in numbers(screen))
    assert "er lagt til på Ingunn" in screen.window.ui.barText.text()
    assert "Ingunn Fjeldheim" in [hit.name for hit in screen.services.members.search(UNKNOWN)]
    assert screen.window.ui.barButton.text() == "Angre   Ctrl+G"
    screen.control(Qt.Key.Key_G)
    screen.bot.waitUntil(lambda: UNKNOWN not in numbers(screen))
    assert not screen.services.members.search(UNKNOWN)


def test_angre_takes_the_number_from_the_one_it_was_added_to_whoever_is_open_now(screen: Screen) -> None:
    other = screen.services.members.search("roar tveitan")[0].id
    screen.services.members.add_phone(other, UNKNOWN)
    screen.application.ring(UNKNOWN)
    screen.bot.waitUntil(lambda: len(screen.workspace.call.hits.model.hits) > 0)
    screen.open("ingunn fjeldheim")
    first = screen.workspace.call_session.record
    assert first is not None
    screen.control(Qt.Key.Key_I)
    screen.bot.waitUntil(lambda: UNKNOWN in numbers(screen))
    screen.workspace.call_session.open_member(other)  # from the recent ones: nothing is typed
    screen.bot.waitUntil(
        lambda: (
            screen.workspace.call_session.record is not None and screen.workspace.call_session.record.member.id == other
        )
    )
    screen.control(Qt.Key.Key_G)
    reads = screen.services.members

    def of(member_id: int) -> list[str]:
        record = reads.reread(member_id)
        assert record is not None
        return [phone.number for phone in record.member.phones]

    screen.bot.waitUntil(lambda: UNKNOWN not in of(first.member.id))
    assert UNKNOWN in of(other)


def test_a_number_the_member_has_is_not_offered(screen: Screen) -> None:
    screen.application.ring(number_of(screen, "ingunn fjeldheim"))
    screen.bot.waitUntil(lambda: len(screen.workspace.call.hits.model.hits) > 0)
    screen.open("ingunn fjeldheim")
    assert not screen.window.ui.bar.isVisible()


def test_a_second_start_hands_its_number_to_the_first_window_and_leaves(screen: Screen) -> None:
    """A process of its own, over the real local socket."""
    folder = screen.services.folder
    second = QProcess()
    second.start(
        sys.executable,
        ["-m", "sentralbord_desktop", "--practice", "--data", str(folder), f"sentralbord:ring?nummer={UNKNOWN}"],
    )
    screen.bot.waitUntil(lambda: second.state() == QProcess.ProcessState.NotRunning, timeout=20_000)
    assert second.exitCode() == 0
    assert screen.window.ui.search.text().replace(" ", "") == UNKNOWN


def test_a_link_that_cannot_be_read_is_told_in_the_window_that_is_open(screen: Screen) -> None:
    second = QProcess()
    second.start(
        sys.executable,
        [
            "-m",
            "sentralbord_desktop",
            "--practice",
            "--data",
            str(screen.services.folder),
            "sentralbord:ring?nummer=anonymous",
        ],
    )
    screen.bot.waitUntil(lambda: second.state() == QProcess.ProcessState.NotRunning, timeout=20_000)
    assert second.exitCode() == 0
    assert "Lim inn nummeret i søkefeltet" in screen.window.ui.bar.accessibleName()


class Slowly:
    """A worker that is given time when the test says so."""

    def __init__(self) -> None:
        self.waits: list[Callable[[], None]] = []

    def run(self, _: object, work: Callable[[], object], done: Callable[[object], None]) -> None:
        self.waits.append(lambda: done(work()))


def test_f4_takes_the_one_who_rings_now_whoever_rang_before(screen: Screen) -> None:
    ringing, slowly = screen.workspace.incoming.ringing, Slowly()
    ringing._tasks = slowly  # type: ignore[assignment]  # all that is asked of it
    taken: list[tuple[str, list[str]]] = []
    ringing.taken.disconnect()
    ringing.taken.connect(lambda number, hits: taken.append((number, [h.name for h in hits])))
    first, second = number_of(screen, "roar tveitan"), number_of(screen, "eldbjørg rognlid")
    ringing.show(first, "")
    slowly.waits.pop()()
    assert "Roar Tveitan" in bar_text(screen)
    ringing.show(second, "")
    assert not ringing.bar.isVisible()  # not a word of the one before
    ringing.take()
    assert taken == []  # it waits until it is known who it is
    slowly.waits.pop()()
    assert taken == [(second, ["Eldbjørg Rognlid"])]
    assert not ringing.is_on


def test_nobody_answers_when_no_window_has_the_register_and_the_lock_is_ours(tmp_path: Path) -> None:
    lock, answered = notify_running_instance(tmp_path, UNKNOWN)
    assert (lock is not None, answered) == (True, False)
    assert lock is not None
    file = tmp_path / "sentralbord.lock"
    _, _, after = file.read_bytes().partition(b"\n")
    lock.unlock()
    file.write_bytes(b"999999\n" + after)  # left by a crash; its PC as Qt names it here
    lock, answered = notify_running_instance(tmp_path, UNKNOWN)
    assert (lock is not None, answered) == (True, False)


def test_a_folder_that_cannot_be_made_gives_neither(tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("her er en fil")
    assert notify_running_instance(tmp_path / "fil" / "register") == (None, False)


def test_a_link_that_cannot_be_used_is_told_in_a_sentence_and_rings_nobody() -> None:
    number, refused = read_link("sentralbord:ring?nummer=kari")
    assert number == ""
    assert "Lim inn nummeret i søkefeltet" in refused
    assert "kari" not in refused
    assert read_link("sentralbord:ring?nummer=99000531") == ("99000531", "")
    assert read_link("") == ("", "")


def test_nothing_may_stand_behind_a_link(capsys: pytest.CaptureFixture[str]) -> None:
    """Quotes in a link could bring options along."""
    link = "sentralbord:ring?nummer=99000531"
    assert arguments(["--practice", link]).link == link
    for words in ([link, "--data", "x"], [link, link], ["noe annet"]):
        with pytest.raises(SystemExit):
            arguments(words)
    assert "lenke" in capsys.readouterr().err
