"""The sources and their secrets: reading and saving; includes the sources decided by IT, and worked examples."""

import tomllib
from collections.abc import Iterator
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlmodel import Session

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.imports.source import ImportSource, read_source
from sentralbord_desktop.services.imports import mapping
from sentralbord_desktop.services.service import Service
from sentralbord_desktop.services.session import OperatorSession
from sentralbord_desktop.storage import secret_store
from sentralbord_desktop.storage import settings as storage_settings
from sentralbord_desktop.storage.imports import source_states
from sentralbord_desktop.system.bounded_input import InputRefusedError, read_limited
from sentralbord_desktop.system.file_owner import is_laid_by_it

SETTING, SOURCES = "import.kilder", "kilder"
FOLDER, FOLDER_AFTER, FOLDER_WHOLE = "imports.folder", "imports.folder_after", "imports.folder_whole"
SOURCE_FILE, MAX_CHANGES = "imports.sources", "imports.max_changes"
FOLDER_NAME = "Mappen fra IT"
MAX_FILE_BYTES = 200_000
NEVER = "I øving hentes ingenting. Start Sentralbord uten øving, og prøv igjen."
NAME_TAKEN = "En annen kilde heter det samme. Velg et annet navn."
OF_IT = "Kilden er bestemt av IT. Spør IT om å endre den."
NOT_THERE = "Ingen kilde heter det. Se listen under Innstillinger > Hent av seg selv."
FILE_WRONG = "Filen med kilder fra IT kan ikke brukes. Be IT se på den: sentralbord-cli policies viser hvor den er."


