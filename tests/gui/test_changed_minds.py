"""An answer that is changed after the review: what was written there and no longer fits is written anew, and told."""

from PySide6.QtCore import Qt

from sentralbord_desktop.domain.inquiries import Answer
from sentralbord_desktop.gui.call.inquiry_pages import RENEWED
from tests.gui.conftest import Screen


def test_an_edited_note_gives_way_to_a_changed_answer_and_it_is_told(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    flow, review = screen.desk.flow, screen.desk.call.review
    flow.begin("utmelding")
    flow.answer("maate", Answer(choice="har_adressen"))
    review._mended("merknad", {"text": "27.11.2026: Ville ut, sint. MH"})
    assert flow.draft is not None
    assert flow.draft.review.texts
    flow.answer("maate", Answer(choice="har_adressen"))
    assert flow.draft.review.texts
    flow.answer("maate", Answer(choice="min_side"))
    assert not flow.draft.review.texts
    assert review.ui.state.text() == RENEWED
