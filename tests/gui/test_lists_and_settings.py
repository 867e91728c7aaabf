"""The lists and the settings: nothing is written that is not on the screen, and what was done can be taken back. Each was
found by a hostile hand."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.gui.access.people_panel import PeoplePanel
from sentralbord_desktop.gui.imports.import_panel import ImportPage
from sentralbord_desktop.gui.lists.inline_question import InlineEdit
from sentralbord_desktop.gui.organisation.page import new_one
from sentralbord_desktop.gui.privacy.breach_panel import NEW, BreachPanel
from sentralbord_desktop.gui.settings.profile_panel import OrganisationPanel, ProfilePanel, organisation_values
from tests import calls
from tests.gui.conftest import Screen
from tests.members import by_number


def part(screen: Screen, title: str) -> object:
    screen.window.show_page("settings")
    screen.workspace.settings.show_part(title)
    return screen.workspace.settings.shown


def test_another_mapping_is_looked_over_before_it_is_written(screen: Screen) -> None:
    """«Skriv inn» wrote the column that had just been set to «ikke les»."""
    file = screen.services.folder / "medlemmer.csv"
    file.write_text("medlemsnummer;fornavn;etternavn;poststed\n204118;Ingunn;Fjeldheim;Fjernt\n", "utf-8")
    page = part(screen, "Register inn og ut")
    assert isinstance(page, ImportPage)
    page.read(file)
    screen.bot.waitUntil(lambda: page.ui.mapping.rowCount() == 4)
    page.look()
    screen.bot.waitUntil(page.ui.write.isEnabled)
    page._mapping._boxes["poststed"].setCurrentIndex(0)
    assert not page.ui.write.isEnabled()
    assert "Se over" in page.ui.stepText.text()
    page.write()
    screen.at_rest()
    member = by_number(screen.services, "204118")
    assert member is not None
    assert member.place != "Fjernt"


def chosen_to_remind(screen: Screen) -> int:
    screen.control(Qt.Key.Key_3)
    screen.at_rest()
    known = {c.id: screen.services.members.reread(c.member_id) for c in screen.services.confirmations.awaited()}
    able = next(i for i, r in known.items() if r and r.member.phone and not r.member.no_sms)
    assert screen.workspace.confirmations.list.choose(lambda c: c.id == able)
    return able


def reminders(screen: Screen) -> list[str]:
    return [m.state for m in screen.services.outbox.all() if "venter fortsatt" in m.body]


def test_a_reminder_by_sms_is_said_once_a_day_and_can_be_taken_back(screen: Screen) -> None:
    chosen_to_remind(screen)
    screen.key(Qt.Key.Key_2)
    screen.at_rest()
    assert "purret på SMS" in screen.window.ui.barText.text()
    assert reminders(screen) == ["klar"]
    screen.key(Qt.Key.Key_2)
    screen.at_rest()
    assert "allerede" in screen.workspace.confirmations.ui.foot.text()
    assert reminders(screen) == ["klar"]


def test_a_reminder_by_sms_is_taken_back_with_its_message(screen: Screen) -> None:
    about = chosen_to_remind(screen)
    before = next(c for c in screen.services.confirmations.awaited() if c.id == about)
    screen.key(Qt.Key.Key_2)
    screen.at_rest()
    screen.control(Qt.Key.Key_Z)
    screen.at_rest()
    after = next(c for c in screen.services.confirmations.awaited() if c.id == about)
    assert (after.remind, after.last_done) == (before.remind, before.last_done)
    assert reminders(screen) == ["trukket"]


def test_what_is_not_to_be_sent_can_be_sent_after_all(screen: Screen) -> None:
    member = by_number(screen.services, "204118")
    assert member is not None
    screen.services.inquiries.complete(calls.resignation(screen.services, member))
    screen.at_rest()
    screen.control(Qt.Key.Key_6)
    outbox = screen.workspace.outbox
    assert outbox.list.choose(lambda m: m.kind == "sms" and m.waits)
    message = outbox.list.current
    assert message is not None
    for state in ("trukket", "klar"):
        screen.key(Qt.Key.Key_6)
        screen.at_rest()
        assert next(m.state for m in screen.services.outbox.all() if m.id == message.id) == state
        assert outbox.list.choose(lambda m: m.id == message.id)


def test_a_message_of_a_call_that_was_opened_again_is_not_sent_too(screen: Screen) -> None:
    member = by_number(screen.services, "204118")
    assert member is not None
    receipt = screen.services.inquiries.complete(calls.resignation(screen.services, member))
    screen.services.inquiries.reopen(receipt.inquiry_id)
    gone = next(m for m in screen.services.outbox.all() if m.inquiry_id == receipt.inquiry_id)
    with pytest.raises(SwitchboardError, match="åpnet igjen"):
        screen.services.outbox.after_all(gone)


def asked(screen: Screen) -> InlineEdit:
    (edit,) = [e for e in screen.window.findChildren(InlineEdit) if e.isVisible()]
    return edit


@pytest.mark.parametrize("text", ["kona svarte, ring 990", "ring kona"])
def test_words_are_no_number_to_ring(screen: Screen, text: str) -> None:
    screen.control(Qt.Key.Key_2)
    screen.at_rest()
    callback = screen.workspace.callbacks.list.current
    assert callback is not None
    screen.key(Qt.Key.Key_4)
    asked(screen).setText(text)
    screen.key(Qt.Key.Key_Return)
    screen.at_rest()
    assert asked(screen).text() == text, "it stands, to be mended"
    now = next(c for c in screen.services.callbacks.all_open() if c.id == callback.id)
    assert now.number == callback.number
    with pytest.raises(SwitchboardError, match="med tall"):
        screen.services.callbacks.wrong_number(callback, text)


def test_a_status_that_ends_before_it_begins_stands_to_be_mended(screen: Screen) -> None:
    screen.control(Qt.Key.Key_4)
    screen.at_rest()
    screen.key(Qt.Key.Key_8)
    now = screen.services.session.clock()
    panel = screen.workspace.availability.chosen
    boxes = [b for b in panel._form.findChildren(QLineEdit) if b.isVisible()]
    assert len(boxes) >= 2
    boxes[0].setText(f"{now + timedelta(days=3):%d.%m}")
    boxes[1].setText(f"{now + timedelta(days=1):%d.%m}")
    screen.control(Qt.Key.Key_Return)
    screen.at_rest()
    assert not panel._form.isHidden()
    assert "etter starten" in panel.ui.origin.text()


def test_what_is_shown_of_oneself_is_what_stands_now(screen: Screen) -> None:
    """The form kept the loop of before, and Ctrl+Enter put it back."""
    first = part(screen, "Deg")
    assert isinstance(first, ProfilePanel)
    screen.window.show_page("call")
    screen.workspace.mine.choose_loop(3)
    screen.at_rest()
    now = part(screen, "Deg")
    assert isinstance(now, ProfilePanel)
    assert now._loop.currentData() == 3
    now._name.setText("Halvskrevet")
    screen.window.show_page("call")
    again = part(screen, "Deg")
    assert isinstance(again, ProfilePanel)
    assert again._name.text() == "Halvskrevet", "what is half-written stands"


def test_what_is_shown_of_the_house_is_what_stands_now(screen: Screen) -> None:
    assert isinstance(part(screen, "Organisasjon"), OrganisationPanel)
    screen.window.show_page("call")
    screen.workspace.mine.save_organisation({"union": "Fagforeningen"}, lambda: None)
    screen.at_rest()
    now = part(screen, "Organisasjon")
    assert isinstance(now, OrganisationPanel)
    assert now._grid.values()["union"] == "Fagforeningen"


GOOD = {"union": "Oss", "phone": "22 00 00 00", "opens": "08.00", "closes": "15.30", "fades_hours": "1"}


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"phone": "ring oss"}, "tall"),
        ({"opens": "16.00", "closes": "08.00"}, "før det stenger"),
        ({"fades_hours": "500"}, "1 til 72"),
        ({"fades_hours": "0"}, "1 til 72"),
        ({"opens": "åtte"}, "klokkeslett"),
    ],
)
def test_the_house_takes_no_nonsense(wrong: dict[str, str], why: str) -> None:
    assert organisation_values(GOOD)["fades_hours"] == 1
    with pytest.raises(SwitchboardError, match=why):
        organisation_values(GOOD | wrong)


def test_the_third_attempt_in_vain_asks_also_when_the_row_is_gone(screen: Screen) -> None:
    page = screen.workspace.callbacks
    screen.control(Qt.Key.Key_2)
    screen.at_rest()
    callback = page.list.current
    assert callback is not None
    for _ in range(2):
        screen.services.callbacks.attempt(
            next(c for c in screen.services.callbacks.all_open() if c.id == callback.id), "ikke_svar"
        )
    screen.at_rest()
    assert page.list.choose(lambda c: c.id == callback.id)
    screen.key(Qt.Key.Key_2)
    screen.at_rest()
    assert "Tredje gang uten svar hos" in asked(screen).accessibleName()
    page.list.choose(lambda c: c.id != callback.id)
    assert "Tredje gang" in asked(screen).accessibleName(), "it names whom it is about, and stands"


def test_new_things_have_their_gender() -> None:
    assert [new_one(kind) for kind in ("avdeling", "kurs", "sted")] == ["Ny avdeling", "Nytt kurs", "Nytt sted"]


def test_a_person_who_is_being_written_down_stands(screen: Screen) -> None:
    """Back on the page the form held oneself, and the new name would have been one's own."""
    page = part(screen, "Folk")
    assert isinstance(page, PeoplePanel)
    screen.bot.waitUntil(lambda: bool(page.form.boxes))
    page.new.click()
    name = page.form.boxes[0]
    assert isinstance(name, QLineEdit)
    name.setText("Ny Mann")
    screen.control(Qt.Key.Key_1)
    part(screen, "Folk")
    screen.at_rest()
    again = page.form.boxes[0]
    assert isinstance(again, QLineEdit)
    assert again.text() == "Ny Mann"
    assert page._shown.id == 0


