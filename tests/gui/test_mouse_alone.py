"""A whole call, a form and a discard with the mouse alone: no key is pressed."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QMenu, QWidget

from sentralbord_desktop.domain.dates.clock import today
from sentralbord_desktop.gui.call.category_chooser import SecondClick
from sentralbord_desktop.gui.wizard.action_card import Switch
from sentralbord_desktop.procedures.model import Step
from tests.helpers.in_front import once_in_front
from tests.helpers.screen import Screen
from tests.helpers.typed import of_kind

INGE = "99000419"


class Keys(QObject):
    """Counts every key that reaches the program."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.KeyPress
        return False


@pytest.fixture
def keys(qapp: QApplication) -> Iterator[Keys]:
    keys = Keys()
    qapp.installEventFilter(keys)
    yield keys
    qapp.removeEventFilter(keys)


def click(screen: Screen, widget: QWidget, spot: QPoint | None = None) -> None:
    """A press and a release in the middle, or at `spot`, of what can be seen there."""
    screen.workspace.call.wizard.step.double_press_guard.end()
    screen.workspace.call.inquiry.double_press_guard.end()
    screen.workspace.call.on_line.categories.second_click.end()
    area = widget.visibleRegion().boundingRect()
    assert not area.isEmpty(), widget
    screen.bot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=spot or area.center())
    screen.at_rest()


def button(screen: Screen, words: str) -> QAbstractButton:
    """The visible button whose text or spoken name holds `words`."""
    for _ in range(3):
        QApplication.processEvents()
    seen = [one for one in screen.window.findChildren(QAbstractButton) if one.isVisible() and one.isEnabled()]
    found = [one for one in seen if words in one.text() or words in one.accessibleName()]
    assert found, (words, [one.accessibleName() or one.text() for one in seen])
    return found[0]


def choose(screen: Screen, box: QComboBox, words: str) -> None:
    """Open the list and click the row."""
    click(screen, box)
    view = box.view()
    screen.bot.waitUntil(view.isVisible)
    row = view.model().index(box.findText(words), 0)
    assert row.isValid(), [box.itemText(place) for place in range(box.count())]
    view.scrollTo(row)

    def click_row() -> bool:
        """Again until it is taken: Qt takes no click while the first one could become a double click."""
        if view.isVisible():
            screen.bot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(row).center())
        return box.currentText() == words

    screen.bot.waitUntil(click_row)


def open_by_ringing(screen: Screen, number: str) -> None:
    """The telephone gives the number; the hit is clicked."""
    screen.application.ring(number)
    hits = screen.workspace.call.ui.hits
    screen.bot.waitUntil(lambda: screen.workspace.call.hits.model.rowCount() > 0)
    screen.at_rest()
    where = hits.visualRect(hits.model().index(0, 0)).center()
    click(screen, hits.viewport(), where)
    if screen.workspace.call_session.record is None:
        screen.bot.mouseDClick(hits.viewport(), Qt.MouseButton.LeftButton, pos=where)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.record is not None)
    screen.at_rest()


def begin_resignation(screen: Screen) -> None:
    open_by_ringing(screen, INGE)
    click(screen, button(screen, "Begge stemmer"))
    assert screen.workspace.call_session.identity
    click(screen, button(screen, "Utmelding"))


def answer_steps(screen: Screen, words: dict[str, str]) -> list[str]:
    """Each step by its answer in `words`, else by its first answer, else by «Enter»; the steps that were answered."""
    call, answered = screen.workspace.call, []
    while call.currentWidget() is not call.review:
        run = screen.workspace.call_session.run
        assert run is not None
        assert run.current is not None
        assert run.current.id not in answered, f"{run.current.id} took no answer"
        answered.append(run.current.id)
        offered = [one for one in call.wizard.step.choices.buttons() if one.isVisible()]
        wanted = words.get(run.current.id, "")
        chosen = next((one for one in offered if wanted in one.accessibleName()), None)
        click(screen, chosen or button(screen, wanted or "Enter"))
        if run.current.many:
            click(screen, button(screen, "Enter"))
    return answered


def first_switch(screen: Screen) -> Switch:
    """Of the review; a card is drawn anew when its switch was changed."""
    switches = screen.workspace.call.review.findChildren(Switch)
    return next(one for one in switches if one.isVisible() and one.isEnabled())


def test_a_resignation_is_taken_from_the_ringing_to_the_receipt_by_the_mouse(screen: Screen, keys: Keys) -> None:
    begin_resignation(screen)
    answer_steps(screen, {})
    review = screen.workspace.call.review
    reviews = [review.review]
    for _ in range(2):
        click(screen, first_switch(screen))
        reviews.append(review.review)
    assert reviews[0] != reviews[1], "the switch changes what Fullfør does"
    click(screen, button(screen, "Fullfør"))
    screen.bot.waitUntil(lambda: screen.workspace.call_session.receipt is not None, timeout=10_000)
    assert keys.count == 0


def test_a_dismissal_with_a_date_and_what_must_be_said_is_taken_by_the_mouse(screen: Screen, keys: Keys) -> None:
    services = screen.services
    for who in ("loop:2", *(f"staff:{person.id}" for person in services.organisation.read().staff)):
        services.availability.set_presence(who, "borte")
    screen.at_rest()
    open_by_ringing(screen, INGE)
    click(screen, button(screen, "Begge stemmer"))
    click(screen, button(screen, "Trøbbel"))
    assert "mottatt" in answer_steps(screen, {"mottatt": "I går", "stemmer": "Alt stemmer"})
    run = screen.workspace.call_session.run
    assert run is not None
    day = today(screen.services.session.clock()) - timedelta(days=1)
    assert run.given["mottatt"].text == f"{day:%d.%m.%Y}"
    review = screen.workspace.call.review
    assert review.missing() is not None
    click(screen, button(screen, "Sagt"))
    click(screen, button(screen, "Fullfør"))
    screen.bot.waitUntil(lambda: screen.workspace.call_session.receipt is not None, timeout=10_000)
    assert keys.count == 0


