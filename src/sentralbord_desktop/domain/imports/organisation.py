"""The sheets of an organisation file: one kind for each list, with its columns, its rules, and its rows compared with the
organisation. Pure.

The same rules apply to an entry that is typed in a form (`checked`). An empty cell clears nothing, and an unchanged value
is not checked: importing an exported file changes nothing.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sentralbord_desktop.domain.errors import SwitchboardError, WrongFieldsError
from sentralbord_desktop.domain.imports.cells import (
    CellError,
    read_department,
    read_email,
    read_short_phone,
    read_text,
    read_yes,
    tidy,
)
from sentralbord_desktop.domain.imports.columns import Column, FileKind
from sentralbord_desktop.domain.imports.compare import Comparison, changed_values, field_changes
from sentralbord_desktop.domain.imports.days import read_day
from sentralbord_desktop.domain.imports.headings import recognise
from sentralbord_desktop.domain.imports.preview import FieldChange, ImportedRow, ImportTable, Loss, Preview
from sentralbord_desktop.domain.imports.rows import entries_of
from sentralbord_desktop.domain.organisation.opening_hours import tidy_opening_hours
from sentralbord_desktop.domain.organisation.organisation import (
    FUNCTIONS,
    Course,
    Department,
    Employer,
    Organisation,
    Role,
    Staff,
    Target,
)
from sentralbord_desktop.domain.organisation.postcodes import PostCodes
from sentralbord_desktop.domain.organisation.territory import check_area as faults_of_area
from sentralbord_desktop.domain.progress import Progress
from sentralbord_desktop.domain.telephony import spoken_number
from sentralbord_desktop.domain.text.folding import plain

# ---------------------------------------------------------------- values of cells, and what they refer to

WEB_ADDRESS = re.compile(r"(?:https?|webcals?)://[^\s/]\S*", re.IGNORECASE)
TARGET_KEY = re.compile(r"[\w.:/+-]{1,60}")
MAX_EXPLANATION_CHARS = 200


@dataclass(frozen=True)
class ImportContext:
    """The context of the checks: the departments, and the post codes."""

    departments: frozenset[int]
    post_codes: PostCodes


def read_number_of_department(text: str) -> int:
    number = read_department(text)
    if number == 0:
        raise CellError("er ikke et avdelingsnummer")
    return number


def check_department(number: int, context: ImportContext) -> None:
    if number not in context.departments:
        raise CellError(f"{number} finnes ikke")


def read_function(text: str) -> str:
    for key, word in FUNCTIONS.items():
        if plain(text) in (plain(key), plain(word)):
            return key
    raise CellError(f"er ukjent. Bruk {', '.join(FUNCTIONS.values())}")


def read_neighbours(text: str) -> str:
    return _numbers(text, 100, "skal være avdelingsnumre med komma imellom, som «5, 7, 1»")


def check_neighbours(numbers: str, context: ImportContext) -> None:
    for number in map(int, filter(None, numbers.split(","))):
        if number not in context.departments:
            raise CellError(f"har avdeling {number}, som ikke finnes")


def read_loops(text: str) -> str:
    return _numbers(text, 20, "skal være sløyfenumre med komma imellom, som «1, 3»")


def _numbers(text: str, longest: int, otherwise: str) -> str:
    parts = [part.strip() for part in re.split("[,;]", text) if part.strip()]
    if not all(re.fullmatch("[0-9]{1,4}", part) and int(part) for part in parts):
        raise CellError(otherwise)  # also 5.1: a spreadsheet may have changed «5,10» to it
    numbers: str = read_text(longest)(",".join(map(str, dict.fromkeys(map(int, parts)))))
    return numbers


def check_area(text: str, context: ImportContext) -> None:
    if faults := faults_of_area(text, context.post_codes):
        first = faults[0].rstrip(".")
        why = f": {first}" if len(first) <= MAX_EXPLANATION_CHARS else ""
        raise CellError(f"kan ikke brukes{why}")


def read_key(text: str) -> str:
    if not TARGET_KEY.fullmatch(text):
        raise CellError("skal være ett ord på høyst 60 tegn, som «url:kurs»")
    return text


def read_hours(text: str) -> str:
    try:
        hours: str = read_text(100)(tidy_opening_hours(text))
    except ValueError:
        raise CellError("skal være som «man–fre 8–20, lør 10–15»") from None
    return hours


def read_calendar(text: str) -> str | None:
    """An address; None for «ja», which an export writes instead of the secret address."""
    if plain(text) == "ja":
        return None
    if not WEB_ADDRESS.fullmatch(text) or len(text) > 500:
        raise CellError("skal være «ja», tom eller en adresse som begynner med https")
    return text


def on_one_line(value: str) -> str:
    return ", ".join(part.strip(" ,") for part in value.splitlines() if part.strip(" ,"))


def listed(value: str) -> str:
    return ", ".join(part.strip() for part in re.split("[,;]", value) if part.strip())


def yes_if_any(value: str) -> str:
    return "ja" if value else ""


OrganisationEntry = Department | Staff | Role | Target | Course | Employer
WITH_SCHEME = re.compile(r"(?:https?|webcals?|file)://\S.*", re.IGNORECASE)


@dataclass(frozen=True, eq=False, kw_only=True)
class OrganisationKind(FileKind):
    """One list. `called` is the field with an entry's name, `required` must not be empty in a new one."""

    title: str
    model: type[OrganisationEntry]
    called: str
    required: tuple[str, ...] = ()
    may_be_new: bool = True

    def entries(self, organisation: Organisation) -> Sequence[OrganisationEntry]:
        """The entries in the organisation; of two equal ones the oldest first."""
        every: Sequence[OrganisationEntry] = getattr(organisation, ENTRIES[self.key])
        return sorted((e for e in every if getattr(e, "number", 1)), key=_first_made)

    def name(self, entry: OrganisationEntry) -> str:
        return str(getattr(entry, self.called))

    def key_of(self, values: Mapping[str, Any]) -> Any:
        return (self.key, *(tidy(str(values[field])).casefold() for field in self.identity))

    def key_of_entry(self, entry: OrganisationEntry) -> Any:
        return self.key_of(dict(entry))


