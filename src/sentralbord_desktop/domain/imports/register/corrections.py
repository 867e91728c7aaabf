"""Fields that were corrected here, and still differ in a file. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sentralbord_desktop.domain.dates.clock import oslo


@dataclass(frozen=True, slots=True)
class Correction:
    """A field that was changed here after the last file with it: `before` is the file's value, in the format of the
    change log."""

    field: str
    before: str
    author: str
    at: datetime

    def __repr__(self) -> str:
        return f"<Correction {self.field}>"


Corrections = Mapping[int, Mapping[str, Correction]]
"""Member id -> field -> the correction that no file has confirmed."""
NO_CORRECTIONS: Corrections = {}


@dataclass(frozen=True, slots=True)
class Corrected:
    """A field that keeps its value although the file differs, until a person decides: it was corrected here, or is
    empty in the file (`correction` is None). Both values are in words. `value` is the file's. `id` and `version` are
    the member's."""

    row: int
    id: int
    version: int
    number: str
    name: str
    here: str
    in_file: str
    value: Any
    field: str
    correction: Correction | None

    def __repr__(self) -> str:
        return f"<Corrected {self.row}>"

    @property
    def key(self) -> tuple[int, str]:
        return self.id, self.field

    @property
    def by(self) -> str:
        """«MH, 12.10.2026», «» for one that was not corrected."""
        if self.correction is None:
            return ""
        return f"{self.correction.author}, {oslo(self.correction.at):%d.%m.%Y}"


@dataclass(frozen=True, slots=True)
class Settled:
    """A correction that has ended: a file has the same value, or the file's value was chosen. `at` is when it was made,
    to distinguish it from a later correction of the field."""

    member_id: int
    field: str
    at: datetime
