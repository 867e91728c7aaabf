"""What of a hit is marked, and who rings where there is none."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from sentralbord_desktop.gui.search.hit_model import matched
from tests.helpers.screen import Screen


@pytest.mark.parametrize(
    ("name", "said", "marks", "marked"),
    [
        ("Michael Aasen", "michael aasen", ("michel", "asen"), ["Michael", "Aasen"]),
        ("Haakon Berg", "haak", ("hakon",), ["Haak"]),
        ("Håkon Berg", "haak", ("hakon",), ["Håk"]),
        ("Kaare Næss", "kåre ness", ("kare", "ness"), ["Kaare", "Næss"]),
        ("Łukasz Ząbek", "luk", ("lukasz",), ["Łuk"]),
        ("Anders Vik", "andres", ("anders",), ["Anders"]),  # a slip: the whole word
        ("412 33 441 · f. 1984", "3441", ("3441",), ["3 441"]),  # over the gap
        ("412 33 441 · f. 1984", "41233", ("41233",), ["412 33"]),
        ("født 17.05.1984 · f. 1984", "170584", ("17051984",), ["17.05.1984"]),
        ("f. 1984 · Rema 1000, Førde", "rema 1000 84", ("rema", "1000", "1984"), ["1984", "Rema", "1000"]),
    ],
)
def test_as_many_letters_are_marked_as_were_typed(
    name: str, said: str, marks: tuple[str, ...], marked: list[str]
) -> None:
    assert [name[at : at + length] for at, length in matched(name, said, marks)] == marked


def test_a_birth_date_without_hits_is_told_as_it_was_written(screen: Screen) -> None:
    screen.search("22.10.1886")
    unknown_caller_panel = screen.workspace.call.on_line.unknown_caller_panel
    screen.bot.waitUntil(lambda: any("22.10.1886" in name.text() for name in unknown_caller_panel.findChildren(QLabel)))
    assert not screen.workspace.call.incoming_number.number
    screen.control(Qt.Key.Key_N)
    assert set(screen.workspace.call.forms.panel.values.values()) == {""}
