"""Who is free: stating it, reading it, and importing calendars."""

from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit
from urllib.request import url2pathname

from sentralbord_desktop.delivery.tls_context import system_trust
from sentralbord_desktop.domain.availability import NO_ANSWER_LASTS, Board, Presence, PresenceFields
from sentralbord_desktop.domain.dates.clock import OSLO, clock
from sentralbord_desktop.domain.errors import DatabaseBusyError, SwitchboardError
from sentralbord_desktop.domain.organisation.organisation import Staff
from sentralbord_desktop.services.availability.calendar_parse import AS_BEFORE, MAX_BYTES, TOO_LARGE
from sentralbord_desktop.services.offline_queue import OfflineQueue, Signature
from sentralbord_desktop.services.service import Service
from sentralbord_desktop.services.session import OperatorSession
from sentralbord_desktop.storage import availability
from sentralbord_desktop.system.bounded_input import InputRefusedError, Why, read_limited
from sentralbord_desktop.system.bounded_web import Deadline, answered_at_last

SECONDS_TO_FETCH = 15.0
SECONDS_OF_SILENCE = 10.0

NOT_FETCHED = f"Kalenderen kunne ikke hentes. {AS_BEFORE}"
NO_ADDRESS = "Adressen til kalenderen må være en fil eller begynne med https, http eller webcal."


def fetch(url_or_path: str | Path) -> bytes:
    """The bytes of the file, from disk or web."""
    text = str(url_or_path).strip()
    scheme, mark, rest = text.partition("://")
    scheme = scheme.lower()
    try:
        if isinstance(url_or_path, Path) or not mark:
            return _from_disk(Path(text))
        if scheme == "file":
            return _from_disk(Path(url2pathname(urlsplit(text).path)))
        if scheme in ("webcal", "webcals"):
            return _from_web("https://" + rest)
        if scheme in ("http", "https"):
            return _from_web(text)
    except SwitchboardError:
        raise
    except Exception:  # httpx raises many, each with the address
        raise SwitchboardError(NOT_FETCHED) from None
    raise SwitchboardError(NO_ADDRESS)


def _from_disk(path: Path) -> bytes:
    try:
        return read_limited(path, MAX_BYTES, SECONDS_TO_FETCH)
    except InputRefusedError as error:
        sentence = TOO_LARGE if error.why is Why.TOO_LARGE else NOT_FETCHED
        raise SwitchboardError(sentence) from None


def _from_web(url: str) -> bytes:
    import httpx

    with (
        Deadline(SECONDS_TO_FETCH) as deadline,
        httpx.Client(verify=system_trust("web"), timeout=SECONDS_OF_SILENCE) as client,
    ):
        request = client.build_request("GET", url, headers={"Accept-Encoding": "identity"})
        answer = answered_at_last(
            client, request, MAX_BYTES, deadline, lambda at, to: to.url.scheme in (at.url.scheme, "https")
        )
    if answer is not None and answer.is_too_large:
        raise SwitchboardError(TOO_LARGE)
    if answer is None or answer.status != 200 or answer.body is None:
        raise SwitchboardError(NOT_FETCHED)
    return answer.body


CALENDAR_AHEAD = timedelta(days=30)
"""How far ahead a calendar is read."""


class AvailabilityService(Service):
    def __init__(self, operator_session: OperatorSession, offline_queue: OfflineQueue) -> None:
        super().__init__(operator_session)
        self._offline_queue = offline_queue

    def board(self) -> Board:
        with self._database.reading() as session:
            return availability.read_board(session, self._operator_session.clock())

    def set_presence(
        self, who: str, kind: str, until: datetime | None = None, *, start: datetime | None = None
    ) -> None:
        """State that `who` is `kind` from `start` (default now); visible to all, signed by the operator."""
        moment = self._operator_session.clock()
        begins = start or moment
        if until is not None and until <= begins:
            raise SwitchboardError("Slutten må være etter starten. Skriv for eksempel 15.00 eller torsdag.")
        self._add(
            PresenceFields(
                who=who,
                kind=kind,
                start=begins,
                until=until,
                said=moment,
                author=self._operator_session.sign,
                source="selv" if who == f"operator:{self._operator_session.sign}" else "tavla",
            )
        )

    def no_answer(self, who: str) -> None:
        """«Jeg ringte, ingen svar»: visible to all operators for half an hour. While the server is away it goes to the
        offline queue."""
        try:
            self.no_answer_then(who, Signature(self._operator_session.sign, self._operator_session.clock()))
        except DatabaseBusyError:
            if not self._offline_queue.is_possible:
                raise
            self._offline_queue.queue_no_answer(who)

    def no_answer_then(self, who: str, signed: Signature) -> None:
        """As `no_answer`, by this operator at that time, without the offline queue. Raises DatabaseBusyError."""
        self._add(
            PresenceFields(
                who=who,
                kind="ingen_svar",
                start=signed.at,
                until=signed.at + NO_ANSWER_LASTS,
                said=signed.at,
                author=signed.author,
                source="ringt",
            )
        )

    def forget(self, absence: Presence) -> None:
        with self._writing("availability") as session:
            availability.forget(session, absence.id)

    def fetch_calendars(self, staff: tuple[Staff, ...], stop: Event | None = None) -> str:
        """Read every calendar again, until `stop` is set; returns a sentence about those that failed, whose old periods
        are kept."""
        silent = []
        for person in (person for person in staff if person.calendar):
            if stop is not None and stop.is_set():
                return ""
            try:
                self.read_calendar(person)
            except SwitchboardError:
                silent.append(person.name)
        with self._writing("availability") as session:
            availability.clear_old(session, self._operator_session.clock())
        if not silent:
            return ""
        return f"Kalenderen til {', '.join(silent)} svarer ikke. Statusene står som de var."

    def read_calendar(self, person: Staff) -> int:
        """Replace the person's calendar periods; returns how many. Only times and kinds are stored, no content."""
        from sentralbord_desktop.services.availability.availability import fetch  # slow to load
        from sentralbord_desktop.services.availability.calendar_parse import busy_periods

        moment, who = self._operator_session.clock(), f"staff:{person.id}"
        found = busy_periods(fetch(person.calendar), moment - timedelta(days=1), moment + CALENDAR_AHEAD, OSLO)
        with self._writing("availability") as session:
            availability.replace_calendar(
                session,
                who,
                (
                    PresenceFields(
                        who=who, kind=period.kind, start=period.start, until=period.end, said=moment, source="kalender"
                    )
                    for period in found
                ),
            )
        return len(found)

    def fetched(self) -> str:
        return f"Kalenderne er hentet kl. {clock(self._operator_session.clock())}."

    def _add(self, fields: PresenceFields) -> None:
        with self._writing("availability") as session:
            availability.add_presence(session, fields)
