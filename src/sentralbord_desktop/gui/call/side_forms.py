"""The short forms beside a call: rectify the record, a remark, a callback, a caller without a record."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from sentralbord_desktop.domain.callbacks import Callback, CallbackFields
from sentralbord_desktop.domain.conflicts import ConflictError, ConflictResolution
from sentralbord_desktop.domain.dates.calendar import is_far, note_date, read_date
from sentralbord_desktop.domain.dates.clock import oslo, today
from sentralbord_desktop.domain.dates.parse_callback_time import NO_TIME, is_no_time, own_words, read_moment
from sentralbord_desktop.domain.errors import SwitchboardError, WrongFieldsError
from sentralbord_desktop.domain.inquiries.caller_kind import CallerKind
from sentralbord_desktop.domain.inquiries.parked import UnsavedForm
from sentralbord_desktop.domain.members.fields import MEMBER_COLUMNS, MEMBERS
from sentralbord_desktop.domain.members.member import DEAD, SAID_IN_CALL, STATUSES, Member, phone_field, phone_position
from sentralbord_desktop.domain.organisation.names import suggest_employers
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.domain.privacy.sensitive_text import look_for
from sentralbord_desktop.domain.telephony import (
    caller_in,
    is_phone_number,
    normal_number,
    number_to_ring,
    spoken_number,
)
from sentralbord_desktop.domain.text.lengths import check_name, fitting
from sentralbord_desktop.domain.text.patterns import EMAIL
from sentralbord_desktop.gui.call.call_session import CallSession
from sentralbord_desktop.gui.call.category_chooser import CALLERS
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.lists.column_views import form_field
from sentralbord_desktop.gui.widgets.conflict_dialog import ConflictDialog
from sentralbord_desktop.gui.widgets.field_grid import ADDRESS, DATE, NAME, PHONE, Field
from sentralbord_desktop.gui.widgets.form_panel import FormPanel
from sentralbord_desktop.gui.wizard.sensitive_row import WHY
from sentralbord_desktop.procedures.categories import Categories
from sentralbord_desktop.procedures.run import ProcedureRun, Standing
from sentralbord_desktop.services.drafts import Draft
from sentralbord_desktop.services.inquiries.call_state import UnknownCaller
from sentralbord_desktop.services.inquiries.completion_context import nearest_deadline, without_member
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.services.session import OperatorSession

FIRST_EDITED = ("first_name", "middle_name", "last_name", "birth_date", "phone", "phone2")
LAST_EDITED = ("status", "no_sms")
NOT_EDITED = ("number", "department", "joined", "resigned", "insurance_codes")
"""The union's own system has them; a department is changed by the department that the member leaves (OA-4)."""


def member_fields(member: Member, organisation: Organisation) -> list[Field]:
    """The fields of «Rett», with every phone number."""
    placed = {*FIRST_EDITED, *LAST_EDITED, *NOT_EDITED}
    others = [column.field for column in MEMBER_COLUMNS if column.field not in placed]
    more: dict[str, dict[str, Any]] = {
        "birth_date": {"hint": "14.03.1979"},
        "status": {"choices": [(k, v) for k, v in STATUSES.items() if k in {*SAID_IN_CALL, DEAD, member.status}]},
        "employer": {"suggest": partial(suggest_employers, organisation=organisation)},
        "no_sms": {"label": "SMS", "hint": "Ønsker ikke SMS"},
    }
    fields = []
    for name in (*FIRST_EDITED, *others, *LAST_EDITED):
        place = phone_position(name)
        value = getattr(member, name) if place is None else member.number_at(place)
        fields.append(form_field(MEMBERS.by_field[name], value, **more.get(name, {})))
    fields[len(FIRST_EDITED) : len(FIRST_EDITED)] = [
        Field(phone_field(p.position), f"Telefon {p.position + 1}", spoken_number(p.number), width=PHONE)
        for p in member.phones
        if p.position > 1
    ]
    return fields