class SourceSettings(Service):
    """Administrators only. `never`: practice, which has no sources."""

    def __init__(self, operator_session: OperatorSession, *, never: bool) -> None:
        super().__init__(operator_session)
        self._never = never

    def read(self) -> list[ImportSource]:
        """The sources of IT first, then the others in the order in which they were created."""
        self._operator_session.require("administrator")
        if self._never:
            return []
        with self._database.reading() as session:
            kept = storage_settings.setting(session, SETTING)
        decided = self._decided()
        names = {source.name for source in decided}
        own = [source for source in _valid(kept.get(SOURCES, [])) if source.name not in names]
        return [self._limited(source) for source in (*decided, *own)]

    def is_decided(self, name: str) -> bool:
        """Whether IT has decided this source: it is locked."""
        return any(source.name == name for source in self._decided())

    def named(self, name: str) -> ImportSource:
        """The source with this name. Raises SwitchboardError when there is none."""
        found = next((source for source in self.read() if source.name.casefold() == name.casefold()), None)
        if found is None:
            raise SwitchboardError(NOT_THERE)
        return found

    def save(self, source: ImportSource, secret: str = "", *, before: str = "") -> None:
        """Add it, or replace the source named `before`. An empty secret keeps the stored one, if the server is the
        same."""
        self._operator_session.require("administrator")
        if self._never:
            raise SwitchboardError(NEVER)
        if self.is_decided(before or source.name) or self.is_decided(source.name):
            raise SwitchboardError(OF_IT)
        with self._database.transaction() as session:
            kept = _valid(storage_settings.setting(session, SETTING).get(SOURCES, []))
            if any(one.name.casefold() == source.name.casefold() for one in kept if one.name != before):
                raise SwitchboardError(NAME_TAKEN)
            places = [source if one.name == before else one for one in kept]
            self._keep(session, places if source in places else [*kept, source])
            renamed = next((one for one in kept if one.name == before != source.name), None)
            if renamed is not None:
                secret = secret or secret_store.read(session, renamed.secret_name, source.origin)
                self._forget(session, renamed)
            if secret:
                secret_store.save(session, source.secret_name, secret, source.origin)
            self._operator_session.log(session, "endret innstilling", f"kilde til registeret: {source.name}")

    def remove(self, name: str) -> None:
        """Remove it, with its secret and its reading position."""
        self._operator_session.require("administrator")
        if self.is_decided(name):
            raise SwitchboardError(OF_IT)
        with self._database.transaction() as session:
            kept = _valid(storage_settings.setting(session, SETTING).get(SOURCES, []))
            self._keep(session, [source for source in kept if source.name != name])
            for source in kept:
                if source.name == name:
                    self._forget(session, source)
            self._operator_session.log(session, "endret innstilling", f"kilde til registeret tatt bort: {name}")

    def save_secret(self, source: ImportSource, secret: str) -> None:
        """Save the secret of a source decided by IT: the only part of it that is stored on this PC."""
        self._operator_session.require("administrator")
        with self._database.transaction() as session:
            secret_store.save(session, source.secret_name, secret, source.origin)
            self._operator_session.log(session, "endret innstilling", f"nøkkel til kilde: {source.name}")

    def secret(self, source: ImportSource) -> str:
        """The secret for the server of this source; «» for another server, and where this PC has none."""
        if not source.asks_secret:
            return ""
        with self._database.reading() as session:
            return secret_store.read(session, source.secret_name, source.origin)

    def after_reading(self, source: ImportSource) -> str:
        """What is done with a file after reading: «la_ligge», or the policy's value for its folder."""
        return self.policies.text(FOLDER_AFTER) if source.name == FOLDER_NAME else ""

    def _forget(self, session: Session, source: ImportSource) -> None:
        """Empty the secret on this PC and delete the reading position: no source has this name any more."""
        source_states.forget(session, source.name)
        mapping.forget_read(session, source.name)
        if source.asks_secret:
            secret_store.save(session, source.secret_name, "", source.origin)

    def _keep(self, session: Session, sources: list[ImportSource]) -> None:
        storage_settings.save_setting(session, SETTING, {SOURCES: [one.model_dump(mode="json") for one in sources]})

    def _limited(self, source: ImportSource) -> ImportSource:
        if not self.policies.locks(MAX_CHANGES):
            return source
        return source.model_copy(update={"max_changes": f"{self.policies.text(MAX_CHANGES)} %"})

    def _decided(self) -> list[ImportSource]:
        decided = list(self._of_file())
        if folder := self.policies.text(FOLDER):
            is_whole = self.policies.text(FOLDER_WHOLE) != "nei"
            decided.insert(0, ImportSource(name=FOLDER_NAME, kind="mappe", folder=folder, is_whole=is_whole))
        return decided

    def _of_file(self) -> Iterator[ImportSource]:
        """The sources of the file that the policy names. Raises SwitchboardError."""
        if not (path := self.policies.text(SOURCE_FILE)):
            return
        try:
            if not is_laid_by_it(Path(path)):
                raise SwitchboardError(FILE_WRONG)
            yield from read_sources(read_limited(Path(path), MAX_FILE_BYTES).decode("utf-8-sig"))
        except (OSError, InputRefusedError, UnicodeDecodeError):
            raise SwitchboardError(FILE_WRONG) from None


def read_sources(text: str) -> list[ImportSource]:
    """The sources of a TOML file, each under [[source]]. Raises SwitchboardError."""
    try:
        found = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        raise SwitchboardError(FILE_WRONG) from None
    listed = found.pop("source", [])
    if found or not isinstance(listed, list):
        raise SwitchboardError(FILE_WRONG)
    return [read_source(values) for values in listed]


def _valid(listed: list[Any]) -> list[ImportSource]:
    """The sources that this version can read: a newer one may have written others."""
    found = []
    for values in listed:
        with suppress(ValidationError):
            found.append(ImportSource.model_validate(values))
    return found


EXAMPLES_FILE = "source_examples.toml"


def examples() -> list[ImportSource]:
    """In the order of the file; the addresses are for IT to replace."""
    text = (files("sentralbord_desktop.services.imports") / EXAMPLES_FILE).read_text(encoding="utf-8")
    return read_sources(text)