def _first_made(entry: OrganisationEntry) -> tuple[int, str]:
    return getattr(entry, "id", 0) or getattr(entry, "number", 0), getattr(entry, "key", "")


def kind_of(entry: OrganisationEntry) -> OrganisationKind:
    return next(kind for kind in KINDS if isinstance(entry, kind.model))


# ---------------------------------------------------------------- the kinds

_EMAIL = Column("email", "E-post", read_email, also="epost|e-postadresse|epostadresse|mail")
_PHONE = Column("phone", "Telefon", read_short_phone, spoken_number, "tlf|telefonnummer")
_CONFIRMED = Column("confirmed", "Sist bekreftet", read_day, also="bekreftet")
_IN = Column(
    "department", "Avdeling", read_number_of_department, also="avd|avdelingsnummer|avdelingsnr", check=check_department
)
_KEY = Column("key", "Nøkkel", read_key)

KINDS = (
    OrganisationKind(
        "avdelinger",
        (
            Column("number", "Avdeling", read_number_of_department, also="avd|avdelingsnummer|avdelingsnr|nummer|nr"),
            Column("name", "Navn", read_text(100)),
            Column("area", "Område", read_text(2000), on_one_line, check=check_area),
            Column("postal_address", "Postadresse", read_text(200)),
            Column("visiting_address", "Besøksadresse", read_text(200)),
            _EMAIL,
            _PHONE,
            Column("neighbours", "Naboer", read_neighbours, listed, "naboer i rekkefølge", check=check_neighbours),
            Column("ks_first_contact", "KS tar første trøbbel", read_yes),
            _CONFIRMED,
        ),
        ("number",),
        title="Avdelinger",
        model=Department,
        called="title",
        required=("name",),
    ),
    OrganisationKind(
        "personer",
        (
            Column("name", "Navn", read_text(100)),
            Column("function", "Funksjon", read_function, also="rolle", choices=FUNCTIONS),
            _IN,
            _PHONE,
            Column("mobile", "Mobil", read_short_phone, spoken_number, "mobiltelefon"),
            _EMAIL,
            Column("loops", "Sløyfer", read_loops, listed, "sløyfe"),
            Column("substitute", "Stedfortreder", read_text(100), also="vikar"),
            Column("calendar", "Kalender", read_calendar, yes_if_any, "kalender (ics)", secret=True),
            _CONFIRMED,
        ),
        ("name", "function", "department"),
        title="Personer",
        model=Staff,
        called="name",
    ),
    OrganisationKind(
        "roller",
        (
            _KEY,
            Column("title", "Rolle", read_text(100)),
            Column("holder", "Har rollen", read_text(100)),
            Column("substitute", "Vikar", read_text(100), also="stedfortreder"),
            _EMAIL,
            _PHONE,
            _CONFIRMED,
        ),
        ("key",),
        title="Roller",
        model=Role,
        called="title",
        required=("title",),
        may_be_new=False,
    ),
    OrganisationKind(
        "steder",
        (
            _KEY,
            Column("title", "Navn", read_text(200)),
            _PHONE,
            Column("address", "Adresse", read_text(500)),
            Column("hours", "Åpningstid", read_hours, also="åpent|åpningstider"),
        ),
        ("key",),
        title="Steder utenfor",
        model=Target,
        called="title",
        required=("title",),
    ),
    OrganisationKind(
        "kurs",
        (
            Column("title", "Kurs", read_text(200)),
            replace(_IN, heading="Ansvarlig avdeling", also="avdeling|avd"),
            _CONFIRMED,
        ),
        ("title",),
        title="Kurs",
        model=Course,
        called="title",
        required=("department",),
    ),
    OrganisationKind(
        "arbeidsgivere",
        (Column("employer", "Arbeidsgiver", read_text(200)), _IN, _CONFIRMED),
        ("employer",),
        title="Arbeidsgivere",
        model=Employer,
        called="employer",
        required=("department",),
    ),
)
"""The kinds, in the order of the sheets."""

