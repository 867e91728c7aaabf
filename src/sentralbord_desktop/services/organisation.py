"""The organisation: read, and maintained by entry: departments, people, post codes."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from sqlmodel import Session

from sentralbord_desktop.domain.conflicts import Conflict, ConflictError
from sentralbord_desktop.domain.dates.clock import OSLO, today
from sentralbord_desktop.domain.errors import ChangedMeanwhileError, NotAllowedError, SwitchboardError
from sentralbord_desktop.domain.imports.cells import shown
from sentralbord_desktop.domain.imports.organisation import ImportContext, OrganisationEntry, checked, kind_of
from sentralbord_desktop.domain.organisation.organisation import Course, Department, Employer, Organisation, Role, Staff
from sentralbord_desktop.domain.organisation.postcodes import MAX_BYTES, dated, decoded_postcodes, read_postcodes
from sentralbord_desktop.domain.organisation.territory import check_area
from sentralbord_desktop.procedures.workplace import post_codes_of
from sentralbord_desktop.services.service import Service
from sentralbord_desktop.storage import settings
from sentralbord_desktop.storage.organisation import (
    POST_CODES,
    delete_entry,
    members_in,
    read_organisation,
    save_entry,
    save_organisation,
    save_organisation_facts,
)
from sentralbord_desktop.system.bounded_input import read_limited

ENTRY_CHANGED = "Noen andre har nettopp endret eller slettet denne. Se på den på nytt."

KEEPERS = ("vedlikehold", "administrator")
"""Roles that maintain the catalogue; every role may confirm an entry."""
LOG_WHAT = "endret katalogen"
"""The text in the access log (PR-4)."""
Confirmable = Department | Staff | Role | Course | Employer
"""Entries that can be confirmed as correct; a Target cannot."""


class OrganisationService(Service):
    def read(self) -> Organisation:
        with self._database.reading() as session:
            return read_organisation(session)

    def start_with(self, default: Organisation) -> None:
        """Insert the default roles and targets in a register without any; on a server by users with the right."""
        with suppress(NotAllowedError), self._database.transaction() as session:
            if not read_organisation(session).roles:
                save_organisation(session, default)

    def save_facts(self, organisation: Organisation) -> None:
        """Save name, number and hours, without departments and people."""
        self.require_keeper()
        with self._writing("organisation") as session:
            save_organisation_facts(session, organisation)
            self._operator_session.log(session, LOG_WHAT, "organisasjonen")

    def log_file(self, session: Session, what: str) -> None:
        """Log that a file of entries was imported (LOG_WHAT) or exported («eksport»)."""
        self._operator_session.log(session, what, "fra fil" if what == LOG_WHAT else "katalogen")

    def require_keeper(self) -> None:
        """Raises NotAllowedError for operators who do not maintain the catalogue (PR-1)."""
        self._operator_session.require(*KEEPERS)

    @property
    def is_kept_here(self) -> bool:
        return any(self._operator_session.may(role) for role in KEEPERS)

    # ---------------------------------------------------------------- one entry

    def save_entry(
        self,
        entry: OrganisationEntry,
        *,
        new: bool = False,
        seen: OrganisationEntry | None = None,
        agreed: Mapping[str, str] | None = None,
    ) -> OrganisationEntry:
        """Save one entry as validated by `checked`; id 0 is new. Returns the saved entry.

        `new` refuses a number or key that is taken. Changes by others since `seen` are kept. Raises SwitchboardError
        for the first invalid field, ConflictError when another changed the same field, unless to the text in `agreed`
        (field -> text), ChangedMeanwhileError when it was deleted, and NotAllowedError.
        """
        self.require_keeper()
        with self._writing("organisation") as session:
            organisation = read_organisation(session)
            if seen is not None and not new:
                entry = _with_theirs(entry, seen, organisation, agreed or {})
            numbers = {department.number for department in organisation.departments}
            if isinstance(entry, Department):
                numbers |= {entry.number}
            whole = checked(entry, ImportContext(frozenset(numbers), post_codes_of(organisation)))
            _refuse_gone(whole, organisation)
            _refuse_twice(whole, organisation, new=new)
            kept = save_entry(session, whole)
            self._operator_session.log(session, LOG_WHAT, kind_of(entry).title.lower())
        return kept

    def add_departments(self, names: Mapping[int, str]) -> None:
        """Add departments that a file has (number -> name, «» without one); those that are there are kept."""
        self.require_keeper()
        with self._writing("organisation") as session:
            there = {department.number for department in read_organisation(session).departments}
            for number in names.keys() - there:
                save_entry(session, Department(number=number, name=names[number][:100]))
            self._operator_session.log(session, LOG_WHAT, "avdelinger fra en medlemsfil")

    def delete_entry(self, entry: OrganisationEntry) -> None:
        """Delete an entry; a department in use is refused with a sentence."""
        self.require_keeper()
        with self._writing("organisation") as session:
            if isinstance(entry, Department):
                members = members_in(session, entry.number)
                if why := _why_kept(entry, read_organisation(session), members):
                    raise SwitchboardError(why)
            delete_entry(session, entry)
            self._operator_session.log(session, LOG_WHAT, f"{kind_of(entry).title.lower()}, slettet")

    def confirm(self, entry: Confirmable) -> OrganisationEntry:
        """Confirm today that `entry` is correct; refused when it was changed since."""
        day = today(self._operator_session.clock())
        with self._writing("organisation") as session:
            kind = kind_of(entry)
            if not any(_alike(it, entry) for it in kind.entries(read_organisation(session))):
                raise ChangedMeanwhileError(ENTRY_CHANGED)
            return save_entry(session, entry.model_copy(update={"confirmed": day}))

    # ---------------------------------------------------------------- places

    def update_postcodes(self, path: Path) -> str:
        """Use a new post code file from Posten; returns a sentence. Raises SwitchboardError without a change."""
        self.require_keeper()
        text = decoded_postcodes(read_limited(path, MAX_BYTES))
        count = len(read_postcodes(text))
        day = dated(text) or _written(path)
        with self._writing("organisation") as session:
            settings.save_setting(session, POST_CODES, {"text": text, "dated": day.isoformat()})
            self._operator_session.log(session, LOG_WHAT, "postnummer")
        spaced = f"{count:,}".replace(",", " ")
        read = f"{spaced} postnummer er lest, datert {day:%d.%m.%Y}."
        return " ".join([read, *_unreadable(self.read())])


def _with_theirs(
    entry: OrganisationEntry, seen: OrganisationEntry, organisation: Organisation, agreed: Mapping[str, str]
) -> OrganisationEntry:
    """`entry` with the changes by others since `seen`; raises ConflictError for the same field."""
    kind = kind_of(entry)
    there = next((other for other in kind.entries(organisation) if _key(other) == _key(seen)), None)
    if there is None:
        raise ChangedMeanwhileError(ENTRY_CHANGED)
    mine, before, theirs = (one.model_dump() for one in (entry, seen, there))
    hidden = {column.field for column in kind.columns if column.secret}
    changed = [f for f in mine if f != "confirmed" and theirs[f] != before[f]]
    conflicts = [
        Conflict(f, shown(before[f]), shown(mine[f]), shown(theirs[f]), name=kind.names.get(f, f), secret=f in hidden)
        for f in changed
        if mine[f] not in (before[f], theirs[f])
    ]
    if any(agreed.get(conflict.field) != conflict.theirs for conflict in conflicts):
        raise ConflictError(conflicts)
    return entry.model_copy(update={f: theirs[f] for f in changed if mine[f] == before[f]})


def _refuse_gone(entry: OrganisationEntry, organisation: Organisation) -> None:
    """Raise ChangedMeanwhileError for a deleted entry: saving does not restore it."""
    there = {_id(other) for other in kind_of(entry).entries(organisation)}
    if _id(entry) and _id(entry) not in there:
        raise ChangedMeanwhileError(ENTRY_CHANGED)


def _refuse_twice(entry: OrganisationEntry, organisation: Organisation, *, new: bool) -> None:
    """Refuse two entries with the same identity: a file could not distinguish them."""
    kind = kind_of(entry)
    for other in kind.entries(organisation):
        if kind.key_of_entry(other) == kind.key_of_entry(entry):
            kept = new and _id(entry) is None and other != Department(number=_number(other))
            if kept or _id(other) != _id(entry):
                name = kind.name(entry)
                raise SwitchboardError(
                    f"{name[:1].upper()}{name[1:]} finnes fra før. Rett den som er der, eller velg et annet navn."
                )
            return


def _number(entry: OrganisationEntry) -> int:
    return int(getattr(entry, "number", 0))


def _id(entry: OrganisationEntry) -> object:
    return getattr(entry, "id", None)


def _key(entry: OrganisationEntry) -> object:
    return next(getattr(entry, name) for name in ("id", "number", "key") if hasattr(entry, name))


def _alike(kept: OrganisationEntry, seen: OrganisationEntry) -> bool:
    """Equal except for the date of confirmation."""
    return kept.model_dump(exclude={"confirmed"}) == seen.model_dump(exclude={"confirmed"})


def _why_kept(department: Department, organisation: Organisation, members: int) -> str:
    number = department.number
    if members:
        who = "ett medlem" if members == 1 else f"{members} medlemmer"
        return f"Avd. {number} kan ikke slettes. Den har {who}."
    for word, entries in (
        ("personer", organisation.staff),
        ("kurs", organisation.courses),
        ("arbeidsgivere", organisation.employers),
    ):
        if any(entry.department == number for entry in entries):
            return f"Avd. {number} kan ikke slettes. Den har {word}. Flytt dem først."
    beside = [d.number for d in organisation.departments if number in d.neighbour_numbers]
    if beside:
        return f"Avd. {number} kan ikke slettes. Den er nabo til avd. {beside[0]}."
    return ""


def _written(path: Path) -> date:
    """The file's modification day; today if unknown."""
    with suppress(OSError):
        return datetime.fromtimestamp(path.stat().st_mtime, OSLO).date()
    return datetime.now(OSLO).date()


def _unreadable(organisation: Organisation) -> list[str]:
    """A sentence about areas with post codes missing from the list."""
    post_codes = post_codes_of(organisation)
    numbers = [str(d.number) for d in organisation.departments if check_area(d.area, post_codes)]
    return [f"Området til avd. {', '.join(numbers)} må rettes."] if numbers else []
