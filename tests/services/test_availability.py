"""A calendar gives busy times and nothing else, soon, whatever is in it."""

import logging
import random
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from zoneinfo import ZoneInfo

import pytest

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.services import availability
from sentralbord_desktop.services.availability import BusyPeriod, busy_periods, fetch
from tests.helpers.soon import soon

OSLO = ZoneInfo("Europe/Oslo")
SECRET = "Samtale med Kari om permittering"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OSLO)


def ics(*events: str, kind: str = "VEVENT") -> bytes:
    inside = "".join(f"BEGIN:{kind}\n{event.strip()}\nEND:{kind}\n" for event in events)
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test\n{inside}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def busy(data: bytes, start: str = "2026-11-23", end: str = "2026-11-30", zone: ZoneInfo = OSLO) -> list[BusyPeriod]:
    return busy_periods(data, at(start), at(end), zone)


def starts(periods: list[BusyPeriod]) -> list[str]:
    return [f"{period.start:%m-%d %H:%M}" for period in periods]


MEETING = "UID:1\nDTSTART;TZID=Europe/Oslo:20261125T090000\nDTEND;TZID=Europe/Oslo:20261125T100000"
DRIP = 0.05
"""Seconds between the bytes of the server that drips."""

REAL = ics(
    MEETING + f"\nSUMMARY:{SECRET}\nDESCRIPTION:Fødselsnummer 01017012345\\,\n  hjemme\nLOCATION:Rom 3"
    '\nATTENDEE;CN="Hansen: Kari";PARTSTAT=ACCEPTED:mailto:kari@example.no\nORGANIZER:mailto:x@y.no'
    "\nBEGIN:VALARM\nTRIGGER:-PT15M\nDTSTART:20200101T000000\nACTION:DISPLAY\nEND:VALARM",
    "UID:2\nDTSTART;TZID=W. Europe Standard Time:20260105T083000\nDURATION:PT30M"
    "\nRRULE:FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20271231T220000Z\nEXDATE;TZID=Europe/Oslo:20261123T083000"
    "\nX-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE",
    "UID:2\nRECURRENCE-ID;TZID=Europe/Oslo:20261125T083000\nDTSTART;TZID=Europe/Oslo:20261126T140000"
    "\nDTEND;TZID=Europe/Oslo:20261126T143000",
    "UID:3\nDTSTART;VALUE=DATE:20261127\nDTEND;VALUE=DATE:20261130\nSUMMARY:Ferie",
    "UID:4\nDTSTART:20261124T120000Z\nDTEND:20261124T130000Z\nTRANSP:TRANSPARENT",
)


def test_a_real_calendar_gives_its_busy_times() -> None:
    assert busy(REAL) == [
        BusyPeriod(at("2026-11-25T09:00"), at("2026-11-25T10:00"), "opptatt"),
        BusyPeriod(at("2026-11-26T14:00"), at("2026-11-26T14:30"), "opptatt"),
        BusyPeriod(at("2026-11-27"), at("2026-11-30"), "borte"),
    ]


def test_nothing_but_times_leaves_and_titles_are_not_even_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    import icalendar

    parsed: list[str] = []
    real = icalendar.Calendar.from_ical

    def spy(text: str) -> object:
        parsed.append(text)
        return real(text)

    monkeypatch.setattr(icalendar.Calendar, "from_ical", spy)
    said = repr(busy(REAL)) + parsed[0]
    assert "20261125T090000" in said
    for private in ("Samtale", "Kari", "0101701", "Ferie", "example.no", "Rom 3", "VALARM"):
        assert private not in said


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        ("", "opptatt"),
        ("TRANSP:OPAQUE\nSTATUS:CONFIRMED", "opptatt"),
        ("X-MICROSOFT-CDO-BUSYSTATUS:BUSY", "opptatt"),
        ("X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE", "mote"),
        ("STATUS:TENTATIVE", "mote"),
        ("X-MICROSOFT-CDO-BUSYSTATUS:OOF", "borte"),
        ("x-microsoft-cdo-busystatus:oof", "borte"),
        ("X-MICROSOFT-CDO-BUSYSTATUS:FREE", None),
        ("X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE", None),
        ("TRANSP:TRANSPARENT", None),
        ("STATUS:CANCELLED", None),
        ("X-MICROSOFT-CDO-BUSYSTATUS:OOF\nSTATUS:CANCELLED", None),
    ],
)
def test_the_kind_follows_what_the_calendar_shows(lines: str, kind: str | None) -> None:
    assert [it.kind for it in busy(ics(f"{MEETING}\n{lines}"))] == ([kind] if kind else [])