def test_all_of_mine_are_shown_as_all_of_them_and_as_no_single_one(screen: Screen) -> None:
    page = screen.workspace.callbacks
    screen.control(Qt.Key.Key_2)
    screen.at_rest()
    screen.control(Qt.Key.Key_A)
    assert "ingen oppringinger" in page.ui.foot.text()
    callback = page.list.current
    assert callback is not None
    screen.services.callbacks.claim(callback)
    screen.at_rest()
    screen.control(Qt.Key.Key_A)
    assert page.ui.who.text() == "Alle oppringingene dine"
    assert page.ui.buttons.isVisible()
    for part in (page.ui.number, page.ui.promise, page.ui.attempts):
        assert part.isHidden(), "it is of one of them alone"


def test_a_new_breach_that_is_being_written_is_not_left_without_a_word(screen: Screen) -> None:
    screen.services.breaches.begin("E-post til feil mottaker")
    page = part(screen, "Meld avvik")
    assert isinstance(page, BreachPanel)
    screen.at_rest()
    page.new.click()
    written = page.form.boxes[0]
    assert isinstance(written, QPlainTextEdit)
    written.setPlainText("Minnepinne mistet på bussen")
    other = next(n for n in range(page.which.count()) if page.which.itemData(n) != NEW)
    page.which.setCurrentIndex(other)
    page.which.activated.emit(other)
    screen.at_rest()
    still = page.form.boxes[0]
    assert isinstance(still, QPlainTextEdit)
    assert still.toPlainText() == "Minnepinne mistet på bussen"
    assert "ikke lagret" in page.bar.said.text()
    assert page.which.currentData() == NEW
