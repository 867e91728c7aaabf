"""Fetches all rows of one source into memory, page by page; nothing is used before the last page has come."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sentralbord_desktop.domain.errors import RegisterFileError
from sentralbord_desktop.domain.imports.headings.heading_line import HeadingFinder
from sentralbord_desktop.domain.imports.member_columns import KINDS
from sentralbord_desktop.domain.imports.sources.json_rows import rows_at
from sentralbord_desktop.domain.imports.sources.paging import Page, first_url, next_url, total_of, with_query
from sentralbord_desktop.domain.imports.sources.source import ImportSource
from sentralbord_desktop.domain.imports.sources.watermarks import as_watermark, is_ahead, later_of, latest_of
from sentralbord_desktop.domain.progress import Progress
from sentralbord_desktop.services.imports.read_tables import NoRowsError, RawTable, table_in, table_of
from sentralbord_desktop.services.imports.rows_in_memory import Held, Row
from sentralbord_desktop.services.imports.sources.web import CUT, OK, UNCHANGED, PullError, SourceWeb, server_time
from sentralbord_desktop.storage.imports.source_states import SourceState
from sentralbord_desktop.system.bounded_web import Answer

MAX_PAGES = 5_000
FEW_ROWS = 20
"""Answers with at most this many rows of changes may lack a heading, because no row has a value there."""
TOO_FEW = "Svaret sier at det er {total} rader, og det kom {got}. Ingenting er skrevet. Prøv igjen, eller vent til neste runde."
IN_A_RING = "Sidene i svaret går i ring. Se over hvordan kilden blar."
NOT_JSON = "Svaret fra medlemssystemet er ikke hel JSON. Ingenting er skrevet. Prøv igjen, eller vent til neste runde."
NO_LENGTH = "Medlemssystemet sier ikke hvor lang filen er, så en kuttet fil kan ikke kjennes igjen. Be dem sende Content-Length."
NOTHING_THERE = "Svaret er hele registeret, og har ingen rader. Ingenting er skrevet. Se over kilden."


@dataclass(frozen=True)
class Fetched:
    """The fetched table; None when nothing is new since `SourceState`. `etag` and `watermark` are saved once it is
    written. `is_part`: there are more pages."""

    table: RawTable | None
    etag: str = ""
    watermark: str = ""
    is_part: bool = False

    def __repr__(self) -> str:
        return "<Fetched>"


def fetch(
    source: ImportSource, web: SourceWeb, state: SourceState, progress: Progress, *, first_only: bool = False
) -> Fetched:
    """All rows of a source over https; with `first_only` those of the first page. Raises PullError for an incomplete
    answer, RegisterFileError for an unreadable one, and ImportCancelledError."""
    base = web.address
    if source.watermark.query and state.watermark:
        base = with_query(base, source.watermark.query, state.watermark)
    first = web.ask(first_url(source.paging, base), state.etag if source.has_etag else "")
    now = server_time(first)
    if source.watermark.query and is_ahead(state.watermark, now):  # as versions before kept it
        return fetch(source, web, SourceState(), progress, first_only=first_only)
    if first.status == UNCHANGED:
        return Fetched(None, state.etag, state.watermark)
    etag = first.headers.get("etag", "")[:400] if source.has_etag else ""
    if source.format == "fil":
        table, is_part = _file(source, first, progress), False
        times = _times(table, source.watermark.field) if table else []
    else:
        rows = _Rows(source.watermark.field, now)
        is_part = _add_pages(source, web, base, first, rows, progress, first_only=first_only)
        table, times = _whole(source, rows), rows.times
    watermark = latest_of(times, now) if source.watermark.field else as_watermark(now)
    kept = later_of(state.watermark, watermark)[:100] if source.watermark.query else ""
    return Fetched(table, etag, kept, is_part)


class _Rows:
    """Rows of JSON objects as a table. A heading that first appears in a later row leaves the earlier rows shorter."""

    def __init__(self, time_field: str, now: datetime) -> None:
        self.headings: dict[str, int] = {}
        self.cells: list[Row] = []
        self.times: list[str] = []
        self._held, self._time_field, self._now = Held(), time_field, now

    def add(self, rows: list[dict[str, str]]) -> None:
        for row in rows:
            for heading in row:
                self.headings.setdefault(heading, len(self.headings))
            self.cells.append(self._held.kept([row.get(heading, "") for heading in self.headings]))
        if self._time_field:
            times = (row.get(self._time_field, "") for row in rows)
            self.times = [latest_of([*self.times, *times], self._now)]


def _add_pages(
    source: ImportSource, web: SourceWeb, base: str, first: Answer, rows: _Rows, progress: Progress, *, first_only: bool
) -> bool:
    """Add each page to `rows`, or only the first; returns whether there are more."""
    for page, more in _pages(source, web, base, first, rows):
        total, got = total_of(source.paging, page), len(rows.cells)
        progress.at(got, total or 0)
        if first_only:
            return more
        if not more and total is not None and got < total:
            raise PullError(TOO_FEW.format(total=total, got=got))
    return False


def _pages(source: ImportSource, web: SourceWeb, base: str, first: Answer, rows: _Rows) -> Iterator[tuple[Page, bool]]:
    """Yield for each page, after its rows are added, whether another follows."""
    answer, url, seen = first, first_url(source.paging, base), set[str]()
    while True:
        seen.add(url)
        decoded = _json(answer)
        found = rows_at(decoded, source.rows)
        rows.add(found)
        page = Page(url, decoded, answer.headers, len(found), len(seen))
        url = next_url(source.paging, base, page, len(rows.cells))
        yield page, bool(url)
        if not url:
            return
        if url in seen or len(seen) >= MAX_PAGES:
            raise PullError(IN_A_RING)
        answer = web.ask(url)
        if answer.status != OK:
            raise PullError(CUT)


def _json(answer: Answer) -> Any:
    """Parse JSON, with numbers kept as written: «0301» in quotes keeps its zero, and 1.10 its second decimal."""
    try:
        return json.loads(answer.body or b"", parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        raise PullError(NOT_JSON) from None


def _whole(source: ImportSource, rows: _Rows) -> RawTable | None:
    if not rows.cells:
        _refuse_none(source)
        return None
    headings = list(rows.headings)
    if not source.is_whole and len(rows.cells) <= FEW_ROWS:
        headings += [heading for heading in source.columns if heading not in rows.headings]
    return table_of([tuple(headings), *rows.cells])


def _file(source: ImportSource, answer: Answer, progress: Progress) -> RawTable | None:
    headers = answer.headers
    if "content-length" not in headers and "chunked" not in headers.get("transfer-encoding", ""):
        raise PullError(NO_LENGTH)
    name = "kilde.xlsx" if "spreadsheetml" in headers.get("content-type", "") else "kilde.csv"
    try:
        return table_in(answer.body or b"", name, None, progress, HeadingFinder(KINDS[source.subject]))
    except NoRowsError:
        _refuse_none(source)
        return None


def _refuse_none(source: ImportSource) -> None:
    """Refuse an answer without rows from a source that gives the whole register; from others it means that nothing has
    changed."""
    if source.is_whole:
        raise RegisterFileError(NOTHING_THERE)


def _times(table: RawTable, heading: str) -> list[str]:
    if heading not in table.headings:
        return []
    place = table.headings.index(heading)
    return [row[place] for row in table.rows if place < len(row)]
