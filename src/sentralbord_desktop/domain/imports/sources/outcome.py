"""The result of one run of a source, and the decisions left to a person. Pure."""

from dataclasses import dataclass

from sentralbord_desktop.domain.imports.import_run import WAITS
from sentralbord_desktop.domain.imports.losses import losses_of
from sentralbord_desktop.domain.imports.preview import Preview
from sentralbord_desktop.domain.text.norwegian import counted

NOTHING_NEW = "Ingenting er endret siden sist."


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
    def changed_anything(self) -> bool:
        return bool(self.new or self.changed)

    @property
    def shown(self) -> str:
        """«Medlemssystemet: 12 nye, 3 endret. Venter på deg: 2 rettelser.»"""
        counts = f"{counted(self.new, 'ny', 'nye')}, {self.changed} endret. " if self.changed_anything else ""
        return f"{self.file}: {counts}{self.text}".rstrip()


def undecided(preview: Preview, *, is_whole: bool) -> str:
    """«Venter på deg: 12 rettet her siden forrige fil, 3 ukjente ord.», «» for nothing. Missing members count only for
    a whole register."""
    empty = len(preview.corrected) - len(preview.corrections)
    cells = sum(1 for loss in losses_of(preview) if loss.is_in)
    missing = len(preview.absences.missing) if is_whole else 0
    namesakes = len(preview.absences.namesakes)
    words = sum(1 for word in preview.coded if word.is_open)
    parts = (
        (len(preview.corrections), f"{len(preview.corrections)} rettet her siden forrige fil"),
        (empty, counted(empty, "tomt felt", "tomme felt")),
        (namesakes, f"{namesakes} som kan være registrert her fra før"),
        (missing, f"{missing} som mangler i det som kom"),
        (len(preview.rejected), f"{counted(len(preview.rejected), 'rad', 'rader')} som ikke kom inn"),
        (cells, f"{counted(cells, 'felt', 'felt')} som ikke kom inn"),
        (words, counted(words, "ukjent ord", "ukjente ord")),
        (len(preview.resigned), counted(len(preview.resigned), "ny utmeldt", "nye utmeldte")),
    )
    listed = [text for count, text in parts if count]
    return f"{WAITS}: {', '.join(listed)}." if listed else ""
