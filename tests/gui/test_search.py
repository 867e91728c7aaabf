"""The search: what is typed, pasted or marked, and a search while an inquiry runs."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication, QLabel, QListView

from sentralbord_desktop.gui.core.tip_source import TIP_ROLE
from sentralbord_desktop.gui.search_hits import matched
from tests.helpers.screen import Let, Screen
from tests.helpers.window_calls import complete_call, type_letters
from tests.helpers.window_text import keys_for_hits

PAGES = ["callbacks", "confirmations", "availability", "catalogue", "outbox", "settings"]


def standing(screen: Screen) -> str:
    """Ingunn's call stands in a step; the id of it."""
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("71")
    screen.confirm()
    assert screen.workspace.call_session.draft is not None
    return screen.workspace.call_session.draft.id


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("text", ["99000531", "inge fj"])
def test_what_is_typed_on_another_page_stays_in_the_field(screen: Screen, page: str, text: str) -> None:
    """The first letter shows the call, which must not take the focus to its step."""
    before = standing(screen)
    screen.window.show_page(page)
    screen.key(Qt.Key.Key_F3)
    for letter in text:
        screen.bot.keyClicks(screen.focus, letter)
    assert screen.window.ui.search.text() == text
    assert screen.focus is screen.window.ui.search
    screen.at_rest()
    draft = screen.workspace.call_session.draft
    assert draft is not None
    assert draft.id == before, "the call stands as it did"
    assert screen.workspace.call.currentWidget() is screen.workspace.call.on_line


def test_letters_on_a_list_go_to_the_field_one_after_another(screen: Screen) -> None:
    standing(screen)
    screen.window.show_page("callbacks")
    for letter in "inge":
        screen.bot.keyClicks(screen.focus, letter)
    assert screen.window.ui.search.text() == "inge"


def test_esc_from_a_search_gives_the_inquiry_its_member_back(screen: Screen) -> None:
    standing(screen)
    call_session = screen.workspace.call_session
    before = call_session.record
    assert before is not None
    screen.search("fjeld")
    assert not screen.workspace.call.numbers(), "nobody is on the line while somebody is looked for"
    screen.key(Qt.Key.Key_Escape)
    screen.key(Qt.Key.Key_Escape)
    screen.at_rest()
    assert screen.workspace.call.currentWidget() is screen.workspace.call.wizard
    assert call_session.record is not None
    assert call_session.record.member.id == before.member.id
    assert call_session.identity
    assert "Ingunn Fjeldheim" in screen.workspace.call.wizard.ui.member.name.text()
    assert [number for _, number in screen.workspace.call.numbers()] == [p.number for p in before.member.phones]


def test_esc_from_a_search_gives_the_inquiry_its_stranger_back(screen: Screen) -> None:
    call_session = screen.workspace.call_session
    call_session.open_unknown_caller("99000777", "Avisa")
    call_session.begin("media")
    screen.search("fjeld")
    screen.key(Qt.Key.Key_Escape)
    screen.key(Qt.Key.Key_Escape)
    assert call_session.unknown_caller == ("99000777", "Avisa")
    assert screen.workspace.call.numbers() == [("", "99000777")]


def test_whoever_is_opened_from_a_search_is_the_one_on_the_line(screen: Screen) -> None:
    """And the call before is parked, about its own member."""
    before = standing(screen)
    screen.search("marte fj")
    screen.bot.waitUntil(lambda: screen.workspace.call.hits.model.rowCount() > 0)
    screen.key(Qt.Key.Key_Return)
    call_session = screen.workspace.call_session
    screen.bot.waitUntil(lambda: call_session.record is not None)
    assert [draft.id for draft in call_session.parked][:1] == [before]
    screen.control(Qt.Key.Key_P)
    screen.bot.waitUntil(lambda: call_session.run is not None)
    assert call_session.record is not None
    assert call_session.record.member.first_name.startswith("Ingunn")


def test_a_category_chosen_after_a_search_begins_a_call_of_its_own(screen: Screen) -> None:
    """Ctrl+E asked for the category of the one that stands; the search is about somebody else."""
    before = standing(screen)
    screen.control(Qt.Key.Key_E)
    screen.search("xqzwv")
    screen.at_rest()
    screen.workspace.call.on_line.categories.category_chosen.emit("media")
    call_session = screen.workspace.call_session
    assert call_session.draft is not None
    assert call_session.draft.id != before
    assert [draft.category for draft in call_session.parked if draft.id == before] == ["trobbel"]


def test_ctrl_z_after_the_receipt_opens_the_call_about_its_own_member(screen: Screen) -> None:
    complete_call(screen)
    screen.control(Qt.Key.Key_Z)
    call_session = screen.workspace.call_session
    screen.bot.waitUntil(lambda: call_session.run is not None)
    assert call_session.record is not None
    assert call_session.record.member.first_name.startswith("Ingunn")
    assert call_session.identity
    assert screen.workspace.call.numbers()[0][1] == call_session.record.member.phones[0].number


