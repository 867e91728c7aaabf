"""Telefon: how this office dials, with a test."""

from dataclasses import replace

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.telephony.dialling import Dialling
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.widgets.field_grid import Field, FieldGrid
from sentralbord_desktop.gui.widgets.labels import keycap, label, primary, row
from sentralbord_desktop.gui.widgets.settings_panel import setup_panel
from sentralbord_desktop.services.telephony import TelephoneService

WAYS = [("tel", "Windows' telefonlenker (tel:)"), ("kommando", "Et program med nummeret"), ("av", "Ikke herfra")]
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
        self.said = label("", wrap=True)
        save = primary("Lagre")
        save.clicked.connect(self.submit)
        self.form.submitted.connect(self.submit)
        layout = setup_panel(self, "Telefon", HELP)
        layout.addWidget(self.form)
        layout.addLayout(row(save, keycap("Ctrl+Enter"), None))
        layout.addWidget(self.said)
        layout.addStretch(1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self.form.boxes:
            self._tasks.run(self, self._telephone.read, self.show_settings)

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
                    ),
                    Field("prefix", "Siffer foran utgående numre", dialling.prefix, "tomt, eller 0 for linje ut"),
                )
            ]
        )

    def submit(self) -> None:
        values = self.form.values()
        if not values:
            return
        try:
            dialling = written(values)
        except SwitchboardError as error:
            self._show_state(str(error), "danger")
            return
        self._tasks.run(
            self,
            lambda: self._telephone.save(dialling),
            lambda _: self._show_state("Lagret. Prøv med Ctrl+D på et nummer.", "ok"),
            self._tasks.refusal(lambda sentence: self._show_state(sentence, "danger")),
        )

    def _show_state(self, sentence: str, tone: str) -> None:
        self.said.setText(sentence)
        theme.restyle(self.said, tone=tone)


def written(values: dict[str, str]) -> Dialling:
    prefix = values["prefix"].strip()
    if not (prefix.isascii() and (prefix.isdigit() or not prefix) and len(prefix) <= 4):
        raise SwitchboardError("Foran nummeret står bare siffer, høyst fire. Skriv for eksempel 0.")
    return Dialling.model_validate({**values, "prefix": prefix})
