"""The file beside a register that says which program rings from this PC: anything else is none, and nobody waits."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sentralbord_desktop.domain.policies import MAX_COMMAND_CHARS
from sentralbord_desktop.storage.sharing.own_telephone import FILE, OwnTelephone

SPOILT: dict[str, Callable[[Path], object]] = {
    "a folder": lambda path: path.mkdir(),
    "no text": lambda path: path.write_bytes(b"\xff\xfe"),
    "two lines": lambda path: path.write_text("ring {nummer}\nog mer"),
    "too long": lambda path: path.write_text("x" * (MAX_COMMAND_CHARS + 1)),
    "huge": lambda path: path.write_text("x" * 2_000_000),
    "a link to itself": lambda path: path.symlink_to(path.name),
}
if sys.platform != "win32":
    SPOILT["a pipe that nobody writes to"] = lambda path: os.mkfifo(path)


@pytest.mark.parametrize("state", SPOILT)
def test_a_file_that_is_none_chooses_no_program(state: str, tmp_path: Path) -> None:
    if sys.platform == "win32" and "link" in state:
        pytest.skip("links need a right of their own on Windows")
    SPOILT[state](tmp_path / FILE)
    assert OwnTelephone(tmp_path).read() == ""


def test_what_was_chosen_is_read_again(tmp_path: Path) -> None:
    OwnTelephone(tmp_path).keep("ring {nummer}")
    assert OwnTelephone(tmp_path).read() == "ring {nummer}"
    OwnTelephone(tmp_path).keep("")
    assert OwnTelephone(tmp_path).read() == ""
