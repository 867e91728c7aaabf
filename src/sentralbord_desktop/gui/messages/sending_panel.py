"""Utsending: how e-mail, SMS and letters leave the office; with a check, a test mail and a test SMS."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QFrame, QPushButton, QVBoxLayout

from sentralbord_desktop.domain.errors import WrongFieldsError
from sentralbord_desktop.domain.messages.message import SmsByMail, SmsGateway
from sentralbord_desktop.domain.messages.sending_reach import KINDS, SendingReach
from sentralbord_desktop.domain.messages.settings import SendingSettings
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.messages.sending_fields import (
    SMS,
    gateway_fields,
    letter_fields,
    mail_fields,
    shown_of_mail,
    shown_of_sms,
    test_fields,
)
from sentralbord_desktop.gui.messages.sending_form import settings_of
from sentralbord_desktop.gui.widgets.field_grid import Field, FieldGrid
from sentralbord_desktop.gui.widgets.fields.form_foot import SIDE, FormFoot
from sentralbord_desktop.gui.widgets.fitted_scroll_area import scrolling
from sentralbord_desktop.gui.widgets.labels import label, row
from sentralbord_desktop.gui.widgets.progress_row import ProgressRow
from sentralbord_desktop.gui.widgets.settings_panel import INNER_MARGINS
from sentralbord_desktop.services.messages.sending_workstations import SendingWorkstations
from sentralbord_desktop.services.messages.settings import MessageSettingsService, gateway_presets

POLICY_OF = {"mail": "way", "sms": "way", "sms_sender": "sender", "sms_address": "address", "success": "success_status"}
"""Field -> the last part of its policy's name, where they differ."""


