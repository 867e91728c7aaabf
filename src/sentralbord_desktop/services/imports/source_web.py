"""Fetches the file of a source over https, with limits on time and bytes; nothing is used before all of it has come. No
error or log contains an address or a secret."""

import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from threading import Event, Thread
from urllib.parse import quote

from sentralbord_desktop.delivery.tls_context import system_trust
from sentralbord_desktop.domain.errors import RegisterFileError, SwitchboardError
from sentralbord_desktop.domain.imports.file_lines import HeadingFinder
from sentralbord_desktop.domain.imports.source import SECRET_MARK, ImportSource, address_fault, origin_of
from sentralbord_desktop.domain.members.fields import KINDS
from sentralbord_desktop.domain.progress import Cancel, ImportCancelledError, Progress
from sentralbord_desktop.domain.redacted import Quiet
from sentralbord_desktop.services.imports.read_tables import MAX_FILE_BYTES, NoRowsError, RawTable, table_in
from sentralbord_desktop.system.bounded_web import Answer, Deadline, answered_at_last, causes

SECONDS_TO_FETCH, SECONDS_OF_SILENCE = 300.0, 20.0
MAX_WAIT_SECONDS, MAX_WAITS, WAIT_UNSAID = 60.0, 5, 10.0
MAX_REST_SECONDS = 86_400.0
"""The longest wait in seconds that a server may ask for, the number of waits, the wait when the server names none, and
the longest time that a source is left alone: a wrong year must not leave it for good."""
OK, UNCHANGED = 200, 304
BUSY, NOT_LET_IN, GONE = (429, 503), (401, 403), (404, 410)
Sleep = Callable[[float], None]

CUT = "Svaret fra medlemssystemet ble kuttet. Ingenting er skrevet. Prøv igjen, eller vent til neste runde."
NO_CONTACT = "Får ikke kontakt med medlemssystemet. Er nettet oppe? Prøv igjen, eller vent til neste runde."
NOT_TRUSTED = "Kan ikke stole på sertifikatet til medlemssystemet. Be IT legge rotsertifikatet på PC-en."
SECRET_WRONG = "Medlemssystemet godtar ikke nøkkelen. Skriv en ny under Innstillinger > Hent av seg selv."  # noqa: S105 - a sentence
NOT_THERE = "Medlemssystemet har ikke noe på adressen. Se over den under Innstillinger > Hent av seg selv."
MOVED = "Medlemssystemet sender videre til en annen tjener. Skriv den nye adressen i kilden."
TOO_LARGE = "Filen fra medlemssystemet er for stor. Be om færre rader eller kolonner."
PACKED = "Medlemssystemet sender svaret komprimert, og det leses ikke. Be dem sende det uten."
BROKEN = "Medlemssystemet har en feil hos seg selv ({status}). Vent til neste runde, eller meld fra til dem."
REFUSED = "Medlemssystemet vil ikke svare på spørringen ({status}). Se over adressen og feltene i kilden."
NO_LENGTH = "Medlemssystemet sier ikke hvor lang filen er, så en kuttet fil kan ikke kjennes igjen. Be dem sende Content-Length."
NOTHING_THERE = "Svaret er hele registeret, og har ingen rader. Ingenting er skrevet. Se over kilden."
BUSY_NOW = "Medlemssystemet har det travelt, og ber oss vente. Vent til neste runde."


class PullError(SwitchboardError):
    """No usable answer came; nothing was written. `seconds` is how long the server asked to wait."""

    def __init__(self, sentence: str, seconds: float = 0.0) -> None:
        super().__init__(sentence)
        self.seconds = seconds


@dataclass(frozen=True, repr=False)
class Fetched(Quiet):
    """The table of the file, None when nothing is new; `etag` is saved once it is written."""

    table: RawTable | None
    etag: str = ""


def fetch(source: ImportSource, web: "SourceWeb", etag: str, progress: Progress) -> Fetched:
    """The file of a source, unless it is that of `etag`. Raises PullError for an incomplete answer, RegisterFileError
    for an unreadable one, and ImportCancelledError."""
    answer = web.ask(etag)
    if answer.status == UNCHANGED:
        return Fetched(None, etag)
    headers = answer.headers
    if "content-length" not in headers and "chunked" not in headers.get("transfer-encoding", ""):
        raise PullError(NO_LENGTH)
    name = "kilde.xlsx" if "spreadsheetml" in headers.get("content-type", "") else "kilde.csv"
    table = None
    try:
        table = table_in(answer.body or b"", name, None, progress, HeadingFinder(KINDS[source.subject]))
    except NoRowsError:
        if source.is_whole:  # of others it means that nothing has changed
            raise RegisterFileError(NOTHING_THERE) from None
    return Fetched(table, headers.get("etag", "")[:400])


