"""The mapping of a file's columns and words: chosen by a person, remembered for the next file, and as a TOML file written
by people. It contains nothing about members.
"""

import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlmodel import Session

from sentralbord_desktop.domain.errors import RegisterFileError
from sentralbord_desktop.domain.imports.coded_words import CodedWord, Words, coded_only, joined, keyed
from sentralbord_desktop.domain.imports.columns import Columns, FileKind
from sentralbord_desktop.domain.imports.headings import fingerprint
from sentralbord_desktop.services.imports.write_tables import give
from sentralbord_desktop.storage import settings
from sentralbord_desktop.system.bounded_input import InputRefusedError, read_limited

# ---------------------------------------------------------------- as a file

MAX_BYTES = 1_000_000
FILE_COLUMNS, FILE_WORDS = "kolonner", "verdier"
HEAD = """# Kobling for import i Sentralbord.
# Overskriften i filen = feltet i registeret. Et tomt felt betyr at kolonnen ikke hentes inn.
"""
WORDS_HEAD = "# Ordet i filen = det som skal stå i registeret. Tomt betyr at det ikke hentes inn.\n"
WRONG = "Koblingsfilen kan ikke leses. Lag en med --save-map, og rett den."


@dataclass(frozen=True)
class ChosenMapping:
    """A mapping chosen by a person: heading -> field (None: not read), and word -> value."""

    columns: Columns = field(default_factory=dict)
    words: Words = field(default_factory=dict)


def read_map(path: Path, kind: FileKind) -> ChosenMapping:
    """Raises RegisterFileError."""
    try:
        found = tomllib.loads(read_limited(path, MAX_BYTES).decode("utf-8-sig"))
    except InputRefusedError as error:
        raise RegisterFileError(str(error)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError):
        raise RegisterFileError(WRONG) from None
    columns, words = found.pop(FILE_COLUMNS, {}), found.pop(FILE_WORDS, {})
    if found or not _is_texts(columns) or not (isinstance(words, dict) and all(map(_is_texts, words.values()))):
        raise RegisterFileError(WRONG)
    chosen = words_by_field(kind, words, "koblingsfilen")
    return ChosenMapping({heading: text or None for heading, text in columns.items()}, chosen)


def words_by_field(kind: FileKind, words: Words, where: str) -> dict[str, dict[str, str]]:
    """Translates words under field names, as people write them, to the keys of both; `where` names the place in errors.
    Raises RegisterFileError."""
    chosen = keyed({_field(kind, name, where): its for name, its in words.items()})
    for name, its in chosen.items():
        if its != coded_only(kind, {name: its}).get(name, {}):
            raise RegisterFileError(f"Verdier av «{kind.names[name]}» kan ikke kobles. Ta dem ut av {where}.")
    return chosen


def _is_texts(table: Any) -> bool:
    return isinstance(table, dict) and all(isinstance(text, str) for text in table.values())


def _field(kind: FileKind, name: str, where: str) -> str:
    field = kind.field_called(name)
    if field is None:
        raise RegisterFileError(f"«{name[:60]}» i {where} er ikke et felt i registeret. Rett navnet.")
    return field


def write_map(path: Path, kind: FileKind, columns: Columns, coded: Sequence[CodedWord]) -> None:
    """Write the present mapping as a file to edit; raises RegisterFileError. An unknown word gets «»."""
    lines = [HEAD, f"[{FILE_COLUMNS}]", *_pairs({h: kind.names[f] if f else "" for h, f in columns.items()})]
    for name in dict.fromkeys(word.field for word in coded):
        its = {word.word: word.meaning or word.likely for word in coded if word.field == name}
        lines += ["", WORDS_HEAD + f"[{FILE_WORDS}.{_quoted(kind.names[name])}]", *_pairs(its)]
    try:
        give(path, ("\n".join(lines) + "\n").encode())
    except OSError:
        raise RegisterFileError("Får ikke skrevet koblingsfilen. Er disken full, eller mangler du tilgang?") from None


def _pairs(texts: Mapping[str, str]) -> list[str]:
    return [f"{_quoted(name)} = {_quoted(text)}" for name, text in texts.items()]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


# ---------------------------------------- remembered: columns by the headings of a file, words by their field

COLUMNS, WORDS, LAST = "import.koblinger", "import.verdier", "import.lest"
MAX_REMEMBERED = 50
"""Number of sets of headings that are kept."""


def remembered(session: Session, kind: FileKind, headings: Iterable[str]) -> ChosenMapping:
    """The mapping chosen earlier for these headings, and for the words of any file of this kind."""
    here = set(headings)
    columns = settings.setting(session, COLUMNS).get(fingerprint(kind, here), {})
    words = settings.setting(session, WORDS).get(kind.key, {})
    return ChosenMapping(
        {heading: field for heading, field in columns.items() if heading in here and field in (None, *kind.names)},
        {field: its for field, its in words.items() if field in kind.names},
    )


def remember(session: Session, kind: FileKind, headings: Iterable[str], chosen: ChosenMapping) -> None:
    """Remember a chosen mapping; of the words, only those of coded columns."""
    if chosen.columns:
        every, key = settings.setting(session, COLUMNS), fingerprint(kind, headings)
        taken = {field for field in chosen.columns.values() if field}
        before = {heading: field for heading, field in every.pop(key, {}).items() if field not in taken}
        latest = [*every.items(), (key, {**before, **chosen.columns})][-MAX_REMEMBERED:]
        settings.save_setting(session, COLUMNS, dict(latest))
    if words := coded_only(kind, chosen.words):
        known = settings.setting(session, WORDS)
        known[kind.key] = joined(known.get(kind.key, {}), words)
        settings.save_setting(session, WORDS, known)


# ---------------------------------------------------------------- how the last file of a source was read


def last_read(session: Session, kind: FileKind, source: str) -> Columns:
    """Heading -> field of the last file of this kind from the source, «» for one that a person chose; {} for none."""
    columns = settings.setting(session, LAST).get(f"{kind.key}:{source}", {})
    return {heading: field for heading, field in columns.items() if field in (None, *kind.names)}


def remember_read(session: Session, kind: FileKind, source: str, columns: Columns) -> None:
    settings.save_setting(session, LAST, {**settings.setting(session, LAST), f"{kind.key}:{source}": dict(columns)})


def forget_read(session: Session, source: str) -> None:
    """Forget a source that was removed."""
    kept = {key: columns for key, columns in settings.setting(session, LAST).items() if key.partition(":")[2] != source}
    settings.save_setting(session, LAST, kept)