def test_an_all_day_event_is_away_from_midnight_to_midnight() -> None:
    one = busy(ics("UID:1\nDTSTART;VALUE=DATE:20261125"))
    assert one == [BusyPeriod(at("2026-11-25"), at("2026-11-26"), "borte")]
    assert busy(ics("UID:1\nDTSTART:20261125")) == one  # many leave VALUE out
    marked = MEETING + "\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE"
    assert [it.kind for it in busy(ics(marked))] == ["borte"]
    assert busy(ics("UID:1\nDTSTART;VALUE=DATE:20261125\nTRANSP:TRANSPARENT")) == []


def test_an_all_day_event_is_as_long_as_the_day_when_the_clock_changes() -> None:
    data = ics("UID:1\nDTSTART;VALUE=DATE:20260329", "UID:2\nDTSTART;VALUE=DATE:20261025")
    hours = [(it.end.timestamp() - it.start.timestamp()) / 3600 for it in busy(data, "2026-01-01", "2026-12-31")]
    assert hours == [23, 25]


@pytest.mark.parametrize(
    "zone", ["Europe/Oslo", "W. Europe Standard Time", "/vendor.org/x/Europe/Oslo", '"Min sone: 1"']
)
def test_a_weekly_meeting_keeps_its_hour_across_the_clock_change(zone: str) -> None:
    rule = f"UID:1\nDTSTART;TZID={zone}:20260301T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY"
    periods = busy(ics(rule), "2026-03-20", "2026-04-06")
    assert starts(periods) == ["03-22 09:00", "03-29 09:00", "04-05 09:00"]
    assert [it.start.utcoffset() for it in periods] == [timedelta(hours=h) for h in (1, 2, 2)]


def test_a_time_the_clock_skips_becomes_one_that_exists() -> None:
    skipped = "UID:1\nDTSTART;TZID=Europe/Oslo:20260329T023000\nDTEND;TZID=Europe/Oslo:20260329T040000"
    (period,) = busy(ics(skipped), "2026-03-29", "2026-03-30")
    assert (period.start.isoformat(), period.end.hour) == ("2026-03-29T03:30:00+02:00", 4)


def test_times_without_a_zone_and_other_zones_come_out_in_oslo() -> None:
    data = ics(
        "UID:1\nDTSTART:20261124T090000\nDTEND:20261124T100000",
        "UID:2\nDTSTART;TZID=Europe/London:20261125T090000\nDURATION:PT1H",
        "UID:3\nDTSTART:20261126T090000Z\nDURATION:PT1H",
    )
    assert starts(busy(data)) == ["11-24 09:00", "11-25 10:00", "11-26 10:00"]
    assert {it.start.tzinfo for it in busy(data)} == {OSLO}


def test_exceptions_move_cancel_and_skip_occurrences() -> None:
    day = "DTSTART;TZID=Europe/Oslo:2026112{}T0{}0000\nDURATION:PT1H"
    moved, gone = "RECURRENCE-ID;TZID=Europe/Oslo:20261124T080000", "RECURRENCE-ID:20261125T070000Z"
    data = ics(
        "UID:1\nDTSTART;TZID=Europe/Oslo:20150105T080000\nDURATION:PT1H\nRRULE:FREQ=DAILY\nEXDATE:20261126T070000Z",
        f"UID:1\n{moved}\n{day.format(4, 9)}",
        f"UID:1\n{gone}\nSTATUS:CANCELLED\n{day.format(5, 8)}",
    )
    assert starts(busy(data, end="2026-11-28")) == ["11-23 08:00", "11-24 09:00", "11-27 08:00"]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=WEEKLY;INTERVAL=2", ["11-23"]),
        ("FREQ=DAILY;INTERVAL=5", ["11-13", "11-18", "11-23", "11-28"]),
        ("FREQ=DAILY;COUNT=4330", ["11-10", "11-11", "11-12"]),
        ("FREQ=MONTHLY;BYDAY=-1FR", ["11-27"]),
        ("FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=20", ["11-20"]),
        ("FREQ=WEEKLY;UNTIL=20261116", ["11-16"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;WKST=SU", ["11-10", "11-12", "11-24", "11-26"]),
    ],
)
def test_a_rule_that_began_long_ago_is_still_in_step(rule: str, days: list[str]) -> None:
    data = ics(f"UID:1\nDTSTART;TZID=Europe/Oslo:20150105T080000\nDURATION:PT1H\nRRULE:{rule}")
    ended = ics(f"UID:1\nDTSTART:20150105T080000\nDTEND:20150105T090000\nRRULE:{rule}")
    found = starts(busy(data, "2026-11-10", "2026-12-01"))
    assert [it[:5] for it in found] == days
    assert starts(busy(ended, "2026-11-10", "2026-12-01")) == found