KIND_KEYS = tuple(kind.key for kind in KINDS)

ENTRIES = {
    "avdelinger": "departments",
    "personer": "staff",
    "roller": "roles",
    "steder": "targets",
    "kurs": "courses",
    "arbeidsgivere": "employers",
}
"""Key of a kind -> the field of an Organisation with its entries."""


def kind_of_sheet(headings: Sequence[str], sheet: str, wanted: str = "") -> OrganisationKind | None:
    """The kind that most headings belong to; between two, `wanted` (of KIND_KEYS) decides, else the sheet's name. None
    where more than half of the headings are unknown.
    """
    scores: dict[OrganisationKind, int] = {}
    for kind in KINDS:
        fields = {field for field in recognise(kind, headings, {}).values() if field}
        if fields >= set(kind.identity) and 2 * len(fields) >= len(headings):
            scores[kind] = len(fields)
    best = [kind for kind, score in scores.items() if score == max(scores.values())]
    named = [kind for kind in best if kind.key == wanted]
    named = named or [kind for kind in best if plain(kind.title) == plain(sheet)]
    return next(iter(named or best)) if len(named or best) == 1 else None


# ---------------------------------------------------------------- an entry by hand


def checked(entry: OrganisationEntry, context: ImportContext) -> OrganisationEntry:
    """The entry in its stored form. Raises WrongFieldsError with all wrong fields, and SwitchboardError for a fault
    between fields."""
    kind = kind_of(entry)
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for column in kind.columns:
        value = getattr(entry, column.field)
        if column.secret:
            values[column.field] = value.strip()
            if why := _wrong_address(column, value.strip()):
                wrong[column.field] = why
        elif text := tidy(column.text(value)):
            try:
                values[column.field] = column.read(text)
                if column.check:
                    column.check(values[column.field], context)
            except CellError as error:
                wrong[column.field] = error.detail or column.why(error)
        elif column.field in (*kind.identity, *kind.required):
            wrong[column.field] = f"{column.heading} mangler. Skriv det i feltet."
        elif isinstance(value, str):
            values[column.field] = ""
    if wrong:
        raise WrongFieldsError(wrong)
    whole = entry.model_copy(update=values)
    if why := own_fault(whole):
        raise SwitchboardError(why)
    return whole


