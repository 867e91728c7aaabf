"""The receipt: each thing that is left to do by hand leads to where it is done."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from tests.helpers.screen import Screen


def without_record(screen: Screen) -> None:
    """A dismissal of one whom the register does not know and nobody can ring, completed."""
    screen.workspace.call_session.open_unknown_caller("", "Roar Ukjent")
    screen.workspace.call_session.begin("trobbel")
    for _ in range(25):
        run = screen.workspace.call_session.run
        assert run is not None
        if run.current is None:
            break
        step = run.current
        if step.field == "department":
            screen.bot.keyClicks(screen.focus, "4")
        elif step.id == "tlf":
            screen.bot.keyClicks(screen.focus, "ingen")
        elif step.field == "date":
            screen.bot.keyClicks(screen.focus, "-3")
        elif step.field == "text":
            screen.bot.keyClicks(screen.focus, "Renhold Øst")
        else:
            wanted = {"ds_ledig": "2", "sloyfe2_ledig": "2", "forhandling": "2", "naer_ledig": "2"}
            screen.digits(wanted.get(step.id, "1"))
            continue
        screen.key(Qt.Key.Key_Return)
    review = screen.workspace.call.review
    screen.bot.waitUntil(lambda: screen.workspace.call.currentWidget() is review)
    for action in review._actions:
        if action.must_be_said and action.id not in review.review.said:
            review._confirmed(action.id)
    screen.finish()
    QApplication.processEvents()


def test_each_leads_to_its_own_page(screen: Screen) -> None:
    without_record(screen)
    place = screen.workspace.home.ui.handwork
    buttons = {b.text(): b for b in place.findChildren(QPushButton)}
    (mail,) = [text for text in buttons if "Ctrl+6" in text]
    (ring,) = [text for text in buttons if "Ctrl+2" in text]
    assert "til DS avd. 4" in mail
    assert "Oppringingen" not in mail
    assert "Oppringingen mangler" in ring
    (record,) = [text for text in buttons if "Ctrl+3" in text]
    assert "Merknaden" in record
    for text, page in ((ring, "callbacks"), (record, "confirmations")):
        buttons[text].click()
        assert screen.window.page == page
        screen.window.show_page("call")
    buttons[mail].click()
    assert screen.window.page == "outbox"
