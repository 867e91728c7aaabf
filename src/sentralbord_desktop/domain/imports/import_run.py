"""A finished import, a run of a source, and the effect of undoing. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from sentralbord_desktop.domain.dates.clock import oslo
from sentralbord_desktop.domain.text.norwegian import counted

UNDO_DAYS = 14
"""Number of days in which an import can be undone."""
WAITS, DECIDED = "Venter på deg", "Sett over og avgjort."
"""First words of the text of a source's run, and of a run after a person's decision."""
NOTHING_WRITTEN = "Ingenting er skrevet."
"""Last words of the text of a run that was stopped by an alarm."""


@dataclass(frozen=True, slots=True)
class ImportRun:
    """A finished import. `subject` is medlemmer or fakturaer, `rejected` the number of rejected rows, `lost` that of
    stored losses: rows, and cells of other rows. An automatic fetch has a `source`, and its `text` says what waits for
    a decision or why it failed. `is_superseded`: a later run of its source asks the same, or was decided."""

    id: int
    at: datetime
    author: str
    file: str
    subject: str
    new: int
    changed: int
    undone: datetime | None = None
    undone_by: str = ""
    source: str = ""
    is_failed: bool = False
    text: str = ""
    rejected: int = 0
    lost: int = 0
    is_superseded: bool = False

    @property
    def waits(self) -> bool:
        """Whether a question of a source's run waits for a decision."""
        return WAITS in self.text and not (self.is_failed or self.is_superseded or self.undone)

    @property
    def is_stopped(self) -> bool:
        """Whether nothing was written until a person says that the file is right."""
        return self.waits and self.text.endswith(NOTHING_WRITTEN)

    @property
    def can_be_undone(self) -> bool:
        return self.undone is None and bool(self.new or self.changed)

    @property
    def loss(self) -> str:
        """«3 kom ikke inn», «2 felt kom ikke helt inn», «3 kom ikke inn, 2 felt ikke helt», or «»."""
        cells = max(0, self.lost - self.rejected)
        rows = f"{self.rejected} kom ikke inn" if self.rejected else ""
        if not cells:
            return rows
        return f"{rows}, {cells} felt ikke helt" if rows else f"{cells} felt kom ikke helt inn"

    @property
    def state(self) -> str:
        """For a source: failed, nothing new, or waiting for a decision."""
        if self.is_failed:
            return "Feilet"
        if self.waits:
            return WAITS
        return "Ingen endringer" if self.source and not (self.new or self.changed) else ""

    @property
    def shown(self) -> str:
        """«25.11.2026 kl. 08.03, medlemmer.csv: 12 nye, 3 endret, av MH»."""
        state = f", angret av {self.undone_by}" if self.undone else ""
        state += f". {self.text}" if self.text else ""
        counts = "feilet" if self.is_failed else f"{counted(self.new, 'ny', 'nye')}, {self.changed} endret"
        counts += f", {self.loss}" if self.loss else ""
        return f"{oslo(self.at):%d.%m.%Y kl. %H.%M}, {self.file}: {counts}, av {self.author}{state}"


@dataclass(frozen=True, slots=True)
class Undoing:
    """The effect of undoing an import, as numbers: new members that are deleted, and those kept because they have been
    used since; changed members that are restored, and those that were changed again."""

    removed: int = 0
    kept: int = 0
    restored: int = 0
    left: int = 0

    @property
    def does_anything(self) -> bool:
        return bool(self.removed or self.restored)

    def words(self, tenses: "Tenses", subject: str) -> str:
        """«38 nye medlemmer tas ut. 2 114 får tilbake det de hadde. 3 blir stående …», without sentences for zero."""
        what = {"medlemmer": ("nytt medlem", "nye medlemmer"), "fakturaer": ("ny faktura", "nye fakturaer")}
        one, many = what[subject]
        told = (
            (self.removed, f"{self.removed} {one if self.removed == 1 else many} {tenses.removed}."),
            (self.restored, f"{self.restored} {tenses.restored}."),
            (self.kept, f"{self.kept} {tenses.kept}, for det er skjedd noe med dem siden."),
            (self.left, f"{self.left} er endret igjen siden. Det {tenses.kept}."),
        )
        return " ".join(sentence for count, sentence in told if count)


class Tenses(NamedTuple):
    """The words for undoing, before and after it is done."""

    removed: str
    restored: str
    kept: str


WILL = Tenses("tas ut", "får tilbake det som sto før", "blir stående")
HAS = Tenses("er tatt ut", "har fått tilbake det som sto før", "ble stående")


def superseded(runs: Iterable[ImportRun]) -> list[ImportRun]:
    """The runs, the newest first, with `is_superseded` set. The newest run of a source with open questions, or with a
    decision, supersedes the earlier ones. A run without questions does not: it may not have had the same rows. It supersedes
    those that were stopped."""
    settled: set[str] = set()
    read: set[str] = set()
    found: list[ImportRun] = []
    for run in runs:
        is_past = run.source in settled or (run.is_stopped and run.source in read)
        found.append(replace(run, is_superseded=True) if is_past else run)
        if not run.source or run.undone or run.is_failed or run.text == NO_NEW_FILES:
            continue
        if run.waits or run.text == DECIDED:
            settled.add(run.source)
        read.add(run.source)
    return found


NOTHING_NEW = "Ingenting er endret siden sist."
NO_NEW_FILES = "Ingen nye filer."


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """A run of a source: `file` is its name in the history, `text` its result or the reason of its failure. `is_news`:
    the result differs from that of the last run."""

    source: str
    file: str
    text: str
    is_failed: bool = False
    is_news: bool = True
    new: int = 0
    changed: int = 0
    rejected: int = 0
    retry_after: float = 0.0

    @property
    def waits(self) -> bool:
        """Whether something was held back for a person, or was lost."""
        return bool(self.rejected) or WAITS in self.text

    @property
    def shown(self) -> str:
        """«Medlemssystemet: 12 nye, 3 endret. Venter på deg: 2 rettelser.»"""
        counts = f"{counted(self.new, 'ny', 'nye')}, {self.changed} endret. " if self.new or self.changed else ""
        return f"{self.file}: {counts}{self.text}".rstrip()
