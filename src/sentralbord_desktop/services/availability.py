"""Who is free: stating it, reading it, and importing calendars."""

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from threading import Event
from time import monotonic
from types import FrameType
from typing import Any, Literal, NamedTuple
from urllib.parse import urlsplit
from urllib.request import url2pathname
from zoneinfo import ZoneInfo, available_timezones

from sentralbord_desktop.delivery.tls_context import system_trust
from sentralbord_desktop.domain.availability import NO_ANSWER_LASTS, Board, Presence, PresenceFields
from sentralbord_desktop.domain.dates.clock import OSLO, clock
from sentralbord_desktop.domain.errors import DatabaseBusyError, SwitchboardError
from sentralbord_desktop.domain.organisation.organisation import Staff
from sentralbord_desktop.domain.text.word_list import word_list
from sentralbord_desktop.services.offline_queue import OfflineQueue, Signature
from sentralbord_desktop.services.service import Service
from sentralbord_desktop.services.session import OperatorSession
from sentralbord_desktop.storage import availability
from sentralbord_desktop.system.bounded_input import InputRefusedError, Why, read_limited
from sentralbord_desktop.system.bounded_web import Deadline, answered_at_last

MAX_BYTES = 5_000_000
MAX_COMPONENTS = 20_000
MAX_OCCURRENCES = 5_000
SECONDS_TO_READ = 4.0

AS_BEFORE = "Statusene står som de var. Meld dem for hånd imens."
UNREADABLE = f"Kalenderen kunne ikke leses. {AS_BEFORE}"
TOO_LARGE = f"Kalenderen er for stor. {AS_BEFORE}"
TOO_MANY = f"Kalenderen har for mange avtaler. {AS_BEFORE}"
TOO_OFTEN = f"Kalenderen har en avtale som gjentas oftere enn hver time. {AS_BEFORE}"
TOO_SLOW = f"Kalenderen tok for lang tid å lese. {AS_BEFORE}"

TIMES = frozenset({"DTSTART", "DTEND", "RDATE", "EXDATE", "RECURRENCE-ID"})
KEPT_PROPERTIES = TIMES.union(
    word_list(
        "DURATION RRULE UID SEQUENCE STATUS TRANSP FREEBUSY X-MICROSOFT-CDO-BUSYSTATUS X-MICROSOFT-CDO-ALLDAYEVENT"
    )
)
NAME = re.compile(r"[A-Za-z0-9-]+")
PROPERTY = re.compile(r'[A-Za-z0-9-]+((?:;[^":;]*(?:"[^"]*"[^":;]*)*)*):(.*)')
PARAMETER = re.compile(r';\s*([^=";]+)=("[^"]*"|[^";]*)')
FREE_BUSY = {"FREE": "FREE", "BUSY-TENTATIVE": "TENTATIVE", "BUSY-UNAVAILABLE": "OOF"}
FREQUENCIES = frozenset({"YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY"})

Kind = Literal["opptatt", "mote", "borte"]


class Property(NamedTuple):
    name: str
    parameters: dict[str, str]
    value: str

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


@dataclass(frozen=True, order=True)
class BusyPeriod:
    """`start` and `end` in the requested zone; an all-day period from midnight."""

    start: datetime
    end: datetime
    kind: Kind


class _TimeIsUpError(BaseException):
    """Not an `Exception`, so that no library catches it."""


def busy_periods(data: bytes, start: datetime, end: datetime, zone: ZoneInfo) -> list[BusyPeriod]:
    """The busy periods that overlap `start`-`end`, sorted. Times without a known zone are in `zone`. Raises
    SwitchboardError for an unreadable or too complex file."""
    if len(data) > MAX_BYTES:
        raise SwitchboardError(TOO_LARGE)
    start, end = _at(start, zone), _at(end, zone)
    if start >= end:
        return []
    try:
        return _within(SECONDS_TO_READ, lambda: _read(data, start, end, zone))
    except SwitchboardError:
        raise
    except _TimeIsUpError:
        raise SwitchboardError(TOO_SLOW) from None
    except Exception:  # two parsers of an untrusted file: any error may come
        raise SwitchboardError(UNREADABLE) from None


