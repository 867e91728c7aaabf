"""The short forms beside a call: rectify the record, only a remark, a callback, a stranger."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from sentralbord_desktop.domain.conflicts import ConflictError, ConflictResolution
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.inquiries.parked import UnsavedForm
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.domain.privacy.sensitive_text import look_for
from sentralbord_desktop.domain.telephony.phone_numbers import caller_in, normal_number, spoken_number
from sentralbord_desktop.domain.text.lengths import check_name
from sentralbord_desktop.gui.call.call_session import CallSession
from sentralbord_desktop.gui.call.form_values import callback_from, changes_from, member_fields
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.widgets.conflict_dialog import ConflictDialog
from sentralbord_desktop.gui.widgets.field_grid import Field
from sentralbord_desktop.gui.widgets.form_panel import FormPanel
from sentralbord_desktop.gui.wizard.sensitive_row import WHY
from sentralbord_desktop.services.office import Services

RECTIFY, REMARK, CALLBACK, STRANGER = "medlem", "merknad", "oppringing", "innringer"
About = tuple[str, int | None]
"""Which form, «» when none is open, and the member's id: what is needed to open it again."""


class SideForms(QObject):
    """One form panel, asked different things. `closed` is sent when it is saved or left, `leaving` while what is
    written still stands."""

    closed, leaving = Signal(), Signal()
    arranged = Signal(object)  # Callback
    not_kept = Signal(object)  # UnsavedForm: it was left while it was written, in vain
    rectified = Signal(object, object)  # Member as it was seen, [(field, before, after)]

    def __init__(self, call_session: CallSession, services: Services, tasks: TaskRunner, place: QStackedWidget) -> None:
        super().__init__(place)
        self._call_session = call_session
        self._members = services.members
        self._callbacks = services.callbacks
        self._operator_session = services.session
        self._tasks = tasks
        self._place = place
        self.panel = FormPanel()
        self._save: Callable[[dict[str, str]], None] = lambda _: None
        self._kind, self._member_id = "", None  # type: str, int | None
        self._watched = ""
        """The field that is looked through for what should not be kept."""
        self._turn, self._saving = 0, 0
        """The form that is open, counted from the first, and the one that is being written."""
        self._asked: dict[str, str] = {}
        self._again: dict[str, str] = {}
        self.panel.saved.connect(lambda values: self._save(values))
        self.panel.typed.connect(self._look)
        self.panel.cancelled.connect(self._leave)
        self.panel.cancelled.connect(self.closed)
        place.currentChanged.connect(self._another_shown)

    def half_written(self) -> UnsavedForm | None:
        """The form that is open, when something has been written in it."""
        if not self._kind or self._saving == self._turn or self.panel.values == self._asked:
            return None
        return UnsavedForm(kind=self._kind, member_id=self._member_id, values=self.panel.values)

    def go_on_with(self, form: UnsavedForm, member: Member | None) -> None:
        """Open it again with its words; whoever it is about is open already."""
        self._again = form.values
        if form.kind == CALLBACK:
            self.arrange_callback()
        elif form.kind == STRANGER:
            self.ask_stranger("")
        elif member is not None:
            (self.edit_member if form.kind == RECTIFY else self.write_remark)(member)
        self._again = {}

    def _leave(self) -> None:
        self.leaving.emit()
        self._kind = ""

    def _another_shown(self) -> None:
        """A search, or a member that was opened elsewhere, took the place of the form."""
        if self._place.currentWidget() is not self.panel:
            self._leave()

    def edit_member(self, member: Member) -> None:
        """F2: what the operator may change. Department is not among them (OA-4)."""

        def save(values: dict[str, str]) -> None:
            try:
                changes = changes_from(values, self._operator_session.clock(), member)
            except SwitchboardError as error:
                self.panel.fail(str(error))
                return
            self._change(member, changes, {})

        self._ask(
            (RECTIFY, member.id),
            f"Rett opplysninger for {member.name}",
            "Avdelingen endres ikke her: avdelingen medlemmet går ut av foretar overføringen. "
            "Hver endring blir logget.",
            "Lagre",
            member_fields(member),
            save,
        )

    def _change(self, seen: Member, changes: dict[str, str], agreed: dict[str, str]) -> None:
        """Write it; where another wrote in the same field, ask what shall stand, and write again."""

        def ask(error: ConflictError) -> None:
            def chosen(settled: ConflictResolution) -> None:
                ours = {f: text for f, text in changes.items() if f not in settled.given_up}
                self._change(seen, ours, {**agreed, **settled.seen})

            self._call_session.reread()
            ConflictDialog(error.conflicts, self.panel, chosen).open()

        self._run(
            lambda: self._members.change(seen, changes, agreed), ask, lambda done: self.rectified.emit(seen, done)
        )

    def write_remark(self, member: Member) -> None:
        """Ctrl+M: only a remark."""
        fields = [Field("text", "Merknad", lines=6), Field("pinned", "Fest", "nei", "Fest den øverst", yes_no=True)]

        def save(values: dict[str, str]) -> None:
            self._run(
                lambda: self._members.remark(
                    member.id, values["text"], pinned=values["pinned"] == "ja", reason=values.get("reason", "")
                )
            )

        self._ask_carefully(
            (REMARK, member.id),
            f"Merknad på {member.name}",
            "Dato og initialer kommer av seg selv. Ingenting om helse, ikke fødselsnummer.",
            "Lagre merknaden",
            fields,
            save,
            "text",
        )

    def arrange_callback(self) -> None:
        """Ctrl+T: from the member, from a stranger, or bare."""
        record, stranger = self._call_session.open_record, self._call_session.unknown_caller or ("", "")
        member, categories = record.member if record else None, self._call_session.categories
        fields = [
            Field("number", "Nummer", spoken_number(member.phone if member else stranger[0])),
            Field("name", "Hvem", member.name if member else stranger[1]),
            Field("subject", "Hva gjelder det?"),
            Field("category", "Emne", categories.or_other(""), choices=[*categories.titles.items()]),
            Field("when", "Når?", "", "i morgen 10, onsdag 14.30, etter 15 eller når som helst"),
            Field("owner", "Hvem ringer?", "", "Initialer eller avdeling. Tomt: hvem som helst"),
            Field("deadline", "Frist, hvis det er en", "", "27.11"),
        ]

        def save(values: dict[str, str]) -> None:
            try:
                made = callback_from(values, self._operator_session)
            except SwitchboardError as error:
                self.panel.fail(str(error))
                return
            why = values.get("reason", "")
            about = member.id if member else None
            self._run(lambda: self._callbacks.arrange(made, about, why), done=self.arranged.emit)

        self._ask_carefully(
            (CALLBACK, member.id if member else None),
            "Avtal oppringing",
            "Gjenta nummeret høyt.",
            "Avtal",
            fields,
            save,
            "subject",
        )

    def ask_stranger(self, text: str) -> None:
        """Ctrl+N: press, employer, relative, prospect."""
        number, name = caller_in(text.strip())
        fields = [
            Field("number", "Nummer", spoken_number(number)),
            Field("name", "Navn, eller hvor innringeren ringer fra", name),
        ]

        def save(values: dict[str, str]) -> None:
            try:
                check_name(values["name"])
            except SwitchboardError as error:
                self.panel.fail(str(error))
                return
            self._kind = ""
            number = normal_number(values["number"])
            other = "" if number else values["number"]  # a name in the first field is a name
            self._call_session.open_unknown_caller(number, values["name"] or other)

        self._ask(
            (STRANGER, None),
            "Innringer uten medlemsbilde",
            "Journalist, arbeidsgiver, pårørende eller en som vil bli medlem.",
            "Gå videre",
            fields,
            save,
        )

    def _ask_carefully(
        self,
        about: About,
        title: str,
        help_text: str,
        verb: str,
        fields: list[Field],
        save: Callable[[dict[str, str]], None],
        watched: str,
    ) -> None:
        """Where `watched` holds what should not be kept (PR-3), it is told while it is typed, and a reason is asked
        for before it is saved."""

        def careful(values: dict[str, str]) -> None:
            found = look_for(values[watched])
            if not found or values.get("reason"):
                save(values)
                return
            again = [replace(field, value=values[field.key]) for field in fields]
            before, self._asked = self._asked, self.panel.values
            self._ask(about, title, help_text, verb, [*again, Field("reason", WHY)], careful)
            self._asked = before  # what is written is still not kept
            self.panel.fail(found.sentence.replace("Ta det bort?", "Ta det bort, eller si hvorfor."))
            self.panel.focus_last()

        self._ask(about, title, help_text, verb, fields, careful)
        self._watched = watched
        self._look(self.panel.values)

    def _look(self, values: dict[str, str]) -> None:
        """While somebody types: what should be written otherwise. A fødselsnummer belongs in no field."""
        found = look_for(values.values())
        if not found.numbers:
            written = "" if values.get("reason") else values.get(self._watched, "")
            found = look_for(written)
        self.panel.warn(found.sentence if found else "")

    def _ask(
        self,
        about: About,
        title: str,
        help_text: str,
        verb: str,
        fields: list[Field],
        save: Callable[[dict[str, str]], None],
    ) -> None:
        if self.half_written() is not None:
            if about == (self._kind, self._member_id) and not self._again:
                self.panel.go_on()  # the key of the form that is open
                return
            self.leaving.emit()
        self._turn += 1
        self._save, self._watched = save, ""
        self._kind, self._member_id = about
        self._place.setCurrentWidget(self.panel)
        written = [replace(one, value=self._again.get(one.key, one.value)) for one in fields]
        self.panel.ask(title, help_text, verb, fields)
        self._asked = self.panel.values
        if self._again:
            self.panel.ask(title, help_text, verb, written)

    def _run(
        self,
        work: Callable[[], Any],
        ask: Callable[[ConflictError], None] | None = None,
        done: Callable[[Any], None] = lambda _: None,
    ) -> None:
        turn = self._turn
        if self._saving == turn:
            return  # pressed twice
        self._saving = turn
        form = UnsavedForm(kind=self._kind, member_id=self._member_id, values=self.panel.values)

        def is_open() -> bool:
            """This form and no other: somebody may have gone on while it was written."""
            if self._saving == turn:
                self._saving = 0
            return self._turn == turn and bool(self._kind)

        def kept(result: object) -> None:
            if is_open():
                self._done()
            else:
                self._call_session.reread()
            done(result)

        def failed(error: Exception) -> None:
            stands = is_open()
            if isinstance(error, SwitchboardError) and not stands:
                self.not_kept.emit(form)
            elif isinstance(error, ConflictError) and ask is not None:
                ask(error)
            elif isinstance(error, SwitchboardError):
                self.panel.fail(str(error))
            else:
                self._tasks.failed.emit(error)

        self._tasks.run(self, work, kept, failed)

    def _done(self) -> None:
        self._kind = ""
        self._call_session.reread()
        self.closed.emit()
