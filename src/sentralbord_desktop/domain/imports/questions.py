"""What a file proposes: the field of each column, and the columns that a person must choose between. Pure.

A column in question is not read until one of its headings is mapped by hand: in the window, in the settings of a source,
or with `--map`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sentralbord_desktop.domain.imports.cells import tidy
from sentralbord_desktop.domain.imports.columns import Columns, FileKind
from sentralbord_desktop.domain.imports.file_lines import ADDRESS, EMPLOYER, NAMES, after_employer
from sentralbord_desktop.domain.imports.heading_words import words_of
from sentralbord_desktop.domain.imports.headings import AGAIN, match, match_table
from sentralbord_desktop.domain.imports.name_order import LAST_FIRST, WHOLE, Order, name_order
from sentralbord_desktop.domain.privacy.birth_number import has_birth_number
from sentralbord_desktop.domain.redacted import Quiet
from sentralbord_desktop.domain.text.folding import plain

Rows = Sequence[Sequence[str]]
SHOWN_CHARS = 40


@dataclass(frozen=True, slots=True, repr=False)
class ColumnQuestion(Quiet):
    """`what` is the question without data about members, `sentence` has examples, and the first row. `answer` is a
    mapping that would answer it."""

    headings: tuple[str, ...]
    what: str
    sentence: str
    answer: str


def unanswered(questions: Iterable[ColumnQuestion], mapped: Collection[str]) -> tuple[ColumnQuestion, ...]:
    """The questions about columns of which none is among the headings `mapped` by hand."""
    return tuple(it for it in questions if set(it.headings).isdisjoint(mapped))


@dataclass(repr=False)
class Proposal(Quiet):
    """The proposed columns of a file, the open `questions` about others, and sentences about what is `told`."""

    columns: Columns
    questions: list[ColumnQuestion] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def ask(self, question: ColumnQuestion) -> None:
        self.questions.append(question)
        self.columns |= dict.fromkeys(question.headings)


def proposed(
    kind: FileKind, headings: Sequence[str], rows: Rows, numbers: Sequence[int], never: Mapping[str, str]
) -> Proposal:
    """`numbers` are the lines of the rows; columns that are `never` read are in no question."""
    found = Proposal(match_table(kind, headings, rows, never))
    for its in _repeated(headings, never):
        _choose_one(found, kind, headings, rows, numbers, its)
    _ask_whose(found, kind, headings, rows, numbers)
    _read_filled_employer(found, kind, headings, rows)
    if LAST_FIRST in kind.by_field:
        _order_names(found, kind, headings, rows, numbers)
    return found


# ---------------------------------------------------------------- the same heading again


def _repeated(headings: Sequence[str], never: Mapping[str, str]) -> Iterator[list[int]]:
    """The places of the headings that are the same; «Telefon (2)» of the file itself is another."""
    places = defaultdict(list)
    for place, heading in enumerate(headings):
        again = heading.endswith(f" ({place + 1})")  # named so when the file was read
        if heading not in never:
            places[plain(AGAIN.sub("", heading) if again else heading)].append(place)
    yield from (its for its in places.values() if len(its) > 1)


def _choose_one(
    found: Proposal, kind: FileKind, headings: Sequence[str], rows: Rows, numbers: Sequence[int], its: list[int]
) -> None:
    """Read one of the columns with the same heading if the others are empty or equal; else ask."""
    fields = [name for place in its if (name := found.columns[headings[place]])]
    if not fields:
        return
    filled = [place for place in its if any(_cell(row, place) for row in rows)] or its[:1]
    found.columns |= {headings[place]: None for place in its}
    first, *others = filled
    differs = next((at for at, row in enumerate(rows) if len({_cell(row, place) for place in filled}) > 1), None)
    if differs is None:
        found.columns[headings[first]] = fields[0]
        found.told += [f"«{headings[it]}» er lik «{headings[first]}» i alle radene, og leses ikke." for it in others]
        return
    names = tuple(headings[place] for place in filled)
    shown = ", ".join(f"«{headings[place]}» har {_shown(rows[differs], place)}" for place in filled)
    what = f"«{headings[first]}» står {len(filled)} ganger i overskriftene, med ulikt innhold"
    sentence = f"{what}, først på linje {numbers[differs]}: {shown}. Ingen av dem leses før noen velger."
    found.ask(ColumnQuestion(names, what, sentence, f"{names[-1]}={kind.names[fields[0]]}"))


def _cell(row: Sequence[str], place: int) -> str:
    return tidy(row[place]) if place < len(row) else ""


def _shown(row: Sequence[str], place: int) -> str:
    text = _cell(row, place)
    return f"«{text[:SHOWN_CHARS]}»" if text and not has_birth_number(text) else "ingenting"


# ---------------------------------------------------------------- an address after the employer


def _ask_whose(found: Proposal, kind: FileKind, headings: Sequence[str], rows: Rows, numbers: Sequence[int]) -> None:
    """An address or a name right after «Arbeidsgiver», where the member has no other: the file does not tell whose."""
    run = [headings[place] for place in after_employer(kind, headings) if found.columns[headings[place]]]
    fields = {str(found.columns[heading]) for heading in run}
    elsewhere = {str(name) for heading, name in found.columns.items() if heading not in run}
    whole_name = "name" in fields and not NAMES & elsewhere
    if not rows or not (whole_name or (ADDRESS & fields and not ADDRESS & elsewhere)):
        return
    listed = ", ".join(f"«{heading}»" for heading in run)
    what = f"{listed} står etter «{EMPLOYER}», og kan være medlemmets eller arbeidsgiverens"
    shown = _shown(rows[0], headings.index(run[0]))
    sentence = f"{what}: på linje {numbers[0]} står {shown}. De leses ikke før noen velger."
    found.ask(ColumnQuestion(tuple(run), what, sentence, f"{run[0]}={kind.names[str(found.columns[run[0]])]}"))


def _read_filled_employer(found: Proposal, kind: FileKind, headings: Sequence[str], rows: Rows) -> None:
    """«Arbeidsgiver Navn» where the column «Arbeidsgiver» is empty, and only names those after it."""
    filled = {heading for place, heading in enumerate(headings) if any(_cell(row, place) for row in rows)}
    its = [heading for heading in headings if "employer" in match(kind, [heading]).values()]
    if its and found.columns[its[0]] == "employer" and its[0] not in filled:
        found.columns[its[0]] = None
        found.columns[next((heading for heading in its if heading in filled), its[0])] = "employer"


# ---------------------------------------------------------------- whole names: which part is first

BOTH_NAMES = words_of("fornavn etternavn")
ORDERS = {WHOLE: Order.FIRST_NAME_FIRST, LAST_FIRST: Order.LAST_NAME_FIRST}


def _order_names(found: Proposal, kind: FileKind, headings: Sequence[str], rows: Rows, numbers: Sequence[int]) -> None:
    """Read whole names as their column is written; ask where that does not tell, or tells other than the heading."""
    for place, heading in enumerate(headings):
        field = found.columns[heading]
        if field not in ORDERS or {"first_name", "last_name"} <= set(found.columns.values()):
            continue
        order, is_named = name_order(rows, place), words_of(heading) >= BOTH_NAMES
        if order in (None, ORDERS[field]) or (is_named and order is Order.UNKNOWN):
            continue
        if order is Order.LAST_NAME_FIRST and not is_named and LAST_FIRST not in found.columns.values():
            found.columns[heading] = LAST_FIRST
            continue
        at = next(at for at, row in enumerate(rows) if len(_cell(row, place).split()) > 1)
        what = f"«{heading}» viser ikke om etternavnet står først"
        sentence = f"{what}: på linje {numbers[at]} står {_shown(rows[at], place)}. Navnene leses ikke før noen velger."
        found.ask(ColumnQuestion((heading,), what, sentence, f"{heading}={kind.names[LAST_FIRST]}"))
