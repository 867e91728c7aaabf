"""Erasure of rows past their retention period: preview, erase, report (PR-8)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from threading import Event
from typing import Any

from sqlmodel import Session

from sentralbord_desktop.domain.dates.clock import oslo
from sentralbord_desktop.domain.errors import MEMBER_GONE, MemberGoneError, WrongFieldsError
from sentralbord_desktop.domain.privacy.retention import BY_KEY, KINDS, MAX_MONTHS, cutoff, months_of
from sentralbord_desktop.domain.privacy.sensitive_text import refuse_numbers
from sentralbord_desktop.domain.progress import ReportProgress
from sentralbord_desktop.services.service import Service
from sentralbord_desktop.services.session import OperatorSession
from sentralbord_desktop.storage import settings
from sentralbord_desktop.storage.inquiries import case_handover
from sentralbord_desktop.storage.members import members
from sentralbord_desktop.storage.privacy import erasure, retention
from sentralbord_desktop.storage.tables import ErasureRow, HoldRow

SETTING = "lagring"
SECTIONS = ("retention",)
MAX_MEMBERS_NAMED = 100
CHANGED_SUBJECTS = ("members", "inquiries", "callbacks", "confirmations", "outbox", "parked")


@dataclass(frozen=True, repr=False)
class Due:
    """How many rows of a kind are older than `before` and not held."""

    key: str
    before: datetime
    count: int
    names: tuple[str, ...] = ()
    """Date and member of the oldest, up to MAX_MEMBERS_NAMED; empty for logs."""

    @property
    def title(self) -> str:
        return BY_KEY[self.key].nb


@dataclass(frozen=True, repr=False)
class Awaited:
    """Cases kept because the handover to the DS is not confirmed; `names` as in `Due`."""

    count: int = 0
    names: tuple[str, ...] = ()


class RetentionService(Service):
    """Only for the role `personvern`, except reading the months."""

    def __init__(self, operator_session: OperatorSession) -> None:
        super().__init__(operator_session)
        self._told_on: date | None = None

    def months(self) -> dict[str, int]:
        """Kind -> months: by policy, else as saved, else the default of the rulebook."""
        with self._database.reading() as session:
            return self._months(session)

    def save_months(self, chosen: Mapping[str, int]) -> None:
        """Raises WrongFieldsError for periods that are too short or too long."""
        self._operator_session.require("personvern")
        wrong = {
            key: f"{BY_KEY[key].nb}: skriv {BY_KEY[key].least} til {MAX_MONTHS} måneder."
            for key, months in chosen.items()
            if not BY_KEY[key].least <= months <= MAX_MONTHS
        }
        if wrong:
            raise WrongFieldsError(wrong)
        with self._database.transaction() as session:
            stored = settings.setting(session, SETTING)
            settings.save_setting(session, SETTING, self.policies.kept(chosen, stored, SECTIONS))
            told = ", ".join(
                f"{BY_KEY[key].nb.lower()} {months}" for key, months in chosen.items() if stored.get(key) != months
            )
            self._operator_session.log(session, "endret lagringstid", told)

    def due_today(self) -> int:
        """How many rows are due; only once a day and for the privacy role, otherwise 0."""
        today = oslo(self._operator_session.clock()).date()
        if not self._operator_session.may("personvern") or self._told_on == today:
            return 0
        self._told_on = today
        with self._database.reading() as session:
            return sum(len(ids) for *_, ids in self._planned(session))

    def preview(self) -> list[Due]:
        """What would be erased now, by kind. Names members, so it is logged (PR-4)."""
        self._operator_session.require("personvern")
        with self._database.transaction() as session:
            self._operator_session.log(session, "så hva som kan slettes")
            return [
                Due(kind, before, len(ids), tuple(retention.named(session, kind, ids, MAX_MEMBERS_NAMED)))
                for kind, _, before, ids in self._planned(session)
            ]

    def awaited(self) -> Awaited:
        """The trøbbel cases whose period has not begun."""
        self._operator_session.require("personvern")
        with self._database.reading() as session:
            ids = case_handover.awaiting_handover(session)
            return Awaited(len(ids), tuple(retention.named(session, "trouble", ids, MAX_MEMBERS_NAMED)))

    def _planned(self, session: Session) -> list[tuple[str, int, datetime, list[Any]]]:
        """(kind, months, before, ids) of all kinds now. Rows that become due by an erasure are erased the next time."""
        moment = self._operator_session.clock()
        found = []
        for kind, months in self._months(session).items():
            before = cutoff(moment, months)
            found.append((kind, months, before, retention.due(session, kind, before)))
        return found

    def erase(self, progress: ReportProgress | None = None, cancel: Event | None = None) -> list[Due]:
        """Erase what `preview` shows, one transaction per kind; a stop leaves complete kinds. The report is kept."""
        self._operator_session.require("personvern")
        done: list[Due] = []
        with self._database.reading() as session:
            planned = {plan[0]: plan for plan in self._planned(session)}
        for number, kind in enumerate(KINDS):
            if cancel is not None and cancel.is_set():
                break
            done.append(self._erase(*planned[kind.key]))
            if progress is not None:
                progress(number + 1, len(KINDS))
        if any(one.key == "resigned" and one.count for one in done):
            erasure.forget_words(self._database)
        self._change_notices.notify(*CHANGED_SUBJECTS)
        return done

    def _erase(self, kind: str, months: int, before: datetime, planned: list[Any]) -> Due:
        """Erase the planned rows that are still due."""
        with self._database.transaction() as session:
            still = set(retention.due(session, kind, before)) if planned else set()
            ids = [one for one in planned if one in still]
            if ids:
                with erasure.erasing(session):
                    erasure.erase(session, kind, ids)
                erasure.note(
                    session,
                    f"lagringstid: {BY_KEY[kind].nb}"[:60],
                    f"{months} måneder",
                    {kind: len(ids)},
                    **self._signed(),
                )
        return Due(kind, before, len(ids))

    def reports(self, limit: int = 50) -> list[ErasureRow]:
        from sqlmodel import col, select

        self._operator_session.require("personvern")
        with self._database.reading() as session:
            rows = session.exec(select(ErasureRow).order_by(col(ErasureRow.id).desc()).limit(limit))
            return list(rows)

    def hold(self, member_id: int, reason: str) -> None:
        """Keep a resigned member for a reason (claim, accounting, archive); «» ends the hold."""
        self._operator_session.require("personvern")
        refuse_numbers([reason])
        with self._database.transaction() as session:
            if not members.is_member(session, member_id):
                raise MemberGoneError(MEMBER_GONE)
            row = session.get(HoldRow, member_id)
            if reason.strip():
                session.merge(HoldRow(member_id=member_id, reason=reason.strip()[:400], **self._signed()))
            elif row is not None:
                session.delete(row)
            what = "holdt tilbake" if reason.strip() else "holdes ikke lenger"
            self._operator_session.log(session, what, reason.strip(), member_id)

    def _months(self, session: Session) -> dict[str, int]:
        return months_of(self.policies.over(settings.setting(session, SETTING), SECTIONS))
