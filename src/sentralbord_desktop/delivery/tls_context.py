"""TLS contexts with the certificates of this PC's store, which Windows is slow to read."""

import ssl
import time
from functools import lru_cache
from typing import Literal

READ_AGAIN_S = 600
"""A certificate that IT adds or removes takes effect after at most this time."""


def system_trust(use: Literal["mail", "web"]) -> ssl.SSLContext:
    """A client context: names are checked against the certificates of the PC's store (ssl.create_default_context).
    Shared for ten minutes. Mail and web have one each, because httpx sets its protocols (ALPN, RFC 7301), which a mail
    server may refuse."""
    return _read(use, int(time.monotonic() // READ_AGAIN_S))


@lru_cache(maxsize=2)
def _read(_use: str, _at: int) -> ssl.SSLContext:
    return ssl.create_default_context()
