"""Checks the fields of «Utsending», and converts them to settings."""

import re

from pydantic import ValidationError

from sentralbord_desktop.domain.errors import WrongFieldsError
from sentralbord_desktop.domain.messages.message import MailServer, SmsGateway
from sentralbord_desktop.domain.messages.settings import SendingSettings
from sentralbord_desktop.domain.text.word_list import word_list

TEST_ADDRESS = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+")
DOMAIN = re.compile(r"[\w-]+(\.[\w-]+)+")


Wrong = dict[str, str]
"""Field -> the fault, and what to do."""


def wrong_fields(mail: dict[str, str], sms: dict[str, str], way: str) -> Wrong:
    """The faults in the fields of the chosen ways that can be found without a connection."""
    return {**(_wrong_mail(mail) if mail["mail"] == "smtp" else {}), **_wrong_domains(mail), **_wrong_sms(sms, way)}


def _wrong_mail(mail: dict[str, str]) -> Wrong:
    found: Wrong = {}
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


def _wrong_domains(mail: dict[str, str]) -> Wrong:
    domains = filter(None, (part.strip() for part in mail["own_domains"].split(",")))
    is_wrong = any(not DOMAIN.fullmatch(domain) for domain in domains)
    return {"own_domains": "Skriv egne domener med komma mellom: forbundet.no, avd4.no"} if is_wrong else {}


def _wrong_sms(sms: dict[str, str], way: str) -> Wrong:
    if way == "gateway" and not sms["url"]:
        return {"url": "Skriv adressen til SMS-tjenesten, eller velg at SMS kopieres."}
    if way == "gateway" and not sms["url"].startswith(("https://", "http://")):
        return {"url": "Adressen til SMS-tjenesten begynner med https://. Skriv hele adressen."}
    if way == "epost" and "{nummer}" not in sms["sms_address"]:
        return {"sms_address": "Skriv {nummer} der nummeret skal stå."}
    return {}


KEY_OF = {"success_status": "success"}
"""The part of the settings -> its field, where they differ."""


def settings_of(mail: dict[str, str], sms: dict[str, str], way: str, letter: dict[str, str]) -> SendingSettings:
    """The settings in the fields. Raises WrongFieldsError."""
    if wrong := wrong_fields(mail, sms, way):
        raise WrongFieldsError(wrong)
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
        names = [
            str(next((part for part in one["loc"] if isinstance(part, str)), ""))
            for one in error.errors(include_input=False)
        ]
        keys = [KEY_OF.get(name, name) for name in names]
        raise WrongFieldsError(dict.fromkeys(keys, "Skriv et tall her.")) from None


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
