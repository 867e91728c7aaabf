"""Links from the phone system: «sentralbord:ring?nummer=99000531». Pure. Any web page can open such a link, so it may
only prefill a search: one verb, one key and a number. It never dials, sends, claims or opens a record (reliability,
finding 13)."""

from urllib.parse import parse_qsl

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.telephony.phone_numbers import is_phone_number, normal_number

SCHEME = "sentralbord:"
MAX_LINK_CHARS = 200
REFUSED = "Lenken fra telefonen kunne ikke leses. Lim inn nummeret i søkefeltet i stedet."


class LinkError(SwitchboardError):
    """The link is invalid, or asks for something that a link may not do."""


def is_link(text: str) -> bool:
    return text[: len(SCHEME)].casefold() == SCHEME


def number_in(link: str) -> str:
    """The number that rings, as `normal_number` gives it. Raises LinkError. An unescaped plus arrives as a space, and
    is read as a plus."""
    if not is_link(link) or len(link) > MAX_LINK_CHARS or not link.isprintable():
        raise LinkError(REFUSED)
    verb, _, query = link[len(SCHEME) :].partition("?")
    if verb.strip("/").casefold() != "ring" or "#" in query:
        raise LinkError(REFUSED)
    try:
        pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=True, errors="strict")
    except ValueError:
        raise LinkError(REFUSED) from None
    if [key for key, _ in pairs] != ["nummer"]:
        raise LinkError(REFUSED)
    said = pairs[0][1]
    said = f"+{said[1:]}" if said[:1] == " " else said
    if not said.isascii() or not is_phone_number(said):
        raise LinkError(REFUSED)
    return normal_number(said)
