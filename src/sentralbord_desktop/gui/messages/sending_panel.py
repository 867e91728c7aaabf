"""Utsending: who can send from where, the mail server, the SMS gateway and the letterhead, with a trial of the server."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from pydantic import ValidationError
from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.messages.message import MailServer, SmsByMail, SmsGateway
from sentralbord_desktop.domain.messages.sending_reach import KINDS, SendingReach
from sentralbord_desktop.domain.messages.settings import SendingSettings
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.messages.sending_form import (
    FIELD_NAMES,
    check_written,
    gateway_of,
    header_lines,
    server_of,
)
from sentralbord_desktop.gui.widgets.field_grid import Field, FieldGrid
from sentralbord_desktop.gui.widgets.fitted_scroll_area import FittedScrollArea
from sentralbord_desktop.gui.widgets.labels import keycap, label, primary, row
from sentralbord_desktop.services.messages.sending_workstations import SendingWorkstations
from sentralbord_desktop.services.messages.settings import MessageSettingsService, gateway_presets

MAIL = [("hand", "Åpnes i e-postprogrammet"), ("smtp", "Sendes herfra")]
SMS = [("hand", "Kopieres"), ("gateway", "SMS-tjeneste"), ("epost", "E-post til SMS")]
SECURITY = [("starttls", "STARTTLS"), ("tls", "TLS"), ("ingen", "Ingen, bare på eget nett")]
AUTH = [("passord", "Brukernavn og passord"), ("xoauth2", "OAuth (Microsoft 365)"), ("ingen", "Ingen")]
BODIES = [("json", "JSON"), ("form", "Skjema"), ("tekst", "Ren tekst"), ("ingen", "Ingen")]
NUMBER_FORMATS = [("e164", "+4799000418"), ("uten_pluss", "4799000418"), ("nasjonalt", "99000418")]
POLICY_OF = {"mail": "way", "sms": "way", "sms_sender": "sender", "sms_address": "address", "success": "success_status"}
"""Field -> the last part of its policy's name, where they differ."""
LEAVE_EMPTY_HINT = "tomt lar den gamle stå"