def _within(seconds: float, work: Callable[[], list[BusyPeriod]]) -> list[BusyPeriod]:
    """The result of `work`, or _TimeIsUpError. dateutil evaluates a rule without matches up to the year 9999.

    Python calls a profile function for each call in this thread, which may raise: a hard limit without a thread to
    kill. It halves the speed, which `_skip_the_past` more than regains.
    """
    before, stop = sys.getprofile(), monotonic() + seconds

    def watch(_frame: FrameType, _event: str, _arg: object) -> None:
        if monotonic() > stop:
            raise _TimeIsUpError

    sys.setprofile(watch)
    try:
        return work()
    finally:
        sys.setprofile(before)


def _read(data: bytes, start: datetime, end: datetime, zone: ZoneInfo) -> list[BusyPeriod]:
    import icalendar  # slow to load
    import recurring_ical_events  # type: ignore[import-untyped]  # ships no annotations

    events = "".join(_event(block, zone) for block in _blocks(data) if not _past(block, start))
    calendar = icalendar.Calendar.from_ical(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-\r\n{events}END:VCALENDAR\r\n")
    for event in calendar.walk("VEVENT"):
        if event.errors:  # icalendar would drop the property, and perhaps a rule
            raise ValueError
        _skip_the_past(event, start)
    found = recurring_ical_events.of(calendar).between(start, end)
    if len(found) > MAX_OCCURRENCES:
        raise SwitchboardError(TOO_MANY)
    periods = {period for event in found if (period := _period(event, zone))}
    return sorted(it for it in periods if it.start < end and it.end > start)


# From the file to the properties about time


def _blocks(data: bytes) -> Iterator[list[Property]]:
    """The kept properties of each event; each period of a VFREEBUSY becomes an event."""
    text = data.decode("utf-8-sig", "replace")
    inside: list[str] = []
    block: list[Property] = []
    count = 0
    for line in re.split(r"\r?\n", re.sub(r"\r?\n[ \t]", "", text)):
        name = match[0].upper() if (match := NAME.match(line)) else ""
        if name == "BEGIN":
            inside.append(line[6:].strip().upper())
            count += 1
            if count > MAX_COMPONENTS:
                raise SwitchboardError(TOO_MANY)
            block = [] if len(inside) == 2 else block
        elif name == "END":
            if not inside or inside.pop() != (kind := line[4:].strip().upper()):
                raise ValueError
            if len(inside) == 1 and kind in ("VEVENT", "VFREEBUSY"):
                yield from [block] if kind == "VEVENT" else _free_busy(block)
        elif name in KEPT_PROPERTIES and len(inside) == 2:
            block.append(_property(name, line))
        elif line.strip() and not inside:
            raise ValueError
    if inside or not count:  # truncated, or not a calendar
        raise ValueError


def _property(name: str, line: str) -> Property:
    match = PROPERTY.fullmatch("".join(filter(str.isprintable, line)))
    if match is None:
        raise ValueError
    parameters = {key.upper(): value.strip('"') for key, value in PARAMETER.findall(match[1])}
    return Property(name, parameters, match[2].strip())


def _free_busy(block: list[Property]) -> list[list[Property]]:
    events: list[list[Property]] = []
    for name, parameters, value in block:
        status = FREE_BUSY.get(parameters.get("FBTYPE", "").upper(), "BUSY")
        for period in value.split(",") if name == "FREEBUSY" else ():
            begin, _, stop = period.partition("/")
            end = "DURATION" if stop.upper().startswith("P") else "DTEND"
            times: list[Property] = [Property("DTSTART", {}, begin), Property(end, {}, stop)]
            events.append([*times, Property("X-MICROSOFT-CDO-BUSYSTATUS", {}, status)])
    if len(events) > MAX_COMPONENTS:
        raise SwitchboardError(TOO_MANY)
    return events


def _past(block: Iterable[Property], start: datetime) -> bool:
    """Skip single events that ended before the window, which are most of a calendar."""
    days = [each.value[:8] for each in block if each.name in ("DTSTART", "DTEND")]
    repeated = any(each.name in ("RRULE", "RDATE", "RECURRENCE-ID", "DURATION") for each in block)
    limit = f"{start - timedelta(days=3):%Y%m%d}"
    return not repeated and bool(days) and all(re.fullmatch("[0-9]{8}", d) and d < limit for d in days)


def _event(block: Iterable[Property], zone: ZoneInfo) -> str:
    timed = any(each.name == "DTSTART" and "T" in each.value.upper() for each in block)
    lines = ["BEGIN:VEVENT"]
    for name, parameters, value in block:
        if name in TIMES:
            lines.append(name + _time_parameters(parameters, value, zone) + ":" + value)
        elif name != "FREEBUSY":
            lines.append(f"{name}:{_rule(value, timed=timed) if name == 'RRULE' else value}")
    return "\r\n".join([*lines, "END:VEVENT", ""])


def _time_parameters(parameters: dict[str, str], value: str, zone: ZoneInfo) -> str:
    kept = {key: text for key, text in parameters.items() if key in ("VALUE", "RANGE")}
    if "T" not in value.upper():
        kept["VALUE"] = "DATE"
    elif not value.upper().endswith("Z"):
        kept["TZID"] = _known_zone(parameters.get("TZID", ""), zone.key)
    return "".join(f";{key}={text}" for key, text in kept.items())


@cache
def _known_zone(name: str, otherwise: str) -> str:
    """An Olson name, a Windows name, or «/a vendor/Europe/Oslo»; any other is read as `otherwise`."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    parts = name.strip("/").split("/")
    guesses = [WINDOWS_TO_OLSON.get(name, "")] + ["/".join(parts[at:]) for at in range(len(parts))]
    return next((guess for guess in guesses if guess in available_timezones()), otherwise)


def _rule(value: str, *, timed: bool) -> str:
    """The rule, if it can be evaluated within limits."""
    rule = dict(part.partition("=")[::2] for part in value.upper().split(";"))
    if rule.get("FREQ") in ("SECONDLY", "MINUTELY"):
        raise SwitchboardError(TOO_OFTEN)
    interval = rule.get("INTERVAL", "1")
    if rule.get("FREQ") not in FREQUENCIES or not re.fullmatch("0*[1-9][0-9]{0,3}", interval):
        raise ValueError
    if timed and re.fullmatch("[0-9]{8}", rule.get("UNTIL", "")):  # the whole of the last day
        rule["UNTIL"] += "T235959Z"
    return ";".join(f"{key}={text}" for key, text in rule.items())


# From events to periods


def _skip_the_past(event: Any, start: datetime) -> None:
    """Move the start of a daily or weekly rule close to the window, in the same rhythm."""
    rule, begin, stop = event.get("RRULE"), event["DTSTART"].dt, event.get("DTEND")
    if not isinstance(rule, dict) or "COUNT" in rule:
        return
    if any(name in event for name in ("DURATION", "RDATE", "RECURRENCE-ID")):
        return
    step = {"DAILY": 1, "WEEKLY": 7}.get(rule["FREQ"][0], 0) * int(rule.get("INTERVAL", [1])[0])
    length = _day(stop.dt) - _day(begin) if stop else timedelta()
    room = (start.date() - _day(begin) - length).days - 60  # an exception may have been moved
    if step and room >= step:
        later = timedelta(days=room // step * step)
        for name in ("DTSTART", "DTEND"):
            if name in event:
                event[name].dt += later


def _day(when: date) -> date:
    return when.date() if isinstance(when, datetime) else when


def _period(event: Any, zone: ZoneInfo) -> BusyPeriod | None:
    begin, stop = event["DTSTART"].dt, event["DTEND"].dt
    marked = str(event.get("X-MICROSOFT-CDO-ALLDAYEVENT", "")).upper() == "TRUE"
    all_day = marked or not isinstance(begin, datetime)
    kind = _kind(event, all_day=all_day)
    start, end = _at(begin, zone), _at(stop, zone)
    return BusyPeriod(start, end, kind) if kind and start < end else None


def _kind(event: Any, *, all_day: bool) -> Kind | None:
    """None when the event does not make the person unavailable."""
    shown, status = (str(event.get(name, "")).upper() for name in ("X-MICROSOFT-CDO-BUSYSTATUS", "STATUS"))
    transparent = str(event.get("TRANSP", "")).upper() == "TRANSPARENT"
    if transparent or status == "CANCELLED" or shown in ("FREE", "WORKINGELSEWHERE"):
        return None
    if all_day or shown == "OOF":
        return "borte"
    return "mote" if "TENTATIVE" in (shown, status) else "opptatt"


def _at(when: date, zone: ZoneInfo) -> datetime:
    """`when` in `zone`, converted through UTC: a time skipped in March becomes an existing one."""
    if not isinstance(when, datetime):
        when = datetime.combine(when, time())
    when = when if when.tzinfo else when.replace(tzinfo=zone)
    return when.astimezone(UTC).astimezone(zone)


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
        from sentralbord_desktop.services.availability import (
            busy_periods,
            fetch,  # slow to load
        )

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
