"""F8: all that the procedure says, beside the step."""

from PySide6.QtCore import Qt

from tests.gui.conftest import Screen


def test_f8_takes_room_from_the_trail_and_gives_the_digits_back(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("4")
    ui = screen.desk.call.wizard.ui
    screen.key(Qt.Key.Key_F8)
    assert ui.whole.isVisible()
    assert (ui.left.isVisible(), ui.strip.isVisible(), ui.preview.isVisible()) == (
        False,
        True,
        True,
    )
    screen.key(Qt.Key.Key_F8)
    assert ui.left.isVisible()
    assert ui.step.is_live
    screen.window.resize(1030, 640)
    screen.key(Qt.Key.Key_F8)
    assert not ui.preview.isVisible()
    screen.key(Qt.Key.Key_F8)
    assert ui.preview.isVisible()
