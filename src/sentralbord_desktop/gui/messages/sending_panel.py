"""Utsending: how e-mail, SMS and letters leave the office; with a check, a test mail and a test SMS."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from pydantic import ValidationError
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QPushButton

from sentralbord_desktop.domain.errors import WrongFieldsError
from sentralbord_desktop.domain.messages.message import MailServer, SmsByMail, SmsGateway
from sentralbord_desktop.domain.messages.sending_reach import KINDS, SendingReach
from sentralbord_desktop.domain.messages.settings import Letterhead, SendingSettings
from sentralbord_desktop.domain.text.word_list import word_list
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.widgets.field_grid import (
    ADDRESS,
    EMAIL,
    LEAVE_EMPTY,
    NAME,
    NUMBER,
    PHONE,
    Field,
    FieldGrid,
)
from sentralbord_desktop.gui.widgets.labels import label, row
from sentralbord_desktop.gui.widgets.settings_panel import SettingsForm
from sentralbord_desktop.services.messages.sending_workstations import SendingWorkstations
from sentralbord_desktop.services.messages.settings import MessageSettingsService, gateway_presets

MAIL = [("hand", "Åpnes i e-postprogrammet"), ("smtp", "Sendes herfra")]
SMS = [("hand", "Kopieres"), ("gateway", "SMS-tjeneste"), ("epost", "E-post til SMS")]
SECURITY = [("starttls", "STARTTLS"), ("tls", "TLS"), ("ingen", "Ingen, bare på eget nett")]
AUTH = [("passord", "Brukernavn og passord"), ("xoauth2", "OAuth (Microsoft 365)"), ("ingen", "Ingen")]
BODIES = [("json", "JSON"), ("form", "Skjema"), ("tekst", "Ren tekst"), ("ingen", "Ingen")]
NUMBER_FORMATS = [("e164", "+4799000418"), ("uten_pluss", "4799000418"), ("nasjonalt", "99000418")]
LOGIN = word_list("login secret")
OAUTH = word_list("token_url client_id scope")
SERVER = [*word_list("host port security auth sender sender_name reply_to undo_seconds"), *LOGIN, *OAUTH]
GATEWAY = word_list("preset url method sms_secret sms_sender headers body_kind number_format body success success_text")
TEST_ADDRESS = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+")
DOMAIN = re.compile(r"[\w-]+(\.[\w-]+)+")
KEY_OF = {"success_status": "success"}
"""The part of the settings -> its field, where they differ."""
POLICY_OF = {"mail": "way", "sms": "way", "sms_sender": "sender", "sms_address": "address", "success": "success_status"}
"""Field -> the last part of its policy's name, where they differ."""


class Written(NamedTuple):
    """What the fields hold; a secret that is empty is not changed."""

    settings: SendingSettings
    mail_secret: str
    sms_secret: str


