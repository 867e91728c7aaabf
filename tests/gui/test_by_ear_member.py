"""What is heard of the member, and what is read and copied by key."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QTableView, QWidget

from sentralbord_desktop.gui.call.record_panel import REMARKS
from sentralbord_desktop.gui.widgets.text_stops import COPIED, FocusRing
from tests.helpers.announcements import Heard
from tests.helpers.keyboard import SHIFT
from tests.helpers.members import by_number
from tests.helpers.screen import Screen
from tests.helpers.typed import of_kind


def tabbed(screen: Screen, most: int = 60) -> list[QWidget]:
    """What Tab comes to from the topics, until it is in the search field."""
    found: list[QWidget] = []
    screen.workspace.call.ui.categories.setFocus(Qt.FocusReason.TabFocusReason)
    while screen.focus is not screen.window.ui.search and len(found) < most:
        found.append(screen.focus)
        screen.key(Qt.Key.Key_Tab)
    return found


def fact(screen: Screen, name: str) -> QWidget:
    """Tab to the first fact, and ↓ to the one with this name."""
    stops = screen.workspace.call.record.facts
    stops.widgets[0].setFocus(Qt.FocusReason.TabFocusReason)
    for _ in stops.widgets:
        if screen.focus.accessibleName().startswith(name):
            break
        screen.key(Qt.Key.Key_Down)
    assert screen.focus.accessibleName().startswith(name)
    return screen.focus


def test_the_member_is_one_sentence(screen: Screen, heard: Heard) -> None:
    """Name, number, birth date, what matters now in its headlines, then the topics with their digits."""
    heard.clear()
    screen.open("ingunn fjeldheim")
    said = heard.next()
    assert said.startswith("Ingunn Fjeldheim. Medlem 204 118, yrkesaktiv. Født 14.03.1979. Viktig nå, ")
    assert said.endswith("er forfalt. Mellomrom bekrefter.")
    heard.settle()
    assert len(heard.sentences) == 1
    screen.open("marte fjeldheim lund")
    heard.settle()
    said = heard.sentences[-1]
    order = ["204 120", "Født 21.06.1991", "Mellomrom bekrefter. 1 Kontingent og faktura, 2 "]
    assert sorted(order, key=said.index) == order
    assert max(map(len, heard.sentences)) <= 20 * 17


def test_what_matters_is_said_with_what_to_say_and_read_whole_by_the_arrows(screen: Screen, heard: Heard) -> None:
    heard.clear()
    screen.open("ingunn fjeldheim")
    record = screen.workspace.call.record
    assert f"{record.rows[0].headline}. Si: {record.rows[0].say.strip('«»')}" in heard.next()
    record.matters.widgets[0].setFocus(Qt.FocusReason.TabFocusReason)
    for row in record.rows:
        assert row.headline in screen.focus.accessibleName()
        assert row.detail in screen.focus.accessibleName()
        screen.key(Qt.Key.Key_Down)


def test_the_answer_of_who_it_is_is_heard_without_the_topics(screen: Screen, heard: Heard) -> None:
    screen.open("ingunn fjeldheim")
    heard.clear()
    screen.key(Qt.Key.Key_Space)
    assert heard.next() == "Bekreftet."
    screen.key(Qt.Key.Key_Space)
    assert heard.next() == "Ikke bekreftet."


@pytest.mark.own_window
def test_a_caller_without_a_record_hears_who_may_call(screen: Screen, heard: Heard) -> None:
    screen.search("22 12 34 56")
    screen.at_rest()
    heard.clear()
    screen.key(Qt.Key.Key_Return)
    said = heard.next()
    assert said.startswith("Ny innringer, 22 12 34 56, ikke i registeret. Hvem ringer? 1 Medlem vi ikke finner, 2 ")


def test_the_topics_of_a_group_are_heard(screen: Screen, heard: Heard) -> None:
    screen.open("ingunn fjeldheim")
    heard.clear()
    screen.digits("9")
    assert heard.next().startswith("Hva gjelder det? 1 Kurs")


def test_a_third_party_hears_the_topics_that_are_left_and_nothing_of_the_member(screen: Screen, heard: Heard) -> None:
    screen.open("ingunn fjeldheim")
    heard.clear()
    screen.key(Qt.Key.Key_Space, SHIFT)
    said = heard.next()
    assert said.startswith("Ringer for en annen: bare generell informasjon.")
    assert "Hva gjelder det?" in said
    assert "1 Kontingent" not in said
    assert "Fjeldheim" not in said


def test_each_fact_has_its_caption_in_its_name(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    names = [widget.accessibleName() for widget in screen.workspace.call.record.facts.widgets]
    assert names[0] == "Navn: Ingunn Fjeldheim"
    assert names[1].startswith("Medlem 204 118 · født 14.03.1979")
    assert "Telefon: 990 00 418" in names
    assert "E-post: ingunn.fjeldheim@eksempel.example" in names or any(n.startswith("E-post: ") for n in names)
    assert not any("\u2060" in name for name in names)


def test_a_missing_fact_says_so(screen: Screen) -> None:
    member = by_number(screen.services, "204118")
    assert member is not None
    screen.services.members.change(member, {"email": ""})
    screen.open("ingunn fjeldheim")
    assert "E-post: ikke registrert" in [
        widget.accessibleName() for widget in screen.workspace.call.record.facts.widgets
    ]


@pytest.mark.parametrize(("name", "copied"), [("Telefon", "990 00 418"), ("Adresse", "Granveien 4, 2317 Hamar")])
def test_a_fact_is_reached_and_copied_by_key(screen: Screen, heard: Heard, name: str, copied: str) -> None:
    screen.open("ingunn fjeldheim")
    heard.clear()
    fact(screen, name)
    screen.control(Qt.Key.Key_C)
    assert QApplication.clipboard().text() == copied
    assert heard.next() == COPIED


def test_the_fact_that_has_the_focus_has_a_ring(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    label = fact(screen, "Arbeidsgiver")
    (ring,) = [one for one in screen.workspace.call.record.findChildren(FocusRing) if one.isVisible()]
    middle = ring.mapTo(screen.window, ring.rect().center())
    assert ring.isVisible()
    assert (middle - label.mapTo(screen.window, label.rect().center())).manhattanLength() <= 2
    edge = ring.grab().toImage().pixelColor(QPoint(ring.width() // 2, 1))
    assert edge == screen.application.theme.colour("accent")
    screen.workspace.call.ui.categories.setFocus()
    assert not ring.isVisible()


def test_a_remark_is_reached_and_copied_by_key(screen: Screen, heard: Heard) -> None:
    screen.open("ingunn fjeldheim")
    record = screen.workspace.call.record
    assert record.record is not None
    screen.control(Qt.Key.Key_Down)
    assert screen.focus.accessibleName() == REMARKS
    screen.key(Qt.Key.Key_Down)
    heard.clear()
    screen.control(Qt.Key.Key_C)
    row = of_kind(QTableView, screen.focus).currentIndex().row()
    assert " ".join(record.record.remarks[row].text.split()) in QApplication.clipboard().text()
    assert heard.next() == COPIED


def test_ctrl_c_copies_the_number_of_the_caller_where_no_text_is_chosen(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.control(Qt.Key.Key_C)
    assert QApplication.clipboard().text() == "99000418"


@pytest.mark.own_window
def test_tab_follows_the_work_on_the_member(screen: Screen) -> None:
    """Who it is, the topic, what else can be done, what matters, the facts, the lists; then another caller."""
    screen.open("ingunn fjeldheim")
    ui, record = screen.workspace.call.ui, screen.workspace.call.record
    passed = tabbed(screen)
    compared, topic = screen.workspace.call.on_line.compare.stops.widgets[0], screen.workspace.call.on_line.categories
    matter = record.tab_stops()[0]
    order = [
        ui.categories,
        compared,
        ui.identityYes,
        topic.buttons[0],
        topic.buttons[-1],
        ui.forAnother,
        ui.onlyRemark,
        matter,
        record.facts.widgets[0],
        record.ui.edit,
        record.ui.tabs,
        ui.hits,
    ]
    assert [widget for widget in passed if widget in order] == order
    assert compared.accessibleName() == "Fødselsdato: 14.03.1979, må stemme"


def test_what_is_compared_is_read_by_the_arrows(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    stops = screen.workspace.call.on_line.compare.stops.widgets
    stops[0].setFocus(Qt.FocusReason.TabFocusReason)
    screen.key(Qt.Key.Key_Down)
    assert screen.focus is stops[1]
    assert screen.focus.accessibleName().endswith("og én av disse")


@pytest.mark.parametrize("size", [(1366, 688), (1100, 600)])
def test_the_focus_is_in_sight_at_every_fact_and_after_page_down(screen: Screen, size: tuple[int, int]) -> None:
    screen.window.resize(*size)
    screen.open("ingunn fjeldheim")
    record = screen.workspace.call.record
    record.facts.widgets[0].setFocus(Qt.FocusReason.TabFocusReason)
    for key in (*[Qt.Key.Key_Down] * len(record.facts.widgets), Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
        screen.key(key)
        seen = screen.focus.visibleRegion().boundingRect()
        assert seen.height() >= screen.focus.height() // 2, (key, screen.focus.accessibleName())


def test_no_sms_says_what_it_means(screen: Screen) -> None:
    """It was heard as «SMS check box», which is the reverse."""
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_F2)
    (box,) = [b for b in screen.workspace.call.forms.panel.findChildren(QCheckBox) if "SMS" in b.text()]
    assert box.accessibleName() == "Ønsker ikke SMS"
    assert not [one for one in screen.workspace.call.forms.panel.findChildren(QLabel) if one.buddy() is box]


def test_an_employer_of_katalog_is_proposed_in_the_call_and_heard(screen: Screen, heard: Heard) -> None:
    """What is typed is proposed below the field; an arrow chooses, Enter takes it and goes on."""
    screen.open("204118")
    screen.key(Qt.Key.Key_Space)  # is who they say
    screen.type("2")  # Medlemsopplysninger
    screen.digits("2")  # the employer
    screen.key(Qt.Key.Key_Return)
    edits = screen.workspace.call.wizard.step.form.edits
    heard.clear()
    screen.type("renhold ø")
    assert edits["employer"].hasFocus()
    assert heard.next() == "Forslag, pil ned: Renhold Øst AS"
    screen.key(Qt.Key.Key_Down)
    assert heard.next() == "Renhold Øst AS, 1 av 1"
    screen.key(Qt.Key.Key_Return)
    assert edits["employer"].text() == "Renhold Øst AS"
    assert not edits["employer"].hasFocus()
    assert screen.workspace.call.wizard.step.form.values()["employer"] == "Renhold Øst AS"
