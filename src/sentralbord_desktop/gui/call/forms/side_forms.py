"""The short forms beside a call: rectify the record, a remark, a callback, a caller without a record."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from sentralbord_desktop.domain.conflicts import ConflictError, ConflictResolution
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.inquiries.caller_kind import CallerKind
from sentralbord_desktop.domain.inquiries.parked import UnsavedForm
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.domain.telephony.phone_numbers import caller_in, normal_number, spoken_number
from sentralbord_desktop.domain.text.lengths import check_name
from sentralbord_desktop.gui.call.call_session import CallSession
from sentralbord_desktop.gui.call.category_chooser import CALLERS
from sentralbord_desktop.gui.call.forms.form_values import callback_fields, callback_from, changes_from, member_fields
from sentralbord_desktop.gui.call.forms.short_form import REASON, FormQuestion, ShortForm
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.widgets.conflict_dialog import ConflictDialog
from sentralbord_desktop.gui.widgets.field_grid import NAME, PHONE, Field
from sentralbord_desktop.services.inquiries.call_state import UnknownCaller
from sentralbord_desktop.services.office import Services

RECTIFY, REMARK, CALLBACK, NEW_CALLER = "medlem", "merknad", "oppringing", "innringer"
"""The kind of a form, as stored in the register."""


class SideForms(ShortForm):
    """One form at a time, about the caller."""

    arranged = Signal(object)  # Callback
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

    def arrange_callback(self) -> None:
        """Open the callback form: for the member, for a caller without a record, or without a caller."""
        record, (number, name) = self._call_session.open_record, self._call_session.unknown_caller or UnknownCaller()
        member = record.member if record else None
        member_id = member.id if member else None
        if member is not None:
            number, name = member.phone, member.name

        def save(values: dict[str, str]) -> None:
            try:
                made = callback_from(values, self._operator_session)
            except SwitchboardError as error:
                self.panel.fail_with(error)
                return
            reason = values.get(REASON, "")
            self.run(lambda: self._callbacks.arrange(made, member_id, reason), on_done=self.arranged.emit)

        self.ask(
            FormQuestion(
                CALLBACK,
                member_id,
                "Avtal oppringing",
                "Gjenta nummeret høyt.",
                "Avtal",
                callback_fields(number, name, self._call_session.categories),
                save,
                watched="subject",
            )
        )

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
