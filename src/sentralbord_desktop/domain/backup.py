"""Backups: content, interval and retention. Pure; holds no member data."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from pydantic import AwareDatetime, ConfigDict, Field

from sentralbord_desktop.domain.dates.clock import oslo
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.redacted import Guarded
from sentralbord_desktop.domain.text.norwegian import counted

SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
GROUPS, CHOSEN = 6, 4
LOOKS = str.maketrans({"0": "Q", "O": "Q", "1": "J", "I": "J", "L": "J"})
"""Likely misreadings; the check character detects the others."""


class RecoveryCodeError(SwitchboardError):
    """The code differs from the printed one; the text names the group to check."""


def new_code() -> str:
    """«K7QPX-…», six groups of five."""
    groups = ["".join(secrets.choice(SIGNS) for _ in range(CHOSEN)) for _ in range(GROUPS)]
    return "-".join(group + check_sign(group) for group in groups)


def check_sign(group: str) -> str:
    """31 is prime, so one wrong character, or two that are swapped, change the check character."""
    total = sum(weight * SIGNS.index(sign) for weight, sign in enumerate(group, 2))
    return SIGNS[total % len(SIGNS)]


def read_code(text: str) -> str:
    """The printed form of a typed code. Raises RecoveryCodeError."""
    signs = "".join(sign for sign in text.upper() if sign.isalnum()).translate(LOOKS)
    length = CHOSEN + 1
    if len(signs) != GROUPS * length:
        raise RecoveryCodeError(
            f"Koden har {GROUPS} grupper på {length} tegn. Her står det {len(signs)} tegn. Se over den."
        )
    groups = [signs[start : start + length] for start in range(0, len(signs), length)]
    for number, group in enumerate(groups, 1):
        if any(sign not in SIGNS for sign in group) or check_sign(group[:CHOSEN]) != group[CHOSEN]:
            raise RecoveryCodeError(f"Gruppe {number} er ikke skrevet riktig. Se over den.")
    return "-".join(groups)


Reason = Literal["daglig", "for_haand", "oppgradering", "gjenoppretting", "berget", "import"]
REASONS: dict[str, str] = {
    "daglig": "daglig",
    "for_haand": "tatt for hånd",
    "oppgradering": "før en oppgradering",
    "gjenoppretting": "før en gjenoppretting",
    "berget": "berget fra et skadet register",
    "import": "før en import",
}
BACKUP_INTERVAL = timedelta(hours=20)
"""Once each working day, also when the day starts a little earlier than the last one."""
DAYS, WEEKS, MONTHS = 7, 5, 12
"""The number of days, weeks and months that keep their newest backup."""
ALWAYS = 3
"""The newest backups that are always kept."""
MAX_AGE = timedelta(days=366)
"""Longest age of a backup, except the newest ones."""


class Backup(Guarded):
    """A backup, checked when it was made. `name` is its folder, `size` in bytes, `sha256` of the register's file; the
    counts are from that moment."""

    model_config = ConfigDict(frozen=True)
    name: str = Field(pattern=r"^[0-9A-Za-z._-]{1,60}$")
    made: AwareDatetime
    why: Reason
    version: str
    revision: str
    members: int
    remarks: int
    callbacks: int
    size: int
    sha256: str

    @property
    def title(self) -> str:
        """«25.11.2026 kl. 08.03, daglig»."""
        return f"{oslo(self.made):%d.%m.%Y kl. %H.%M}, {REASONS[self.why]}"

    @property
    def holds(self) -> str:
        """«30 000 medlemmer, 512 merknader, 14 oppringinger, 15 MB»."""
        counts = (
            (self.members, "medlem", "medlemmer"),
            (self.remarks, "merknad", "merknader"),
            (self.callbacks, "oppringing", "oppringinger"),
        )
        said = [counted(n, one, many) for n, one, many in counts]
        return ", ".join([*said, f"{max(1, round(self.size / 1e6))} MB"])


@dataclass
class Salvaged:
    """The result of salvaging a damaged register: table -> rows saved. `broken` are the tables where some rows could
    not be read."""

    counts: dict[str, int] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    dropped: int = 0
    """Rows left out because the row they refer to could not be read."""

    @property
    def lost(self) -> str:
        if not self.broken and not self.dropped:
            return "Alt lot seg lese."
        count = "én tabell" if len(self.broken) == 1 else f"{len(self.broken)} tabeller"
        more = f", og {counted(self.dropped, 'rad', 'rader')} som hørte til det, er utelatt" if self.dropped else ""
        return f"Noe i {count} kunne ikke leses{more}."


def is_due(backups: Sequence[Backup], now: datetime) -> bool:
    """Whether the daily backup is due. One dated in the future was taken with a wrong clock, and does not count."""
    return not any(timedelta() <= now - backup.made < BACKUP_INTERVAL for backup in backups)


def spare(backups: Sequence[Backup], now: datetime) -> list[Backup]:
    """Backups to delete: not among the newest, and not the newest of one of the last days, weeks or months that have
    any; or more than a year old."""
    newest_first = sorted(backups, key=lambda backup: backup.made, reverse=True)
    kept = {backup.name for backup in newest_first[:ALWAYS]}
    for form, most in (("%Y-%m-%d", DAYS), ("%G-%V", WEEKS), ("%Y-%m", MONTHS)):
        periods: dict[str, str] = {}
        for backup in newest_first:
            periods.setdefault(f"{oslo(backup.made):{form}}", backup.name)
        kept.update(list(periods.values())[:most])
    kept -= {backup.name for backup in newest_first[ALWAYS:] if now - backup.made > MAX_AGE}
    return [backup for backup in newest_first if backup.name not in kept]