class SendingPanel(SettingsForm[SendingSettings, Written]):
    """Shows the fields of the chosen way only. A secret is never shown again; an empty field keeps the stored one."""

    def __init__(
        self,
        sending: MessageSettingsService,
        workstations: SendingWorkstations,
        tasks: TaskRunner,
        outside_tasks: TaskRunner,
    ) -> None:
        try_mail = QPushButton("Prøv e-posten")
        super().__init__(
            "Utsending",
            "Uten server og tjeneste lages tekstene likevel, og du sender dem for hånd.",
            tasks,
            read=sending.read,
            fields=self._every_field,
            checks=written,
            save=lambda it: sending.save(it.settings, mail_secret=it.mail_secret, sms_secret=it.sms_secret),
            beside=[try_mail],
            outside=outside_tasks,
        )
        self._sending, self._workstations, self.try_mail = sending, workstations, try_mail
        self._stored = SendingSettings()
        self.reach = label("", "strong", wrap=True)
        """The workstations that can send now."""
        self.tests, self.own = label("Prøv", "head"), FieldGrid()
        self.send_mail, self.send_sms = QPushButton("Send en prøve på e-post"), QPushButton("Send en prøve på SMS")
        self.bar.locked += (self.send_mail, self.send_sms)
        self.lay_out(self.reach, self.form, self.tests, self.own, row(self.send_mail, self.send_sms, None))
        self.own.ask(test_fields())
        for hidden in (self.try_mail, self.tests, self.own, self.send_mail, self.send_sms):
            hidden.hide()  # until the settings are read
        self.try_mail.clicked.connect(self._try)
        self.send_mail.clicked.connect(self._send_test_mail)
        self.send_sms.clicked.connect(self._send_test_sms)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._read_reach()

    def _read_reach(self) -> None:
        def show(reach: SendingReach) -> None:
            self.reach.setText(reach.words)
            self.reach.setVisible(bool(reach.words))
            is_stopped = any(map(reach.obstacle, KINDS))
            theme.restyle(self.reach, tone="danger" if is_stopped else "")

        self._tasks.run(self, self._workstations.read, show)

    # ------------------------------------------------------------------ fields

    def _every_field(self, settings: SendingSettings) -> list[Field]:
        presets = [("", "Velg for å fylle ut"), *((key, preset.title) for key, preset in gateway_presets().items())]
        ways = [
            Field("sms", "Slik sendes SMS", settings.sms, choices=SMS, heading="SMS"),
            Field("preset", "Kjent tjeneste", "", choices=presets, beside=True),
        ]
        gateway = gateway_fields(settings.gateway or SmsGateway(url=""), settings.sms_by_mail)
        return [
            *self._decided("mail", mail_fields(settings)),
            *self._decided("sms", [*ways, *gateway]),
            *letter_fields(settings.letterhead),
        ]

    def _decided(self, section: str, fields: Sequence[Field]) -> list[Field]:
        """Lock the fields decided by IT."""
        locks = self._sending.policies.locks
        return [replace(field, locked=locks(f"{section}.{POLICY_OF.get(field.key, field.key)}")) for field in fields]

    def show_stored(self, stored: SendingSettings) -> None:
        self._stored = stored
        super().show_stored(stored)
        self._connect_choices()

    def _connect_choices(self) -> None:
        for key in ("mail", "auth", "sms", "preset"):
            box = self.form.box(key)
            if isinstance(box, QComboBox) and key == "preset":
                box.activated.connect(self._take_preset)
            elif isinstance(box, QComboBox):
                box.currentIndexChanged.connect(self._show_chosen)
        self._show_chosen()

    def _show_chosen(self) -> None:
        """Show the fields of the chosen ways only."""
        values = self.form.values()
        self.form.show_only(shown_fields(values))
        is_sent, has_sms = values["mail"] == "smtp", values["sms"] != "hand"
        self.own.show_only(["own_mail"] * is_sent + ["own_number"] * has_sms)
        for button, shown in ((self.try_mail, is_sent), (self.send_mail, is_sent), (self.send_sms, has_sms)):
            button.setVisible(shown)
        for part in (self.tests, self.own):
            part.setVisible(is_sent or has_sms)

    def _take_preset(self) -> None:
        """Fill in the fields of a known service."""
        found = gateway_presets().get(self.form.values()["preset"])
        if found:
            known = {field.key: field.value for field in gateway_fields(found.gateway, None)}
            self.form.ask_again(self._every_field(self._stored), {**self.form.values(), **known})
            self._connect_choices()
            self.foot.show_state("Bytt ut KONTO og lignende med deres egne verdier.")

    def saved(self, result: object) -> None:
        super().saved(result)
        self._read_reach()

    # ------------------------------------------------------------------ checks

    def _try(self) -> None:
        sending = self._sending
        self._check(lambda it: sending.try_mail(it.settings, it.mail_secret))

    def _send_test_mail(self) -> None:
        sending, to = self._sending, self.own.values()["own_mail"]
        self._check(lambda it: sending.send_test_mail(it.settings, it.mail_secret, to))

    def _send_test_sms(self) -> None:
        sending, number = self._sending, self.own.values()["own_number"]
        self._check(
            lambda it: sending.send_test_sms(
                it.settings, it.mail_secret if it.settings.sms == "epost" else it.sms_secret, number
            )
        )

    def _check(self, work: Callable[[Written], str]) -> None:
        """Run `work`, which waits for a server, with the present fields, saved or not."""
        if (checked := self.checked()) is not None:
            self.bar.check(lambda: work(checked), self.bar.show_result)