def test_ctrl_z_does_not_reach_back_past_a_search(screen: Screen) -> None:
    """Another member is on the line: their record is not shown beside the answers of the call before."""
    complete_call(screen)
    screen.open("marte fj")
    screen.control(Qt.Key.Key_Z)
    screen.at_rest()
    call_session = screen.workspace.call_session
    assert call_session.run is None
    assert call_session.record is not None
    assert call_session.record.member.first_name.startswith("Marte")


def test_a_call_that_is_opened_again_from_a_list_is_about_its_own_member(screen: Screen) -> None:
    complete_call(screen)
    receipt = screen.workspace.call_session.receipt
    assert receipt is not None
    screen.open("marte fj")
    screen.workspace.call_session.reopen(receipt.inquiry_id)
    call_session = screen.workspace.call_session
    screen.bot.waitUntil(lambda: call_session.run is not None)
    assert call_session.record is not None
    assert call_session.record.member.first_name.startswith("Ingunn")


def test_no_hit_offers_a_caller_without_a_record(screen: Screen) -> None:
    screen.search("99000777")
    call = screen.workspace.call
    screen.bot.waitUntil(lambda: call.ui.hitCount.text() == "Ingen treff")
    screen.bot.waitUntil(lambda: "Lest som telefon 990 00 777." in call.on_line.unknown_caller_panel._ids.text())
    screen.key(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.unknown_caller == ("99000777", ""))
    screen.digits("23")
    assert screen.workspace.call_session.run is not None
    assert screen.workspace.call_session.run.procedure.id == "innmelding"


