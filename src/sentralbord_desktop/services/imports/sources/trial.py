"""A trial of a source before it is saved: columns and counts, no data about members."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from sentralbord_desktop.domain.imports.coded_words import coded_words, joined
from sentralbord_desktop.domain.imports.headings import mapped
from sentralbord_desktop.domain.imports.preview import ImportTable
from sentralbord_desktop.domain.imports.report import lacking, lacking_sentence
from sentralbord_desktop.domain.imports.source import ImportSource
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.services.imports.mapping import words_by_field


class ReadHeading(NamedTuple):
    """A heading, and the name of the field it is read as."""

    heading: str
    field: str


@dataclass(frozen=True, slots=True)
class Trial:
    """`read` are headings with the name of their field, `unread` those that are not read; `lacking` is a sentence about
    fields that a register should have, «» when all are there."""

    rows: int
    read: tuple[ReadHeading, ...] = ()
    unread: tuple[str, ...] = ()
    lacking: str = ""
    unknown_words: int = 0

    @property
    def lines(self) -> list[str]:
        """«200 rader.», and what the columns are read as."""
        if not self.rows:
            return ["Svaret er i orden, og har ingen nye rader."]
        made = [f"{counted(self.rows, 'rad', 'rader')}."]
        made.append(f"Leses ({len(self.read)}): {'; '.join(f'{one.heading} → {one.field}' for one in self.read)}.")
        if self.unread:
            made.append(f"Leses ikke ({len(self.unread)}): {'; '.join(self.unread)}.")
        if self.unknown_words:
            made.append(f"{counted(self.unknown_words, 'ord', 'ord')} i kodede felt er ikke kjent.")
        return [*made, self.lacking] if self.lacking else made


def as_described(source: ImportSource, table: ImportTable) -> ImportTable:
    """`table` with the columns and words of the source's settings. Raises RegisterFileError for a mapping that does not
    fit."""
    chosen = {heading: field or None for heading, field in source.columns.items()}
    columns = mapped(table.kind, table.columns, chosen, table.refused)
    words = joined(table.words, words_by_field(table.kind, source.words, "kilden"))
    return replace(table, columns=columns, words=words)


def tried(table: ImportTable) -> Trial:
    """How the rows of a file are read with the settings of the source."""
    kind, chosen = table.kind, table.columns
    coded = coded_words(kind, table.headings, table.rows, chosen, table.words, table.departments)
    missing = lacking(kind, chosen)
    return Trial(
        rows=len(table.rows),
        read=tuple(ReadHeading(heading, kind.names[field]) for heading, field in chosen.items() if field),
        unread=tuple(heading for heading, field in chosen.items() if not field),
        lacking=lacking_sentence(missing) if missing else "",
        unknown_words=sum(1 for word in coded if word.is_open),
    )
