"""What of a file a person must decide, after it is compared and before it is written. Pure.

The preview holds the entries of each doubt back: `corrected` (corrected here, or empty in the file), `absences`,
`resigned`, `coded` words that are open, `others` (another person under a known number), `rejected` and `doubtful` rows.
DOUBTS counts them, `decide` has the answers, and what exceeds a ChangeLimit is not written at all.
"""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from sentralbord_desktop.domain.imports.compare import Comparison
from sentralbord_desktop.domain.imports.import_run import WAITS
from sentralbord_desktop.domain.imports.preview import Preview, corrected_of
from sentralbord_desktop.domain.imports.report import losses_of
from sentralbord_desktop.domain.text.norwegian import counted


@dataclass(frozen=True)
class Doubt:
    """A kind of doubt: how many entries of a preview it is about, and what waits in words. `of_whole`: it counts only
    for a file with the whole register."""

    count: Callable[[Preview], int]
    words: Callable[[int], str]
    of_whole: bool = False


DOUBTS = (
    Doubt(lambda it: len(it.questions), lambda count: f"{counted(count, 'spørsmål', 'spørsmål')} om kolonner"),
    Doubt(lambda it: len(it.corrections), lambda count: f"{count} rettet her siden forrige fil"),
    Doubt(lambda it: len(it.corrected) - len(it.corrections), lambda count: counted(count, "tomt felt", "tomme felt")),
    Doubt(lambda it: len(it.absences.namesakes), lambda count: f"{count} som kan være registrert her fra før"),
    Doubt(lambda it: len(it.absences.missing), lambda count: f"{count} som mangler i det som kom", of_whole=True),
    Doubt(lambda it: len(it.others), lambda count: f"{counted(count, 'rad', 'rader')} om et annet menneske"),
    Doubt(
        lambda it: len(it.rejected) - len(it.others), lambda count: f"{counted(count, 'rad', 'rader')} som ikke kom inn"
    ),
    Doubt(
        lambda it: sum(loss.is_in for loss in losses_of(it)),
        lambda count: f"{counted(count, 'felt', 'felt')} som ikke kom inn",
    ),
    Doubt(lambda it: sum(word.is_open for word in it.coded), lambda count: counted(count, "ukjent ord", "ukjente ord")),
    Doubt(lambda it: len(it.resigned), lambda count: counted(count, "ny utmeldt eller død", "nye utmeldte eller døde")),
)
"""Every kind of doubt, in the order in which they are listed."""


def undecided(preview: Preview, *, is_whole: bool) -> str:
    """«Venter på deg: 12 rettet her siden forrige fil, 3 ukjente ord.», «» for nothing."""
    counts = [(doubt, doubt.count(preview)) for doubt in DOUBTS if is_whole or not doubt.of_whole]
    listed = [doubt.words(count) for doubt, count in counts if count]
    return f"{WAITS}: {', '.join(listed)}." if listed else ""


def ask_about_empty(asked: Collection[str], result: Comparison) -> None:
    """Move the changes by empty cells of these fields to the open questions."""
    if not asked:
        return
    changed, result.changed = result.changed, []
    for one in changed:
        left = tuple(it for it in one.changes if it.after or it.field not in asked)
        result.corrected += [corrected_of(one, it, None) for it in one.changes if it not in left]
        if left:
            result.changed.append(replace(one, changes=left, values={it.field: one.values[it.field] for it in left}))


# ------------------------------------------------ how much of the register one file, or one source in a day, may change

ALWAYS = 50
"""Number of members that a file may change in any register."""


class RunSize(NamedTuple):
    """The number of members that an import added and changed."""

    new: int
    changed: int


class UsedLimit(NamedTuple):
    """The number of members changed by these runs of one source, and the register size that the limit is computed
    from."""

    touched: int
    size: int


@dataclass(frozen=True, slots=True)
class ChangeLimit:
    """A number of members, or a per cent of those in the register; never under ALWAYS for a per cent."""

    number: int
    is_share: bool = True

    @property
    def shown(self) -> str:
        return f"{self.number} %" if self.is_share else counted(self.number, "medlem", "medlemmer")

    def allowed(self, present: int) -> int:
        """The number of members that may be changed in a register of `present` members; any number in an empty one."""
        return max(ALWAYS, present * self.number // 100) if self.is_share else self.number

    def excess(self, touched: int, present: int, before: int = 0) -> str:
        """A sentence when a file exceeds the limit, together with the changes of its source `before` on the same day;
        else «»."""
        if not present or before + touched <= self.allowed(present):
            return ""
        here = counted(present, "medlem", "medlemmer")
        what = "Filen og det som er hentet fra kilden før i dag," if before else "Filen"
        many = counted(before + touched, "medlem", "medlemmer")
        return f"{what} legger til eller endrer {many}, og registeret har {here}."

    def used(self, earlier: Iterable[RunSize], present: int) -> UsedLimit:
        """The size is `present` without the members added by the runs. A run over the limit filled an empty register,
        or was confirmed by a person: it is not counted, and its new members are part of the register."""
        runs = list(earlier)
        size = base = present - sum(run.new for run in runs)
        touched = 0
        for new, changed in runs:
            if size and new + changed <= self.allowed(size):
                touched += new + changed
            else:
                base += new
            size += new
        return UsedLimit(touched, base)


DEFAULT = ChangeLimit(20)


def read_limit(text: str) -> ChangeLimit:
    """«20 %», «20%» or «500». Raises ValueError."""
    found = re.fullmatch(r"(\d{1,9})\s?(%?)", text.strip())
    if found is None:
        raise ValueError("skriv et antall medlemmer eller en prosent av registeret: 500 eller 20 %")
    return ChangeLimit(int(found[1]), bool(found[2]))
