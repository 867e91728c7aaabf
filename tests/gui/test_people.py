"""Folk, in the settings: a start code is said once, and who has left stays in the list."""

import re
from datetime import date

from sentralbord_desktop.domain.desk import Operator
from sentralbord_desktop.gui.settings.people import COME_BACK, LEAVE, PeoplePart
from sentralbord_desktop.gui.settings.sign_in import LockPage
from sentralbord_desktop.storage import desk
from tests.gui.conftest import Screen


def folk(screen: Screen) -> PeoplePart:
    screen.window.show_page("settings")
    screen.desk.settings.show_part("Folk")
    part = screen.desk.settings.shown
    assert isinstance(part, PeoplePart)
    screen.bot.waitUntil(lambda: part.list.count() > 0 and bool(part.form.boxes))
    return part


def told(screen: Screen, part: PeoplePart, word: str) -> str:
    screen.bot.waitUntil(lambda: word in part.bar.said.text())
    return str(part.bar.said.text())


def code_in(sentence: str) -> str:
    found = re.search(r"er (\d{3} \d{3})\.", sentence)
    assert found is not None, sentence
    return found[1]


def test_a_new_person_gets_a_start_code_that_opens_for_them(screen: Screen) -> None:
    part = folk(screen)
    assert not part.leave.isVisible()  # oneself
    part.new.click()
    assert not part.reset.isVisible()
    for box, words in zip(part.form.boxes, ("Lars Tveit", "lt", ""), strict=True):
        box.setText(words)  # type: ignore[attr-defined]
    part.roles["operator"].setChecked(True)
    part.submit()
    code = code_in(told(screen, part, "Lars Tveit (LT) er lagret. Startkoden til LT er"))
    rows = [part.list.item(n).text() for n in range(part.list.count())]
    assert "Lars Tveit (LT) · Operatør · har startkode" in rows
    lars = next(p for p in screen.office.people.all() if p.initials == "LT")
    assert screen.office.people.sign_in(lars.id, code, chosen="2719").initials == "LT"


def test_whoever_is_said_to_have_left_at_another_desk_is_locked_out_here(screen: Screen) -> None:
    office = screen.office
    with office.database.transaction() as session:
        left = office.shift.operator.model_copy(update={"left": date(2026, 11, 1)})
        desk.save_operator(session, left)
    office.notices.tell("operators")
    pages = screen.window.ui.pages
    screen.bot.waitUntil(lambda: isinstance(pages.currentWidget(), LockPage), timeout=10_000)


def test_who_has_left_can_be_taken_back_by_the_same_button(screen: Screen) -> None:
    screen.office.people.keep(Operator(id=0, initials="LT", name="Lars Tveit"))
    part = folk(screen)
    row = next(n for n in range(part.list.count()) if "(LT)" in part.list.item(n).text())
    part.list.setCurrentRow(row)
    assert part.leave.text() == LEAVE
    part.leave.click()
    told(screen, part, "Lars Tveit (LT) har sluttet")
    assert "sluttet" in part.list.item(row).text()
    assert part.leave.text() == COME_BACK
    assert not part.reset.isVisible()
    part.leave.click()
    code_in(told(screen, part, "er tilbake"))
    assert part.leave.text() == LEAVE
