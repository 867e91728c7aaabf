"""The fields of «Utsending», and which of them the chosen way needs."""

from sentralbord_desktop.domain.messages.message import MailServer, SmsByMail, SmsGateway
from sentralbord_desktop.domain.messages.settings import Letterhead, SendingSettings
from sentralbord_desktop.domain.text.word_list import word_list
from sentralbord_desktop.gui.messages.sending_form import header_lines
from sentralbord_desktop.gui.widgets.field_grid import ADDRESS, EMAIL, LEAVE_EMPTY, NAME, NUMBER, PHONE, Field

MAIL = [("hand", "Åpnes i e-postprogrammet"), ("smtp", "Sendes herfra")]
SMS = [("hand", "Kopieres"), ("gateway", "SMS-tjeneste"), ("epost", "E-post til SMS")]
SECURITY = [("starttls", "STARTTLS"), ("tls", "TLS"), ("ingen", "Ingen, bare på eget nett")]
AUTH = [("passord", "Brukernavn og passord"), ("xoauth2", "OAuth (Microsoft 365)"), ("ingen", "Ingen")]
BODIES = [("json", "JSON"), ("form", "Skjema"), ("tekst", "Ren tekst"), ("ingen", "Ingen")]
NUMBER_FORMATS = [("e164", "+4799000418"), ("uten_pluss", "4799000418"), ("nasjonalt", "99000418")]
LOGIN = word_list("login secret")
OAUTH = word_list("token_url client_id scope")


def mail_fields(settings: SendingSettings) -> list[Field]:
    server = settings.server or MailServer(host="localhost")
    host = settings.server.host if settings.server else ""
    return [
        Field("mail", "Slik sendes e-post", settings.mail, choices=MAIL),
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


def shown_of_mail(values: dict[str, str]) -> list[str]:
    """The keys of the fields that this way of e-mail and of login needs."""
    if values["mail"] == "hand":
        return ["mail", "own_domains"]
    away = {*(LOGIN if values["auth"] == "ingen" else ()), *(OAUTH if values["auth"] != "xoauth2" else ())}
    return [key for key in values if key not in away]


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


def shown_of_sms(way: str, keys: list[str]) -> list[str]:
    if way == "epost":
        return ["sms_address"]
    return [key for key in keys if key != "sms_address"] if way == "gateway" else []


def letter_fields(head: Letterhead) -> list[Field]:
    return [
        Field("lines", "Brevhode", head.lines, lines=3, width=ADDRESS),
        Field("place", "Sted", head.place, width=NAME),
    ]


def test_fields() -> list[Field]:
    return [
        Field("own_mail", "Din e-postadresse", "", "deg@forbundet.no", width=EMAIL),
        Field("own_number", "Ditt mobilnummer", "", "990 00 000", width=PHONE, beside=True),
    ]
