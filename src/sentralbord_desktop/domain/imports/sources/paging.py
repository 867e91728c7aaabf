"""The address of the next page of a list. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from sentralbord_desktop.domain.errors import RegisterFileError
from sentralbord_desktop.domain.imports.sources.json_rows import at_path
from sentralbord_desktop.domain.imports.sources.source import Paging, origin_of

LINK = re.compile(r"""<([^>]*)>\s*;[^,]*\brel\s*=\s*(?:"[^"]*\bnext\b[^"]*"|next\b)""", re.IGNORECASE)
ELSEWHERE = "Neste side er på en annen tjener. Nøkkelen sendes ikke dit. Se over adressen i kilden."
BROKEN_NEXT = "Adressen til neste side er skrevet feil i svaret. Meld fra til dem som har medlemssystemet."
NO_TOTAL = "Svaret sier ikke hvor mange rader det er. Se over «antall» i kilden."


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its address, the answer as JSON with its headers, how many rows it has, and which number it is."""

    url: str
    answer: Any
    headers: Mapping[str, str]
    rows: int
    number: int

    def __repr__(self) -> str:
        return f"<Page {self.number}>"


def first_url(paging: Paging, base: str) -> str:
    return with_query(base, paging.query, str(paging.first)) if paging.way == "side" else base


def next_url(paging: Paging, base: str, page: Page, received: int) -> str:
    """The address of the page after `page`, «» after the last; `received` are the rows so far. Raises
    RegisterFileError for a page on another server, and for an address that is none."""
    try:
        return _next_url(paging, base, page, received)
    except ValueError:  # of urllib, also for half a character
        raise RegisterFileError(BROKEN_NEXT) from None


def _next_url(paging: Paging, base: str, page: Page, received: int) -> str:
    if paging.way == "ingen":
        return ""
    if paging.way == "side":
        total = total_of(paging, page)
        is_last = not page.rows or (total is not None and received >= total)
        return "" if is_last else with_query(base, paging.query, str(paging.first + page.number))
    found = at_path(page.answer, paging.next) if paging.next else _header_link(page.headers)
    if not found or not isinstance(found, str):
        return ""
    if paging.way == "peker":
        return with_query(base, paging.query, found)
    url = urljoin(page.url, found)
    if origin_of(url) != origin_of(base):
        raise RegisterFileError(ELSEWHERE)
    return url


def total_of(paging: Paging, page: Page) -> int | None:
    """The total number of rows by the answer, None when the source has no such path. Raises RegisterFileError when the
    answer lacks it."""
    if not paging.total:
        return None
    found = at_path(page.answer, paging.total)
    if not isinstance(found, str) or not found.isdecimal():
        raise RegisterFileError(NO_TOTAL)
    return int(found)


def with_query(url: str, key: str, text: str) -> str:
    """The address with this query field, replacing an existing one."""
    parts = urlsplit(url)
    fields = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != key]
    return urlunsplit(parts._replace(query=urlencode([*fields, (key, text)])))


def _header_link(headers: Mapping[str, str]) -> str:
    found = LINK.search(headers.get("link", ""))
    return found[1] if found else ""
