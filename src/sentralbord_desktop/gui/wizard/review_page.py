"""«Se over og fullfør»: mandatory sentences, a card for every output, one key to complete."""

import html
import re
from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.inquiries.inquiry import Action
from sentralbord_desktop.domain.inquiries.review import Review
from sentralbord_desktop.domain.messages.settings import SendingSettings
from sentralbord_desktop.domain.text.norwegian import MONTHS, WEEKDAYS
from sentralbord_desktop.gui._generated.ui_review import Ui_Review
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.core.widths import ONE_COLUMN, is_narrow, is_wide
from sentralbord_desktop.gui.procedures import LanguageSwitch
from sentralbord_desktop.gui.widgets.keys.keyed_button import show_key
from sentralbord_desktop.gui.widgets.labels import clear, icon_label, keycap, label, row, unbroken
from sentralbord_desktop.gui.widgets.text_stops import order_tabs, plain
from sentralbord_desktop.gui.wizard.action_card import REQUIRED
from sentralbord_desktop.gui.wizard.closed_record import DroppedCard
from sentralbord_desktop.gui.wizard.member.member_panel import MemberPanel, Place
from sentralbord_desktop.gui.wizard.member.shown_member import ShownMember
from sentralbord_desktop.gui.wizard.promise_panel import PromisePanel
from sentralbord_desktop.gui.wizard.review_cards import ReviewCards, ReviewedDraft
from sentralbord_desktop.gui.wizard.step.spoken_step import change_words, heads_words, said_words
from sentralbord_desktop.gui.wizard.step_trail import StepTrail
from sentralbord_desktop.procedures.action_preview import ALL_ANSWERED, dropped
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.procedures.spoken_lines import lines_of, said_in_review
from sentralbord_desktop.services.drafts import SAY_IT, Draft, check_complete, check_promises

DEADLINE = re.compile(rf"(?:i dag, )?(?:{'|'.join(WEEKDAYS)}) \d{{1,2}}\. (?:{'|'.join(MONTHS)})(?: \d{{4}})?")
"""Matches a legal deadline: only deadlines are spoken with weekday and date."""


def unsaid_in(actions: Sequence[Action], review: Review) -> tuple[str, ...]:
    """The ids of what must be spoken and is not confirmed."""
    return tuple(a.id for a in actions if a.must_be_said and a.on and a.id not in review.said)


class MustSayPanel(QObject):
    """`confirmed` and `unconfirmed`, from the button, carry the ids of all that must be said."""

    confirmed = Signal(object)
    unconfirmed = Signal(object)

    def __init__(self, ui: Ui_Review) -> None:
        super().__init__(ui.say)
        self.ui = ui
        self._shown: tuple[Sequence[Action], Review] = ((), Review())
        theme.current().changed.connect(self._redraw)  # ends with this object, unlike a lambda

    def show(self, actions: Sequence[Action], review: Review) -> None:
        self._shown = (actions, review)
        place = self.ui.sayLayout
        clear(place)
        spoken = said_in_review(actions)
        self.ui.say.setVisible(bool(spoken))
        words = QVBoxLayout()
        words.setSpacing(2)
        for action in spoken:
            for line in lines_of(action.text):
                words.addWidget(self._spoken_line(line))
        tag = label("SI", "sayTag")
        text = row(tag, spacing=12)
        text.setAlignment(tag, Qt.AlignmentFlag.AlignTop)
        text.addLayout(words, 1)
        whole = row(spacing=12)
        whole.addLayout(text, 1)
        whole.addLayout(self._answer(spoken, review))
        place.addLayout(whole)
        self.ui.say.setAccessibleName("Si: " + " ".join(a.text.replace("\n", " ") for a in spoken))

    def _redraw(self) -> None:
        self.show(*self._shown)

    @staticmethod
    def _spoken_line(line: str) -> QLabel:
        """The line in «», a deadline in danger colour. Escaped, because a caller's words are no markup."""
        colour = theme.current().colour("danger_text").name()
        marked = DEADLINE.sub(
            lambda day: f'<span style="color:{colour}">{day[0]}</span>', html.escape(line, quote=False)
        )
        made = label("", "saySmall", wrap=True)
        made.setTextFormat(Qt.TextFormat.RichText)
        made.setText(f"«{marked}»")
        made.setAccessibleName(line)
        return made

    def _answer(self, spoken: Sequence[Action], review: Review) -> QHBoxLayout:
        """The button «Sagt», or the time of the confirmation."""
        answer = row(None, spacing=8)
        must = tuple(action.id for action in spoken if action.must_be_said)
        if not must:
            if spoken:
                answer.addWidget(label(f"{spoken[0].strength.word} sies", "meta"))
        elif unsaid_in(spoken, review):
            button = QPushButton("Sagt")
            set_flags(button, "outlined")
            button.setAccessibleName(f"Sagt: {' '.join(a.text for a in spoken)}")
            button.clicked.connect(lambda: self.confirmed.emit(must))
            answer.addWidget(button)
            answer.addWidget(keycap("Mellomrom"))
        else:
            answer.addWidget(icon_label("check-circle-fill", "ok"))
            answer.addWidget(label(f"sagt {review.said_at}".strip(), tone="ok"))
            again = QPushButton("Angre")
            set_flags(again, "link")
            again.setAccessibleName(f"Angre, det er ikke sagt: {' '.join(a.text for a in spoken)}")
            again.clicked.connect(lambda: self.unconfirmed.emit(must))
            answer.addWidget(again)
        return answer


