"""Venter: awaited confirmations, and unmatched calls."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import Signal

from sentralbord_desktop.domain.confirmations import CONFIRMATION_KINDS, Confirmation
from sentralbord_desktop.domain.dates.calendar import is_far, near_day, read_date, said_day, short_date
from sentralbord_desktop.domain.dates.clock import OSLO, today
from sentralbord_desktop.domain.dates.screen_time import time_waited
from sentralbord_desktop.domain.inquiries.unmatched import KIND, UnmatchedCall
from sentralbord_desktop.domain.telephony import spoken_number
from sentralbord_desktop.gui._generated.ui_confirmations import Ui_Confirmations
from sentralbord_desktop.gui.core.icons import Sign
from sentralbord_desktop.gui.lists.grouped_model import Grouping, RowGroup, state_column
from sentralbord_desktop.gui.lists.list_context import ListContext
from sentralbord_desktop.gui.lists.list_page import ListPage
from sentralbord_desktop.gui.lists.outcome_buttons import Choice
from sentralbord_desktop.gui.lists.paper import Paper, PaperColumn
from sentralbord_desktop.gui.widgets.table_model import Column, show_inside
from sentralbord_desktop.services.office import Services

Awaited = Confirmation | UnmatchedCall
REMIND, UNMATCHED, WAITS = "Bør purres", "Mangler medlemsbilde", "Venter"
SIGNS = {
    REMIND: Sign("hourglass-high", "warn"),
    UNMATCHED: Sign("user-minus", "warn"),
    WAITS: Sign("hourglass", "text2"),
}
"""Heading -> icon and colour of its rows."""
ENTER_OPENS, ENTER_SEEKS = "Enter åpner medlemmet.", "Enter søker etter medlemmet."


def kind_of(confirmation: Confirmation) -> str:
    return CONFIRMATION_KINDS.get(confirmation.kind, confirmation.kind)


def group_of(awaited: Awaited, day: date) -> str:
    if isinstance(awaited, UnmatchedCall):
        return UNMATCHED
    return REMIND if awaited.remind <= day else WAITS


def awaited_grouping(day: Callable[[], date]) -> Grouping[Awaited]:
    groups = (RowGroup(REMIND, "warn"), RowGroup(UNMATCHED, "warn"), RowGroup(WAITS))
    return Grouping(groups, lambda awaited: group_of(awaited, day()))


class SinceWords(NamedTuple):
    day: str
    distance: str


def since_words(awaited: Awaited, day: date) -> SinceWords:
    """«30. oktober» and «for 31 dager siden»."""
    return SinceWords(near_day(awaited.asked, day), time_waited(awaited.asked, day))


def matter(awaited: Awaited) -> str:
    """«Overføring / til avd. 9»: the target distinguishes the kinds."""
    if isinstance(awaited, UnmatchedCall):
        return f"{KIND}\n{awaited.title}"
    kind = kind_of(awaited)
    return f"{kind.partition(' til ')[0]}\n{awaited.detail}" if awaited.detail else kind


def awaited_columns(day: Callable[[], date]) -> list[Column[Awaited]]:
    """Under a heading what has waited longest comes first."""

    def remind(awaited: Awaited) -> str:
        return short_date(awaited.remind, year=is_far(awaited.remind, day()))

    def asked_key(awaited: Awaited) -> str:
        return awaited.asked.isoformat()

    return [
        state_column(lambda c: group_of(c, day()), asked_key, lambda c: SIGNS[group_of(c, day())]),
        Column("Bedt om", lambda c: "\n".join(dict.fromkeys(since_words(c, day()))), asked_key, 130, strong=True),
        Column(
            "Medlem", lambda c: f"{c.member_name}\n{_department(c)}".strip(), None, 160, strong=True, takes_over=True
        ),
        Column("Venter på", matter),
        Column("Purres", remind, lambda c: c.remind.isoformat(), 104, gives_way=3),
        Column("Måte", lambda c: c.method, None, 112, is_small=True, gives_way=1),
        Column("Sist gjort", lambda c: c.last_done, None, 132, is_small=True, gives_way=2),
    ]


def _department(awaited: Awaited) -> str:
    return f"avd. {awaited.department}" if awaited.department else ""


AWAITED_PAPER: Paper[Awaited] = Paper(
    "Venter på bekreftelse",
    "vi venter på",
    "vi venter på",
    [
        PaperColumn("Venter på", lambda c: KIND if isinstance(c, UnmatchedCall) else kind_of(c), 150),
        PaperColumn("Medlem", lambda c: c.member_name, 170),
        PaperColumn("Nærmere", lambda c: c.detail, 150),
        PaperColumn("Bedt om", lambda c: c.asked, 90),
        PaperColumn("Måte", lambda c: c.method, 90),
        PaperColumn("Purres", lambda c: c.remind, 90, strong=True),
        PaperColumn("Sist gjort", lambda c: c.last_done, 140),
    ],
)


class ConfirmationsPage(ListPage[Awaited]):
    page, gone = "confirmations", "Den er ikke i listen lenger. Det er ikke mer å purre på."
    member_chosen = Signal(int)
    member_sought = Signal(object)  # UnmatchedCall

    def __init__(self, context: ListContext, services: Services) -> None:
        super().__init__(context, Ui_Confirmations(), "bekreftelser", (0, 350))
        self._confirmations, self._unmatched_calls = services.confirmations, services.unmatched_calls
        self._operator_session = services.session
        ui, columns, groups = self.ui, awaited_columns(self._today), awaited_grouping(self._today)
        self.make_list("venter", ui.table, columns, AWAITED_PAPER, groups, copies=True)
        self._question = self.ask_in_panel()
        self._shown: object = None
        number = (ui.number, ui.numberIcon, ui.copyHint, ui.copyKey)
        for unused in (*number, ui.attemptsHead, ui.attempts, ui.body, ui.chips, ui.alert):
            unused.hide()
        show_inside(ui.table, ui.empty)
        ui.foot.setText(ENTER_OPENS)

    def _today(self) -> date:
        return today(self._operator_session.clock())

    def refresh(self, content: Sequence[Awaited]) -> None:
        self.list.show(content, lambda c: c.id)
        self.ui.empty.setText(self._operator_session.operator.of_empty("Vi venter ikke på noe."))
        self.ui.empty.setVisible(not content)

    def open(self, chosen: Awaited) -> None:
        if isinstance(chosen, UnmatchedCall):
            self.member_sought.emit(chosen)
        else:
            self.member_chosen.emit(chosen.member_id)

    def details(self, chosen: Awaited | None) -> None:
        ui, about = self.ui, chosen.id if chosen else None
        if about != self._shown:
            ui.foot.setText(ENTER_SEEKS if isinstance(chosen, UnmatchedCall) else ENTER_OPENS)
        self._shown = about
        for widget in (ui.who, ui.whoIds, ui.promise, ui.promiseHead, ui.question, ui.buttons):
            widget.setVisible(chosen is not None)
        if chosen is None:
            self.show_heading(ui.who, ui.whoIds)
            return
        ui.who.setText(chosen.member_name)
        ui.question.setText("Hva har skjedd?")
        if isinstance(chosen, UnmatchedCall):
            number = spoken_number(chosen.number) if chosen.number else ""
            ui.whoIds.setText(" · ".join(filter(None, (number, chosen.title))))
            ui.promiseHead.setText("VENTER PÅ MEDLEMSBILDET")
            ui.promise.setText(chosen.note or chosen.detail)
        else:
            ui.whoIds.setText(f"{kind_of(chosen)} {chosen.detail}".strip())
            ui.promiseHead.setText("SI, hvis medlemmet spør")
            asked = said_day(chosen.asked, self._today())
            ui.promise.setText(f"«Vi har ikke fått den ennå. Vi ba om den {asked}.»")

    def choices(self, chosen: Awaited) -> list[Choice]:
        return self._of_call(chosen) if isinstance(chosen, UnmatchedCall) else self._of_confirmation(chosen)

    def _of_call(self, call: UnmatchedCall) -> list[Choice]:
        service = self._unmatched_calls

        def settle(*, has_member: bool) -> None:
            dismiss = partial(service.dismiss, call, has_member=has_member)
            self._do(dismiss, call, "ute av listen", lambda _: service.undo_dismiss(call))

        return [
            Choice("1", "Finn medlemmet", "og før det inn", lambda: self.member_sought.emit(call)),
            Choice("2", "Ført inn for hånd", "", lambda: settle(has_member=True)),
            Choice("3", "Gjelder ikke et medlem", "", lambda: settle(has_member=False)),
        ]

    def _of_confirmation(self, confirmation: Confirmation) -> list[Choice]:
        service = self._confirmations

        def act(
            what: str, work: Callable[..., object], *more: str, undo: Callable[..., object] | None = None
        ) -> Callable[[], None]:
            back = undo or (lambda _: service.undo(confirmation))
            return lambda: self._do(partial(work, confirmation, *more), confirmation, what, back)

        by_sms = act(
            "purret på SMS, som ligger i Utboks", service.remind_by_sms, undo=partial(service.undo_sms, confirmation)
        )
        by_phone = act("purret på telefon", service.reminded, "telefon")
        return [
            Choice("1", "Er kommet", "avdelingen går videre", act("er kommet", service.arrived)),
            Choice("2", "Purr på SMS", "teksten er klar", by_sms),
            Choice("3", "Purret på telefon", "ny purring om to uker", by_phone),
            Choice("4", "Trukket tilbake", "vil ikke likevel", act("trukket tilbake", service.withdrawn)),
            Choice("5", "Flytt purring", "velg dag", lambda: self._postpone(confirmation)),
        ]

    def _postpone(self, confirmation: Confirmation) -> None:
        service = self._confirmations

        def moved(text: str) -> str | None:
            day = read_date(text, self._today(), past=False)
            if day is None:
                return "Skriv dagen som 4.12."
            postpone = partial(service.postpone, confirmation, datetime.combine(day, time(9), tzinfo=OSLO))
            self._do(postpone, confirmation, "purring flyttet", lambda _: service.undo(confirmation))
            return None

        self._question.ask("Når skal vi purre?", "4.12 eller fredag", moved, confirmation.id)

    def _do(self, work: Callable[[], Any], before: Awaited, what: str, undo: Callable[[Any], object]) -> None:
        """It can be undone: `undo` gets the result of `work`."""
        kind = before.title if isinstance(before, UnmatchedCall) else kind_of(before)
        sentence = f"{before.member_name}, {kind.lower()}: {what}."
        self.do(work, lambda result: self.offer_undo(sentence, partial(undo, result)))
