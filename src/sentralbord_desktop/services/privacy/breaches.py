"""Breaches of privacy, from discovery to the report (PR-11). Every operator may begin one."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlmodel import col, select

from sentralbord_desktop.domain.errors import SwitchboardError, WrongFieldsError
from sentralbord_desktop.domain.privacy.breaches import FACTS, Breach
from sentralbord_desktop.domain.privacy.sensitive_text import refuse_numbers
from sentralbord_desktop.services.service import Service
from sentralbord_desktop.storage.tables import BreachRow

IN_THE_FUTURE = "Det tidspunktet har ikke vært ennå. Skriv dagen som 13.11, -2 eller «i går»."
NO_WORDS = "Skriv kort hva som har skjedd. Resten kan komme etter hvert."


class BreachService(Service):
    def now(self) -> datetime:
        return self._operator_session.clock()

    def all(self) -> list[Breach]:
        """Open ones first, then newest; without the privacy role only the operator's own."""
        with self._database.reading() as session:
            rows = session.exec(select(BreachRow).order_by(col(BreachRow.id).desc())).all()
            found = [_breach(row) for row in rows if self._may_see(row)]
        return sorted(found, key=lambda breach: breach.closed is not None)

    def begin(self, what: str, discovered: datetime | None = None) -> Breach:
        """Register a breach. Raises SwitchboardError without a description, or for a time in the future."""
        moment = self._operator_session.clock()
        if not what.strip():
            raise WrongFieldsError({"what": NO_WORDS})
        refuse_numbers([what])
        if discovered is not None and discovered > moment:
            raise WrongFieldsError({"discovered": IN_THE_FUTURE})
        row = BreachRow(
            discovered=discovered or moment, author=self._operator_session.sign, facts={"what": what.strip()[:4000]}
        )
        with self._database.transaction() as session:
            session.add(row)
            session.flush()
            self._operator_session.log(session, "meldte et avvik", f"nr. {row.id}")
            return _breach(row)

    def keep(self, breach: Breach, facts: Mapping[str, str]) -> Breach:
        """Save the known facts. Refuses a closed breach; a reported or another's needs the privacy role."""
        kept = {key: str(facts[key]).strip()[:4000] for key in FACTS if key in facts}
        new = {key: text for key, text in kept.items() if text != breach.facts.get(key, "")}
        if new.get("what") == "":
            raise WrongFieldsError({"what": NO_WORDS})
        refuse_numbers(new.values())

        def write(row: BreachRow) -> None:
            if not self._operator_session.may("personvern") and (
                row.reported is not None or row.author != self._operator_session.sign
            ):
                self._operator_session.require("personvern")
            row.facts = {**row.facts, **new}

        return self._change(breach, write)

    def reported(self, breach: Breach) -> Breach:
        """Mark it as sent to Datatilsynet; privacy role only. Raises SwitchboardError while facts are missing."""
        self._operator_session.require("personvern")

        def write(row: BreachRow) -> None:
            if missing := _breach(row).missing:
                raise SwitchboardError(f"Mangler: {missing[0]}")
            row.reported = row.reported or self._operator_session.clock()

        return self._change(breach, write)

    def close(self, breach: Breach) -> Breach:
        """Close it: reported, or found not to need a report (with the reason in the measures)."""
        self._operator_session.require("personvern")

        def write(row: BreachRow) -> None:
            if row.reported is None and not row.facts.get("measures", "").strip():
                raise SwitchboardError(
                    "Skriv hvorfor det ikke skal meldes, under «Hva er gjort, og hva skal gjøres?», før du lukker."
                )
            row.closed = self._operator_session.clock()

        return self._change(breach, write)

    def _may_see(self, row: BreachRow) -> bool:
        return self._operator_session.may("personvern") or row.author == self._operator_session.sign

    def _change(self, breach: Breach, write: Callable[[BreachRow], None]) -> Breach:
        """Edit the locked row, so that others' changes since are kept. Logged (PR-4)."""
        with self._database.transaction() as session:
            row = session.get(BreachRow, breach.id, with_for_update=True)
            if row is None:
                raise SwitchboardError("Avviket finnes ikke lenger. Velg et annet i listen.")
            if row.closed is not None:
                raise SwitchboardError("Avviket er lukket, og kan bare leses. Har det skjedd noe mer, meld et nytt.")
            write(row)
            session.add(row)
            session.flush()
            self._operator_session.log(session, "endret et avvik", f"nr. {row.id}")
            return _breach(row)


def _breach(row: BreachRow) -> Breach:
    facts = {key: str(value) for key, value in row.facts.items()}
    return Breach(row.id or 0, row.discovered, row.author, facts, row.reported, row.closed)