def test_free_busy_components_are_read_too() -> None:
    data = ics(
        "DTSTART:20261101T000000Z\nDTEND:20261201T000000Z"
        "\nFREEBUSY:20261124T080000Z/20261124T090000Z,20261125T080000Z/PT2H"
        "\nFREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20261126T080000Z/PT1H"
        "\nFREEBUSY;FBTYPE=BUSY-TENTATIVE:20261127T080000Z/PT1H"
        "\nFREEBUSY;FBTYPE=FREE:20261128T080000Z/PT1H",
        kind="VFREEBUSY",
    )
    assert [(f"{it.start:%d %H}-{it.end:%H}", it.kind) for it in busy(data)] == [
        ("24 09-10", "opptatt"),
        ("25 09-11", "opptatt"),
        ("26 09-10", "borte"),
        ("27 09-10", "mote"),
    ]


def test_only_what_touches_the_window_is_given() -> None:
    data = ics(*(f"UID:{d}\nDTSTART:202611{d:02}T080000\nDURATION:PT1H" for d in range(1, 29)))
    assert starts(busy(data, "2026-11-24T08:30", "2026-11-25T08:00")) == ["11-24 08:00"]
    assert busy(data, "2026-11-24T09:00", "2026-11-25T08:00") == []
    assert busy(data, "2026-11-25", "2026-11-24") == []


def test_a_long_absence_that_began_long_ago_is_seen() -> None:
    data = ics("UID:1\nDTSTART;VALUE=DATE:20250101\nDTEND;VALUE=DATE:20270101")
    assert [it.kind for it in busy(data)] == ["borte"]


def test_a_title_cannot_pretend_to_be_another_line() -> None:
    for sign in ("\u2028", "\x85", "\x0b", "\x0c", "\r", "\\n"):
        assert len(busy(ics(f"{MEETING}\nSUMMARY:x{sign}TRANSP:TRANSPARENT"))) == 1


# Hostile files


