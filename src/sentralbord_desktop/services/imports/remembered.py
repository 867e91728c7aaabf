"""Mappings used before: columns by the headings of a file, words by their field."""

from collections.abc import Iterable

from sqlmodel import Session

from sentralbord_desktop.domain.imports.coded_words import coded_only, joined
from sentralbord_desktop.domain.imports.columns import FileKind
from sentralbord_desktop.domain.imports.headings import fingerprint
from sentralbord_desktop.services.imports.map_file import ChosenMapping
from sentralbord_desktop.storage import settings

COLUMNS, WORDS = "import.koblinger", "import.verdier"
MAX_REMEMBERED = 50
"""Number of sets of headings that are kept."""


def mapping(session: Session, kind: FileKind, headings: Iterable[str]) -> ChosenMapping:
    """The mapping chosen earlier for these headings, and for the words of any file of this kind."""
    here = set(headings)
    columns = settings.setting(session, COLUMNS).get(fingerprint(kind, here), {})
    words = settings.setting(session, WORDS).get(kind.key, {})
    return ChosenMapping(
        {heading: field for heading, field in columns.items() if heading in here and field in (None, *kind.names)},
        {field: its for field, its in words.items() if field in kind.names},
    )


def keep(session: Session, kind: FileKind, headings: Iterable[str], chosen: ChosenMapping) -> None:
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
