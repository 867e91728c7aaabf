"""Values whose repr shows no member data."""

from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlmodel import SQLModel
from sqlmodel._compat import SQLModelConfig


class Quiet:
    """A value about persons: its repr shows only the class, so that no log can leak it. For dataclasses without a repr of
    their own."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


class Guarded(BaseModel):
    """A value of a call: neither repr, str nor errors show its content."""

    model_config = ConfigDict(hide_input_in_errors=True)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    def __str__(self) -> str:
        return repr(self)


class Private(SQLModel):
    """A value about a person: repr and str show only the class, so that logs cannot leak it."""

    model_config = SQLModelConfig(hide_input_in_errors=True)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {getattr(self, 'id', '')}>"

    def __str__(self) -> str:
        return repr(self)

    def __repr_args__(self) -> Any:
        return [("id", getattr(self, "id", None))]
