"""Detects the kind of a file by its bytes, not its name, and whether it is still being written."""

import re
from pathlib import Path
from typing import NamedTuple

from sentralbord_desktop.domain.errors import RegisterFileError

ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|\?xml|html|head|table|meta|style|div)\b", re.IGNORECASE)
"""A web page, which many systems export as .xls because Excel opens it."""

EMPTY = "Filen er tom. Se om det er riktig fil, eller lag den på nytt."
IS_OLD = "Filen er gammel Excel, eller den har passord. Lagre den som .xlsx uten passord."
IS_MARKUP = "Filen er en nettside, ikke en tabell. Åpne den i Excel, og lagre den som .xlsx."


def is_workbook(content: bytes, path: Path) -> bool:
    """Whether it is .xlsx. Raises RegisterFileError for other formats of Excel, which are not read."""
    if content.startswith(OLD_EXCEL):
        raise RegisterFileError(IS_OLD)
    if MARKUP.match(content):
        raise RegisterFileError(IS_MARKUP)
    return content.startswith(ZIP) or path.suffix.casefold() == ".xlsx"


def refuse_empty(content: bytes) -> None:
    if not content.strip(b"\xef\xbb\xbf \t\r\n;,"):
        raise RegisterFileError(EMPTY)


class FileLooks(NamedTuple):
    size: int
    changed_ns: int


def looks_of(path: Path) -> FileLooks | None:
    """Size and time of the last change, to detect that a file has grown."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return FileLooks(status.st_size, status.st_mtime_ns)
