"""Awaited written confirmations."""

from datetime import date

from sqlmodel import Field
from sqlmodel._compat import SQLModelConfig

from sentralbord_desktop.domain.redacted import Private

REMIND_AFTER_WORKING_DAYS = 10
"""Working days before the member is reminded of a missing confirmation."""


CONFIRMATION_KINDS = {
    "utmelding": "Utmelding",
    "overforing_avdeling": "Overføring til annen avdeling",
    "overforing_forbund": "Overføring til annet forbund",
}


HAS_COME = "Bekreftelsen er kommet"
"""Why a reminder is withdrawn."""
CONFIRMATION_STATES = {"venter": "Venter", "kommet": "Kommet", "trukket": "Trukket tilbake"}


class ConfirmationFields(Private):
    """An awaited confirmation in writing (UT-1, OA-1, OF-1)."""

    kind: str = Field(max_length=40)
    department: int | None = None
    detail: str = Field(default="", max_length=200)
    asked: date
    method: str = Field(default="", max_length=60)
    remind: date
    done: date | None = None
    last_done: str = Field(default="", max_length=200)


class Confirmation(ConfirmationFields):
    model_config = SQLModelConfig(frozen=True)
    id: int
    member_id: int
    member_name: str = ""
    status: str = "venter"
    version: int = 1
