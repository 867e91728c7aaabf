"""«Se over og fullfør»: mandatory sentences, a card for every output, one key to complete."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.inquiries.inquiry import Action, Review
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.domain.messages.settings import SendingSettings
from sentralbord_desktop.domain.telephony.phone_numbers import spoken_number
from sentralbord_desktop.domain.text.norwegian import grouped
from sentralbord_desktop.gui._generated.ui_review import Ui_Review
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.widgets.labels import unbroken
from sentralbord_desktop.gui.widgets.splitter import is_narrow
from sentralbord_desktop.gui.wizard.language_switch import LanguageSwitch
from sentralbord_desktop.gui.wizard.must_say_panel import MustSayPanel
from sentralbord_desktop.gui.wizard.review_cards import REQUIRED, ReviewCards, ReviewedDraft
from sentralbord_desktop.gui.wizard.step_trail import TrailDelegate, TrailModel
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.procedures.run_state.trail import Standing
from sentralbord_desktop.services.drafts.draft import Draft
from sentralbord_desktop.services.drafts.review import check_complete

FINISH, KEEP = "Fullfør", "Behold teksten"


class ReviewPage(QWidget):
    """Shows a draft, and asks its owner for each change (`said_confirmed`, `said_withdrawn` and those of `cards`); the
    owner calls `show_review` with the result."""

    said_confirmed = Signal(str)  # action id
    said_withdrawn = Signal(str)
    finish_asked = Signal()
    park_asked = Signal()
    step_asked = Signal(str)  # step id
    letter_typed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ui = Ui_Review()
        self.ui.setupUi(self)
        self._shown: ReviewedDraft | None = None
        self.cards = ReviewCards(self.ui)
        self.card_list = self.cards.list
        self._must_say = MustSayPanel(self.ui)
        self.language = LanguageSwitch()
        self.ui.hlay146.insertWidget(self.ui.hlay146.indexOf(self.ui.state), self.language)
        self.trail = TrailModel()
        self.ui.trail.setModel(self.trail)
        self.ui.trail.setItemDelegate(TrailDelegate(self.ui.trail))
        self.ui.panels.arrange("gjennomsyn", (252, 0))
        self._connect()

    def _connect(self) -> None:
        ui, cards = self.ui, self.cards
        self._must_say.confirmed.connect(self.said_confirmed)
        self._must_say.unconfirmed.connect(self.said_withdrawn)
        cards.refused.connect(self.show_state)
        cards.editing_changed.connect(self._name_finish)
        ui.trail.activated.connect(self._open_step)
        ui.trail.clicked.connect(self._open_step)
        for park in (ui.park, ui.parkStrip):
            park.clicked.connect(self.park_asked)
        ui.finish.clicked.connect(self.finish_asked)
        ui.cards.digit_pressed.connect(self.card_list.press)
        ui.cards.space_pressed.connect(self._space)
        ui.cards.letter_typed.connect(self.letter_typed)
        ui.cards.enter_pressed.connect(cards.enter)

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
        self, draft: Draft, run: ProcedureRun, member: Member | None, sending: SendingSettings, promised: str = ""
    ) -> None:
        """Show all actions of Fullfør, how messages are sent, and other promised callbacks."""
        before, is_another = self.reviewed_actions, draft.id != self.draft_id
        self._shown = ReviewedDraft(draft, run, sending, promised)
        if is_another:
            self.card_list.begin()
        self.ui.who.setText(draft.title)
        ids = [grouped(member.number), f"avd. {member.department}"] if member else []
        number = spoken_number(member.phone if member else draft.facts.caller_phone)
        self.ui.whoIds.setText(" · ".join(part for part in (*ids, number) if part))
        self.trail.show(run.trail)
        self.language.show_run(run)
        self._must_say.show(self.reviewed_actions, self.review.said)
        if is_another or before != self.reviewed_actions or not self.cards.is_edited:
            self.cards.show(self._shown)
        self._show_missing()
        self.cards.take_focus()

    def show_review(self, draft: Draft) -> None:
        """Show the same draft after a change here. A reason redraws no card and keeps the focus: it is typed in a
        card."""
        if self._shown is None:
            return
        before = self._shown
        self._shown = shown = ReviewedDraft(draft, before.run, before.sending, before.promised)
        if only_reasons_differ(before.draft.review, draft.review):
            self.cards.show_texts(shown)
        else:
            self._must_say.show(shown.actions, self.review.said)
            self.cards.show(shown)
            self.cards.take_focus()
        self._show_missing()

    def show_state(self, sentence: str) -> None:
        self.ui.state.setText(sentence)
        theme.restyle(self.ui.state, pill="warn")
        announce(self.ui.state, sentence)

    def missing(self) -> SwitchboardError | None:
        if self._shown is None:
            return None
        try:
            check_complete(self._shown.run, self.reviewed_actions, self.review)
        except SwitchboardError as error:
            return error
        return None

    def _show_missing(self) -> None:
        error = self.missing()
        self.ui.state.setText(unbroken(str(error)) if error else "Alt som skal gjøres, er med")
        theme.restyle(self.ui.state, pill="warn" if error else "ok")

    def _name_finish(self) -> None:
        """The action of Ctrl+Enter: it keeps an edited text first."""
        self.ui.finish.setText(f"{KEEP if self.cards.is_edited else FINISH}  Ctrl+Enter")

    def _space(self) -> None:
        """Switch the chosen optional card, else confirm a mandatory sentence. After a switch no card is chosen while
        sentences remain, so that the next Space confirms one."""
        waiting = [a for a in self.reviewed_actions if a.must_be_said and a.on and a.id not in self.review.said]
        card = self.card_list.chosen_card
        if card is not None and card.is_optional:
            if waiting:
                self.card_list.chosen = ""
            self.cards.switch(card.action)
        elif waiting:
            self.said_confirmed.emit(waiting[0].id)
        elif card is not None:
            self.show_state(REQUIRED)

    def edit_previous(self) -> bool:
        """One step back: the last answer given by hand; False when there is none."""
        if self._shown is None:
            return False
        run = self._shown.run
        answered = [line.step.id for line in run.trail if line.standing is Standing.ANSWERED]
        given = [step_id for step_id in answered if step_id in run.given]
        if given:
            self.step_asked.emit(given[-1])
        return bool(given)

    def _open_step(self, index: QModelIndex) -> None:
        line = self.trail.step_at(index.row())
        if line.standing in (Standing.ANSWERED, Standing.OPTIONAL):
            self.step_asked.emit(line.step.id)

    def keep_edited(self) -> bool:
        return self.cards.keep_edited()

    def hideEvent(self, event: QHideEvent) -> None:
        if not event.spontaneous():
            self.keep_edited()
        super().hideEvent(event)

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]  # QResizeEvent
        narrow = is_narrow(self.window())
        self.ui.left.setVisible(not narrow)
        self.ui.parkStrip.setVisible(narrow)
        self.ui.footerMeta.setVisible(not narrow)  # the cards need the room
        self._must_say.fold(narrow=narrow)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Left:
            self.edit_previous()
        elif event.key() == Qt.Key.Key_Delete:
            self.cards.strike_chosen()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.card_list.step(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)


def only_reasons_differ(before: Review, after: Review) -> bool:
    return before != after and before.model_copy(update={"reasons": after.reasons}) == after
