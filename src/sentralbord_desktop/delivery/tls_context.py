"""Whom this PC trusts: the certificates of its own store, which Windows takes its time to hand out."""

import ssl
import time
from functools import lru_cache
from typing import Literal

READ_AGAIN_S = 600
"""So long a certificate that IT adds or takes away goes unnoticed."""


def system_trust(use: Literal["mail", "web"]) -> ssl.SSLContext:
    """For a client: names are checked, and the certificates of the PC's store hold (ssl.create_default_context).

    Shared by all who ask within ten minutes. Mail and web have one each, as httpx writes what it speaks into its own
    (ALPN, RFC 7301), which a mail server may refuse.
    """
    return _read(use, int(time.monotonic() // READ_AGAIN_S))


@lru_cache(maxsize=2)
def _read(_use: str, _at: int) -> ssl.SSLContext:
    return ssl.create_default_context()
