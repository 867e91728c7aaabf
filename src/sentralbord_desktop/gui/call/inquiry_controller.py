"""Controls the wizard and the review of the running inquiry."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from sentralbord_desktop.domain.conflicts import ConflictError
from sentralbord_desktop.domain.dates.clock import clock
from sentralbord_desktop.domain.inquiries.inquiry import Action, Answer
from sentralbord_desktop.domain.inquiries.open_promise import SETTLED
from sentralbord_desktop.domain.members.record import MemberRecord, besides
from sentralbord_desktop.gui.call.call_session import CallSession, RunningInquiry
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.widgets.conflict_dialog import ConflictDialog
from sentralbord_desktop.gui.wizard.card_kinds import Mended
from sentralbord_desktop.gui.wizard.double_press_guard import DoublePressGuard
from sentralbord_desktop.gui.wizard.member.shown_member import ShownMember
from sentralbord_desktop.gui.wizard.review_page import ReviewPage
from sentralbord_desktop.gui.wizard.step.spoken_step import ABOUT
from sentralbord_desktop.gui.wizard.wizard_page import WizardPage
from sentralbord_desktop.procedures.answers import AnswerError
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.services.drafts import Draft
from sentralbord_desktop.services.inquiries.call_state import Inquiry, View

RENEWED = "Svarene er endret, så teksten du rettet, er skrevet på nytt. Se over den."
NOT_SAVED = "Fikk ikke lagret. Ingenting er sendt. Prøv igjen, samtalen står her."
ANSWER_FIRST = "Svar på dette først, så kommer alt til gjennomsyn."


class InquiryController(QObject):
    """Shows the draft on its two pages, and sends their changes to its owner."""

    def __init__(self, call_session: CallSession, clock: Callable[[], datetime], parent: QWidget) -> None:
        super().__init__(parent)
        self._call_session, self._clock = call_session, clock
        self.wizard, self.review = WizardPage(clock, parent), ReviewPage(clock, parent)
        self.double_press_guard = DoublePressGuard(self.review)
        """Guards a review that was reached by Ctrl+Enter in a form."""
        self._connect_pages(call_session.inquiry)
        call_session.before_parking.connect(self.review.keep_edited)
        call_session.set_aside.connect(self.wizard.voice.forget_step)
        call_session.run_changed.connect(self._show_step)
        call_session.review_reached.connect(self._show_review)
        call_session.conflicted.connect(self._ask_what_stands)
        call_session.record_reread.connect(lambda _: self._show_member())
        call_session.identity_changed.connect(self._show_member)
        call_session.identity_changed.connect(self._show_again)
        for panel in (self.wizard.ui.step, self.review.ui.promises, self.review.ui.cards):
            panel.shift_space_pressed.connect(call_session.ring_for_another)
        call_session.not_saved.connect(lambda _: self.review.show_state(NOT_SAVED, "danger"))

    def _connect_pages(self, inquiry: RunningInquiry) -> None:
        wizard, review = self.wizard, self.review
        wizard.answered.connect(self._answer)
        wizard.typed.connect(partial(inquiry.change, Inquiry.half_typed))
        wizard.review_asked.connect(self.go_on)
        inquiry.half_typed_kept.connect(wizard.show_half_typed)
        inquiry.review_changed.connect(review.show_review)
        for page in (wizard, review):
            page.language.language_chosen.connect(partial(inquiry.change, Inquiry.in_language))
        wizard.step.transfer.missed.connect(partial(inquiry.change, Inquiry.missed))
        wizard.step.transfer.rung_in_vain.connect(self._call_session.note_no_answer)
        inquiry.texts_renewed.connect(lambda: review.show_state(RENEWED))
        review.cards.removal_asked.connect(self._take_out_numbers)
        review.step_asked.connect(self._back_to)
        for asked, event in (
            (review.said_confirmed, lambda now, ids: now.said(ids, clock(self._clock()))),
            (review.said_withdrawn, Inquiry.unsaid),
            (review.promises.answered, Inquiry.promise_answered),
            (review.cards.action_included, Inquiry.included),
            (review.cards.action_left_out, Inquiry.left_out),
            (review.cards.reason_given, Inquiry.reasoned),
            (review.cards.action_struck, Inquiry.struck),
            (review.cards.action_edited, edited),
            (review.cards.sensitive_kept, Inquiry.kept_sensitive),
        ):
            asked.connect(partial(self._change_reviewed, event))

    def _change_reviewed(self, event: Callable[..., Inquiry], *fields: object) -> None:
        """Text that is kept when a review is left belongs to that inquiry; another may be running by then."""
        draft = self._call_session.draft
        if draft is not None and draft.id == self.review.draft_id:
            self._call_session.inquiry.change(event, *fields)

    def go_on(self) -> None:
        """Show the present question, or the review, also after a search or a look at another step."""
        self._call_session.come_back()
        self.wizard.voice.forget_step()
        run = self._call_session.run
        if run is not None:
            (self._show_review if run.current is None else self._show_step)(run)

    def ask_language(self) -> bool:
        """Ctrl+U: the menu of languages on the shown page; False where there is none."""
        shown = next((page.language for page in (self.wizard, self.review) if page.language.isVisible()), None)
        if shown is not None:
            shown.open_menu()
        return shown is not None

    def _show_again(self) -> None:
        """After the caller has changed, when one of the pages is shown."""
        if self._call_session.state.view in {View.STEP, View.REVIEW}:
            self.go_on()

    def finish(self) -> None:
        """Ctrl+Enter on one of the two pages: keep the edited text, complete, or go to what is missing."""
        if self._call_session.state.view is View.STEP:
            self._finish_step()
        elif (
            not self.double_press_guard.is_active
            and not self.review.keep_edited()
            and self._call_session.run is not None
        ):
            self._complete(self._call_session.run)

    def _answer(self, step_id: str, answer: Answer) -> None:
        try:
            self._call_session.answer(step_id, answer)
        except AnswerError as error:
            self.wizard.show_error(str(error))

    def _show_step(self, run: ProcedureRun, step_id: str = "") -> None:
        draft = self._call_session.draft
        if draft is None:
            return
        self._call_session.show(View.STEP)
        self.wizard.show_run(draft, run, self._shown_member(draft, run), step_id)

    def _show_review(self, run: ProcedureRun) -> None:
        draft = self._call_session.draft
        if draft is None:
            return
        self._call_session.show(View.REVIEW)
        shown = self._shown_member(draft, run)
        self.review.show_run(draft, run, shown, self._call_session.sending, self._promised)
        announce(self.review, self.review.spoken, about=ABOUT)

    def _back_to(self, step_id: str) -> None:
        if self._call_session.run is not None:
            self._show_step(self._call_session.run, step_id)

    def _take_out_numbers(self) -> None:
        self._call_session.take_out_numbers()
        announce(self.review, f"Nummeret er tatt bort. {self.review.ui.state.text()}")

    def _open_record(self, draft: Draft) -> MemberRecord | None:
        """The record beside the inquiry; None when the caller rings for another (X-4)."""
        return None if draft.facts.is_third_party else self._call_session.record

    def _shown_member(self, draft: Draft, run: ProcedureRun) -> ShownMember:
        return ShownMember(
            draft,
            self._open_record(draft),
            is_confirmed=run.is_identity_confirmed,
            moment=self._clock(),
            ringing=self._call_session.state.ringing,
            category_title=self._call_session.categories.title,
        )

    def _show_member(self) -> None:
        """The member has changed, or who calls: only the panel beside the inquiry is drawn again."""
        draft, run = self._call_session.draft, self._call_session.run
        if draft is None or run is None:
            return
        shown = self._shown_member(draft, run)
        self.wizard.show_member(shown)
        self.review.member.show_member(shown)

    def _promised(self, draft: Draft) -> str:
        """The member's other promised callbacks, without the present one and those that are settled in this call."""
        record = self._open_record(draft)
        if record is None:
            return ""
        settled = {one.id for one in draft.promises_asked if one.is_callback and draft.answer_to(one) == SETTLED}
        return besides([c for c in record.callbacks if c.id not in {draft.callback_id, *settled}], self._clock())

    def _finish_step(self) -> None:
        run = self._call_session.run
        self.double_press_guard.begin()  # ignore a second press until the review can be read
        if self.wizard.ui.form.isVisible():
            self.wizard.step.send_form()
        elif run is not None and run.current is None:
            self._show_review(run)
        else:
            self.wizard.show_error(ANSWER_FIRST)

    def _complete(self, run: ProcedureRun) -> None:
        error = self.review.missing()
        if error is None:
            self._call_session.complete()
            return
        self.review.show_state(str(error))
        missing = getattr(error, "missing", "")
        step_id = missing.partition(".")[0]
        self.review.take_focus()
        if not self.review.cards.show_missing(missing) and run.procedure.step(step_id) is not None:
            self._back_to(step_id)

    def _ask_what_stands(self, error: ConflictError) -> None:
        ConflictDialog(error.conflicts, self.review, self._call_session.resolve_conflict).open()


def edited(now: Inquiry, action: Action, mended: Mended) -> Inquiry:
    """The event of a card whose text was edited."""
    return now.edited(action.id, mended.into(now.draft.review, action))
