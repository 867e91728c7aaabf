"""Cleans outgoing texts and incoming answers."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from ipaddress import ip_address
from urllib.parse import quote, unquote

from sentralbord_desktop.domain.messages.message import DeliveryError

MAX_REASON_CHARS = 200

BREAK = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
WORD = re.compile(r"[^\W_]{2,}")
ADDRESS_IN_TEXT = re.compile(r"[^\s<>@\"']+@[^\s<>@\"']+")
PHONE_IN_TEXT = re.compile(r"\+?\d[\d -]{4,}\d")
UNICODE_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")


def body_text(text: str) -> str:
    """`text` with every kind of line break as \\n, and no control characters except tab."""
    return CONTROL.sub("", BREAK.sub("\n", text))


def header_text(text: str) -> str:
    """`text` on one line, so that it cannot end a header."""
    return body_text(text).replace("\n", " ").replace("\t", " ").strip(" ")


def quoted(answer: str | bytes, private: Iterable[str], secret: str = "") -> str:
    """A server's answer on one printable line, without what `private` and `secret` hold. Servers repeat what they were
    given, and the answer may be stored or shown. So each word, address and number that is also in the message becomes
    «…»."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    for form in {secret, quote(secret, safe="")} - {""}:
        text = text.replace(form, "…")
    text = UNICODE_ESCAPE.sub(lambda found: chr(int(found[1], 16)), html.unescape(unquote(text)))
    text = _without("\n".join(private), ADDRESS_IN_TEXT.sub("…", text))
    line = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(line.split())[:MAX_REASON_CHARS]


def _without(private: str, text: str) -> str:
    numbers = {_last_digits(found) for found in PHONE_IN_TEXT.findall(private)}
    without_ends = ADDRESS_IN_TEXT.sub(lambda found: found[0].rpartition(".")[0], private)  # .no is a word
    words = {word.casefold() for word in WORD.findall(without_ends)}
    starts = {word[:4] for word in words if len(word) > 4}

    def number(found: re.Match[str]) -> str:
        return "…" if _last_digits(found[0]) in numbers else found[0]

    def word(found: re.Match[str]) -> str:
        small = found[0].casefold()
        cut_off = small[:4] in starts and any(whole.startswith(small) for whole in words)
        return "…" if small in words or cut_off else found[0]

    return WORD.sub(word, PHONE_IN_TEXT.sub(number, text))


def _last_digits(number: str) -> str:
    return re.sub(r"\D", "", number)[-8:]


@contextmanager
def ended(endings: Mapping[type[DeliveryError], str]) -> Iterator[None]:
    """After the cause, each error says what is safe and what to do."""
    try:
        yield
    except DeliveryError as error:
        sentence = f"{error} {endings[type(error)]}"
        raise type(error)(sentence, reason=error.reason, recipient=error.recipient) from None


def is_near(host: str) -> bool:
    """Whether `host` is this PC or in the office's own network, where a connection may be unencrypted."""
    try:
        return ip_address(host.strip("[]")).is_private
    except ValueError:
        return host == "localhost"
