"""Where the cards of the review are: two columns of one height, a card that stays where it is, a long card from its top."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel

from sentralbord_desktop.gui.wizard.action_card import ActionCard
from tests.helpers.screen import Screen
from tests.helpers.typed import present


def resign(screen: Screen) -> None:
    """A member resigns on Min Side."""
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("41")
    screen.settle_promises()
    screen.at_rest()


def cards_of(screen: Screen, *, left: bool) -> list[ActionCard]:
    ui = screen.workspace.call.review.ui
    column = ui.columnOne if left else ui.columnTwo
    return [card for card in screen.workspace.call.review.card_list.cards if column.isAncestorOf(card)]


def left_ones(screen: Screen) -> list[str]:
    return [card.action.kind for card in cards_of(screen, left=True)]


def card_of(screen: Screen, kind: str) -> ActionCard:
    return next(c for c in screen.workspace.call.review.card_list.cards if c.action.kind == kind)


def words_beside(card: ActionCard) -> list[str]:
    return [label.text() for label in card.head.findChildren(QLabel)]


def test_no_column_is_long_while_the_other_is_empty_ground(screen: Screen) -> None:
    """The last card of the longer column would not be better in the shorter one."""
    screen.window.resize(1366, 688)
    resign(screen)
    needed, last = [], []
    for left in (True, False):
        heights = [present(card.layout()).totalHeightForWidth(card.width()) for card in cards_of(screen, left=left)]
        needed.append(sum(heights))
        last.append(heights[-1])
    longer = needed.index(max(needed))
    assert max(needed) - last[longer] <= min(needed)


def test_a_card_that_is_struck_stays_in_its_column_and_so_do_the_others(screen: Screen) -> None:
    """The remark is lower then, so that another order of the columns would be shorter."""
    screen.window.resize(1366, 688)
    resign(screen)
    before = left_ones(screen)
    cards = screen.workspace.call.review.cards
    cards.action_struck.emit(card_of(screen, "NOTE").action.id, "avdelingen vet det allerede")
    screen.at_rest()
    assert not card_of(screen, "NOTE").action.on
    assert left_ones(screen) == before


def test_a_card_higher_than_the_view_is_shown_from_its_top(screen: Screen) -> None:
    screen.window.resize(1366, 560)
    resign(screen)
    review = screen.workspace.call.review
    card = review.card_list.cards[0]
    card.setMinimumHeight(900)
    screen.bot.waitUntil(lambda: review.ui.scroll.verticalScrollBar().maximum() > 0)
    screen.key(Qt.Key.Key_1)
    screen.at_rest()
    top = card.mapTo(review.ui.scroll.viewport(), QPoint(0, 0)).y()
    assert 0 <= top < 20


def test_the_log_says_since_when_and_of_a_third_party_that_there_is_no_member(screen: Screen) -> None:
    resign(screen)
    draft = screen.workspace.call_session.draft
    assert draft is not None
    assert f"fra kl. {draft.facts.now:%H.%M}" in words_beside(card_of(screen, "LOG"))
    screen.key(Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    screen.at_rest()
    assert "uten medlem" in words_beside(card_of(screen, "LOG"))