class SendingPanel(QFrame):
    """Shows the fields of the chosen way only. A secret is never shown again; an empty field keeps the stored one."""

    def __init__(
        self,
        sending: MessageSettingsService,
        workstations: SendingWorkstations,
        tasks: TaskRunner,
        outside_tasks: TaskRunner,
    ) -> None:
        super().__init__()
        self._sending, self._workstations = sending, workstations
        self._tasks = tasks
        self._mail, self._preset, self._sms, self._letter = (FieldGrid() for _ in range(4))
        self._test = FieldGrid()
        self.grids = (self._mail, self._preset, self._sms, self._letter)
        self._stored: list[dict[str, str]] = []
        self.reach = label("", "strong", wrap=True)
        """The workstations that can send now."""
        self.try_mail = QPushButton("Prøv e-posten")
        self.send_mail, self.send_sms = QPushButton("Send en prøve på e-post"), QPushButton("Send en prøve på SMS")
        self.foot = FormFoot("Lagre", self.try_mail)
        self.bar = ProgressRow(tasks, (self.try_mail, self.send_mail, self.send_sms, self.foot.save), outside_tasks)
        self._tests = label("Prøv", "head")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        set_flags(self, "panel")
        self.setAccessibleName("Utsending")
        panel = QFrame()
        layout = QVBoxLayout(panel)
        layout.setContentsMargins(*INNER_MARGINS)
        layout.setSpacing(10)
        layout.addWidget(label("Utsending", "page"))
        layout.addWidget(label("Uten server og tjeneste lages tekstene likevel, og du sender dem for hånd.", wrap=True))
        layout.addWidget(self.reach)
        for title, grid in (("E-post", self._mail), ("SMS", self._preset), ("", self._sms), ("Brev", self._letter)):
            if title:
                layout.addWidget(label(title, "head"))
            layout.addWidget(grid)
        layout.addWidget(self._tests)
        layout.addWidget(self._test)
        layout.addLayout(row(self.send_mail, self.send_sms, None))
        layout.addStretch(1)
        self._scroll = scrolling(panel)  # referenced from Python too, else the cycle collector deletes it
        outer = QVBoxLayout(self)
        outer.setContentsMargins(2, 2, 2, 2)
        outer.setSpacing(0)
        outer.addWidget(self._scroll, 1)
        outer.addWidget(self.bar)
        outer.addWidget(self.foot)
        self.bar.setContentsMargins(SIDE, 4, SIDE, 4)
        for part in (self.try_mail, self.send_mail, self.send_sms, self._tests):
            part.hide()  # until the settings are read

    def _connect(self) -> None:
        self.foot.saved.connect(self.submit)
        self.foot.cancelled.connect(self.reset)
        for grid in self.grids:
            grid.submitted.connect(self.submit)
            grid.faults.connect(self.foot.show_faults)
        self.try_mail.clicked.connect(self._try)
        self.send_mail.clicked.connect(self._send_test_mail)
        self.send_sms.clicked.connect(self._send_test_sms)

    def showEvent(self, event: QShowEvent) -> None:
        """Read the settings when the panel is shown; the presets are slow to load."""
        super().showEvent(event)
        self._read_reach()
        if not self._mail.boxes:
            self.reset()

    def reset(self) -> None:
        """Show what is stored."""
        self.foot.show_state("")
        self._tasks.run(self, self._sending.read, self.show_settings)

    def _read_reach(self) -> None:
        def show(reach: SendingReach) -> None:
            self.reach.setText(reach.words)
            self.reach.setVisible(bool(reach.words))
            is_stopped = any(map(reach.obstacle, KINDS))
            theme.restyle(self.reach, tone="danger" if is_stopped else "")

        self._tasks.run(self, self._workstations.read, show)

    # ------------------------------------------------------------------ fields

    def show_settings(self, settings: SendingSettings) -> None:
        self._mail.ask(self._decided("mail", mail_fields(settings)))
        presets = [("", "Velg for å fylle ut"), *((key, preset.title) for key, preset in gateway_presets().items())]
        ways = [
            Field("sms", "Slik sendes SMS", settings.sms, choices=SMS),
            Field("preset", "Kjent tjeneste", "", choices=presets, beside=True),
        ]
        self._preset.ask(self._decided("sms", ways))
        self._fill_gateway(settings.gateway or SmsGateway(url=""), settings.sms_by_mail)
        self._letter.ask(letter_fields(settings.letterhead))
        if not self._test.boxes:
            self._test.ask(test_fields())
        way, preset = self._preset.boxes
        for box in (self._mail.box("mail"), self._mail.box("auth"), way):
            if isinstance(box, QComboBox):
                box.currentIndexChanged.connect(self._show_chosen)
        if isinstance(preset, QComboBox):
            preset.activated.connect(self._take_preset)
        self._stored = [grid.values() for grid in self.grids]
        self._show_chosen()

    def _show_chosen(self) -> None:
        """Show the fields of the chosen ways only."""
        mail, way = self._mail.values(), self._preset.values()["sms"]
        self._mail.show_only(shown_of_mail(mail))
        self._preset.show_only(["sms", "preset"] if way == "gateway" else ["sms"])
        self._sms.show_only(shown_of_sms(way, list(self._sms.values())))
        is_sent, has_sms = mail["mail"] == "smtp", way != "hand"
        self._test.show_only(["own_mail"] * is_sent + ["own_number"] * has_sms)
        for part, shown in ((self.try_mail, is_sent), (self.send_mail, is_sent), (self.send_sms, has_sms)):
            part.setVisible(shown)
        self._tests.setVisible(is_sent or has_sms)

    def _fill_gateway(self, gateway: SmsGateway, by_mail: SmsByMail | None) -> None:
        self._sms.ask(self._decided("sms", gateway_fields(gateway, by_mail)))

    def _decided(self, section: str, fields: Sequence[Field]) -> list[Field]:
        """Lock the fields decided by IT."""
        locks = self._sending.policies.locks
        return [replace(field, locked=locks(f"{section}.{POLICY_OF.get(field.key, field.key)}")) for field in fields]

    def _take_preset(self) -> None:
        found = gateway_presets().get(self._preset.values()["preset"])
        if found:
            self._fill_gateway(found.gateway, None)
            self._show_chosen()
            self.foot.show_state("Bytt ut KONTO og lignende med deres egne verdier.")

    # ------------------------------------------------------------------ saving

    @property
    def is_touched(self) -> bool:
        return bool(self._stored) and [grid.values() for grid in self.grids] != self._stored

    def submit(self) -> None:
        """Ctrl+Enter."""
        if (settings := self._settings()) is None:
            return
        secret, sms_secret = self._mail.values()["secret"], self._sms.values()["sms_secret"]
        self._tasks.run(
            self,
            lambda: self._sending.save(settings, mail_secret=secret, sms_secret=sms_secret),
            lambda _: self._saved(),
            self._tasks.refusal(lambda sentence: self.foot.show_state(sentence, "danger")),
        )

    def _saved(self) -> None:
        self._stored = [grid.values() for grid in self.grids]
        self.foot.leave_saved()
        self.foot.show_state("Lagret.", "ok")
        self._read_reach()

    def _settings(self) -> SendingSettings | None:
        """The settings in the fields; None, with the errors shown below their fields."""
        if not self._mail.boxes:
            return None
        try:
            found = settings_of(
                self._mail.values(), self._sms.values(), self._preset.values()["sms"], self._letter.values()
            )
        except WrongFieldsError as error:
            for grid in reversed(self.grids):
                grid.fail({key: said for key, said in error.wrong.items() if key in grid.values()})
            self.foot.show_faults(len(error.wrong))
            return None
        for grid in self.grids:
            grid.fail({})
        return found

    # ------------------------------------------------------------------ checks

    def _try(self) -> None:
        sending, secret = self._sending, self._mail.values()["secret"]
        self._check(lambda settings: sending.try_mail(settings, secret))

    def _send_test_mail(self) -> None:
        sending, secret, to = self._sending, self._mail.values()["secret"], self._test.values()["own_mail"]
        self._check(lambda settings: sending.send_test_mail(settings, secret, to))

    def _send_test_sms(self) -> None:
        by_mail = self._preset.values()["sms"] == "epost"
        secret = self._mail.values()["secret"] if by_mail else self._sms.values()["sms_secret"]
        sending, number = self._sending, self._test.values()["own_number"]
        self._check(lambda settings: sending.send_test_sms(settings, secret, number))

    def _check(self, work: Callable[[SendingSettings], str]) -> None:
        """Run `work`, which waits for a server, with the present fields, saved or not."""
        if (settings := self._settings()) is not None:
            self.bar.check(lambda: work(settings), self.bar.show_result)
