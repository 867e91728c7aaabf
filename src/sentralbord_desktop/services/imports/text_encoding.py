"""Finds the encoding of a text file. A file that is garbled or no text raises an error with one sentence."""

import io
import re
from collections.abc import Iterator

from sentralbord_desktop.domain.errors import RegisterFileError

PIECE = 1 << 20
REPLACEMENT_CHARACTER = "\N{REPLACEMENT CHARACTER}"
UTF8_AS_WINDOWS = tuple("Ã" + sign for sign in "¸¥¦˜…†")
DOS_LETTERS = re.compile("[A-Za-z][†›][a-z]")
MAC = re.compile(rb"(?<=[A-Za-z])[\xbe\xbf\x8c]|[\xbe\xbf\x8c\xae\xaf\x81](?=[A-Za-z])")
WINDOWS = re.compile(rb"(?<=[A-Za-z])[\xe6\xf8\xe5]|[\xe6\xf8\xe5\xc6\xd8\xc5](?=[A-Za-z])")
"""The letters æ, ø and å inside a word, in each encoding. All bytes but five are characters in both."""


def encoding_of(content: bytes, encoding: str | None) -> str:
    """The given encoding, or the first of ours that fits the whole file."""
    if encoding is None and content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    for name in [encoding] if encoding else _ours(content):
        try:
            _check_text(content, name)
        except UnicodeError:  # plain UTF-16 without a byte order mark
            continue
        except LookupError:
            raise RegisterFileError("Kjenner ikke den tegnkodingen. Bruk utf-8 eller cp1252.") from None
        return name
    raise RegisterFileError("Tegnkodingen i filen er ukjent. Lagre den som «CSV UTF-8».")


def _ours(content: bytes) -> Iterator[str]:
    """The encodings to try. The letters are counted only for a file that is no UTF-8: that takes as long as reading it."""
    yield "utf-8-sig"
    yield _of_one_byte(content)


def _of_one_byte(content: bytes) -> str:
    """Windows-1252, or Mac Roman when more of the Norwegian letters are in that encoding: read in the other they are
    «¿» and «¯»."""
    mac, windows = (sum(1 for _ in letters.finditer(content)) for letters in (MAC, WINDOWS))
    return "mac_roman" if mac > windows else "cp1252"


def _check_text(content: bytes, encoding: str) -> None:
    """Check the text piece by piece: the decoded text may be four times as large as the file, so it is never kept
    whole.

    Raises UnicodeError where the encoding does not fit, RegisterFileError for a file that is no text.
    """
    text, before, has_nul, is_garbled = text_of(content, encoding), "", False, False
    while piece := text.read(PIECE):
        has_nul |= "\0" in piece
        is_garbled |= _is_garbled(before + piece)
        before = piece[-2:]
    if has_nul:
        raise RegisterFileError("Filen er ikke en tekstfil. Velg en CSV- eller Excel-fil.")
    if is_garbled:
        raise RegisterFileError("Bokstavene æ, ø og å er ødelagt i filen. Lag den på nytt som «CSV UTF-8».")


def text_of(content: bytes, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(content), encoding, newline="")


def _is_garbled(text: str) -> bool:
    """Whether characters were lost earlier: replacement characters, UTF-8 read as Windows-1252, or letters of a DOS
    encoding."""
    return (
        REPLACEMENT_CHARACTER in text
        or ("Ã" in text and any(pair in text for pair in UTF8_AS_WINDOWS))
        or (("†" in text or "›" in text) and DOS_LETTERS.search(text) is not None)
    )
