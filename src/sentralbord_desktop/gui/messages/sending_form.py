"""What is written in «Utsending», checked and read as settings."""

import re

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.messages.message import MailServer, SmsGateway
from sentralbord_desktop.domain.text.word_list import word_list

TEST_ADDRESS = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+")
DOMAIN = re.compile(r"[\w-]+(\.[\w-]+)+")


def check_written(mail: dict[str, str], sms: dict[str, str], way: str) -> None:
    """Raises SwitchboardError for what can be seen to be wrong before anything is tried."""
    if mail["mail"] == "smtp" and not mail["host"]:
        raise SwitchboardError("Skriv navnet på e-postserveren, eller velg e-postprogrammet.")
    if mail["mail"] == "smtp" and not mail["sender"]:
        raise SwitchboardError("Skriv adressen det sendes fra.")
    for key, name in (("sender", "Avsender"), ("reply_to", "Svar til")):
        if mail[key] and not TEST_ADDRESS.fullmatch(mail[key]):
            raise SwitchboardError(f"«{name}» skal være en e-postadresse. Skriv den som post@forbundet.no.")
    for domain in filter(None, (part.strip() for part in mail["own_domains"].split(","))):
        if not DOMAIN.fullmatch(domain):
            raise SwitchboardError("Skriv egne domener med komma mellom: forbundet.no, avd4.no")
    if way == "gateway" and not sms["url"]:
        raise SwitchboardError("Skriv adressen til SMS-tjenesten, eller velg at SMS kopieres.")
    if mail["token_url"] and not mail["token_url"].startswith(("https://", "http://")):
        raise SwitchboardError("Token-adressen begynner med https://. Skriv hele adressen.")
    if sms["url"] and not sms["url"].startswith(("https://", "http://")):
        raise SwitchboardError("Adressen til SMS-tjenesten begynner med https://. Skriv hele adressen.")
    if way == "epost" and "{nummer}" not in sms["sms_address"]:
        raise SwitchboardError("«E-post til SMS» skal ha {nummer} der nummeret står.")


FIELD_NAMES = {"port": "Port", "undo_seconds": "Sekunder til angring", "success_status": "Status"}


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