def callback_fields(number: str, name: str, categories: Categories) -> list[Field]:
    return [
        Field("number", "Nummer", spoken_number(number), width=PHONE),
        Field("name", "Navn", name, width=NAME),
        Field("subject", "Hva gjelder det?", width=ADDRESS),
        Field("category", "Emne", categories.or_other(""), choices=[*categories.titles.items()]),
        Field("when", "Når?", "", "i morgen 10, onsdag 14.30, etter 15 eller når som helst", width=ADDRESS),
        Field("owner", "Hvem skal ringe tilbake?", "", "Initialer eller avdeling. Tomt: hvem som helst", width=ADDRESS),
        Field("deadline", "Frist, hvis det er en", "", "27.11", width=DATE),
    ]


def cut_call(draft: Draft, run: ProcedureRun) -> dict[str, str]:
    """What `callback_fields` begin with when the line was cut: the first choice of the call as its matter, and the day
    before which we must have rung."""
    chosen = (line for line in run.trail if line.standing is Standing.ANSWERED and line.answer and line.answer.choice)
    matter = next((line.shown for line in chosen if not (line.is_quiet or line.step.role or line.step.transfer)), "")
    matter = matter or run.procedure.title
    last = nearest_deadline(run.assessment)
    return {
        "number": spoken_number(number_to_ring(draft.number(run.library))),
        "name": draft.caller_name(run.library),
        "subject": f"{matter[:1].lower()}{matter[1:]} ({CUT.lower()})",
        "category": run.procedure.id,
        "when": "straks",
        "deadline": note_date(last) if last and last >= run.facts.now.date() else "",
    }


def changes_from(values: dict[str, str], moment: datetime, seen: Member) -> dict[str, str]:
    """Read `member_fields` of `seen`. Raises WrongFieldsError for invalid values."""
    changes, wrong = dict(values), dict[str, str]()
    if text := changes["birth_date"]:
        day = read_date(text, today(moment))
        if day is None:
            wrong["birth_date"] = "Skriv fødselsdatoen som 14.03.1979."
        else:
            changes["birth_date"] = note_date(day)
    for key, text in changes.items():
        if phone_position(key) is not None and text and not is_phone_number(text):
            wrong[key] = "Telefonnummeret kan bare ha tall, mellomrom og +. Skriv det som 990 00 000."
    email = changes["email"]
    if email and email != seen.email and not EMAIL.fullmatch(email):
        wrong["email"] = "Skriv e-postadressen som navn@eksempel.no."
    if wrong:
        raise WrongFieldsError(wrong)
    return changes


def _this_year(key: str, text: str, day: date, now: date) -> None:
    """Refuse «01.11» on 29 November, which would be next year's and is hardly meant, unless the year is written."""
    if is_far(day, now) and not re.search(r"\d{4}", text):
        raise WrongFieldsError({key: f"«{text}» blir {note_date(day)}. Skriv året med hvis det er riktig."})


def callback_from(values: dict[str, str], operator_session: OperatorSession) -> CallbackFields:
    """Read `callback_fields`. Raises WrongFieldsError for an invalid value."""
    moment = operator_session.clock()
    if not is_phone_number(values["number"]):
        raise WrongFieldsError({"number": "Skriv nummeret vi skal ringe."})
    due = read_moment(values["when"], oslo(moment)).due if values["when"] else None
    if is_no_time(due, values["when"], oslo(moment)):
        raise WrongFieldsError({"when": f"«{values['when']}» {NO_TIME}"})
    if due is not None:
        _this_year("when", values["when"], oslo(due).date(), today(moment))
    deadline = None
    if values["deadline"]:
        deadline = read_date(values["deadline"], today(moment), past=False)
        if deadline is None:
            raise WrongFieldsError({"deadline": "Skriv fristen som 27.11."})
        _this_year("deadline", values["deadline"], deadline, today(moment))
    with fitting():
        return CallbackFields(
            name=values["name"],
            number=values["number"],
            subject=values["subject"],
            category=values["category"],
            due=due,
            window=own_words(values["when"], oslo(moment)),
            deadline=deadline,
            owner=values["owner"][:60],
            promised_by=operator_session.sign,
            created=moment,
            loop=operator_session.operator.loop,
        )