def mail_fields(settings: SendingSettings) -> list[Field]:
    server = settings.server or MailServer(host="localhost")
    host = settings.server.host if settings.server else ""
    return [
        Field("mail", "Slik sendes e-post", settings.mail, choices=MAIL, heading="E-post"),
        Field("host", "Server", host, "smtp.forbundet.no", width=EMAIL),
        Field("port", "Port", str(server.port), width=NUMBER, beside=True),
        Field("security", "Sikring", server.security, choices=SECURITY),
        Field("auth", "Innlogging", server.auth, choices=AUTH, beside=True),
        Field("login", "Brukernavn", server.login, width=EMAIL),
        Field("secret", "Passord eller hemmelighet", "", LEAVE_EMPTY, secret=True, width=NAME, beside=True),
        Field("token_url", "Token-adresse", server.token_url, "https://…/token", width=ADDRESS),
        Field("client_id", "Klient-ID", server.client_id, width=EMAIL),
        Field("scope", "Omfang (scope)", server.scope, width=EMAIL, beside=True),
        Field("sender", "Avsender", server.sender, "sentralbord@forbundet.no", width=EMAIL),
        Field("sender_name", "Navn på avsender", server.sender_name, "Sentralbordet", width=NAME, beside=True),
        Field("reply_to", "Svar til", server.reply_to, width=EMAIL),
        Field("own_domains", "Egne domener", ", ".join(settings.own_domains), "forbundet.no", width=EMAIL),
        Field("undo_seconds", "Sekunder til angring", str(settings.undo_seconds), width=NUMBER, beside=True),
    ]


def gateway_fields(gateway: SmsGateway, by_mail: SmsByMail | None) -> list[Field]:
    address = by_mail.address if by_mail else ""
    return [
        Field("url", "Adresse", gateway.url, "https://…", width=ADDRESS),
        Field("method", "Metode", gateway.method, choices=[("POST", "POST"), ("GET", "GET")], beside=True),
        Field("sms_secret", "Nøkkel: {hemmelighet}", "", LEAVE_EMPTY, secret=True, width=NAME),
        Field("sms_sender", "Avsender", gateway.sender, width=NAME, beside=True),
        Field("headers", "Hoder, ett på hver linje", header_lines(gateway), lines=3, width=ADDRESS),
        Field("body_kind", "Innhold", gateway.body_kind, choices=BODIES),
        Field("number_format", "Nummer", gateway.number_format, choices=NUMBER_FORMATS, beside=True),
        Field("body", "Innhold: {nummer}, {tekst}, {id}, {avsender}", gateway.body, lines=3, width=ADDRESS),
        Field("success", "Godtatt når status er", ", ".join(map(str, gateway.success_status)), width=PHONE),
        Field("success_text", "og svaret inneholder", gateway.success_text, width=NAME, beside=True),
        Field("sms_address", "E-post til SMS", address, "{nummer}@sms.eksempel.no", width=EMAIL),
    ]


def letter_fields(head: Letterhead) -> list[Field]:
    return [
        Field("lines", "Brevhode", head.lines, lines=3, width=ADDRESS, heading="Brev"),
        Field("place", "Sted", head.place, width=NAME),
    ]


def test_fields() -> list[Field]:
    return [
        Field("own_mail", "Din e-postadresse", "", "deg@forbundet.no", width=EMAIL),
        Field("own_number", "Ditt mobilnummer", "", "990 00 000", width=PHONE, beside=True),
    ]


def shown_fields(values: dict[str, str]) -> list[str]:
    """The keys of the fields that the chosen ways of e-mail, of its login and of SMS need."""
    hidden = {
        *(SERVER if values["mail"] == "hand" else ()),
        *(LOGIN if values["auth"] == "ingen" else ()),
        *(OAUTH if values["auth"] != "xoauth2" else ()),
        *(GATEWAY if values["sms"] != "gateway" else ()),
        *(["sms_address"] if values["sms"] != "epost" else ()),
    }
    return [key for key in values if key not in hidden]