RULED = MEETING + "\nRRULE:"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", availability.UNREADABLE),
        (b"<html>Logg inn</html>", availability.UNREADABLE),
        (b"\x00" * 5000, availability.UNREADABLE),
        (REAL[: len(REAL) // 2], availability.UNREADABLE),
        (b" " * 5_000_001, availability.TOO_LARGE),
        (b"BEGIN:VCALENDAR\r\n" * 20_001, availability.TOO_MANY),
        (b"BEGIN:VCALENDAR\r\n" * 5_000, availability.UNREADABLE),
        (ics(*["UID:1"] * 20_001), availability.TOO_MANY),
        (ics(*["FREEBUSY:" + "20261125T080000Z/PT1H," * 20_001], kind="VFREEBUSY"), availability.TOO_MANY),
        (ics("UID:1\nDTEND:20261125T090000"), availability.UNREADABLE),
        (ics(MEETING.replace("20261125T09", "20261345T09")), availability.UNREADABLE),
        (ics(RULED + "FREQ=SECONDLY"), availability.TOO_OFTEN),
        (ics(RULED + "INTERVAL=9;FREQ=minutely"), availability.TOO_OFTEN),
        (ics(RULED + "FREQ=DAILY;INTERVAL=0"), availability.UNREADABLE),
        (ics(RULED + "FREQ=DAILY;INTERVAL=-1"), availability.UNREADABLE),
        (ics(RULED + "FREQ=NEVER"), availability.UNREADABLE),
        (ics(RULED), availability.UNREADABLE),
        (ics(RULED + "FREQ=DAILY;BYDAY=XX"), availability.UNREADABLE),
        (ics(RULED + "FREQ=DAILY\nEXDATE:20261399T080000"), availability.UNREADABLE),
        (ics(MEETING + "\nDURATION:x"), availability.UNREADABLE),
        (
            ics(*(f"UID:{n}\nDTSTART:20261101T{n % 24:02}0000\nDURATION:PT1H\nRRULE:FREQ=DAILY" for n in range(900))),
            availability.TOO_MANY,
        ),
    ],
)
def test_a_hostile_file_is_refused_in_one_sentence_soon(
    data: bytes, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(availability, "SECONDS_TO_READ", 60)  # refused for what it is
    with soon(3), pytest.raises(SwitchboardError) as refused:
        busy(data)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYHOUR={0};BYMINUTE={1};BYSECOND={1}",
    ],
)
def test_a_rule_that_never_ends_is_given_up(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(availability, "SECONDS_TO_READ", 0.5)
    numbers = [",".join(map(str, range(n))) for n in (24, 60)]
    with soon(2), pytest.raises(SwitchboardError) as refused:
        busy(ics(RULED + rule.format(*numbers)))
    assert str(refused.value) == availability.TOO_SLOW
    assert sys.getprofile() is None


def test_a_rule_without_an_end_is_followed_in_the_window_only() -> None:
    data = ics(*(RULED.replace("UID:1", f"UID:{n}") + "FREQ=DAILY" for n in range(100)))
    data = data.replace(b"20261125", b"19700105")
    with soon(2):
        assert len(busy(data)) == 7  # the same hour, a hundred times


def test_a_large_calendar_of_ten_years_is_read_in_good_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(availability, "SECONDS_TO_READ", 60)
    old = [
        f"UID:{n}\nDTSTART:{2016 + n % 10}0{1 + n % 9}15T080000\nDTEND:{2016 + n % 10}0{1 + n % 9}15T090000"
        f"\nSUMMARY:{SECRET}\nDESCRIPTION:{'ord ' * 30}"
        for n in range(15_000)
    ]
    with soon(4):
        assert len(busy(ics(MEETING, *old))) == 1


def test_two_hundred_spoilt_copies_of_a_real_calendar_never_crash_or_hang() -> None:
    chance = random.Random(20261125)
    read = 0
    for _ in range(200):
        data = bytearray(REAL)
        for _ in range(chance.randint(1, 8)):
            spot = chance.randrange(len(data))
            part = data[spot : spot + chance.randint(1, 40)]
            what = chance.randrange(4)
            if what == 0:
                data[spot] = chance.randrange(256)
            elif what == 1:
                del data[spot : spot + len(part)]
            elif what == 2:
                data[spot:spot] = part * chance.randint(1, 50)
            else:
                data[spot : spot + 1] = chance.choice([b"9", b"0", b";", b":", b",", b"-", b"\r\n"])
        with soon(2):
            try:
                busy(bytes(data))
                read += 1
            except SwitchboardError as error:
                assert str(error).endswith("Meld dem for hånd imens.")  # noqa: PT017 - read or refused, either is right
    assert 20 < read < 180  # the mutations are neither all harmless nor all deadly


# Fetching


class Shelf(BaseHTTPRequestHandler):
    """What the server answers: path -> (status, headers, body, seconds between the bytes)."""

    pages: ClassVar[dict[str, tuple[int, dict[str, str], bytes, float]]] = {}

    def do_GET(self) -> None:
        status, headers, body, pause = self.pages[self.path.partition("?")[0]]
        with suppress(OSError):
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            size = 1 if pause else max(1, len(body))
            for at in range(0, len(body), size):
                self.wfile.write(body[at : at + size])
                time.sleep(pause)  # a server that dawdles: its time is what is tested

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        pass


@pytest.fixture
def server() -> Iterator[str]:
    Shelf.pages = {"/kari.ics": (200, {}, REAL, 0)}
    with ThreadingHTTPServer(("127.0.0.1", 0), Shelf) as server:
        server.daemon_threads = True
        server.block_on_close = False
        thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.02))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def refused(address: str | Path) -> str:
    with pytest.raises(SwitchboardError) as error:
        fetch(address)
    assert error.value.__suppress_context__ or error.value.__context__ is None
    return str(error.value)


