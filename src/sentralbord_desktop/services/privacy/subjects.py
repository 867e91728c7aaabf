"""Tasks of the privacy role: reading the access log, access requests, rectification, erasure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session

from sentralbord_desktop.domain.dates.clock import oslo
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.domain.privacy.audit import Lookup, Odd, odd_patterns
from sentralbord_desktop.domain.privacy.entries import WrittenEntry
from sentralbord_desktop.domain.privacy.sensitive_text import check, look_for, refuse_numbers
from sentralbord_desktop.procedures.categories import Categories
from sentralbord_desktop.services.imports.write_tables import save_table
from sentralbord_desktop.services.privacy.retention import RetentionService
from sentralbord_desktop.services.privacy.subject_report import Rows, as_json, as_text
from sentralbord_desktop.services.service import Service
from sentralbord_desktop.services.session import OperatorSession
from sentralbord_desktop.storage.members import members, merged
from sentralbord_desktop.storage.privacy import access_log, blanking, entries, erasure, subject_data
from sentralbord_desktop.storage.privacy.retention import held_for

BLANKED = "Slettet av hensyn til personvernet {day}."
NO_SUCH_MEMBER = "Ingen har det medlemsnummeret. Se over tallene, eller søk på navnet med F3."
ALL = 1_000_000


@dataclass(frozen=True, repr=False)
class Subject:
    """One member with entries to rectify and the data of an access request."""

    member: Member
    entries: tuple[WrittenEntry, ...]
    rows: Rows
    months: Mapping[str, int]
    at: datetime
    held: str = ""
    category_title: Callable[[str], str] = str

    @property
    def text(self) -> str:
        return as_text(self.rows, self.months, self.at, self.category_title)

    @property
    def json(self) -> str:
        return as_json(self.rows, self.months, self.at)

    @property
    def count(self) -> int:
        return sum(len(rows) for rows in self.rows.values())

    @property
    def stands(self) -> str:
        """«2 oppringinger, 1 melding som ikke er sendt»: open tasks that an erasure deletes too."""
        counts = {
            "oppringing|oppringinger": [row for row in self.rows.get("callback", ()) if row["status"] == "apen"],
            "bekreftelse|bekreftelser": [row for row in self.rows.get("confirmation", ()) if row["status"] == "venter"],
            "melding som ikke er sendt|meldinger som ikke er sendt": [
                row for row in self.rows.get("outgoing", ()) if row["state"] not in entries.SENT
            ],
            "samtale som ikke er fullført|samtaler som ikke er fullført": self.rows.get("parked", ()),
        }
        return ", ".join(f"{len(found)} {words.split('|')[len(found) > 1]}" for words, found in counts.items() if found)


class PrivacyService(Service):
    """Every method requires the role `personvern` and raises NotAllowedError otherwise."""

    def __init__(self, operator_session: OperatorSession, retention: RetentionService, categories: Categories) -> None:
        self._categories = categories
        super().__init__(operator_session)
        self._retention = retention

    def lookups(self, *, number: str = "", author: str = "", days: int = 30) -> list[Lookup]:
        """Who opened, exported or changed what, newest first. Raises SwitchboardError for an unknown number."""
        self._operator_session.require("personvern")
        since = self._operator_session.clock() - timedelta(days=days)
        with self._database.transaction() as session:
            member = self._member(session, number) if number.strip() else None
            whom, who = member.id if member else None, author.strip().upper()
            found = [
                *access_log.lookups(session, since=since, member_id=whom, author=who),
                *access_log.changes(session, since=since, member_id=whom, author=who),
            ]
            if member is not None:
                self._operator_session.log(session, "så i sporet", "hvem som har åpnet", member.id)
        return sorted(found, key=lambda one: one.at, reverse=True)

    def odd(self, days: int = 30) -> list[Odd]:
        """Suspicious patterns: many accesses without a call, repeated access to a member, unusual hours."""
        self._operator_session.require("personvern")
        since = self._operator_session.clock() - timedelta(days=days)
        with self._database.reading() as session:
            found = access_log.lookups(session, since=since, limit=ALL)
            return odd_patterns(found, access_log.work(session, since))

    def save_lookups(self, path: Path, found: list[Lookup]) -> int:
        """Save the list as CSV or Excel; logged first."""
        self._operator_session.require("personvern")
        self._log("eksport", "hvem som har åpnet hvem")
        heads = ("Tidspunkt", "Hvem", "Hva", "Hvorfor", "Medlemsnummer", "Navn")
        rows = [
            (f"{oslo(one.at):%d.%m.%Y %H.%M}", one.author, one.what, one.why, one.number, one.member) for one in found
        ]
        return save_table(path, iter([heads, *rows]), total=len(rows))

    def subject(self, number: str, why: str = "innsyn") -> Subject:
        """Everything about one member; logged. Raises SwitchboardError for an unknown number."""
        self._operator_session.require("personvern")
        moment = self._operator_session.clock()
        with self._database.transaction() as session:
            member = self._member(session, number)
            self._operator_session.log(session, "innsyn", why, member.id)
            rows = subject_data.everything(session, member.id)
            found = entries.entries(session, merged.merged_ids(session, member.id))
        held = next((str(row["reason"]) for row in rows.get("hold", ())), "")
        return Subject(member, tuple(found), rows, self._retention.months(), moment, held, self._categories.title)

    def gives_out(self, subject: Subject, form: str) -> None:
        """Log that the access report is saved as a file (PR-4)."""
        self._operator_session.require("personvern")
        with self._database.reading() as session:
            self._member(session, subject.member.number)
        self._log("eksport", f"innsyn som {form}", subject.member.id)

    def rectify(self, entry: WrittenEntry, words: str, reason: str = "") -> None:
        """Replace the text; history keeps the old one hidden (art. 16). Sensitive text needs a `reason` (PR-3)."""
        self._operator_session.require("personvern")
        if not words.strip():
            raise SwitchboardError("Skriv teksten slik den skal være.")
        check(words, reason)
        moment = self._operator_session.clock()
        with self._writing("members", "callbacks", "confirmations", "inquiries") as session:
            member_id = entries.rectify(session, entry, words.strip(), author=self._operator_session.sign, at=moment)
            self._operator_session.log(session, "rettet", entry.title.lower(), member_id)
            if look_for(words):  # as when the remark was written; deleted when it is blanked
                self._operator_session.log(session, blanking.SENSITIVE, reason.strip()[:200], member_id, at=moment)

    def blank(self, entry: WrittenEntry, reason: str) -> None:
        """Erase the text permanently, for a remark also that of its call; the erasure is noted (PR-10, art. 17)."""
        self._operator_session.require("personvern")
        self._need(reason)
        moment = self._operator_session.clock()
        with self._writing("members", "callbacks", "confirmations", "outbox", "inquiries") as session:
            with erasure.erasing(session):
                entries.blank(session, entry, BLANKED.format(day=f"{moment:%d.%m.%Y}"))
            erasure.note(
                session, entry.title.lower(), reason, {entry.kind: 1}, author=self._operator_session.sign, at=moment
            )

    def erase(self, member: Member, typed: str, reason: str) -> int:
        """Erase everything about a member, whose number must be typed; returns how many rows. Backups follow later."""
        self._operator_session.require("personvern")
        self._need(reason)
        if typed.strip() != member.number:
            raise SwitchboardError(f"Skriv medlemsnummeret {member.number} for å slette.")
        with self._database.transaction() as session:
            if held := held_for(session, member.id):
                raise SwitchboardError(f"Medlemmet beholdes fordi: {held}. Ta bort grunnen først.")
            with erasure.erasing(session):
                gone = erasure.erase_member(session, member.id)
            erasure.note(session, "medlem", reason, {"rows": gone}, **self._signed())
        erasure.forget_words(self._database)
        self._change_notices.notify("members", "callbacks", "confirmations", "outbox", "parked")
        return gone

    def _need(self, reason: str) -> None:
        if not reason.strip():
            raise SwitchboardError("Skriv hvorfor. Det blir stående når teksten er borte.")
        refuse_numbers([reason])

    def _member(self, session: Session, number: str) -> Member:
        member = members.member_by_number(session, number.replace(" ", ""))
        if member is None:
            raise SwitchboardError(NO_SUCH_MEMBER)
        return member
