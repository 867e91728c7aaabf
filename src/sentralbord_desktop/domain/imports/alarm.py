"""What makes a whole file doubtful: nothing of it is written until a person says that it is right. Pure.

A column that was read last time is gone, a column has no value left, a column differs from the register in most rows, many
numbers are other people's, the file ends in the middle of a line, or it has far fewer members than the register.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sentralbord_desktop.domain.imports.columns import Columns, FileKind
from sentralbord_desktop.domain.imports.compare import MANY, Comparison
from sentralbord_desktop.domain.imports.heading_words import words_of
from sentralbord_desktop.domain.imports.preview import (
    NAME_PARTS,
    NUMBERS_NAMED,
    WHOLE_REGISTER,
    Absences,
    Alarm,
    CellFault,
    ImportedRow,
    ImportTable,
    Loss,
    loss_for,
)
from sentralbord_desktop.domain.text.norwegian import counted, grouped

NEARLY_ALL = 0.9
"""The share of the filled cells of a column that must be unreadable before the column counts as lost."""
MOST = 0.5
"""The share of the known members who have another value in a column, before the column is in doubt."""
STEADY = ("first_name", "birth_date")
PERSONAL = ("last_name", "phone", "email", "street")
"""Fields that nearly nobody changes, and fields that few change: a file with only changes may have many of the latter."""
COVERED = {
    **dict.fromkeys(NAME_PARTS, ("name", "last_first")),
    "post_code": ("town",),
    "place": ("town",),
    "no_sms": ("wants_sms",),
}
"""Fields that are also read from a column of several fields."""
FORM = words_of("nummer dato navn")
"""Words that a heading may get or lose, and still be the same column."""
MAX_SHARED = 20
"""Most members of a file with the same telephone or e-mail."""
CUT = "Linjen er kuttet: filen slutter midt i den."


def alarms(
    table: ImportTable,
    columns: Columns,
    entries: Sequence[ImportedRow],
    compared: Comparison,
    shared: Iterable[Alarm] = (),
) -> tuple[Alarm, ...]:
    """In the order in which they are told; `shared` are those of `without_shared`."""
    found: list[Alarm | str] = [*_gone(table, columns), *shared]
    found += [*_lost(table, columns, entries, compared), *_moved(table.kind, compared)]
    if len(compared.others) >= MANY:
        first = compared.others[0]
        people = f"Linje {first.entry.row}: her er det {first.here}, i filen er det {first.in_file}"
        more = f", og {len(compared.others) - 1} til"
        found.append(f"{len(compared.others)} medlemsnumre har et annet menneske i filen enn her. {people}{more}.")
    if table.is_cut:
        found.append(f"Filen er kuttet: den slutter midt i linje {table.numbers[-1]}, og den linjen leses ikke.")
    if table.is_whole and (sentence := short_of_whole(compared.absences)):
        found.append(sentence)
    return tuple(it if isinstance(it, Alarm) else Alarm(it) for it in found)


def short_of_whole(absences: Absences) -> str:
    """A sentence about a file that has too few of the members to be the whole register, else «»."""
    missing = absences.present - absences.in_file
    if missing < MANY or absences.in_file >= WHOLE_REGISTER * absences.present:
        return ""
    return (
        f"Filen har {grouped(str(absences.in_file))} av de {grouped(str(absences.present))} medlemmene her, og skal ha "
        "hele registeret."
    )


def without_cut_line(table: ImportTable, entries: list[ImportedRow]) -> Iterator[Loss]:
    """Remove the last line of a file that ends in the middle of it: its last cell may be half a value."""
    if table.is_cut and entries and entries[-1].row == table.numbers[-1]:
        yield loss_for(entries.pop(), CellFault("", "", CUT))


def without_shared(entries: Sequence[ImportedRow]) -> Iterator[Alarm]:
    """Remove each telephone and e-mail that more members have than live together: it is an office's, and would find all
    of them when it rings."""
    for fields, what in ((("phone", "phone2"), "telefonen"), (("email",), "e-posten")):
        count = Counter(value for entry in entries for field in fields if (value := entry.values.get(field)))
        shared = {value: times for value, times in count.items() if times > MAX_SHARED}
        for entry in entries if shared else ():
            for field in fields:
                if entry.values.get(field) in shared:
                    del entry.values[field]
        for value, times in shared.items():
            rows = grouped(str(times))
            yield Alarm(f"{rows} medlemmer har {what} {value}. Den hentes ikke som medlemmets egen.", "Hent uten den")


# ---------------------------------------------------------------- columns of the last file


def is_same_layout(headings: Iterable[str], last: Columns) -> bool:
    """Whether a file has headings like those of the last one: at least half of them were there."""
    its = list(headings)
    return sum(heading in last for heading in its) * 2 >= len(its)


def as_last_time(kind: FileKind, proposed: Columns, last: Columns, never: Mapping[str, str]) -> Columns:
    """The proposal with each heading of the last file read as then. A new heading gets no field of a column that is gone,
    unless it is the same heading written in another way."""
    found = {heading: last[heading] for heading in proposed if heading in last and heading not in never}
    taken = {*filter(None, found.values())}
    gone = {field: heading for heading, field in last.items() if field and field not in taken}
    for heading, field in proposed.items():
        if heading in found:
            continue
        is_free = field and field not in taken
        if is_free and field in gone and field not in kind.needed and not _is_same_heading(heading, gone[field]):
            is_free = False
        found[heading] = field if is_free else None
        taken |= {field} if is_free and field else set()
    return {heading: found[heading] for heading in proposed}


def _is_same_heading(one: str, other: str) -> bool:
    return words_of(one) - FORM == words_of(other) - FORM


def _gone(table: ImportTable, columns: Columns) -> Iterator[Alarm]:
    read = set(columns.values())
    gone = [
        f"«{heading}» ({table.kind.names[field]})"
        for heading, field in table.last.items()
        if field and (heading not in columns or heading in table.refused)
        if not read.intersection({field, *COVERED.get(field, ())})
    ]
    if len(gone) == 1:
        yield Alarm(f"Kolonnen {gone[0]} ble lest forrige gang, og er ikke i filen.", "Ja, den er borte for godt")
    elif gone:
        more = f" og {len(gone) - NUMBERS_NAMED} til" if len(gone) > NUMBERS_NAMED else ""
        told = ", ".join(gone[:NUMBERS_NAMED]) + more
        yield Alarm(f"Kolonnene {told} ble lest forrige gang, og er ikke i filen.", "Ja, de er borte for godt")


# ---------------------------------------------------------------- columns without values, or with those of others


def _lost(table: ImportTable, columns: Columns, entries: Sequence[ImportedRow], compared: Comparison) -> Iterator[str]:
    """Columns in which nearly no cell can be read, or which are empty although the members have a value here."""
    faults = [
        (entry.row, fault)
        for entry in entries
        for fault in entry.faults
        if fault.field not in entry.values and fault.field in table.kind.names
    ]
    unread = Counter(fault.field for _, fault in faults)
    for field, count in unread.items():
        if count < MANY:
            continue
        read = sum(1 for entry in entries if has_value(entry.values.get(field)))
        if count >= NEARLY_ALL * (count + read):
            line, first = next(it for it in faults if it[1].field == field)
            quoted = f" «{first.text[:60]}»" if first.text else ""
            yield (
                f"{grouped(str(count))} av {counted(count + read, 'verdi', 'verdier')} i «{first.column}» kan ikke leses som "
                f"{table.kind.names[field]}. Linje {line}{quoted}: {first.why}"
            )
    for heading, lost in columns.items():
        lines = compared.emptied.get(lost or "", [])
        if lost and len(lines) >= MANY and not unread[lost]:
            yield (
                f"Kolonnen «{heading}» er tom i hele filen, og {counted(len(lines), 'medlem', 'medlemmer')} i den har "
                f"{table.kind.names[lost]} her, det første på linje {lines[0]}."
            )


def has_value(value: object) -> bool:
    return value not in ("", None)


def without_values(columns: Columns, entries: Iterable[ImportedRow]) -> frozenset[str]:
    """The fields that have a column, and a value in no row."""
    left = {field for field in columns.values() if field and field not in COVERING}
    for entry in entries:
        if not left:
            break
        left = {field for field in left if not has_value(entry.values.get(field))}
    return frozenset(left)


COVERING = frozenset(field for fields in COVERED.values() for field in fields)


def _moved(kind: FileKind, compared: Comparison) -> Iterator[str]:
    """Columns that differ from the register in most rows: sorted without the others, or shifted."""
    known = compared.present
    is_most = known >= WHOLE_REGISTER * compared.absences.present
    for field in (*STEADY, *(PERSONAL if is_most else ())):
        lines = compared.differing.get(field, [])
        if len(lines) >= MANY and len(lines) > MOST * known:
            yield (
                f"{kind.names[field]} er ikke som her for {grouped(str(len(lines)))} av {grouped(str(known))} kjente "
                f"medlemmer, det første på linje {lines[0]}. Er kolonnen forskjøvet, eller filen sortert uten den?"
            )
