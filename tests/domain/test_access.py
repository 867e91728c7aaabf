"""Who sits here: the initials that sign remarks."""

import pytest

from sentralbord_desktop.domain.initials import initials_of


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Maja Hovde", "MH"),
        ("  lars   tveit ", "LT"),
        ("Anne-Lise Øvergård", "ALØ"),
        ("Kari Anne Berg Lie", "KAL"),
        ("Åse", "ÅS"),
        ("maja.hovde", "MH"),
        ("kari_anne.berg", "KAB"),
        ("root", "RO"),
        ("", ""),
    ],
)
def test_initials_are_made_of_the_words_of_a_name(name: str, initials: str) -> None:
    assert initials_of(name) == initials
