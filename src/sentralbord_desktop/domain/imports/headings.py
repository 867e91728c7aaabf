"""The headings of a file: the field of each column, and the columns that a person must choose between. Pure.

A heading matches a name of a column (`Column.called`) when it has all the words of the name, and no other words than those
allowed beside it (`Column.beside`). The more words of the name and the fewer others, the better.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice

from sentralbord_desktop.domain.errors import NeededColumnError, RegisterFileError
from sentralbord_desktop.domain.imports.cells import TOWN_CELL, CellError, read_first_email, tidy
from sentralbord_desktop.domain.imports.columns import Column, Columns, FileKind
from sentralbord_desktop.domain.imports.heading_words import words_of
from sentralbord_desktop.domain.imports.name_order import LAST_FIRST, WHOLE_NAME, Order, name_order
from sentralbord_desktop.domain.privacy.birth_number import BIRTH_NUMBER, TEN, has_birth_number
from sentralbord_desktop.domain.redacted import Quiet
from sentralbord_desktop.domain.text.folding import plain
from sentralbord_desktop.domain.text.norwegian import counted

# ---------------------------------------------------------------- the field of each heading

REASON = "Grunn"
"""The heading of the column with the reason why a row was not read; never read itself."""
EXACT, EACH_WORD, WHOLE, EACH_OTHER = 1000, 10, 5, 1
AGAIN = re.compile(r" \(\d+\)$")
"""The suffix of a repeated heading (`read_tables`)."""
LEFT = "utmeldt"
"""The meaning of a coded word for a member who has left."""
NEUTRAL = frozenset({"medlem", "registrert", "gjeldende", "aktuell"})


@dataclass(frozen=True, slots=True)
class _Match:
    score: int
    heading: str
    field: str


def match(kind: FileKind, headings: Sequence[str], never: Mapping[str, str] = {}) -> Columns:
    """Heading -> field, None for one that is not read. Each field goes to its best heading only."""
    every = [
        _Match(score, heading, column.field)
        for heading in headings
        if heading not in never and heading != REASON
        for column in kind.columns
        if (score := _score(column, AGAIN.sub("", heading)))
    ]
    found: Columns = dict.fromkeys(headings)
    taken: set[str] = set()
    for it in sorted(every, key=lambda one: -one.score):
        if found[it.heading] is None and it.field not in taken:
            found[it.heading] = it.field
            taken.add(it.field)
    _move_forward(kind, found)
    return found


def _move_forward(kind: FileKind, found: Columns) -> None:
    """Where a second value has a column but the first has none, use it as the first."""
    for column in kind.columns:
        if column.after and column.after not in found.values():
            for heading, field in found.items():
                if field == column.field:
                    found[heading] = column.after


def _score(column: Column, heading: str) -> int:
    words, beside = words_of(heading), _beside(column)
    if plain(heading) in _plain_names(column):
        score = EXACT
    else:
        score = max((_fit(words, name, beside) for name in names_of(column)), default=0)
    return score + EXACT if score and words & _rather(column) else score


def _fit(words: frozenset[str], name: frozenset[str], beside: frozenset[str]) -> int:
    others = words - name
    if not name or not name <= words or not others <= beside:
        return 0
    return EACH_WORD * len(name) + (EACH_OTHER * -len(others) if others else WHOLE)


@cache
def names_of(column: Column) -> tuple[frozenset[str], ...]:
    return tuple(words_of(name) for name in column.called)


@cache
def _plain_names(column: Column) -> frozenset[str]:
    return frozenset(map(plain, column.called))


@cache
def _beside(column: Column) -> frozenset[str]:
    return words_of(column.beside.replace("|", " ")) | NEUTRAL


@cache
def _rather(column: Column) -> frozenset[str]:
    return words_of(column.rather)


def _prefer_more_words(column: Column, found: Columns, rows: Sequence[Sequence[str]], never: Mapping[str, str]) -> None:
    """Read the field from the column with the most different meanings: «Aktiv» in every row tells nothing. A column that
    tells who has left is never given up for one that does not."""
    best = next(heading for heading, field in found.items() if field == column.field)
    rivals = [it for it, field in found.items() if field is None and it not in never and _score(column, it)]
    if not rivals:
        return
    places = {heading: place for place, heading in enumerate(found)}

    def worth(heading: str) -> tuple[bool, int]:
        cells = {tidy(row[places[heading]]) for row in rows if places[heading] < len(row)}
        meanings = {column.read(cell) for cell in cells if _is_known(column, cell)}
        return LEFT in meanings, len(meanings)

    chosen = max([best, *rivals], key=worth)  # the first of equals
    found[best], found[chosen] = None, column.field


def _is_known(column: Column, cell: str) -> bool:
    try:
        return bool(cell) and column.read(cell) is not None
    except CellError:
        return False


TOWN_FIELD, ITS_PARTS = "town", frozenset({"post_code", "place", "town"})
MAY_BE_TOWN = words_of("post sted adresse")
TOWNS_SAMPLED, NEARLY_ALL_TOWNS = 500, 0.8


def match_table(
    kind: FileKind, headings: Sequence[str], rows: Sequence[Sequence[str]], never: Mapping[str, str]
) -> Columns:
    """As `match`, but a column with post codes and places is recognised as such, even if its heading may mean a street
    or a place, and of the columns that may be one of coded words, that with the most known words is read."""
    found = match(kind, headings, never)
    for column in kind.columns:
        if column.choices and column.field in found.values():
            _prefer_more_words(column, found, rows, never)
    if TOWN_FIELD not in kind.by_field or "post_code" in found.values() or TOWN_FIELD in found.values():
        return found
    town = next((it for it in enumerate(headings) if it[1] not in never and _has_towns(rows, *it)), None)
    if town is None:
        return found
    others = match(kind, headings, {**never, town[1]: ""})
    return others if ITS_PARTS & set(others.values()) else {**others, town[1]: TOWN_FIELD}


def _has_towns(rows: Sequence[Sequence[str]], place: int, heading: str) -> bool:
    if not words_of(heading) & MAY_BE_TOWN:
        return False
    cells = (" ".join(row[place].split()) for row in islice(rows, TOWNS_SAMPLED) if place < len(row))
    filled = [cell for cell in cells if cell]
    return bool(filled) and sum(1 for cell in filled if TOWN_CELL.fullmatch(cell)) >= NEARLY_ALL_TOWNS * len(filled)


def fields_of(kind: FileKind, texts: Sequence[str]) -> set[str]:
    return {field for field in match(kind, heading_texts(texts)).values() if field}


def heading_texts(row: Sequence[str]) -> list[str]:
    """The different non-empty cells of a line that are short enough for headings."""
    return list(dict.fromkeys(" ".join(cell.split()) for cell in row if cell.strip() and len(cell) <= 100))


# ---------------------------------------------------------------- headings about somebody else than the member

EMPLOYER = "Arbeidsgiver"
EMPLOYERS, OTHERS = (
    tuple(map(words_of, names.split("|")))
    for names in (
        "arbeidsgiver|bedrift|employer",
        "arbeidssted|arbeidsplass|pårørende|foresatt|foresatte|verge|kontaktperson|betaler|fakturamottaker",
    )
)
NAMES = frozenset({"first_name", "middle_name", "last_name", "name", "last_first"})
ADDRESS = frozenset({"street", "post_code", "place", "town"})
OF_EMPLOYER = ADDRESS | {"name", "email", "phone", "phone2"}
"""The fields that a heading after «Arbeidsgiver» may seem to be, though it is about the employer."""
MOBILE, ORGANISATION, CONTACT = (words_of(word) for word in ("mobil", "organisasjon", "kontaktperson"))


def owner_of(text: str) -> str:
    """«Arbeidsgiver» for «Bedrift», «Pårørende» as it is, «» for a text that names nobody else."""
    words = words_of(text)
    if any(name <= words for name in EMPLOYERS):
        return EMPLOYER
    return text if any(name <= words for name in OTHERS) else ""


def of_owner(owner: str, heading: str) -> str:
    return heading if not owner or words_of(owner) <= words_of(heading) else f"{owner} {heading}"


def after_employer(kind: FileKind, headings: Sequence[str]) -> range:
    """The places right after «Arbeidsgiver» with headings that fit an employer as well as a member."""
    fields = [next(iter(fields_of(kind, [heading])), "") for heading in headings]
    if "employer" not in fields or "number" not in fields:
        return range(0)
    first = last = fields.index("employer") + 1
    has_contact = False
    while last < len(fields):
        words = words_of(headings[last])
        has_contact |= words >= CONTACT
        is_member = words >= MOBILE and not has_contact
        if not (words >= ORGANISATION or words >= CONTACT or (fields[last] in OF_EMPLOYER and not is_member)):
            break
        last += 1
    return range(first, last)


def with_owner(kind: FileKind, headings: Sequence[str]) -> tuple[str, ...]:
    """«Arbeidsgiver Adresse» for an «Adresse» after «Arbeidsgiver», where the member's own is elsewhere."""
    its = after_employer(kind, headings)
    others = [heading for place, heading in enumerate(headings) if place not in its]
    run = [headings[place] for place in its]
    fields, elsewhere = fields_of(kind, run), fields_of(kind, others)
    is_again = any(words_of(heading) >= CONTACT for heading in run)
    is_again |= not {plain(heading) for heading in run}.isdisjoint(map(plain, others))
    if not (is_again or fields & elsewhere & ADDRESS or ("name" in fields and NAMES & elsewhere)):
        return tuple(headings)
    return tuple(of_owner(EMPLOYER, it) if place in its else it for place, it in enumerate(headings))


