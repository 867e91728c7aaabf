"""A process of its own that reads what it is given, and tells what that cost: `python -m tests.reliability.reading_child`.

A line of JSON on stdin for each: {"kind", "place"}. A line of JSON on stdout: the sentence, its class, the most
memory since the line before in MB, seconds by the clock and of work, sockets that are open.
"""

import ctypes
import gc
import json
import re
import resource
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from sentralbord_desktop.cli.procedures import _text_of
from sentralbord_desktop.delivery import mail, oauth_token, sms
from sentralbord_desktop.domain.dates.clock import OSLO
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.messages.message import Mail, MailServer, Sms, SmsGateway
from sentralbord_desktop.domain.organisation.postcodes import MAX_BYTES, decoded_postcodes, read_postcodes
from sentralbord_desktop.domain.progress import Progress
from sentralbord_desktop.procedures.checks.simulate import read_facts
from sentralbord_desktop.procedures.loader import read_library
from sentralbord_desktop.services import availability
from sentralbord_desktop.services.availability import busy_periods
from sentralbord_desktop.services.imports import read_tables
from sentralbord_desktop.storage.backup import backup
from sentralbord_desktop.system import policy_sources
from sentralbord_desktop.system.bounded_input import read_limited
from tests.helpers.typed import present

PATIENCE = 0.4
"""Seconds for an answer of a server, where the product says 20, so that nobody waits."""
MAX_ADDRESSES = 4_000_000_000
NOON = datetime(2026, 11, 27, 12, tzinfo=OSLO)


def calendar(place: str) -> None:
    busy_periods(availability.fetch(place), NOON, NOON + timedelta(days=7), OSLO)


def policies(place: str) -> str:
    return " ".join(policy_sources.read_policies(Path(place)).faults)


def backups(place: str) -> None:
    """The place is the list of contents in a backup; a foreign one is left out without a word."""
    assert backup.found(Path(place).parent.parent) == []


def fetch_token(place: str) -> None:
    oauth_token.forget()
    oauth_token.access_token(mail_server(auth="xoauth2", token_url=place), "hemmelig")


def mail_server(**more: object) -> MailServer:
    return MailServer.model_validate(
        {
            "host": "127.0.0.1",
            "security": "ingen",
            "auth": "ingen",
            "timeout": PATIENCE,
            "login": "a",
            "sender": "sentralbord@forbundet.no",
            "client_id": "klient",
            **more,
        }
    )


def send_mail(place: str) -> None:
    message = Mail(id="1", to="ola@forbundet.no", subject="Hei", body="Hei", created=NOON)
    server = mail_server(port=int(place.rpartition(":")[2]))
    mail.send(message, server, "", before_no_return=lambda: None)


def send_sms(place: str) -> None:
    gateway = SmsGateway(
        url=place, method="POST", body_kind="tekst", body="{tekst}", success_text="ok", timeout=PATIENCE
    )
    sms.send(Sms(id="1", number="99000418", text="Hei"), gateway, "", before_no_return=lambda: None)


READERS: dict[str, Callable[[str], object]] = {
    "register": lambda place: read_tables.read_table(Path(place), None, Progress()),
    "organisation": lambda place: list(read_tables.read_tables(Path(place), None, Progress())),
    "procedure": lambda place: read_library(Path(place).parent.parent),
    "facts": lambda place: read_facts(_text_of(place)),
    "post codes": lambda place: read_postcodes(decoded_postcodes(read_limited(Path(place), MAX_BYTES))),
    "calendar": calendar,
    "policies": policies,
    "backups": backups,
    "token": fetch_token,
    "sms": send_sms,
    "mail": send_mail,
}


def peak() -> int:
    """The most memory since it was last forgotten, in MB."""
    status = Path("/proc/self/status").read_text()
    return int(present(re.search(r"VmHWM:\s+(\d+)", status))[1]) // 1024


def forget_peak() -> None:
    """What was read before is given back to the system first, else it counts as what is read now."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    Path("/proc/self/clear_refs").write_text("5")


def sockets() -> int:
    """How many are open."""
    handles = Path("/proc/self/fd").iterdir()
    return sum(handle.is_symlink() and "socket:" in str(handle.readlink()) for handle in handles)


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MAX_ADDRESSES, MAX_ADDRESSES))  # this process falls, not the machine
    setattr(policy_sources, "is_laid_by_it", lambda _: True)  # noqa: B010 - whoever runs the tests owns the files
    availability.SECONDS_TO_FETCH = availability.SECONDS_OF_SILENCE = 2 * PATIENCE
    for line in sys.stdin:
        asked = json.loads(line)
        forget_peak()
        begun, worked = time.monotonic(), time.process_time()
        told = {"said": "", "kind": ""}
        try:
            said = READERS[asked["kind"]](asked["place"])
            told["said"] = said if isinstance(said, str) else ""
        except SwitchboardError as error:
            told = {"said": str(error), "kind": type(error).__name__}
        except BaseException as error:  # a crash is told too
            told = {"said": f"{error!r}"[:300], "kind": "crash"}
        cost = {
            "peak": peak(),
            "seconds": time.monotonic() - begun,
            "worked": time.process_time() - worked,
            "sockets": sockets(),
        }
        print(json.dumps(told | cost), flush=True)


if __name__ == "__main__":
    main()
