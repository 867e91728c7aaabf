"""X-5: a call without its member is in Venter until it is assigned to them, by keys alone."""

import pytest
from PySide6.QtCore import Qt

from sentralbord_desktop.domain.inquiries.unmatched import UnmatchedCall
from tests.helpers.calls import ready
from tests.helpers.members import by_number
from tests.helpers.screen import Screen


@pytest.fixture
def left(screen: Screen) -> Screen:
    """Per Ås resigned, and the list that he waits in is shown, with him chosen."""
    draft = ready(screen.services, "utmelding", None, "ja", "epost_brev", "4", name="Per Ås", number="41234567")
    screen.services.inquiries.complete(draft)
    screen.control(Qt.Key.Key_3)
    screen.at_rest()
    page = screen.workspace.confirmations
    assert page.list.choose(lambda one: isinstance(one, UnmatchedCall))
    return screen


def told(screen: Screen) -> str:
    return screen.window.ui.barText.text() if screen.window.ui.bar.isVisible() else ""


def waiting(screen: Screen) -> int:
    return len(screen.services.unmatched_calls.all_unmatched())


def test_the_row_says_who_what_and_which_call(left: Screen) -> None:
    page = left.workspace.confirmations
    row = page.list.table.currentIndex().row()
    words = [str(page.list.sorted.index(row, column).data()) for column in range(7)]
    assert words[1:4] == ["i dag", "Per Ås", "Medlemsbildet\nUtmelding"]
    assert words[-1] == f"Fullført av {left.services.session.sign}"
    assert "412 34 567" in page.ui.whoIds.text()
    assert "utmelding" in page.ui.promise.text().casefold()


@pytest.mark.parametrize("by_enter", [True, False])
def test_the_member_is_found_by_the_search_and_it_is_entered_with_ctrl_g(left: Screen, by_enter: bool) -> None:
    left.workspace.confirmations.focus_list()
    left.key(Qt.Key.Key_Return) if by_enter else left.type("1")
    assert left.window.page == "call"
    assert left.window.ui.search.text() == "41234567"
    assert told(left).startswith("Finn medlemmet, og åpne det.")
    left.open("ingunn fjeldheim")
    left.at_rest()
    assert told(left).startswith("Skal merknad og bekreftelse fra samtalen med Per Ås")
    assert told(left).endswith("føres inn for Ingunn Fjeldheim (204118)?")
    left.control(Qt.Key.Key_G)
    left.at_rest()
    assert told(left) == "Ført inn for Ingunn Fjeldheim: merknad og bekreftelse."
    assert waiting(left) == 0
    record = left.workspace.call_session.record
    assert record is not None
    assert any(
        remark.author == left.services.session.sign and "utmelding" in remark.text.casefold()
        for remark in record.remarks
    )


def test_the_card_of_the_resting_page_has_it_too_and_enter_seeks_the_member(left: Screen) -> None:
    left.window.show_page("call")
    left.at_rest()
    card = left.workspace.home.ui.confirmationList
    count = len(left.workspace.confirmations.list.model.values)
    assert left.workspace.home.ui.confirmationsSub.text() == f"{count} venter"
    assert card.item(0).text() == "i dag, Per Ås, Medlemsbildet · Utmelding"
    card.setFocus()
    card.setCurrentRow(0)
    left.key(Qt.Key.Key_Return)
    left.at_rest()
    assert left.window.ui.search.text() == "41234567"
    assert told(left).startswith("Finn medlemmet, og åpne det.")


def test_the_number_that_was_searched_is_not_asked_about_first(left: Screen) -> None:
    left.workspace.confirmations.focus_list()
    left.type("1")
    left.at_rest()  # nobody has the number
    left.open("ingunn fjeldheim")
    left.at_rest()
    assert told(left).startswith("Skal merknad")


@pytest.mark.parametrize("how", ["bar", "inquiry", "page", "call"])
def test_assigning_is_given_up_by_the_bar_or_by_something_else_and_waits_on(left: Screen, how: str) -> None:
    left.workspace.confirmations.focus_list()
    left.type("1")
    if how == "bar":
        left.control(Qt.Key.Key_G)
    elif how == "page":
        left.control(Qt.Key.Key_2)
    elif how == "call":
        left.application.ring("99000531")
        left.bot.waitUntil(left.workspace.incoming.ringing.bar.isVisible)
        left.key(Qt.Key.Key_F4)
        left.at_rest()
        assert "Skal" not in told(left)
    else:
        left.open("marte fjeld")
        left.key(Qt.Key.Key_Space)
        left.digits("71")
    left.open("ingunn fjeldheim")
    left.at_rest()
    assert "Skal" not in told(left)
    assert waiting(left) == 1


@pytest.mark.parametrize("digit", ["2", "3"])
def test_what_nobody_has_to_enter_leaves_the_list_and_ctrl_z_brings_it_back(left: Screen, digit: str) -> None:
    page = left.workspace.confirmations
    page.focus_list()
    left.type(digit)
    left.at_rest()
    assert waiting(left) == 0
    assert not any(isinstance(one, UnmatchedCall) for one in page.list.model.values)
    assert told(left) == "Per Ås, utmelding: ute av listen."
    left.control(Qt.Key.Key_Z)
    left.at_rest()
    assert any(isinstance(one, UnmatchedCall) for one in page.list.model.values)


def test_what_went_to_the_wrong_member_is_taken_back_from_the_line_that_says_it(left: Screen) -> None:
    """The call stands again, and waits for its member again when it is completed once more."""
    left.workspace.confirmations.focus_list()
    left.type("1")
    left.open("ingunn fjeldheim")
    for _ in range(2):
        left.control(Qt.Key.Key_G)
        left.at_rest()
    call_session = left.workspace.call_session
    assert call_session.draft is not None
    assert call_session.draft.title == "Per Ås"
    member = by_number(left.services, "204118")
    assert member is not None
    record = left.services.members.open(member.id)
    assert "utmelding" not in [one.kind for one in record.confirmations]
    assert not any("ønsket utmelding" in remark.text for remark in record.remarks)
    left.services.inquiries.complete(call_session.draft)
    assert [one.member_name for one in left.services.unmatched_calls.all_unmatched()] == ["Per Ås"]
