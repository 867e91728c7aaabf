"""What is left of 1366x768 at 125 %, or of 1920x1080 at 175 %, under a title bar and above the taskbar."""

import pytest

from tests.gui.conftest import Screen
from tests.gui.test_looks import review, sideways

SMALL = 1093, 535


def too_large(screen: Screen) -> bool:
    """Whether the page asks for more than there is: with a least size of its own, the window would not grow, and the
    page would be cut."""
    asked, size = screen.window.minimumSizeHint(), screen.window.size()
    grown = (size.width(), size.height()) != SMALL
    return grown or asked.width() > SMALL[0] or asked.height() > SMALL[1]


@pytest.mark.parametrize("text_scale", [1.0, 1.25])
def test_every_part_of_the_settings_is_read_whole(screen: Screen, text_scale: float) -> None:
    screen.window.resize(*SMALL)
    screen.window.show_page("settings")
    sections = screen.desk.settings.ui.sections
    larger_text = (
        text_scale > 1
    )  # the page may be larger than the window then, but is not scrolled sideways
    wrong = []
    for number in range(sections.count()):
        sections.setCurrentRow(number)
        screen.at_rest()
        if sideways(screen) or (too_large(screen) and not larger_text):
            wrong.append(
                (sections.item(number).text(), screen.window.minimumSizeHint(), sideways(screen))
            )
            screen.window.resize(*SMALL)
    assert not wrong


def test_a_call_has_room_from_the_search_to_the_review(screen: Screen) -> None:
    screen.window.resize(*SMALL)
    review(screen)
    screen.at_rest()
    assert not too_large(screen)
    assert not sideways(screen)
    assert screen.desk.call.review.ui.finish.isVisible()
    for page in ("callbacks", "confirmations", "availability", "catalogue", "outbox"):
        screen.window.show_page(page)
        screen.at_rest()
        assert not too_large(screen), page