FINISH, KEEP = "Fullfør", "Behold teksten"
BEGINNING = "Se over og fullfør."
MAX_SPOKEN_CHARS = 290
"""Characters: 20 s at 17 per second, minus the keys of the cards, which are read with the focus."""


class ReviewPage(QWidget):
    """Shows a draft. Asks its owner for each change (`said_confirmed`, `said_withdrawn` and the signals of `cards`),
    and the owner calls `show_review` with the result."""

    said_confirmed = Signal(object)  # action ids
    said_withdrawn = Signal(object)
    finish_asked = Signal()
    step_asked = Signal(str)  # step id
    letter_typed = Signal(str)

    def __init__(self, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self.ui = Ui_Review()
        self.ui.setupUi(self)
        self._shown: ReviewedDraft | None = None
        self._is_complete = True
        self.cards = ReviewCards(self.ui)
        self.card_list = self.cards.list
        self._must_say = MustSayPanel(self.ui)
        self.language = LanguageSwitch()
        self.ui.hlay146.insertWidget(self.ui.hlay146.indexOf(self.ui.state), self.language)
        self.dropped = DroppedCard(self.ui.column)
        self._below_cards = self.ui.columnLayout.indexOf(self.ui.cards) + 1
        self.ui.columnLayout.insertWidget(self._below_cards, self.dropped)
        self.ui.columnLayout.insertStretch(self._below_cards + 1, 0)
        self.promises = PromisePanel(self.ui, clock)
        self.trail = StepTrail(self.ui.trail)
        self.member = MemberPanel(self.ui, self, self.ui.column, self.take_focus)
        self.ui.panels.arrange("fullfor", (292, 292, 0))
        self._connect()

    def _connect(self) -> None:
        ui, cards = self.ui, self.cards
        self._must_say.confirmed.connect(self.said_confirmed)
        self._must_say.unconfirmed.connect(self.said_withdrawn)
        cards.refused.connect(self.show_state)
        cards.editing_changed.connect(self._name_finish)
        self.trail.step_asked.connect(self.step_asked)
        ui.finish.clicked.connect(self.finish_asked)
        ui.cards.digit_pressed.connect(self.card_list.press)
        for panel in (ui.cards, ui.promises):
            panel.space_pressed.connect(self._space)
            panel.letter_typed.connect(self.letter_typed)
            panel.enter_pressed.connect(cards.enter)

    @property
    def review(self) -> Review:
        return self._shown.draft.review if self._shown else Review()

    @property
    def reviewed_actions(self) -> tuple[Action, ...]:
        return self._shown.actions if self._shown else ()

    @property
    def draft_id(self) -> str:
        """The id of the shown inquiry, «» before the first."""
        return self._shown.draft.id if self._shown else ""

    def show_run(
        self,
        draft: Draft,
        run: ProcedureRun,
        shown: ShownMember,
        sending: SendingSettings,
        promised: Callable[[Draft], str] = lambda _: "",
    ) -> None:
        """Show all actions of Fullfør, how messages are sent, and other promised callbacks, in words."""
        before, is_another = self.reviewed_actions, draft.id != self.draft_id
        self._shown = ReviewedDraft(draft, run, sending, promised)
        if is_another:
            self.card_list.begin()
            self.trail.forget()
        self.ui.categoryTitle.setText(run.procedure.title)
        self.member.show_member(shown)
        self.dropped.show_names(names := dropped(run))
        self.ui.columnLayout.setStretch(self._below_cards + 1, 1 if names else 0)  # few cards are left
        self.trail.show(run)
        self.language.show_run(run)
        self._must_say.show(self.reviewed_actions, self.review)
        self.promises.show(draft)
        if is_another or before != self.reviewed_actions or not self.cards.is_edited:
            self.cards.show(self._shown)
        self._show_missing()
        self._order_tabs()
        self.take_focus()

    @property
    def spoken(self) -> str:
        """The sentence on arrival: what to say, the heads of the cards if short enough, what is missing."""
        is_said = not unsaid_in(self.reviewed_actions, self.review)
        said = said_words(self.reviewed_actions, is_said=is_said)
        state = "" if said and not is_said and self.ui.state.text() == unbroken(SAY_IT) else self._spoken_state
        heads = self.card_list.heads
        first = said or BEGINNING
        words = " ".join(part for part in (first, heads_words(heads), state) if part)
        if len(words) <= MAX_SPOKEN_CHARS:
            return words
        return " ".join(part for part in (first, f"{len(heads)} kort.", state) if part)

    @property
    def _spoken_state(self) -> str:
        """What is missing, with the words that must still be said; or the key that completes."""
        if self._is_complete:
            return f"{ALL_ANSWERED}. Ctrl+Enter fullfører."
        return self._named(plain(self.ui.state.text()))

    def _named(self, sentence: str) -> str:
        return said_words(self.reviewed_actions, is_said=False) if sentence == SAY_IT else sentence

    def _order_tabs(self) -> None:
        """Set the tab order by the order of work: what to say, the promises, the cards, Fullfør; then the member and
        the steps."""
        ui = self.ui
        work = [*ui.say.findChildren(QPushButton), ui.promises, *ui.promises.findChildren(QPushButton), ui.cards]
        cards = [stop for card in self.card_list.cards for stop in card.tab_stops()]
        strip = (*ui.strip.chips.stops(), ui.strip.fold, ui.strip.park, ui.strip.topic)
        member = (
            *ui.member.stops.widgets,
            *ui.member.chips.stops(),
            ui.fold,
            self.member.fold.area,
            ui.topic,
            ui.trail,
            ui.park,
            ui.forAnother,
        )
        order_tabs([*work, *cards, ui.finish, self.language, *strip, *member])

    def take_focus(self) -> None:
        """Focus the promises until they are answered, then the cards."""
        (self.promises if self.promises.is_open else self.cards).take_focus()

    def show_review(self, draft: Draft) -> None:
        """Show the same draft after a change here. A reason redraws no card and keeps the focus: it is typed in a
        card."""
        if self._shown is None:
            return
        before = self._shown
        self._shown = shown = ReviewedDraft(draft, before.run, before.sending, before.promised)
        if before.draft.review == draft.review:  # the member's record was read again
            self._renew_promises(draft)
        elif only_reasons_differ(before.draft.review, draft.review):
            self.cards.show_texts(shown)
        else:
            self._must_say.show(shown.actions, self.review)
            self.promises.show(draft)
            self.cards.show(shown)
            self._order_tabs()
            if self.isVisible():  # text being written is kept also when the page is left
                self.take_focus()
        self._show_missing()
        if changed := change_words(before.actions, shown.actions, before.draft.review, draft.review):
            announce(self.ui.state, f"{changed} {self._spoken_state}", about="review")

    def _renew_promises(self, draft: Draft) -> None:
        """Show the promises again after a colleague settled or made one; text being written keeps the caret."""
        had_focus = self.ui.promises.is_live
        self.promises.show(draft)
        if had_focus:
            self.take_focus()

    def show_state(self, sentence: str, tone: str = "warn") -> None:
        self.ui.state.setText(sentence)
        theme.restyle(self.ui.state, tone=tone)
        announce(self.ui.state, self._named(sentence), about="review")

    def missing(self) -> SwitchboardError | None:
        if self._shown is None:
            return None
        try:
            check_promises(self._shown.draft, self._clock())
            check_complete(self._shown.run, self.reviewed_actions, self.review)
        except SwitchboardError as error:
            return error
        return None

    def _show_missing(self) -> None:
        error = self.missing()
        self.ui.state.setText(unbroken(str(error)) if error else ALL_ANSWERED)
        theme.restyle(self.ui.state, tone="warn" if error else "ok")
        self.ui.finish.setAccessibleDescription(str(error) if error else "")
        self._is_complete = error is None
        self._name_finish()
        self.ui.byHand.setText(self._shown.sent_by_hand if self._shown else "")

    def _name_finish(self) -> None:
        """Name the button of Ctrl+Enter, which first saves an edited text. While something is missing, the button is
        dimmed and leads there."""
        is_ready = self.cards.is_edited or self._is_complete
        show_key(self.ui.finish, KEEP if self.cards.is_edited else FINISH, "Ctrl+Enter")
        theme.restyle(self.ui.finish, primary=is_ready, dimmed=not is_ready)

    def _space(self) -> None:
        """Switch the chosen optional card, else confirm what must be said. After a switch no card is chosen while that
        remains, so that the next Space confirms it."""
        waiting = unsaid_in(self.reviewed_actions, self.review)
        card = self.card_list.chosen_card
        if card is not None and card.is_optional:
            if waiting:
                self.card_list.chosen = ""
            self.cards.switch(card.action)
        elif waiting:
            self.said_confirmed.emit(waiting)
        elif card is not None:
            self.show_state(REQUIRED)

    def edit_previous(self) -> bool:
        """Open the row above in the trail, also one answered by the app; False when there is none."""
        step_id = self.trail.above()
        if step_id:
            self.step_asked.emit(step_id)
        return bool(step_id)

    def keep_edited(self) -> bool:
        return self.cards.keep_edited()

    def hideEvent(self, event: QHideEvent) -> None:
        if not event.spontaneous():
            self.keep_edited()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = is_narrow(self.window())
        wide = is_wide(self.window())
        self.member.arrange(Place.COLUMN if wide else Place.STEP if narrow else Place.TRAIL, is_strip=narrow)
        for part in (self.ui.byHand, self.ui.title):  # below the strip, the cards need the room
            part.setVisible(not narrow)
        self.ui.columnLayout.setSpacing(4 if narrow else 10)
        is_one = self.window().width() < theme.current().scaled(ONE_COLUMN)  # also at 200 %
        direction = QBoxLayout.Direction
        self.ui.hlay150.setDirection(direction.TopToBottom if is_one else direction.LeftToRight)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Left:
            self.edit_previous()
        elif event.key() == Qt.Key.Key_Right:
            self.card_list.read_chosen()
        elif event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.card_list.turn_page(1 if event.key() == Qt.Key.Key_PageDown else -1)
        elif event.key() == Qt.Key.Key_Delete:
            self.cards.strike_chosen()
        elif event.text() in {"1", "2"} and self.promises.is_open:
            self.promises.press(event.text())
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.card_list.step(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)


def only_reasons_differ(before: Review, after: Review) -> bool:
    return before != after and before.model_copy(update={"reasons": after.reasons}) == after