def own_fault(entry: OrganisationEntry) -> str:
    """The fault between the fields of one entry as a sentence, or «»."""
    if isinstance(entry, Department) and entry.number in entry.neighbour_numbers:
        return "En avdeling kan ikke være sin egen nabo."
    return ""


def _wrong_address(column: Column, address: str) -> str:
    """The fault in the address of a calendar, on the web or a file; «» for none. The address itself is never shown."""
    wrong = "://" in address and not WITH_SCHEME.fullmatch(address)
    if wrong or len(address) > 500 or not address.isprintable():
        return f"{column.heading} skal være en fil eller begynne med https."
    return ""


# ---------------------------------------------------------------- the rows of a file

Entries = Mapping[Any, OrganisationEntry]
"""Identity (`OrganisationKind.key_of`) -> entry."""


@dataclass(frozen=True)
class OrganisationSheet(ImportTable):
    """A sheet whose kind is known."""

    kind: OrganisationKind


@dataclass(frozen=True, repr=False)
class FoundEntry:
    """A valid row. `before` is None for a new entry; the `changes` are in words."""

    sheet: str
    row: int
    kind: OrganisationKind
    entry: OrganisationEntry
    before: OrganisationEntry | None = None
    changes: tuple[FieldChange, ...] = ()

    @property
    def title(self) -> str:
        return self.kind.name(self.before or self.entry)

    def __str__(self) -> str:
        names = self.kind.names
        what = ", ".join(f"{names[c.field]}: {c.before or 'tom'} → {c.after}" for c in self.changes)
        return f"{self.sheet}, rad {self.row}, {self.title}: {what or 'ny'}"


class OrganisationPreview(Preview):
    """The preview of an import of the organisation. Contains nothing about members."""


def present_in(organisation: Organisation) -> dict[Any, OrganisationEntry]:
    """Identity -> entry; of two equal ones the oldest."""
    found: dict[Any, OrganisationEntry] = {}
    for kind in KINDS:
        for entry in kind.entries(organisation):
            found.setdefault(kind.key_of_entry(entry), entry)
    return found


def compare_sheets(
    sheets: Iterable[OrganisationSheet], organisation: Organisation, post_codes: PostCodes
) -> Comparison:
    """The preview of the sheets. Departments come first, so that the other sheets can refer to the new ones."""
    in_order = sorted(sheets, key=lambda sheet: KINDS.index(sheet.kind))
    read = [(sheet, entries_of(sheet, sheet.columns, Progress(), lenient=True)) for sheet in in_order]
    departments = [(sheet, rows) for sheet, rows in read if sheet.kind.model is Department]
    there = frozenset(department.number for department in organisation.departments)
    named = there | {entry.values["number"] for _, rows in departments for entry in rows.entries}
    comparer = _SheetComparer(present_in(organisation), ImportContext(named, post_codes))
    for sheet, rows in departments:
        comparer.compare(sheet, rows.entries, rows.rejected)
    comparer.context = ImportContext(comparer.accept_neighbours(there), post_codes)
    for sheet, rows in read[len(departments) :]:
        comparer.compare(sheet, rows.entries, rows.rejected)
    return comparer.result


class _RowError(Exception):
    def __init__(self, column: str, why: str) -> None:
        super().__init__(why)
        self.column, self.why = column, why


