"""An import that was done, and what undoing it does. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sentralbord_desktop.domain.dates.clock import oslo
from sentralbord_desktop.domain.text.norwegian import counted

UNDO_DAYS = 14
"""Days that an import can be undone."""
WAITS, DECIDED = "Venter på deg", "Sett over og avgjort."
"""What the text of a source's run begins with, and that of one that a person decided after."""


@dataclass(frozen=True, slots=True)
class ImportRun:
    """An import that was done. `subject` is medlemmer or fakturaer; `rejected` rows did not come in, and `lost` is how
    many losses are kept with it: rows, and cells of others. One that was fetched without a person has a `source`, and
    says in `text` what waits for a decision or why it failed; `is_superseded`: a later run of its source asks the same,
    or was decided."""

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
        """Whether something of a source waits for a decision."""
        return WAITS in self.text and not (self.is_failed or self.is_superseded or self.undone)

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
        """Of a source: that it failed, that nothing was new, or that something waits for a decision."""
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
    """What undoing an import does: new ones that are taken out, and those that stay because something has
    happened to them since; changed ones that get back what they had, and those that have been changed again."""

    removed: int = 0
    kept: int = 0
    restored: int = 0
    left: int = 0

    @property
    def does_anything(self) -> bool:
        return bool(self.removed or self.restored)

    def words(self, tenses: "Tenses", subject: str) -> str:
        """«38 nye medlemmer tas ut. 2 114 får tilbake det de hadde. 3 blir stående …», as far as there are any."""
        what = {"medlemmer": ("nytt medlem", "nye medlemmer"), "fakturaer": ("ny faktura", "nye fakturaer")}
        one, many = what[subject]
        told = (
            (self.removed, f"{self.removed} {one if self.removed == 1 else many} {tenses.removed}."),
            (self.restored, f"{self.restored} {tenses.restored}."),
            (self.kept, f"{self.kept} {tenses.kept}, for det er skjedd noe med dem siden."),
            (self.left, f"{self.left} er endret igjen siden. Det {tenses.left}."),
        )
        return " ".join(sentence for count, sentence in told if count)


@dataclass(frozen=True, slots=True)
class Tenses:
    """What undoing does, in words, before and after."""

    removed: str
    restored: str
    kept: str
    left: str


WILL = Tenses("tas ut", "får tilbake det som sto før", "blir stående", "blir stående")
HAS = Tenses("er tatt ut", "har fått tilbake det som sto før", "ble stående", "ble stående")


def superseded(runs: Iterable[ImportRun]) -> list[ImportRun]:
    """The runs, the newest first. Of a source, the last that something waits after stands for those before it, until
    somebody has decided. One that found nothing to ask about says nothing of the rows that it did not have."""
    settled: set[str] = set()
    found: list[ImportRun] = []
    for run in runs:
        found.append(replace(run, is_superseded=True) if run.source in settled else run)
        if run.source and (run.waits or run.text == DECIDED) and not run.undone:
            settled.add(run.source)
    return found