def test_a_step_of_many_answers_and_a_form_are_left_by_the_mouse(screen: Screen, keys: Keys) -> None:
    """«Velg ett eller flere tall, så Enter.» was a dead end for whoever has the mouse alone."""
    session, wizard = screen.workspace.call_session, screen.workspace.call.wizard

    def asked() -> Step:
        assert session.run is not None
        assert session.run.current is not None
        return session.run.current

    open_by_ringing(screen, INGE)
    click(screen, button(screen, "Begge stemmer"))
    click(screen, button(screen, "Medlemsopplysninger"))
    assert asked().many
    click(screen, button(screen, "Videre"))
    assert wizard.ui.fieldError.text() == "Velg minst ett."
    click(screen, button(screen, "Kontaktinfo"))
    click(screen, button(screen, "Videre"))
    form = asked()
    assert form.fields
    edits = wizard.step.form.edits
    edits["phone"].setText("99000777")
    edits["email"].setText("kari.example.test")
    click(screen, button(screen, "Videre"))
    assert edits["email"].hasFocus()
    edits["email"].clear()
    click(screen, button(screen, "Videre"))
    assert session.run is not None
    assert session.run.given[form.id].fields["phone"] == "99000777"
    assert keys.count == 0


def click_at(screen: Screen, place: QPoint) -> None:
    """What takes a click there, as the window finds it."""
    target = screen.window.childAt(place)
    assert target is not None
    screen.bot.mouseClick(target, Qt.MouseButton.LeftButton, pos=target.mapFrom(screen.window, place))


@pytest.fixture
def no_hurry(qapp: QApplication) -> Iterator[None]:
    """A second click is one of a double click, however long the machine took for the first."""
    usual = qapp.doubleClickInterval()
    qapp.setDoubleClickInterval(3_600_000)
    yield
    qapp.setDoubleClickInterval(usual)


def test_a_double_click_on_who_rang_lately_begins_nothing(screen: Screen, no_hurry: None) -> None:
    """Its second click was of what the record had in that place: a category, and an inquiry was begun."""
    recent = screen.workspace.home.ui.recentList
    row = next(n for n in range(recent.count()) if "Kjersti Storhaugen" in recent.item(n).text())
    click_at(screen, recent.viewport().mapTo(screen.window, recent.visualItemRect(recent.item(row)).center()))
    session = screen.workspace.call_session
    screen.bot.waitUntil(lambda: session.record is not None)
    QApplication.processEvents()
    category = screen.workspace.call.on_line.categories.buttons[0]
    place = category.mapTo(screen.window, category.rect().center())
    click_at(screen, place)
    screen.at_rest()
    assert session.run is None
    guard = of_kind(SecondClick, screen.window.findChild(SecondClick))
    guard._over.setInterval(0)
    screen.bot.waitUntil(lambda: not guard._over.isActive())
    click_at(screen, place)
    screen.bot.waitUntil(lambda: session.run is not None)


def test_a_call_is_discarded_by_the_mouse(screen: Screen, keys: Keys) -> None:
    begin_resignation(screen)

    def choose() -> None:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        action = next(one for one in menu.actions() if "Forkast" in one.text())
        screen.bot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())

    once_in_front(screen.window, choose)
    click(screen, screen.workspace.call.wizard.ui.topic)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.draft is None)
    assert keys.count == 0


def test_the_menu_of_the_topic_reads_from_the_left_below_its_caret(screen: Screen) -> None:
    """It opened to the left of its caret, over the rail, with «Ctrl+E» before «Bytt emne»."""
    begin_resignation(screen)
    topic = screen.workspace.call.wizard.ui.topic
    opened: list[tuple[int, Qt.LayoutDirection]] = []

    def look() -> None:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        opened.append((menu.x(), menu.layoutDirection()))
        menu.close()

    once_in_front(screen.window, look)
    click(screen, topic)
    assert opened == [(topic.mapToGlobal(QPoint(0, 0)).x(), Qt.LayoutDirection.LeftToRight)]


def test_a_form_is_opened_and_left_by_the_mouse(screen: Screen, keys: Keys) -> None:
    open_by_ringing(screen, INGE)
    click(screen, button(screen, "Avtal oppringing"))
    panel = screen.workspace.call.forms.panel
    assert panel.isVisible()
    click(screen, button(screen, "Avbryt"))
    assert not panel.isVisible()
    assert keys.count == 0


def test_a_form_is_filled_and_saved_by_the_mouse(screen: Screen, keys: Keys) -> None:
    open_by_ringing(screen, INGE)
    before = {one.id for one in screen.services.callbacks.all_open()}
    click(screen, button(screen, "Avtal oppringing"))
    panel = screen.workspace.call.forms.panel
    (matter,) = [one for one in panel.findChildren(QComboBox) if one.accessibleName() == "Emne"]
    choose(screen, matter, "Kurs")
    (arrange,) = [one for one in panel.findChildren(QAbstractButton) if one.text().startswith("Avtal")]
    click(screen, arrange)
    screen.bot.waitUntil(lambda: not panel.isVisible())
    (made,) = [one for one in screen.services.callbacks.all_open() if one.id not in before]
    record = screen.workspace.call_session.record
    assert record is not None
    assert (made.category, made.name) == ("kurs", record.member.name)
    assert keys.count == 0