def _wrong_mail(mail: dict[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    if not mail["host"]:
        found["host"] = "Skriv navnet på e-postserveren, eller velg e-postprogrammet."
    if not mail["sender"]:
        found["sender"] = "Skriv adressen det sendes fra."
    for key in ("sender", "reply_to"):
        if mail[key] and not TEST_ADDRESS.fullmatch(mail[key]):
            found[key] = "Skriv en e-postadresse, som post@forbundet.no."
    if mail["token_url"] and not mail["token_url"].startswith(("https://", "http://")):
        found["token_url"] = "Token-adressen begynner med https://. Skriv hele adressen."  # noqa: S105 - a sentence
    return found


def _wrong_domains(mail: dict[str, str]) -> dict[str, str]:
    domains = filter(None, (part.strip() for part in mail["own_domains"].split(",")))
    is_wrong = any(not DOMAIN.fullmatch(domain) for domain in domains)
    return {"own_domains": "Skriv egne domener med komma mellom: forbundet.no, avd4.no"} if is_wrong else {}


def _wrong_sms(sms: dict[str, str]) -> dict[str, str]:
    way = sms["sms"]
    if way == "gateway" and not sms["url"]:
        return {"url": "Skriv adressen til SMS-tjenesten, eller velg at SMS kopieres."}
    if way == "gateway" and not sms["url"].startswith(("https://", "http://")):
        return {"url": "Adressen til SMS-tjenesten begynner med https://. Skriv hele adressen."}
    if way == "epost" and "{nummer}" not in sms["sms_address"]:
        return {"sms_address": "Skriv {nummer} der nummeret skal stå."}
    return {}


def written(values: dict[str, str]) -> Written:
    """What the fields hold. Raises WrongFieldsError for faults that can be found without a connection."""
    faults = {
        **(_wrong_mail(values) if values["mail"] == "smtp" else {}),
        **_wrong_domains(values),
        **_wrong_sms(values),
    }
    if faults:
        raise WrongFieldsError(faults)
    try:
        settings = SendingSettings.model_validate(
            {
                "mail": values["mail"],
                "server": server_of(values) if values["host"] else None,
                "sms": values["sms"],
                "gateway": gateway_of(values) if values["url"] else None,
                "sms_by_mail": {"address": values["sms_address"]} if values["sms_address"] else None,
                "undo_seconds": values["undo_seconds"] or 0,
                "own_domains": [d.strip() for d in values["own_domains"].split(",") if d.strip()],
                "letterhead": {"lines": values["lines"], "place": values["place"]},
            }
        )
    except ValidationError as error:
        names = [
            str(next((part for part in one["loc"] if isinstance(part, str)), ""))
            for one in error.errors(include_input=False)
        ]
        keys = [KEY_OF.get(name, name) for name in names]
        raise WrongFieldsError(dict.fromkeys(keys, "Skriv et tall her.")) from None
    return Written(settings, values["secret"], values["sms_secret"])


def server_of(values: dict[str, str]) -> MailServer:
    names = word_list("host security auth login sender sender_name reply_to token_url client_id scope")
    return MailServer.model_validate(
        {**{name: values[name] for name in names}, "port": values["port"] or 587, "timeout": 30}
    )


def gateway_of(values: dict[str, str]) -> SmsGateway:
    pairs = (line.partition(":") for line in values["headers"].splitlines() if ":" in line)
    return SmsGateway.model_validate(
        {
            "url": values["url"],
            "method": values["method"],
            "body": values["body"],
            "body_kind": values["body_kind"],
            "sender": values["sms_sender"],
            "headers": {name.strip(): text.strip() for name, _, text in pairs},
            "success_status": [s.strip() for s in values["success"].split(",") if s.strip()] or [200],
            "success_text": values["success_text"],
            "number_format": values["number_format"],
        }
    )


def header_lines(gateway: SmsGateway) -> str:
    return "\n".join(f"{name}: {text}" for name, text in gateway.headers.items())
