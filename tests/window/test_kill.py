"""kill -9 in the middle of a call: the next start has it parked, half-typed text included."""

from pathlib import Path

import pytest

from sentralbord_desktop.bootstrap import DATABASE_FILE
from sentralbord_desktop.storage.encryption.keys import KeySlots
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.inquiries.parked import all_parked
from tests.helpers.desktop import Node, Window
from tests.helpers.window_register import prepare

pytestmark = pytest.mark.night


def test_a_kill_in_the_middle_of_a_call_loses_nothing(desktop: dict[str, str], tmp_path: Path) -> None:
    prepare(tmp_path / "register")
    first = Window(desktop, tmp_path, "--practice")
    first.wait_ready()
    first.focus_is("Søk")
    first.type("nre10")
    first.sees("1 treff")
    first.keys("Return")
    first.focus_is("Hva gjelder det?")
    first.keys("7")
    first.sees("Er det rett person?")
    first.keys("1")
    first.sees("Hva har skjedd?")
    first.keys("1", "Return")
    first.focus_is("Dato")
    first.type("06.0")

    path = tmp_path / "register" / DATABASE_FILE

    def is_kept(_: list[Node]) -> bool:
        database = Database.file(path, KeySlots(path).key())
        with database.reading() as session:
            found = any('"06.0"' in parked.state for parked in all_parked(session, "MH"))
        database.close()
        return found

    first.until(is_kept, "the half-typed date in the register")
    first.kill()

    second = Window(desktop, tmp_path, "--practice")
    second.wait_ready()
    second.sees("1 parkert samtale")
    second.keys("ctrl+p")
    second.until(
        lambda nodes: [n for n in nodes if n["text"] == "06.0" and "focused" in n["states"]],
        "the same half-typed date with the caret in it",
    )
    second.close()