CUT, CUT_HELP = "Samtalen ble brutt", "Samtalen parkeres med svarene, og fortsetter når vi får svar."
REASON = "reason"
"""The field added to a form that holds sensitive text (PR-3)."""


@dataclass(frozen=True)
class FormQuestion:
    kind: str
    member_id: int | None
    title: str
    help_text: str
    verb: str
    fields: list[Field]
    save: Callable[[dict[str, str]], None]
    watched: str = ""
    """The field checked for sensitive text, «» for none."""


class ShortForm(QObject):
    """A panel for one form at a time, below a stack of pages."""

    closed = Signal()  # saved or closed
    leaving = Signal()  # about to close: `half_written` still has its text
    not_kept = Signal(object)  # UnsavedForm: closed during a save that failed

    def __init__(self, tasks: TaskRunner, reread: Callable[[], None], place: QStackedWidget) -> None:
        """`reread` is called after a save."""
        super().__init__(place)
        self._tasks, self._reread, self._place = tasks, reread, place
        self.panel = FormPanel()
        self._question: FormQuestion | None = None
        self._turn, self._saving = 0, 0
        """Number of the open form, counted from the first, and of the one being saved."""
        self._asked: dict[str, str] = {}
        """The initial values."""
        self._again: dict[str, str] = {}
        """The values to restore while the form is opened again."""
        self.panel.saved.connect(self._save)
        self.panel.typed.connect(self._look)
        self.panel.cancelled.connect(self._leave)
        self.panel.cancelled.connect(self.closed)
        place.currentChanged.connect(self._another_shown)

    def half_written(self) -> UnsavedForm | None:
        if self._question is None or self._saving == self._turn or self.panel.values == self._asked:
            return None
        return self._unsaved(self._question)

    def _unsaved(self, question: FormQuestion) -> UnsavedForm:
        return UnsavedForm(kind=question.kind, member_id=question.member_id, values=self.panel.values)

    def ask(self, question: FormQuestion) -> None:
        """Show the form; the key of an unsaved form returns to it."""
        if self.half_written() is not None and self._question is not None:
            is_same = (question.kind, question.member_id) == (self._question.kind, self._question.member_id)
            if is_same and not self._again:
                self.panel.go_on()
                return
            self.leaving.emit()
        self._show(question)
        if question.watched:
            self._look(self.panel.values)

    def _show(self, question: FormQuestion) -> None:
        self._turn += 1
        self._question = question
        self._place.setCurrentWidget(self.panel)
        written = [replace(one, value=self._again.get(one.key, one.value)) for one in question.fields]
        self.panel.ask(question.title, question.help_text, question.verb, question.fields)
        self._asked = self.panel.values
        if self._again:
            self.panel.ask(question.title, question.help_text, question.verb, written)

    def close(self) -> None:
        self._question = None

    def _leave(self) -> None:
        self.leaving.emit()
        self.close()

    def _another_shown(self) -> None:
        """Close the form because a search or another member takes its place."""
        if self._place.currentWidget() is not self.panel:
            self._leave()

    def _look(self, values: dict[str, str]) -> None:
        """Warn during typing: of a fødselsnummer in any field, and of other sensitive text in the watched one, until a
        reason is requested."""
        found = look_for(values.values())
        if not found.numbers:
            watched = self._question.watched if self._question and REASON not in values else ""
            found = look_for(values.get(watched, ""))
        self.panel.warn(found.sentence if found else "")

    def _save(self, values: dict[str, str]) -> None:
        """Ask for a reason first, where the watched field holds sensitive text."""
        question = self._question
        if question is None:
            return
        found = look_for(values[question.watched]) if question.watched else None
        if found and not values.get(REASON):
            self._ask_reason(question, values, found.sentence)
        else:
            question.save(values)

    def _ask_reason(self, question: FormQuestion, values: dict[str, str], sentence: str) -> None:
        written = [replace(field, value=values[field.key]) for field in question.fields]
        asked = self._asked
        fields = [field for field in written if field.key != REASON]
        self._show(replace(question, fields=[*fields, Field(REASON, WHY)]))
        self._asked = asked  # the text is still unsaved
        self.panel.fail(sentence.replace("Ta det bort?", "Ta det bort, eller si hvorfor."))
        self.panel.focus_last()

    def run(
        self,
        work: Callable[[], Any],
        on_conflict: Callable[[ConflictError], None] | None = None,
        on_done: Callable[[Any], None] = lambda _: None,
    ) -> None:
        """Save on the worker. The form closes when it is saved, unless another is open by then."""
        turn, question = self._turn, self._question
        if self._saving == turn or question is None:
            return  # pressed twice
        self._saving = turn
        form = self._unsaved(question)

        def is_open() -> bool:
            if self._saving == turn:
                self._saving = 0
            return self._turn == turn and self._question is not None

        def saved(result: object) -> None:
            was_open = is_open()
            if was_open:
                self.close()
            self._reread()
            if was_open:
                self.closed.emit()
            on_done(result)

        def failed(error: Exception) -> None:
            self._fail(error, None if is_open() else form, on_conflict)

        self._tasks.run(self, work, saved, failed)

    def _fail(
        self, error: Exception, left: UnsavedForm | None, on_conflict: Callable[[ConflictError], None] | None
    ) -> None:
        """`left`: the form, when it is no longer open."""
        if not isinstance(error, SwitchboardError):
            self._tasks.failed.emit(error)
        elif left is not None:
            self.not_kept.emit(left)
        elif isinstance(error, ConflictError) and on_conflict is not None:
            on_conflict(error)
        else:
            self.panel.fail(str(error))


