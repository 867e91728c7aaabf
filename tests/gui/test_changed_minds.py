"""An answer that is changed after the review: what was written there and no longer fits is written anew, and told."""

from PySide6.QtCore import Qt

from sentralbord_desktop.domain.inquiries.inquiry import Answer
from sentralbord_desktop.gui.call.inquiry_controller import RENEWED
from sentralbord_desktop.gui.wizard.step_trail import HERE
from tests.helpers.screen import Screen


def test_an_edited_note_gives_way_to_a_changed_answer_and_it_is_told(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    call_session, review = screen.workspace.call_session, screen.workspace.call.review
    call_session.begin("utmelding")
    call_session.answer("maate", Answer(choice="har_adressen"))
    review._mended("merknad", {"text": "27.11.2026: Ville ut, sint. MH"})
    assert call_session.draft is not None
    assert call_session.draft.review.texts
    call_session.answer("maate", Answer(choice="har_adressen"))
    assert call_session.draft.review.texts
    call_session.answer("maate", Answer(choice="min_side"))
    assert not call_session.draft.review.texts
    assert review.ui.state.text() == RENEWED


def trail(screen: Screen) -> list[str]:
    """The steps that stand out in the trail as the one on the page."""
    model = screen.workspace.call.wizard.trail
    return [line.step.id for n, line in enumerate(model.steps) if model.index(n).data(HERE)]


def test_the_step_that_is_on_the_page_is_the_one_that_stands_out(screen: Screen) -> None:
    """Also when it was answered before, and when all of them were."""
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("71")
    screen.type("-11")
    screen.key(Qt.Key.Key_Return)
    assert trail(screen) == ["forhandling"]
    screen.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert trail(screen) == ["mottatt"]
    wizard = screen.workspace.call.wizard
    at = next(n for n, line in enumerate(wizard.trail.steps) if line.step.id == "mottatt")
    spoken = wizard.trail.index(at).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "besvart" in spoken
    assert spoken.endswith("vises nå")
    screen.digits("2")  # the date is typed, and takes the place of the old one
    assert wizard.ui.field.text() == "2"


def test_a_step_of_a_finished_inquiry_that_is_looked_at_again_stands_out(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("93")
    screen.type("ferie")
    screen.key(Qt.Key.Key_Return)
    screen.digits("1")
    screen.bot.waitUntil(lambda: screen.workspace.call.currentWidget() is screen.workspace.call.review)
    screen.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert trail(screen) == ["videre"]