class SourceWeb:
    """The connection to one source. The secret is sent to the server of the source's address only."""

    def __init__(
        self, source: ImportSource, secret: str, cancel: Cancel | None = None, sleep: Sleep | None = None
    ) -> None:
        self._source, self._secret = source, secret
        self._is_cancelled = asked_of(cancel)
        self._sleep = sleep or partial(pause, is_cancelled=self._is_cancelled)

    def ask(self, etag: str = "") -> Answer:
        """The answer with status 200, or 304 when `etag` is still current. Retries a few times when the server asks to
        wait. Raises PullError and ImportCancelledError."""
        import httpx

        url = self._source.url.strip().replace(SECRET_MARK, quote(self._secret, safe=""))
        if why := address_fault(url):
            raise PullError(why)
        waits = 0
        while True:
            try:
                answer = self._asked(url, etag)
            except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError) as error:
                self._stop_if_cancelled()
                raise PullError(_why_not(error)) from None
            self._stop_if_cancelled()
            if answer.status not in BUSY:
                return _judged(answer)
            seconds, waits = seconds_to_wait(answer), waits + 1
            if seconds > MAX_WAIT_SECONDS or waits > MAX_WAITS:
                raise PullError(BUSY_NOW, seconds)
            self._sleep(seconds)

    def _asked(self, url: str, etag: str) -> Answer:
        """A user name and password before the @ of the address are sent as httpx does by itself."""
        import httpx

        with (
            Deadline(SECONDS_TO_FETCH) as deadline,
            self._cut_when_cancelled(deadline),
            httpx.Client(verify=system_trust("web"), timeout=SECONDS_OF_SILENCE) as client,
        ):
            request = client.build_request("GET", url, headers=self._headers(etag))
            answer = answered_at_last(
                client, request, MAX_FILE_BYTES, deadline, lambda _, to: origin_of(str(to.url)) == origin_of(url)
            )
        if answer is None:
            raise PullError(MOVED)
        return answer

    def _headers(self, etag: str) -> dict[str, str]:
        own = {name: text.replace(SECRET_MARK, self._secret) for name, text in self._source.headers.items()}
        asked = {"If-None-Match": etag} if etag else {}
        return {"User-Agent": "Sentralbord", **own, **asked, "Accept-Encoding": "identity"}

    @contextmanager
    def _cut_when_cancelled(self, deadline: Deadline) -> Iterator[None]:
        """Close the connection when the work is cancelled, so that a silent server does not delay it."""
        is_over = Event()

        def watch() -> None:
            while not is_over.wait(0.2):
                if self._is_cancelled():
                    deadline.cut()
                    return

        watcher = Thread(target=watch, daemon=True, name="pull")
        watcher.start()
        try:
            yield
        finally:
            is_over.set()
            watcher.join()

    def _stop_if_cancelled(self) -> None:
        if self._is_cancelled():
            raise ImportCancelledError


def asked_of(cancel: Cancel | None) -> Callable[[], bool]:
    return cancel.is_set if isinstance(cancel, Event) else cancel or (lambda: False)


def pause(seconds: float, is_cancelled: Callable[[], bool]) -> None:
    """Wait; raises ImportCancelledError as soon as the work is cancelled."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        if is_cancelled():
            raise ImportCancelledError
        time.sleep(min(0.2, left))


def seconds_to_wait(answer: Answer) -> float:
    """The seconds to wait by Retry-After (RFC 9110, 10.2.3): a number, or a time by the server's own clock."""
    text = answer.headers.get("retry-after", "").strip()
    try:
        if text.isdecimal():
            return min(int(text), MAX_REST_SECONDS)
        until = parsedate_to_datetime(text)
        return min(max(0.0, (until - server_time(answer)).total_seconds()), MAX_REST_SECONDS)
    except (ValueError, TypeError):
        return WAIT_UNSAID


def server_time(answer: Answer) -> datetime:
    """The time of the answer by the server's clock; by this PC's clock when the answer has no Date."""
    try:
        read = parsedate_to_datetime(answer.headers.get("date", ""))
    except (ValueError, TypeError):
        return datetime.now(UTC)
    return read if read.tzinfo else read.replace(tzinfo=UTC)  # «-0000»


def _judged(answer: Answer) -> Answer:
    status = answer.status
    if status == UNCHANGED:
        return answer
    if status == OK:
        if answer.body is not None:
            return answer
        if answer.is_too_large:
            raise PullError(TOO_LARGE)
        raise PullError(CUT if answer.headers.get("content-encoding", "identity") == "identity" else PACKED)
    if status in NOT_LET_IN:
        raise PullError(SECRET_WRONG)
    if status in GONE:
        raise PullError(NOT_THERE)
    raise PullError((BROKEN if status >= 500 else REFUSED).format(status=status))


def _why_not(error: Exception) -> str:
    import httpx

    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes(error)):
        return NOT_TRUSTED
    return CUT if isinstance(error, httpx.RemoteProtocolError | httpx.ReadError) else NO_CONTACT