class _SheetComparer:
    """Compares one sheet after another with the organisation."""

    def __init__(self, present: Entries, context: ImportContext) -> None:
        self._present = present
        self.context = context
        self._first_at: dict[Any, str] = {}
        self.result = Comparison()

    def compare(self, sheet: OrganisationSheet, entries: Sequence[ImportedRow], unread: Sequence[Loss]) -> None:
        rejected = [(bad.row, bad.column, bad.why) for bad in unread]
        for entry in entries:
            try:
                self._compare(sheet, entry)
            except _RowError as error:
                rejected.append((entry.row, error.column, error.why))
        self.result.rejected += [
            Loss(row, "", "", column, "", why, sheet=sheet.name) for row, column, why in sorted(rejected)
        ]

    def accept_neighbours(self, numbers_here: frozenset[int]) -> frozenset[int]:
        """Reject departments whose neighbour is a rejected new one; returns all valid numbers."""
        new, changed = self.result.new, self.result.changed
        while True:
            there = numbers_here | {it.entry.number for it in new}
            lost = [it for it in (*new, *changed) if not there.issuperset(_new_neighbours(it))]
            if not lost:
                return there
            for found in lost:
                (changed if found.before else new).remove(found)
                why = "Naboer har en avdeling som ikke kan leses inn."
                self.result.rejected.append(Loss(found.row, "", "", "Naboer", "", why, sheet=found.sheet))

    def _compare(self, sheet: OrganisationSheet, entry: ImportedRow) -> None:
        kind, key = sheet.kind, sheet.kind.key_of(entry.values)
        self._check(kind, {field: entry.values[field] for field in kind.identity})
        before = self._present.get(key)
        if before is None and not kind.may_be_new:
            raise _RowError(kind.names[kind.identity[0]], "Finnes ikke fra før.")
        for fault in entry.faults:
            there = tidy(kind.by_field[fault.field].text(getattr(before, fault.field))) if before else None
            if fault.text is None or fault.text != there:
                raise _RowError(fault.column, fault.why)
        found = _new_entry(sheet, entry) if before is None else _changed_entry(sheet, entry, before)
        self._check(
            kind, entry.values if before is None else {it.field: entry.values[it.field] for it in found.changes}
        )
        if (before is None or found.changes) and (why := own_fault(found.entry)):
            raise _RowError("", why)
        where = f"{sheet.name}, rad {entry.row}"
        earlier = self._first_at.setdefault(key, where)
        if earlier != where:
            raise _RowError("", f"Den samme står også i {earlier}. Bare den første er lest.")
        if before is None:
            self.result.new.append(found)
        elif found.changes:
            self.result.changed.append(found)
        else:
            self.result.unchanged += 1

    def _check(self, kind: OrganisationKind, values: Mapping[str, Any]) -> None:
        """Raises _RowError for a value that refers to something unknown."""
        for column in kind.columns:
            if column.check and column.field in values:
                try:
                    column.check(values[column.field], self.context)
                except CellError as error:
                    raise _RowError(column.heading, column.why(error)) from None


def _new_neighbours(found: FoundEntry) -> tuple[int, ...]:
    """The new neighbours of a department in the file; those it already had are not checked."""
    if any(it.field == "neighbours" for it in found.changes) or found.before is None:
        return found.entry.neighbour_numbers if isinstance(found.entry, Department) else ()
    return ()


def _new_entry(sheet: OrganisationSheet, entry: ImportedRow) -> FoundEntry:
    """The values of a new entry. Raises _RowError when a required one is missing."""
    kind, values = sheet.kind, entry.values
    for field in kind.required:
        if not values.get(field):
            raise _RowError(kind.names[field], f"{kind.names[field]} mangler.")
    number = {"id": 0} if "id" in kind.model.model_fields else {}
    return FoundEntry(sheet.name, entry.row, kind, kind.model.model_validate({**values, **number}))


def _changed_entry(sheet: OrganisationSheet, entry: ImportedRow, before: OrganisationEntry) -> FoundEntry:
    kind, there = sheet.kind, dict(before)
    values = changed_values(kind, there, entry.values)
    after = before.model_copy(update=values)
    return FoundEntry(sheet.name, entry.row, kind, after, before, field_changes(kind, there, values))
