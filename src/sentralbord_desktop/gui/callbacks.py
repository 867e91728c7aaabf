"""Ring tilbake: overdue callbacks first, claimed by one key, an outcome by digit."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from sentralbord_desktop.domain.callbacks import OUTCOMES, SETTLED, Callback, has_hour
from sentralbord_desktop.domain.dates.calendar import is_far, long_date, near_day, short_date
from sentralbord_desktop.domain.dates.clock import clock, oslo, today
from sentralbord_desktop.domain.dates.parse_callback_time import NO_TIME, is_no_time, own_words, read_moment
from sentralbord_desktop.domain.dates.screen_time import day_and_time, day_at_time, time_left
from sentralbord_desktop.domain.inquiries.case_handover import TAKE, Case
from sentralbord_desktop.domain.members.record import opening, rang_themselves
from sentralbord_desktop.domain.telephony import is_phone_number, spoken_number
from sentralbord_desktop.domain.text.norwegian import counted, grouped
from sentralbord_desktop.gui._generated.ui_callbacks import Ui_Callbacks
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.hints import NO_NUMBER
from sentralbord_desktop.gui.core.icons import NO_SIGN, Sign
from sentralbord_desktop.gui.core.page import NamedNumber
from sentralbord_desktop.gui.lists.grouped_model import Grouping, RowGroup, state_column
from sentralbord_desktop.gui.lists.list_context import ListContext
from sentralbord_desktop.gui.lists.list_page import Chip, ListPage
from sentralbord_desktop.gui.lists.outcome_buttons import Choice
from sentralbord_desktop.gui.lists.paper import Paper, PaperColumn
from sentralbord_desktop.gui.lists.row_menu import MenuAction
from sentralbord_desktop.gui.widgets.labels import link, unbroken
from sentralbord_desktop.gui.widgets.table_model import Column, show_inside
from sentralbord_desktop.services.callbacks import NOT_A_NUMBER, CallbackService, ShiftHandover
from sentralbord_desktop.services.inquiries.case_handover import CaseHandoverService
from sentralbord_desktop.services.session import OperatorSession

MAX_ATTEMPTS, MAX_SHOWN_ATTEMPTS = 3, 4
"""How often somebody is rung in vain, and how many attempts are shown, the newest first."""
OVERDUE, TODAY, LATER = "Forfalt", "I dag", "Senere"
ANY_TIME = "når som helst"
CLAIMED, ACCEPTED = "Du har den i 15 minutter.", "Godtatt. Den er din."
ALL, MINE, OWN_DEPARTMENT, WITH_DEADLINE = "Alle", "Mine", "Avd. {}", "Med frist"
EMPTY = {ALL: "Ingen å ringe tilbake.", MINE: "Ingen av dine.", WITH_DEADLINE: "Ingen med frist."}
NO_NAME = "Ukjent innringer"
What = str | Callable[[Any], str]
"""The sentence about the action, or a function that makes it from the result of the work."""


def group_of(callback: Callback, moment: datetime) -> str:
    """Forfalt, I dag or Senere."""
    if callback.is_overdue(moment):
        return OVERDUE
    return TODAY if today(callback.ring_by) <= today(moment) else LATER


def urgency(callback: Callback, moment: datetime) -> str:
    """Sorts within a heading: what is overdue by its legal deadline first, all by their time."""
    limit = callback.deadline.isoformat() if callback.deadline else "9999"
    overdue = f"{limit}{9 - min(callback.raised, 9)}" if callback.is_overdue(moment) else ""
    return f"{overdue}{callback.ring_by.isoformat()}"


def callback_grouping(moment: Callable[[], datetime]) -> Grouping[Callback]:
    groups = (RowGroup(OVERDUE, "danger"), RowGroup(TODAY), RowGroup(LATER))
    return Grouping(groups, lambda callback: group_of(callback, moment()))


class DueWords(NamedTuple):
    time: str
    distance: str


def due_words(callback: Callback, moment: datetime) -> DueWords:
    """When to ring, and the wish in the caller's words, or the time until then: «fredag 13.00» and «etter lunsj»; «i
    dag» and «når som helst». When it is late both stand: «1 virkedag over, når som helst»."""
    due, words = callback.ring_by, callback.window
    if not has_hour(callback.due):
        words = words or ANY_TIME
    time = day_and_time(due, moment) if has_hour(callback.due) else near_day(today(due), today(moment))
    late = time_left(due, moment) if callback.is_overdue(moment) or not words else ""
    return DueWords(time, ", ".join(filter(None, (late, words))))


def dots_of(callback: Callback) -> str:
    """«●●○»: our own attempts of the three, never a reminder from the member."""
    made = min(callback.own_attempts, MAX_ATTEMPTS)
    return "●" * made + "○" * (MAX_ATTEMPTS - made)


def attempts_said(callback: Callback) -> str:
    return f"{callback.own_attempts} av {MAX_ATTEMPTS} forsøk"


def deadline_words(callback: Callback, moment: datetime) -> str:
    """«ons. 02.12.», with the year when it is far away; «» without a deadline."""
    if callback.deadline is None:
        return ""
    return short_date(callback.deadline, year=is_far(callback.deadline, today(moment)))


def sign_of(callback: Callback, moment: datetime) -> Sign:
    return Sign("clock-fill", "danger") if callback.is_overdue(moment) else Sign("clock", "text2")


def callback_columns(operator_session: OperatorSession, category_title: Callable[[str], str]) -> list[Column[Callback]]:
    def now() -> datetime:
        return operator_session.clock()

    def due_key(callback: Callback) -> str:
        return urgency(callback, now())

    def tone(callback: Callback) -> str:
        return "danger" if callback.is_overdue(now()) else ""

    return [
        state_column(lambda c: group_of(c, now()), due_key, lambda c: sign_of(c, now())),
        Column("Ring", lambda c: "\n".join(due_words(c, now())), due_key, 124, strong=True, tone=tone),
        Column(
            "Navn og nummer",
            lambda c: f"{c.name or 'Ukjent'}\n{spoken_number(c.number)}".strip(),
            None,
            160,
            strong=True,
            takes_over=True,
        ),
        Column("Gjelder", lambda c: f"{category_title(c.category)}\n{c.subject}".strip()),
        Column(
            "Frist",
            lambda c: deadline_words(c, now()),
            lambda c: c.deadline.isoformat() if c.deadline else "9999",
            118,
            strong=True,
            tone=lambda c: "danger" if c.deadline else "",
            sign=lambda c: Sign("flag", "danger") if c.deadline else NO_SIGN,
            gives_way=3,
        ),
        Column("Tatt av", lambda c: taken_words(operator_session, c), None, 104, is_small=True, gives_way=2),
        Column("Forsøk", dots_of, lambda c: c.own_attempts, 72, is_small=True, spoken=attempts_said, gives_way=1),
    ]


def taken_words(operator_session: OperatorSession, callback: Callback) -> str:
    """«LT ringer nå / siden 14.05», «deg», «DS avd. 4»; «» when anybody may take it."""
    moment = operator_session.clock()
    holder = callback.claimed_at(moment)
    if holder:
        who = "du" if holder == operator_session.sign else holder
        since = callback.claimed_since
        return f"{who} ringer nå" + (f"\nsiden {clock(since)}" if since else "")
    if callback.offered_to:
        return f"{callback.offered_to} er spurt"
    return callback.owner_at(moment)


def callback_paper(
    operator_session: OperatorSession, category_title: Callable[[str], str], filtered: Callable[[], str]
) -> Paper[Callback]:
    def taken(callback: Callback) -> str:
        moment = operator_session.clock()
        return callback.claimed_at(moment) or callback.offered_to or callback.owner_at(moment)

    def subject(callback: Callback) -> str:
        about = ": ".join(filter(None, (category_title(callback.category), callback.subject)))
        return f"{about} ({callback.window})" if callback.window else about

    columns: list[PaperColumn[Callback]] = [
        PaperColumn("Ring", lambda c: c.ring_by if has_hour(c.due) else today(c.ring_by), 122),
        PaperColumn("Navn", lambda c: c.name or "Ukjent", 158),
        PaperColumn("Nummer", lambda c: spoken_number(c.number), 96),
        PaperColumn("Gjelder", subject, 216),
        PaperColumn("Frist", lambda c: c.deadline, 80, strong=True),
        PaperColumn("Tatt av", taken, 88),
        PaperColumn("Forsøk", lambda c: c.own_attempts, 62, f"av {MAX_ATTEMPTS}"),
    ]
    return Paper("Ring tilbake", "oppringing", "oppringinger", columns, filtered)


def _ids(callback: Callback) -> str:
    """«204 305 · avd. 1»; «» without a member."""
    department = f"avd. {callback.department}" if callback.department else ""
    return " · ".join(filter(None, (grouped(callback.member_number), department)))


class CallbacksPage(ListPage[Callback]):
    page, gone = "callbacks", "Oppringingen er ikke i listen lenger. Avtal en ny med Ctrl+T."
    new_asked = Signal()
    answered = Signal(object)  # Callback: open the member and the right wizard

    def __init__(
        self,
        context: ListContext,
        callbacks: CallbackService,
        case_handover: CaseHandoverService,
        operator_session: OperatorSession,
    ) -> None:
        super().__init__(context, Ui_Callbacks(), "oppringinger", (0, 350), filters=ALL)
        self._callbacks, self._case_handover, self._operator_session = callbacks, case_handover, operator_session
        ui = self.ui
        columns = callback_columns(operator_session, callbacks.category_title)
        paper = callback_paper(operator_session, callbacks.category_title, lambda: self._filters.current.lower())
        self.make_list("ring-tilbake", ui.table, columns, paper, callback_grouping(lambda: self.now))
        self._question = self.ask_in_panel()
        self._show_all = link("Vis alle")
        self._show_all.clicked.connect(lambda: self._filters.choose(ALL))
        show_inside(ui.table, ui.empty, self._show_all)
        ui.body.hide()
        ui.foot.setText("Enter tar den i 15 minutter. Uten utfall blir den ledig igjen.")
        ui.ring.setIconSize(QSize(16, 16))
        theme.current().changed.connect(self._draw)
        self._draw()
        ui.new_.clicked.connect(self.new_asked)
        copy = QShortcut(QKeySequence("Ctrl+C"), self)
        copy.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        copy.activated.connect(self.copy_number)
        mine = QShortcut(QKeySequence.StandardKey.SelectAll, ui.table)
        mine.setContext(Qt.ShortcutContext.WidgetShortcut)
        mine.activated.connect(self._choose_mine)
        self._filters.chosen.connect(self._filter)

    @property
    def now(self) -> datetime:
        return self._operator_session.clock()

    def _draw(self) -> None:
        self.ui.ring.setIcon(theme.current().icon("phone", "accent_text", size=16))

    # ------------------------------------------------------------------ the list

    def refresh(self, content: Sequence[Callback]) -> None:
        self.list.show(content, lambda c: c.id)
        self._show_chips(content)
        self._show_empty()

    def choose(self, row_id: object) -> bool:
        """Whatever the filter is."""
        if super().choose(row_id):
            return True
        self._filters.choose(ALL)
        return super().choose(row_id)

    def _show_chips(self, callbacks: Sequence[Callback]) -> None:
        """The filters, each with a count."""
        department = self._operator_session.operator.department
        own = (OWN_DEPARTMENT.format(department),) if department is not None else ()
        counts = {name: sum(map(self._test(name), callbacks)) for name in (ALL, MINE, *own, WITH_DEADLINE)}
        chips = [Chip(name, f"{name} · {count}", f"{name}, {count}") for name, count in counts.items()]
        self._filters.show(chips, (self.ui.new_, self.ui.more, self.ui.table))

    def _is_mine(self, callback: Callback) -> bool:
        return self._operator_session.sign in (callback.owner, callback.offered_to, callback.claimed_at(self.now))

    def _test(self, name: str) -> Callable[[Callback], bool]:
        department = self._operator_session.operator.department
        tests: dict[str, Callable[[Callback], bool]] = {
            ALL: lambda _: True,
            MINE: self._is_mine,
            WITH_DEADLINE: lambda callback: callback.deadline is not None,
        }
        return tests.get(name, lambda callback: callback.department == department)

    def _filter(self, name: str) -> None:
        self.list.sorted.keep(self._test(name))
        self._show_empty()

    def _show_empty(self) -> None:
        none, chosen = self.list.sorted.rowCount() == 0, self._filters.current
        sentence = EMPTY.get(chosen, f"Ingen under «{chosen}».")
        self.ui.empty.setText(self._operator_session.operator.of_empty(sentence))
        self.ui.empty.setVisible(none)
        self._show_all.setVisible(none and chosen != ALL)

    # ------------------------------------------------------------------ the chosen callback

    def details(self, callback: Callback | None) -> None:
        ui, now = self.ui, self.now
        for widget in (ui.who, ui.whoIds, ui.number, ui.promise, ui.promiseHead, ui.question, ui.buttons):
            widget.setVisible(callback is not None)
        for widget in (ui.ring, ui.ringKey):
            widget.setVisible(callback is not None and bool(callback.number))
        for widget in (ui.attempts, ui.attemptsHead):
            widget.setVisible(callback is not None and bool(callback.attempts))
        ui.alert.setVisible(callback is not None and callback.deadline is not None)
        ui.sayBox.setVisible(callback is not None)
        if callback is None:
            self.show_heading(ui.who, ui.whoIds)
            return
        ui.who.setText(callback.name or NO_NAME)
        ui.whoIds.setText("\n".join(filter(None, (_ids(callback), self._whose(callback)))))
        ui.whoIds.setVisible(bool(ui.whoIds.text()))
        ui.number.setText(spoken_number(callback.number) or "Uten nummer")
        if callback.deadline:
            day = long_date(callback.deadline, year=is_far(callback.deadline, today(now)))
            ui.alertText.setText(f"Mulig frist {day}. DS bekrefter.")
        category = self._callbacks.category_title(callback.category)
        ui.say_.setText(opening(callback, category, now))
        ui.promise.setText(unbroken(": ".join(filter(None, (category, callback.subject)))))
        wish = f": «{callback.window}»" if callback.window else ""
        ui.promiseHead.setText(f"Lovet av {callback.promised_by} {day_at_time(callback.created, now)}{wish}")
        attempts = (
            f"{day_and_time(a.at, now)}, {OUTCOMES.get(a.outcome, a.outcome).lower()} ({a.author})"
            for a in callback.attempts[:MAX_SHOWN_ATTEMPTS]
        )
        ui.attempts.setText("\n".join(attempts))
        ui.question.setText("Hvordan gikk det?")

    def _whose(self, callback: Callback) -> str:
        if callback.offered_to == self._operator_session.sign:
            return f"{callback.owner} spør om du kan ta den. Trykk 9."
        if callback.offered_to:
            return f"Venter på at {callback.offered_to} godtar"
        if callback.owner and not callback.owner_at(self.now):
            return f"Var {callback.owner} sin, er ledig for alle nå"
        rang = rang_themselves(callback, self.now)
        return f"Medlemmet {rang}" if rang else ""

    def choices(self, callback: Callback) -> list[Choice]:
        service, tried = self._callbacks, partial(self._tried, callback)
        accept = Choice("9", "Godta", "den er din", lambda: self._act(lambda: service.accept(callback), ACCEPTED))
        return [
            Choice("1", "Svarte", "åpner samtalen", lambda: self.answered.emit(callback)),
            Choice("2", "Ikke svar", "på nytt om en time", lambda: tried("ikke_svar")),
            Choice("3", "Opptatt", "på nytt om 15 min", lambda: tried("opptatt")),
            Choice("4", "Feil nummer", "skriv et nytt", lambda: self._ask_number(callback)),
            Choice("5", "Flytt", "velg tid", lambda: self._ask_time(callback)),
            Choice("6", "Gi til en annen", "skriv hvem", lambda: self._ask_receiver(callback)),
            Choice("7", "La igjen beskjed", "blir stående", lambda: tried("beskjed")),
            Choice(
                "8",
                "Slipp",
                "blir ledig igjen",
                lambda: self._do(lambda: service.release(callback), callback, "sluppet"),
            ),
            *([accept] if callback.offered_to == self._operator_session.sign else []),
            Choice("0", "Ordnet", "trengs ikke lenger", lambda: tried(SETTLED)),
        ]

    def more_actions(self) -> list[MenuAction]:
        """«DS har overtatt» on a callback that was promised in a trøbbel case; that settles it too (PR-8)."""
        callback = self.list.current
        if callback is None or not callback.is_of_case:
            return []
        return [MenuAction("", TAKE, partial(self._take_case, callback))]

    def _take_case(self, callback: Callback) -> None:
        service, case = self._case_handover, Case(callback.inquiry_id or "", callback.created)
        self._do(lambda: service.confirm(case), callback, TAKE, partial(service.withdraw, case))

    def _tried(self, callback: Callback, outcome: str) -> None:
        def what_came(again: datetime | None) -> str:
            """«ikke svar. Ringes igjen i morgen 08.00»: an hour from now the office may be closed."""
            return OUTCOMES[outcome].lower() + (f". Ringes igjen {day_and_time(again, self.now)}" if again else "")

        vain = sum(1 for a in callback.attempts if a.outcome == "ikke_svar")
        self._do(lambda: self._callbacks.attempt(callback, outcome), callback, what_came)
        if outcome == "ikke_svar" and vain + 1 >= MAX_ATTEMPTS:
            self._ask_sms(callback)

    # ------------------------------------------------------------------ questions, whose answer is written at once

    def _ask_number(self, callback: Callback) -> None:
        def answered(text: str) -> str | None:
            if text.strip() and not is_phone_number(text):
                return NOT_A_NUMBER
            self._do(lambda: self._callbacks.wrong_number(callback, text), callback, "feil nummer")
            return None

        self._question.ask("Riktig nummer?", "990 00 000", answered, callback.id)

    def _ask_time(self, callback: Callback) -> None:
        def answered(text: str) -> str | None:
            due = read_moment(text, oslo(self.now)).due
            if not text:
                return "Skriv for eksempel «i morgen 10»."
            if is_no_time(due, text, oslo(self.now)):
                return f"«{text}» {NO_TIME}"
            words = own_words(text, oslo(self.now))
            self._do(lambda: self._callbacks.move(callback, due, words[:60]), callback, "flyttet")
            return None

        self._question.ask("Når skal vi ringe?", "i morgen 10, onsdag 14.30", answered, callback.id)

    def _ask_receiver(self, callback: Callback) -> None:
        def give(receiver: str) -> None:
            self._do(lambda: self._callbacks.give(callback, receiver), callback, "gitt til en annen")

        self._ask_who("Hvem skal ringe?", give, callback.id)

    def ask_hand_over(self) -> None:
        """Offer all of the operator's callbacks to one person, who accepts each."""

        def give(receiver: str) -> None:
            self.context.tasks.run(
                self, lambda: self._callbacks.hand_over_shift(receiver), self._show_assigned, self._refused
            )

        self._ask_who("Hvem tar over oppringingene dine?", give)

    def _ask_sms(self, callback: Callback) -> None:
        """After the third call without an answer. The callback may leave the list first."""
        self._question.ask(
            f"Tredje gang uten svar hos {callback.name or spoken_number(callback.number)}. Send SMS «vi prøvde»?",
            "Enter sender, Esc lar være",
            lambda _: self._act(lambda: self._callbacks.send_tried_sms(callback), "SMS-en ligger i Utboks."),
            stands=True,
        )

    def _ask_who(self, question: str, give: Callable[[str], None], about: int = 0) -> None:
        def answered(text: str) -> str | None:
            if not text:
                return "Skriv initialene eller navnet."
            give(text)
            return None

        self._question.ask(question, "Initialer eller navn", answered, about)

    # ------------------------------------------------------------------ taking

    def open(self, callback: Callback) -> None:
        """Claim it."""
        holder = callback.claimed_at(self.now)
        if holder and holder != self._operator_session.sign:
            take_over = partial(self._callbacks.take_over, callback)
            self._question.ask_yes(f"{holder} har den. Ta over?", lambda: self._act(take_over, "Overtatt. Den er din."))
            return
        self._act(lambda: self._callbacks.claim(callback), CLAIMED)
        self.ui.detail.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_next(self) -> None:
        """Ctrl+J: claim the most urgent callback that is due."""
        self._filters.choose(ALL)
        self.context.tasks.run(self, self._callbacks.claim_next, self._mine_now, self._refused)

    def _mine_now(self, callback: Callback | None) -> None:
        if callback is None:
            self.show_state("Ingen skal ringes nå.")
            return
        self.show_state(f"{callback.name or spoken_number(callback.number)} er din i et kvarter.")
        if super().choose(callback.id) and self.isVisible():
            self.ui.detail.setFocus(Qt.FocusReason.OtherFocusReason)

    def copy_number(self) -> None:
        """Ctrl+C without a selection: copy the number, and claim the callback."""
        if numbers := self.numbers():
            number = numbers[0].number
            self.list.let_out("kopi av nummer: oppringinger", lambda: QApplication.clipboard().setText(number))
            self.hold()
        else:
            self.show_state(NO_NUMBER)

    def numbers(self) -> list[NamedNumber]:
        callback = self.list.current
        return [NamedNumber(callback.name, callback.number)] if callback and callback.number else []

    def hold(self) -> None:
        """Claim the callback that is dialled, when no other operator has claimed it."""
        callback = self.list.current
        if callback is not None and callback.number and not callback.claimed_at(self.now):
            self._act(lambda: self._callbacks.claim(callback), CLAIMED)

    def _choose_mine(self) -> None:
        """Ctrl+A: all of the operator's callbacks, to offer to another operator."""
        ui, count = self.ui, sum(map(self._is_mine, self.list.model.values))
        if not count:
            self.show_state("Du har ingen oppringinger å gi fra deg.")
            return
        self.details(None)  # the buttons apply to all of them
        ui.who.setText("Alle oppringingene dine")
        ui.whoIds.setText(counted(count, "oppringing", "oppringinger"))
        announce(ui.detail, f"Alle oppringingene dine, {count}. 6: gi til en annen.")
        for part in (ui.who, ui.whoIds, ui.question, ui.buttons):
            part.show()
        ui.question.setText("Hva gjør du med dem?")
        self._outcomes.show([Choice("6", "Gi til en annen", "skriv hvem", self.ask_hand_over)], of_row=False)

    def _show_assigned(self, done: ShiftHandover) -> None:
        what = counted(done.count, "oppringing er", "oppringinger er")
        self.show_state(f"{what} tilbudt {done.receiver}. De er dine til de er godtatt.")

    def _act(self, work: Callable[[], object], said: str) -> None:
        """What needs no undo; `said` is announced."""
        self.do(work, lambda _: announce(self.ui.foot, said))

    def _do(
        self, work: Callable[[], Any], before: Callback, what: What, back: Callable[[], object] | None = None
    ) -> None:
        """It can be undone, by `back` if given; the bar shows `what`."""

        def done(result: Any) -> None:
            who = before.name or spoken_number(before.number) or NO_NAME
            sentence = f"{who}: {what if isinstance(what, str) else what(result)}."
            self.offer_undo(sentence, back or (lambda: self._callbacks.undo(before)))

        self.do(work, done)
