"""A tip under a pointer that the desktop moves (WCAG 2.2, 1.4.13)."""

import pytest

from tests.helpers.desktop import Node, Window

pytestmark = pytest.mark.night

TIP = "Ring tilbake (Ctrl+2)"


def tips(nodes: list[Node]) -> list[str]:
    return [node["name"] for node in nodes if node["role"] == "tool tip"]


def rail_button(window: Window) -> tuple[int, int]:
    """The middle of «Ring tilbake», on the screen."""
    left, top, width, height = window.sees("Ring tilbake", role="check box")["area"]
    return left + width // 2, top + height // 2


def test_a_tip_stays_under_the_pointer_and_esc_alone_takes_it_away(window: Window) -> None:
    window.keys("F3")
    window.focus_is("Søk")
    window.type("fjeldheim")
    window.sees("treff")
    x, y = rail_button(window)
    window.point(x, y)
    window.until(lambda nodes: TIP in tips(nodes), "the tip")
    (area,) = [node["area"] for node in window.nodes() if node["role"] == "tool tip"]
    window.point(area[0] + area[2] // 2, area[1] + area[3] // 2)
    window.point(area[0] + area[2] - 3, area[1] + 3)
    assert TIP in tips(window.nodes())
    window.keys("Escape")
    window.until(lambda nodes: not tips(nodes), "the tip go")
    node = window.focus_is("Søk")
    assert node["text"] == "fjeldheim"
    window.keys("Escape")
    window.until(lambda _: window.focus_is("Søk")["text"] == "", "the next Esc clear the field")


def test_a_tip_goes_when_the_pointer_is_elsewhere(window: Window) -> None:
    x, y = rail_button(window)
    window.point(700, 400)
    window.point(x, y)
    window.until(lambda nodes: TIP in tips(nodes), "the tip")
    window.point(700, 400)
    window.until(lambda nodes: not tips(nodes), "the tip go")