# ---------------------------------------------------------------- columns with fødselsnummer, which are never read (PR-2)

BIRTH_NUMBER_NAMES = (
    "fødselsnummer|fødselsnr|fødselsnr.|fnr|f.nr|personnummer|personnr|person nr|pers.nr|pnr|d-nummer|dnr|"
    "fødsels- og personnummer|ssn|national id|national identity number|nin|birth number|personal id number|"
    "social security number|fødselsnummer (11 siffer)"
)
BIRTH_NUMBER_HEADINGS = frozenset(map(plain, BIRTH_NUMBER_NAMES.split("|")))
BIRTH_NUMBER_WORDS = words_of("fødselsnummer")
ALSO_POST_CODE, POST_CODE = plain("pnr"), re.compile(r"\d{1,4}", re.ASCII)
"""The heading that can also mean postnummer. A personnummer has five digits."""
SAMPLED_ROWS = 2000
WHY_REFUSED = "Kolonnen ser ut til å inneholde fødselsnummer. Det lagres aldri her."


def refused(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """Headings of columns that are never read -> the reason."""
    found = {}
    for place, heading in enumerate(headings):
        cells = (row[place].strip() for row in rows[:SAMPLED_ROWS] if place < len(row))
        filled = [cell for cell in cells if cell]
        like = sum(
            1 for cell in filled if (BIRTH_NUMBER.fullmatch(cell) or TEN.fullmatch(cell)) and has_birth_number(cell)
        )
        is_post_code = plain(heading) == ALSO_POST_CODE and filled and all(map(POST_CODE.fullmatch, filled))
        by_name = not is_post_code and (
            plain(heading) in BIRTH_NUMBER_HEADINGS or words_of(heading) >= BIRTH_NUMBER_WORDS
        )
        if by_name or (filled and like * 2 > len(filled)):
            found[heading] = WHY_REFUSED
    return found


# ---------------------------------------------------------------- columns that are not read

CONTENTS_SAMPLED = 2000
SHOWN_VALUES, MAX_SHOWN_CHARS = 3, 40
MIN_WORDS, WORDS_READ = 2, 0.5
MIN_ADDRESSES, ADDRESSES_READ = 3, 0.8
"""How many different values, and which share of all, must be readable to suggest a column of coded words, or of
addresses."""


@dataclass(frozen=True, slots=True, repr=False)
class UnreadColumn(Quiet):
    """A column that is not read: the first different values, the number of others, the field that it may be, or the
    reason why it is never read."""

    heading: str
    values: tuple[str, ...] = ()
    more: int = 0
    likely: str | None = None
    refused: str = ""

    @property
    def content(self) -> str:
        """«Yrkesaktiv, Pensjonist, Student og 4 til», «hentes aldri inn», «tom i alle radene»."""
        if self.refused:
            return "hentes aldri inn"
        if not self.values:
            return "tom i alle radene"
        return ", ".join(self.values) + (f" og {counted(self.more, '', '').strip()} til" if self.more else "")


def unread_columns(
    kind: FileKind, headings: Sequence[str], rows: Sequence[Sequence[str]], columns: Columns, never: Mapping[str, str]
) -> tuple[UnreadColumn, ...]:
    """In the order of the file; the column with reasons (REASON) is left out."""
    free = [column for column in kind.columns if column.field not in columns.values()]
    found = []
    for place, heading in enumerate(headings):
        if columns.get(heading) or heading == REASON:
            continue
        if heading in never:
            found.append(UnreadColumn(heading, refused=never[heading]))
            continue
        values = dict.fromkeys(islice(_filled(rows, place), CONTENTS_SAMPLED))
        shown = tuple(value[:MAX_SHOWN_CHARS] for value in islice(values, SHOWN_VALUES))
        found.append(UnreadColumn(heading, shown, len(values) - len(shown), likely(free, heading, list(values))))
    return tuple(found)


def _filled(rows: Sequence[Sequence[str]], place: int) -> Iterator[str]:
    """The non-empty cells of a column, without birth numbers (PR-2)."""
    cells = (tidy(row[place]) for row in rows if place < len(row))
    return (cell for cell in cells if cell not in {"", "-"} and not has_birth_number(cell))


def likely(free: Iterable[Column], heading: str, values: Sequence[str]) -> str | None:
    """The field among the `free` ones that the column may be, by the words of its heading or by its cells."""
    words = words_of(heading)
    by_words = [
        (len(name), column.field) for column in free for name in names_of(column) if len(name) > 1 and name <= words
    ]
    if by_words:
        return max(by_words, key=lambda it: it[0])[1]
    telling = (column for column in free if column.choices or column.read is read_first_email)
    return next((column.field for column in telling if _is_read(column, values)), None)


def _is_read(column: Column, values: Sequence[str]) -> bool:
    def takes(value: str) -> bool:
        try:
            return column.read(value) is not None
        except CellError as error:
            return error.kept is not None

    fewest, part = (MIN_WORDS, WORDS_READ) if column.choices else (MIN_ADDRESSES, ADDRESSES_READ)
    known = sum(map(takes, values))
    return known >= fewest and known >= part * len(values)


# ---------------------------------------------------------------- columns that a person must choose between

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
    """The proposed columns of a file, the open `questions` about others, and sentences about what is `left_out`."""

    columns: Columns
    questions: list[ColumnQuestion] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

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
        found.left_out += [
            f"«{headings[it]}» er lik «{headings[first]}» i alle radene, og leses ikke." for it in others
        ]
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
    its = [place for place, heading in enumerate(headings) if "employer" in match(kind, [heading]).values()]
    filled = next((place for place in its if any(_cell(row, place) for row in rows)), None)
    if filled is not None and found.columns[headings[its[0]]] == "employer":
        found.columns |= {headings[its[0]]: None, headings[filled]: "employer"}


# ---------------------------------------------------------------- whole names: which part is first

BOTH_NAMES = words_of("fornavn etternavn")
ORDERS = {WHOLE_NAME: Order.FIRST_NAME_FIRST, LAST_FIRST: Order.LAST_NAME_FIRST}


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


# ---------------------------------------------------------------- what a person chooses


def recognise(kind: FileKind, headings: Iterable[str], never: Mapping[str, str]) -> Columns:
    """The field of each heading; of two headings for one field the first wins, and `never` are not read."""
    taken: set[str] = set()
    columns: Columns = {}
    for heading in headings:
        found = None if heading in never else kind.headings.get(plain(heading))
        columns[heading] = found if found and found not in taken else None
        taken |= {found} if found else set()
    return columns


def mapped(kind: FileKind, recognised: Columns, by_hand: Mapping[str, str | None], never: Mapping[str, str]) -> Columns:
    """`recognised`, overridden by the manual choices; raises RegisterFileError when they clash."""
    columns = dict(recognised)
    for heading, choice in by_hand.items():
        if heading not in columns:
            raise RegisterFileError(
                f"Filen har ingen kolonne som heter «{heading[:60]}». Se over overskriftene i filen."
            )
        chosen = kind.field_called(choice) if choice else None
        if choice and chosen is None:
            raise RegisterFileError(f"«{choice[:60]}» er ikke et felt i registeret. Velg et felt som er der.")
        if chosen and heading in never:
            raise RegisterFileError(
                f"Kolonnen «{heading[:60]}» ser ut til å inneholde fødselsnummer. "
                "Den kan ikke leses inn. Velg en annen kolonne."
            )
        for other in columns if chosen else ():
            if columns[other] == chosen and other not in by_hand:
                columns[other] = None  # the manual choice takes over the field
        columns[heading] = chosen
    fields = list(filter(None, columns.values()))
    if twice := next((name for name in fields if fields.count(name) > 1), None):
        raise RegisterFileError(f"To kolonner er satt til «{kind.names[twice]}». Velg én.")
    return columns


def need_all(kind: FileKind, columns: Columns) -> None:
    """Raises NeededColumnError when a required column is missing."""
    for name in kind.needed:
        if name not in columns.values():
            raise NeededColumnError(kind.names[name].lower())


def fingerprint(kind: FileKind, headings: Iterable[str]) -> str:
    """The key of a remembered mapping: the same for files with the same set of headings."""
    return kind.key + ":" + "|".join(sorted({plain(heading) for heading in headings}))
