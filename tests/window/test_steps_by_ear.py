"""What a screen reader is told of a step (AT-SPI): the answers as a radio group, and the step in one sentence."""

import pytest

from tests.helpers.desktop import Node, Window

pytestmark = pytest.mark.night


def begin_trouble(window: Window, name: str) -> None:
    window.keys("F3")
    window.focus_is("Søk")
    window.type(name)
    window.sees("1 treff")
    window.keys("Return")
    window.focus_is("Hva gjelder det?")
    window.keys("space")
    window.sees("Bekreftet")


def park(window: Window) -> None:
    window.keys("ctrl+p")
    window.focus_is("Søk")


def radio(window: Window) -> list[Node]:
    return [node for node in window.nodes() if node["role"] == "radio button"]


def test_a_step_is_heard_once_and_its_answers_are_a_radio_group(window: Window) -> None:
    begin_trouble(window, "nrs02")
    with window.listening() as ear:
        window.keys("7")
        ear.hears("focus", "Svar")
        sentence = ear.hears("said", "Steg 1 av ")
        assert sentence.count("Hva har skjedd?") == 1
        assert "Si: " in sentence
        assert ": 1 Oppsagt. " in sentence
        window.keys("1", "Return")
        ear.hears("focus", "Dato")
        window.type("-4")
        window.keys("Return")
        ear.is_told("Steg 3", "1 Ja")
        window.keys("Down", "Down")
        ear.hears("focus", "2, ")
        window.keys("Return")
        ear.hears("said", "Enter svarer ikke her. Mellomrom eller 2 velger.")
        assert [node["name"][:2] for node in radio(window)][:2] == ["1,", "2,"]
        window.keys("Up", "space")
        ear.is_told("Steg 4")
    assert not [node for node in window.nodes() if node["role"] == "radio button" and "checked" in node["states"]]
    park(window)