RECTIFY, REMARK, CALLBACK, NEW_CALLER = "medlem", "merknad", "oppringing", "innringer"
"""The kind of a form, as stored in the register."""


class SideForms(ShortForm):
    """One form at a time, about the caller."""

    arranged = Signal(object)  # Callback
    cut = Signal(object, object)  # Draft of the call whose line was cut, Callback; comes before `arranged`
    rectified = Signal(object, object)  # Member as it was read, [Rectified]

    def __init__(self, call_session: CallSession, services: Services, tasks: TaskRunner, place: QStackedWidget) -> None:
        super().__init__(tasks, call_session.reread, place)
        self._call_session = call_session
        self._members = services.members
        self._callbacks = services.callbacks
        self._operator_session = services.session

    def go_on_with(self, form: UnsavedForm, member: Member | None) -> None:
        """Open the form again with its text; its member is open already."""
        self._again = form.values
        if form.kind == CALLBACK:
            self.arrange_callback()
        elif form.kind == NEW_CALLER:
            self.ask_unknown_caller("")
        elif member is not None:
            (self.edit_member if form.kind == RECTIFY else self.write_remark)(member)
        self._again = {}

    def edit_member(self, member: Member) -> None:
        def save(values: dict[str, str]) -> None:
            try:
                changes = changes_from(values, self._operator_session.clock(), member)
            except SwitchboardError as error:
                self.panel.fail_with(error)
                return
            self._change(member, changes, {})

        self.ask(
            FormQuestion(
                RECTIFY,
                member.id,
                f"Rett opplysninger for {member.name}",
                "Avdelingen endres ikke her: avdelingen medlemmet går ut av, foretar overføringen. "
                "Hver endring blir logget.",
                "Lagre",
                member_fields(member, self._call_session.organisation),
                save,
            )
        )

    def _change(self, seen: Member, changes: dict[str, str], agreed: dict[str, str]) -> None:
        """Save the changes; on a conflict, ask which values apply, and save again."""

        def ask(error: ConflictError) -> None:
            def chosen(settled: ConflictResolution) -> None:
                ours = {f: text for f, text in changes.items() if f not in settled.given_up}
                self._change(seen, ours, {**agreed, **settled.seen})

            self._call_session.reread()
            ConflictDialog(error.conflicts, self.panel, chosen).open()

        self.run(lambda: self._members.change(seen, changes, agreed), ask, lambda done: self.rectified.emit(seen, done))

    def write_remark(self, member: Member) -> None:
        def save(values: dict[str, str]) -> None:
            pinned, reason = values["pinned"] == "ja", values.get(REASON, "")
            self.run(lambda: self._members.remark(member.id, values["text"], pinned=pinned, reason=reason))

        self.ask(
            FormQuestion(
                REMARK,
                member.id,
                f"Merknad på {member.name}",
                "Dato og initialer kommer av seg selv. Ingenting om helse, ikke fødselsnummer.",
                "Lagre merknaden",
                [Field("text", "Merknad", lines=6), Field("pinned", "Fest", "nei", "Fest den øverst", yes_no=True)],
                save,
                watched="text",
            )
        )

    def arrange_cut_call(self, draft: Draft, run: ProcedureRun) -> None:
        """«Samtalen ble brutt»: the callback form, filled in from the call, which waits for it once it is saved. Nothing
        is promised on the record of a member who was not recognised (X-3)."""
        known = cut_call(draft, run)
        fields = callback_fields(known["number"], known["name"], self._call_session.categories)
        fields = [replace(one, value=known.get(one.key, one.value)) for one in fields]

        def done(made: Callback) -> None:
            self.cut.emit(draft, made)
            self.arranged.emit(made)

        self._ask_callback(CUT, CUT_HELP, fields, without_member(draft).member_id, done)

    def arrange_callback(self) -> None:
        """Open the callback form: for the member, for a caller without a record, or without a caller."""
        record, (number, name) = self._call_session.open_record, self._call_session.unknown_caller or UnknownCaller()
        member = record.member if record else None
        member_id = member.id if member else None
        if member is not None:
            number, name = member.phone, member.name
        fields = callback_fields(number, name, self._call_session.categories)
        self._ask_callback("Avtal oppringing", "Gjenta nummeret høyt.", fields, member_id, self.arranged.emit)

    def _ask_callback(
        self, title: str, help_text: str, fields: list[Field], member_id: int | None, done: Callable[[Callback], None]
    ) -> None:
        def save(values: dict[str, str]) -> None:
            try:
                made = callback_from(values, self._operator_session)
            except SwitchboardError as error:
                self.panel.fail_with(error)
                return
            reason = values.get(REASON, "")
            self.run(lambda: self._callbacks.arrange(made, member_id, reason), on_done=done)

        self.ask(FormQuestion(CALLBACK, member_id, title, help_text, "Avtal", fields, save, watched="subject"))

    def ask_unknown_caller(self, text: str, kind: CallerKind | None = None) -> None:
        """Open the form of a caller without a record. `text` is the searched text."""
        number, name = caller_in(text.strip())

        def save(values: dict[str, str]) -> None:
            try:
                check_name(values["name"])
            except SwitchboardError as error:
                self.panel.fail_with(error)
                return
            self.close()
            number = normal_number(values["number"])
            other = "" if number else values["number"]  # a name in the first field
            self._call_session.open_unknown_caller(number, values["name"] or other, kind)

        self.ask(
            FormQuestion(
                NEW_CALLER,
                None,
                "Innringer uten medlemsbilde",
                CALLERS[kind] if kind else "Journalist, arbeidsgiver, pårørende eller en som vil bli medlem.",
                "Gå videre",
                [
                    Field("number", "Nummer", spoken_number(number), width=PHONE),
                    Field("name", "Navn, eller hvor innringeren ringer fra", name, width=NAME),
                ],
                save,
            )
        )