def test_a_letter_typed_in_a_panel_goes_to_the_search_field(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.type("h")
    assert screen.focus is screen.window.ui.search
    assert screen.window.ui.search.text() == "h"


def test_a_number_pasted_anywhere_is_searched(screen: Screen) -> None:
    screen.window.show_page("callbacks")
    QApplication.clipboard().setText("+47 990 00 418")
    screen.control(Qt.Key.Key_V)
    screen.bot.waitUntil(lambda: screen.workspace.call.hits.model.rowCount() == 2)


def test_the_number_in_a_copied_line_is_searched_from_a_field_too(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.control(Qt.Key.Key_M)
    QApplication.clipboard().setText("Anrop fra 990 00 418")
    screen.bot.keyClick(
        screen.focus, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    screen.bot.waitUntil(lambda: screen.workspace.call.hits.model.rowCount() == 2)
    assert screen.window.ui.search.text() == "990 00 418"


def test_a_foreign_number_of_eleven_digits_is_no_birth_number(screen: Screen) -> None:
    screen.search("46701234567")
    assert screen.window.ui.search.text() == "46701234567"
    screen.window.search.clear()
    screen.search("22047912345")
    assert screen.window.ui.search.text() == "22.04.79"


@pytest.mark.parametrize(
    ("name", "said", "marks", "marked"),
    [
        ("Michael Aasen", "michael aasen", ("michel", "asen"), ["Michael", "Aasen"]),
        ("Haakon Berg", "haak", ("hakon",), ["Haak"]),
        ("Håkon Berg", "haak", ("hakon",), ["Håk"]),
        ("Kaare Næss", "kåre ness", ("kare", "ness"), ["Kaare", "Næss"]),
        ("Łukasz Ząbek", "luk", ("lukasz",), ["Łuk"]),
        ("Anders Vik", "andres", ("anders",), ["Anders"]),  # a slip: the whole word
        ("412 33 441 · f. 1984", "3441", ("3441",), ["3 441"]),  # over the gap
        ("412 33 441 · f. 1984", "41233", ("41233",), ["412 33"]),
        ("født 17.05.1984 · f. 1984", "170584", ("17051984",), ["17.05.1984"]),
        ("f. 1984 · Rema 1000, Førde", "rema 1000 84", ("rema", "1000", "1984"), ["1984", "Rema", "1000"]),
    ],
)
def test_as_many_letters_are_marked_as_were_typed(
    name: str, said: str, marks: tuple[str, ...], marked: list[str]
) -> None:
    assert [name[at : at + length] for at, length in matched(name, said, marks)] == marked


def test_a_birth_date_without_hits_is_told_as_it_was_written(screen: Screen) -> None:
    screen.search("22.10.1886")
    unknown_caller_panel = screen.workspace.call.on_line.unknown_caller_panel
    screen.bot.waitUntil(lambda: any("22.10.1886" in name.text() for name in unknown_caller_panel.findChildren(QLabel)))
    assert not screen.workspace.call.incoming_number.number
    screen.control(Qt.Key.Key_N)
    screen.digits("1")
    assert set(screen.workspace.call.forms.panel.values.values()) == {""}


def test_a_search_after_a_search_is_let_be(screen: Screen, held: Callable[[], Let]) -> None:
    """The record of the first came under the hands of the second, and its digits began an inquiry there."""
    screen.search("ingunn fjeldheim")
    screen.at_rest()
    let_go = held()
    screen.key(Qt.Key.Key_Return)
    screen.search("9900")
    let_go()
    type_letters(screen, "0531")
    screen.at_rest()
    assert screen.window.ui.search.text() == "99000531"
    assert screen.workspace.call_session.draft is None


def test_enter_in_the_field_that_ctrl_k_emptied_opens_nobody(screen: Screen) -> None:
    screen.search("ingunn fjeldheim")
    screen.at_rest()
    screen.control(Qt.Key.Key_K)
    screen.key(Qt.Key.Key_Escape)
    screen.key(Qt.Key.Key_Return)
    screen.at_rest()
    assert screen.workspace.call_session.record is None


def test_keys_for_hits_are_told_where_there_are_hits(screen: Screen) -> None:
    ui = screen.workspace.call.ui
    screen.search("fjeldheim")
    screen.bot.waitUntil(lambda: ui.hitCount.text().endswith("treff") and bool(keys_for_hits(screen)))
    screen.search("xqzwv")
    screen.bot.waitUntil(lambda: ui.hitCount.text() == "Ingen treff")
    assert keys_for_hits(screen) == []
    screen.search("")
    screen.workspace.call.search.clear()
    assert not ui.hitCount.text()


@pytest.mark.parametrize("key", [Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_6])
def test_a_letter_typed_in_a_list_starts_a_search(key: Qt.Key, screen: Screen) -> None:
    screen.control(key)
    screen.type("f")
    assert screen.focus is screen.window.ui.search
    assert screen.window.ui.search.text() == "f"


def test_a_tip_never_reads_a_name_as_markup(screen: Screen) -> None:
    """Qt fetches a picture that a rich text names, also from another PC (file://server/…)."""
    screen.open("ingunn fjeldheim")
    record = screen.workspace.call_session.record
    assert record is not None
    screen.services.members.change(record.member, {"first_name": "<img src='file://ond/x.png'>Ingunn"})
    screen.search("fjeldheim")
    screen.at_rest()
    model = screen.workspace.call.hits.model
    tips = [model.data(model.index(row), TIP_ROLE) for row in range(model.rowCount())]
    assert any("<img src='file:" in tip for tip in tips)
    assert screen.window.tips.tip.textFormat() == Qt.TextFormat.PlainText


def test_a_long_name_and_employer_are_wrapped_in_their_hit(screen: Screen) -> None:
    """Design 10: nothing is elided, the row grows; also when the list is made narrower."""
    screen.open("ingunn fjeldheim")
    record = screen.workspace.call_session.record
    assert record is not None
    long = {"first_name": "Ingunn Margareta Konstanse Elisabeth", "employer": "Renhold og Vedlikehold Innlandet Øst AS"}
    screen.services.members.change(record.member, long)
    screen.search("fjeldheim")
    screen.at_rest()
    hits = screen.workspace.call.ui.hits
    rows = [hits.model().index(row, 0) for row in range(3)]
    grown = next(index for index in rows if "Elisabeth" in index.data())
    others = [index for index in rows if index is not grown]
    assert lines_drawn(hits, grown) >= 3
    assert [lines_drawn(hits, index) for index in others] == [2, 2]
    before = hits.visualRect(grown).height()
    hits.setFixedWidth(170)
    screen.bot.waitUntil(lambda: hits.visualRect(grown).height() > before)
    assert lines_drawn(hits, grown) >= 5


def lines_drawn(hits: QListView, index: QModelIndex | QPersistentModelIndex) -> int:
    """The lines of text in a row, as runs of pixel rows with dark letters beside the department."""
    area = hits.visualRect(index).adjusted(8, 0, -8, 0)
    drawn = hits.viewport().grab(area).toImage()
    letters = [
        any(drawn.pixelColor(x, y).lightness() < 140 for x in range(drawn.width())) for y in range(drawn.height())
    ]
    return sum(1 for above, here in zip([False, *letters], letters, strict=False) if here and not above)


@pytest.mark.parametrize("before", ["new caller", "group"])
def test_esc_empties_the_search_whatever_was_asked_before_it(screen: Screen, before: str) -> None:
    """The first Esc left a question that was not on the screen any more, and nothing was seen to happen."""
    if before == "new caller":
        screen.control(Qt.Key.Key_N)
    else:
        screen.open("inge fjeldheim")
        screen.key(Qt.Key.Key_Space)
        screen.digits("9")
    screen.search("fjeldheim")
    screen.bot.waitUntil(lambda: screen.workspace.call.hits.model.rowCount() > 1)
    screen.key(Qt.Key.Key_Escape)
    assert screen.window.ui.search.text() == ""
