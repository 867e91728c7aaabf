"""Parked inquiries and half-filled forms."""

from datetime import datetime

from sqlmodel import Field
from sqlmodel._compat import SQLModelConfig

from sentralbord_desktop.domain.dates.clock import UtcDateTime
from sentralbord_desktop.domain.redacted import Private


class ParkedFields(Private):
    """An unfinished inquiry. `state` is the run as JSON, half-typed text included."""

    title: str = Field(default="", max_length=200)
    category: str = Field(default="", max_length=40)
    step: str = Field(default="", max_length=100)
    state: str
    author: str = Field(max_length=10)
    parked_at: datetime = Field(sa_type=UtcDateTime)
    running: bool = False


class Parked(ParkedFields):
    model_config = SQLModelConfig(frozen=True)
    id: str
    member_id: int | None = None


FORM_CATEGORY = "skjema"
"""The category of a parked row that is no inquiry, but a form beside one."""


class UnsavedForm(Private):
    """A form beside a call that was open when the window was locked: which, of whom, and its words."""

    model_config = SQLModelConfig(frozen=True)
    kind: str
    member_id: int | None = None
    values: dict[str, str] = Field(default_factory=dict)