class SendingPanel(QFrame):
    """Three groups of fields. A secret is never shown again; an empty field keeps the one that is stored."""

    def __init__(self, sending: MessageSettingsService, workstations: SendingWorkstations, tasks: TaskRunner) -> None:
        super().__init__()
        self._sending, self._workstations = sending, workstations
        self._tasks = tasks
        self._mail, self._sms, self._letter = FieldGrid(), FieldGrid(), FieldGrid()
        self._said = label("", wrap=True)
        self.reach = label("", "strong", wrap=True)
        """Who can send from which workstation now."""
        self._preset = FieldGrid()
        self.setProperty("panel", True)  # noqa: FBT003 - Qt
        panel = QFrame()
        layout = QVBoxLayout(panel)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(10)
        layout.addWidget(label("Utsending", "page"))
        layout.addWidget(label("Uten server og tjeneste lages tekstene likevel, og du sender dem for hånd.", wrap=True))
        layout.addWidget(self.reach)
        for title, grid in (("E-post", self._mail), ("SMS", self._preset), ("", self._sms), ("Brev", self._letter)):
            if title:
                layout.addWidget(label(title, "head"))
            layout.addWidget(grid)
        layout.addStretch(1)
        scroll = self._scroll = FittedScrollArea()  # held in Python too, or the cycle collector takes it
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName("Utsending")
        scroll.setWidget(panel)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll, 1)
        outer.addLayout(self._buttons())

    def _buttons(self) -> Any:
        try_it = QPushButton("Prøv e-posten")
        try_it.clicked.connect(self._try)
        save = primary("Lagre")
        save.clicked.connect(self.submit)
        line = row(self._said, None, try_it, save, keycap("Ctrl+Enter"))
        line.setContentsMargins(24, 8, 24, 12)
        line.setStretch(0, 1)
        return line

    def showEvent(self, event: QShowEvent) -> None:
        """Read the settings when the panel is shown; the presets are slow to load."""
        super().showEvent(event)
        self._read_reach()
        if not self._mail.boxes:
            self._tasks.run(self, self._sending.read, self.show_settings)

    def _read_reach(self) -> None:
        def show(reach: SendingReach) -> None:
            self.reach.setText(reach.words)
            self.reach.setVisible(bool(reach.words))
            is_stopped = any(map(reach.obstacle, KINDS))
            theme.restyle(self.reach, tone="danger" if is_stopped else "")

        self._tasks.run(self, self._workstations.read, show)

    def show_settings(self, settings: SendingSettings) -> None:
        self._mail.ask(self._decided("mail", _mail_fields(settings)), columns=3)
        presets = [("", "Velg for å fylle ut"), *((k, t) for k, (t, _) in gateway_presets().items())]
        self._preset.ask(
            self._decided(
                "sms",
                [
                    Field("sms", "SMS", settings.sms, choices=SMS),
                    Field("preset", "Kjent tjeneste", "", choices=presets),
                ],
            ),
            columns=3,
        )
        self._fill_gateway(settings.gateway or SmsGateway(url=""), settings.sms_by_mail)
        self._letter.ask(
            [
                Field("lines", "Brevhode", settings.letterhead.lines, lines=3),
                Field("place", "Sted", settings.letterhead.place),
            ],
            columns=2,
        )
        chooser = self._preset.boxes[1]
        chooser.activated.connect(self._take_preset)  # type: ignore[attr-defined]  # a combo box

    def _fill_gateway(self, gateway: SmsGateway, by_mail: SmsByMail | None) -> None:
        self._sms.ask(
            self._decided(
                "sms",
                [
                    Field("url", "Adresse", gateway.url, "https://…"),
                    Field("method", "Metode", gateway.method, choices=[("POST", "POST"), ("GET", "GET")]),
                    Field("body_kind", "Innhold", gateway.body_kind, choices=BODIES),
                    Field("headers", "Hoder, ett på hver linje", header_lines(gateway), lines=3),
                    Field("body", "Innhold: {nummer}, {tekst}, {id}, {avsender}", gateway.body, lines=3),
                    Field("sms_secret", "Nøkkel: {hemmelighet}", "", LEAVE_EMPTY_HINT, secret=True),
                    Field("sms_sender", "Avsender", gateway.sender),
                    Field("number_format", "Nummer", gateway.number_format, choices=NUMBER_FORMATS),
                    Field("success", "Godtatt når status er", ", ".join(map(str, gateway.success_status))),
                    Field("success_text", "og svaret inneholder", gateway.success_text),
                    Field(
                        "sms_address", "E-post til SMS", by_mail.address if by_mail else "", "{nummer}@sms.eksempel.no"
                    ),
                ],
            ),
            columns=3,
        )

    def _decided(self, section: str, fields: Sequence[Field]) -> list[Field]:
        """Locked where IT decides."""
        locks = self._sending.policies.locks
        return [replace(field, locked=locks(f"{section}.{POLICY_OF.get(field.key, field.key)}")) for field in fields]

    def _take_preset(self) -> None:
        found = gateway_presets().get(self._preset.values()["preset"])
        if found:
            self._fill_gateway(found[1], None)
            self._show_state("Bytt ut KONTO og lignende med deres egne verdier.", "")

    # ------------------------------------------------------------------ keeping

    def submit(self) -> None:
        """Ctrl+Enter."""
        self._with(
            lambda settings, secret, sms_secret: self._sending.save(
                settings, mail_secret=secret, sms_secret=sms_secret
            ),
            "Lagret.",
        )

    def _try(self) -> None:
        self._show_state("Prøver …", "")
        self._with(lambda settings, secret, _: self._sending.try_mail(settings, secret), "")

    def _with(self, work: Callable[[SendingSettings, str, str], Any], word: str) -> None:
        mail, sms = self._mail.values(), self._sms.values()
        if not mail:
            return
        try:
            settings = self._settings()
        except SwitchboardError as error:
            self._show_state(str(error), "danger")
            return
        self._tasks.run(
            self,
            lambda: work(settings, mail["secret"], sms["sms_secret"]),
            lambda answer: self._done(word or str(answer)),
            self._refused,
        )

    def _done(self, sentence: str) -> None:
        self._show_state(sentence, "ok")
        self._read_reach()

    def _settings(self) -> SendingSettings:
        mail, sms, letter = self._mail.values(), self._sms.values(), self._letter.values()
        way = self._preset.values()["sms"]
        check_written(mail, sms, way)
        try:
            return SendingSettings.model_validate(
                {
                    "mail": mail["mail"],
                    "server": server_of(mail) if mail["host"] else None,
                    "sms": way,
                    "gateway": gateway_of(sms) if sms["url"] else None,
                    "sms_by_mail": {"address": sms["sms_address"]} if sms["sms_address"] else None,
                    "undo_seconds": mail["undo_seconds"] or 0,
                    "own_domains": [d.strip() for d in mail["own_domains"].split(",") if d.strip()],
                    "letterhead": letter,
                }
            )
        except ValidationError as error:
            name = str(error.errors(include_input=False)[0]["loc"][-1])
            raise SwitchboardError(f"«{FIELD_NAMES.get(name, name)}» kan ikke leses. Se over feltet.") from None

    def _refused(self, error: Exception) -> None:
        if isinstance(error, SwitchboardError):
            reason = getattr(error, "reason", "")
            self._show_state(f"{error} {reason}".strip(), "danger")
        else:
            self._tasks.failed.emit(error)

    def _show_state(self, sentence: str, tone: str) -> None:
        self._said.setText(sentence)
        theme.restyle(self._said, tone=tone)


def _mail_fields(settings: SendingSettings) -> list[Field]:
    server = settings.server or MailServer(host="localhost")
    host = settings.server.host if settings.server else ""
    return [
        Field("mail", "E-post", settings.mail, choices=MAIL),
        Field("host", "Server", host, "smtp.forbundet.no"),
        Field("port", "Port", str(server.port)),
        Field("security", "Sikring", server.security, choices=SECURITY),
        Field("auth", "Innlogging", server.auth, choices=AUTH),
        Field("login", "Brukernavn", server.login),
        Field("secret", "Passord eller hemmelighet", "", LEAVE_EMPTY_HINT, secret=True),
        Field("token_url", "Token-adresse, bare for OAuth", server.token_url, "https://…/token"),
        Field("client_id", "Klient-ID, bare for OAuth", server.client_id),
        Field("scope", "Omfang (scope), bare for OAuth", server.scope),
        Field("sender", "Avsender", server.sender, "sentralbord@forbundet.no"),
        Field("sender_name", "Navn på avsender", server.sender_name, "Sentralbordet"),
        Field("reply_to", "Svar til", server.reply_to),
        Field("own_domains", "Egne domener", ", ".join(settings.own_domains), "forbundet.no"),
        Field("undo_seconds", "Sekunder til angring", str(settings.undo_seconds)),
    ]