def test_a_calendar_is_fetched_from_the_web(server: str) -> None:
    assert fetch(f"{server}/kari.ics?nokkel=hemmelig") == REAL
    assert fetch(f"  HTTP{server[4:]}/kari.ics ") == REAL


def test_a_calendar_is_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "kari ø.ics"
    file.write_bytes(REAL)
    assert fetch(file) == fetch(str(file)) == fetch(file.as_uri()) == REAL
    assert refused(tmp_path / "borte.ics") == availability.NOT_FETCHED
    assert refused(tmp_path) == availability.NOT_FETCHED
    assert refused("/dev/zero") == availability.NOT_FETCHED
    assert refused("a\0b") == availability.NOT_FETCHED
    file.write_bytes(b"x" * 5_000_001)
    assert refused(file) == availability.TOO_LARGE


@pytest.mark.parametrize("address", ["ftp://x/y.ics", "javascript://x", "data://x", "://"])
def test_other_kinds_of_address_are_refused(address: str) -> None:
    assert refused(address) == availability.NO_ADDRESS


def test_a_webcal_address_is_asked_for_over_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def from_web(url: str) -> bytes:
        asked.append(url)
        return b""

    monkeypatch.setattr(availability, "_from_web", from_web)
    fetch("webcal://kalender.no/a%20b.ics?x=1")
    fetch("WEBCALS://kalender.no/b")
    assert asked == ["https://kalender.no/a%20b.ics?x=1", "https://kalender.no/b"]


def test_a_plain_server_is_not_taken_for_a_secure_one(server: str) -> None:
    assert refused("https" + server[4:] + "/kari.ics") == availability.NOT_FETCHED
    assert refused("https://[x") == availability.NOT_FETCHED


def test_answers_that_are_no_calendar_are_refused(server: str) -> None:
    Shelf.pages |= {
        "/nei": (403, {}, b"", 0),
        "/tom": (204, {}, b"", 0),
        "/pakket": (200, {"Content-Encoding": "gzip"}, b"\x1f\x8b", 0),
        "/kort": (200, {"Content-Length": "900"}, REAL[:100], 0),
        "/stor": (200, {}, b"x" * 6_000_000, 0),
    }
    for path in ("/nei", "/tom", "/pakket", "/kort"):
        assert refused(server + path) == availability.NOT_FETCHED
    assert refused(server + "/stor") == availability.TOO_LARGE


def test_redirects_are_followed_but_not_to_other_schemes_and_not_for_ever(server: str, tmp_path: Path) -> None:
    file = tmp_path / "a.ics"
    file.write_bytes(REAL)
    Shelf.pages |= {
        "/flyttet": (302, {"Location": "/kari.ics"}, b"", 0),
        "/rundt": (302, {"Location": "/rundt"}, b"", 0),
        "/fil": (302, {"Location": file.as_uri()}, b"", 0),
        "/ftp": (302, {"Location": "ftp://127.0.0.1/x"}, b"", 0),
    }
    assert fetch(server + "/flyttet") == REAL
    for path in ("/rundt", "/fil", "/ftp"):
        assert refused(server + path) == availability.NOT_FETCHED


@pytest.mark.parametrize("header", [{}, {"Content-Length": "5000"}])
def test_a_server_that_gives_drop_by_drop_is_cut_off(
    server: str, header: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(availability, "SECONDS_TO_FETCH", 0.5)
    Shelf.pages["/drypp"] = (200, header, REAL, DRIP)
    begun = time.monotonic()
    assert refused(server + "/drypp") == availability.NOT_FETCHED
    assert time.monotonic() - begun < len(REAL) * DRIP / 2


def test_the_secret_address_is_neither_logged_nor_said(server: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    fetch(f"{server}/kari.ics?nokkel=hemmelig")
    said = refused("http://127.0.0.1:1/hemmelig.ics") + caplog.text
    assert "hemmelig" not in said
    assert "127.0.0.1" not in said
