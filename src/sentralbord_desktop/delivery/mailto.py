"""The link that opens the mail program with all fields filled in."""

from collections.abc import Iterable
from urllib.parse import quote

from sentralbord_desktop.delivery.text import body_text, header_text


def mailto(to: str, cc: Iterable[str], subject: str, body: str) -> str:
    """A `mailto:` link after RFC 6068. Copies without an @ are left out. No text can add a field to the link."""
    copies = [cc] if isinstance(cc, str) else cc
    fields = {
        "cc": ",".join(_address(each) for each in copies if "@" in each),
        "subject": quote(header_text(subject), safe=""),
        "body": quote(body_text(body).replace("\n", "\r\n"), safe=""),
    }
    filled = "&".join(f"{name}={value}" for name, value in fields.items() if value)
    return f"mailto:{_address(to)}" + (f"?{filled}" if filled else "")


def _address(text: str) -> str:
    return quote(header_text(text), safe="@")
