"""Telefon: how this office dials, with a test."""

from dataclasses import replace

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame

from sentralbord_desktop.domain.errors import WrongFieldsError
from sentralbord_desktop.domain.telephony.dialling import Dialling
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.widgets.field_grid import ADDRESS, NUMBER, Field, FieldGrid
from sentralbord_desktop.gui.widgets.fields.form_foot import FormFoot
from sentralbord_desktop.gui.widgets.settings_panel import setup_scrolling_panel
from sentralbord_desktop.services.telephony import TelephoneService

WAYS = [("tel", "Windows' telefonlenker"), ("kommando", "Et program med nummeret"), ("av", "Ikke herfra")]
HELP = (
    "Ctrl+D, eller et klikk på nummeret, ringer. Spør IT hva telefonen på PC-en kan. Den andre "
    "veien, når det ringer hit, åpner telefonprogrammet lenken sentralbord:ring?nummer=99000000."
)


class TelephonePanel(QFrame):
    """Three fields. Invalid settings are not saved."""

    def __init__(self, telephone: TelephoneService, tasks: TaskRunner) -> None:
        super().__init__()
        self._telephone = telephone
        self._tasks = tasks
        self.form = FieldGrid()
        self.foot = FormFoot()
        self.form.submitted.connect(self.submit)
        self.form.faults.connect(self.foot.show_faults)
        self.foot.saved.connect(self.submit)
        self.foot.cancelled.connect(self.reset)
        layout = setup_scrolling_panel(self, "Telefon", HELP, self.foot)
        layout.addWidget(self.form)
        layout.addStretch(1)
        self._stored: dict[str, str] = {}

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self.form.boxes:
            self.reset()

    def reset(self) -> None:
        """Show what is stored."""
        self.foot.show_state("")
        self._tasks.run(self, self._telephone.read, self.show_settings)

    @property
    def is_touched(self) -> bool:
        return bool(self._stored) and self.form.values() != self._stored

    def show_settings(self, dialling: Dialling) -> None:
        locks = self._telephone.policies.locks
        self.form.ask(
            [
                replace(field, locked=locks(f"telephone.{field.key}"))
                for field in (
                    Field("way", "Ring med", dialling.way, choices=WAYS),
                    Field(
                        "command",
                        "Program og nummer",
                        dialling.command,
                        '"C:\\Program Files\\Telefon\\telefon.exe" /ring {nummer}',
                        width=ADDRESS,
                    ),
                    Field(
                        "prefix",
                        "Siffer foran utgående numre",
                        dialling.prefix,
                        width=NUMBER,
                        note="Tomt, eller 0 for linje ut",
                    ),
                )
            ]
        )
        self._stored = self.form.values()

    def submit(self) -> None:
        values = self.form.values()
        if not values:
            return
        try:
            dialling = written(values)
        except WrongFieldsError as error:
            self.form.fail(error.wrong)
            return
        self.form.fail({})
        self._tasks.run(
            self,
            lambda: self._telephone.save(dialling),
            lambda _: self._saved(values),
            self._tasks.refusal(lambda sentence: self.foot.show_state(sentence, "danger")),
        )

    def _saved(self, values: dict[str, str]) -> None:
        self._stored = values
        self.foot.leave_saved()
        self.foot.show_state("Lagret. Prøv med Ctrl+D på et nummer.", "ok")


def written(values: dict[str, str]) -> Dialling:
    prefix = values["prefix"].strip()
    if not (prefix.isascii() and (prefix.isdigit() or not prefix) and len(prefix) <= 4):
        raise WrongFieldsError({"prefix": "Foran nummeret står bare siffer, høyst fire. Skriv for eksempel 0."})
    return Dialling.model_validate({**values, "prefix": prefix})
