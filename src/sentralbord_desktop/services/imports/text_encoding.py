"""Which encoding the text of a file has. What is ruined, or no text, gives one sentence."""

import io
import re

from sentralbord_desktop.domain.errors import RegisterFileError

PIECE = 1 << 20
REPLACEMENT_CHARACTER = "\N{REPLACEMENT CHARACTER}"
UTF8_AS_WINDOWS = tuple("Ã" + sign for sign in "¸¥¦˜…†")
DOS_LETTERS = re.compile("[A-Za-z][†›][a-z]")
MAC = re.compile(rb"(?<=[A-Za-z])[\xbe\xbf\x8c]|[\xbe\xbf\x8c\xae\xaf\x81](?=[A-Za-z])")
WINDOWS = re.compile(rb"(?<=[A-Za-z])[\xe6\xf8\xe5]|[\xe6\xf8\xe5\xc6\xd8\xc5](?=[A-Za-z])")
"""The letters æ, ø and å in a word, as each writes them. All bytes but five are signs in both."""


def encoding_of(content: bytes, encoding: str | None) -> str:
    """The one that was asked for, or the first of ours that fits all of it."""
    if encoding is None and content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    for name in [encoding] if encoding else ["utf-8-sig", _of_one_byte(content)]:
        try:
            _check_text(content, name)
        except UnicodeError:  # the plain one where UTF-16 has no mark at its beginning
            continue
        except LookupError:
            raise RegisterFileError("Kjenner ikke den tegnkodingen. Bruk utf-8 eller cp1252.") from None
        return name
    raise RegisterFileError("Tegnkodingen i filen er ukjent. Lagre den som «CSV UTF-8».")


def _of_one_byte(content: bytes) -> str:
    """Windows', or that of an old Mac when more of the letters are its: in the other they are «¿» and «¯»."""
    mac, windows = (sum(1 for _ in letters.finditer(content)) for letters in (MAC, WINDOWS))
    return "mac_roman" if mac > windows else "cp1252"


def _check_text(content: bytes, encoding: str) -> None:
    """Read once for its signs alone: the text of the whole file is never held, for it may be four times as large.

    Raises UnicodeError where the encoding does not fit, RegisterFileError for what is no text.
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
    """Signs lost before us, UTF-8 read as Windows-1252, or the letters of DOS."""
    return (
        REPLACEMENT_CHARACTER in text
        or ("Ã" in text and any(pair in text for pair in UTF8_AS_WINDOWS))
        or (("†" in text or "›" in text) and DOS_LETTERS.search(text) is not None)
    )
