"""Fetches a calendar. No error and no log contains its address."""

from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from sentralbord_desktop.delivery.tls_context import system_trust
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.services.availability.calendar_parse import AS_BEFORE, MAX_BYTES, TOO_LARGE
from sentralbord_desktop.system.bounded_input import InputRefusedError, Why, read_limited
from sentralbord_desktop.system.bounded_web import Deadline, answered_at_last

SECONDS_TO_FETCH = 15.0
SECONDS_OF_SILENCE = 10.0

NOT_FETCHED = f"Kalenderen kunne ikke hentes. {AS_BEFORE}"
NO_ADDRESS = "Adressen til kalenderen må være en fil eller begynne med https, http eller webcal."


def fetch(url_or_path: str | Path) -> bytes:
    """The bytes of the file, from disk or web."""
    text = str(url_or_path).strip()
    scheme, mark, rest = text.partition("://")
    scheme = scheme.lower()
    try:
        if isinstance(url_or_path, Path) or not mark:
            return _from_disk(Path(text))
        if scheme == "file":
            return _from_disk(Path(url2pathname(urlsplit(text).path)))
        if scheme in ("webcal", "webcals"):
            return _from_web("https://" + rest)
        if scheme in ("http", "https"):
            return _from_web(text)
    except SwitchboardError:
        raise
    except Exception:  # httpx raises many, each with the address
        raise SwitchboardError(NOT_FETCHED) from None
    raise SwitchboardError(NO_ADDRESS)


def _from_disk(path: Path) -> bytes:
    try:
        return read_limited(path, MAX_BYTES, SECONDS_TO_FETCH)
    except InputRefusedError as error:
        sentence = TOO_LARGE if error.why is Why.TOO_LARGE else NOT_FETCHED
        raise SwitchboardError(sentence) from None


def _from_web(url: str) -> bytes:
    import httpx

    with (
        Deadline(SECONDS_TO_FETCH) as deadline,
        httpx.Client(verify=system_trust("web"), timeout=SECONDS_OF_SILENCE) as client,
    ):
        request = client.build_request("GET", url, headers={"Accept-Encoding": "identity"})
        answer = answered_at_last(
            client, request, MAX_BYTES, deadline, lambda at, to: to.url.scheme in (at.url.scheme, "https")
        )
    if answer is not None and answer.is_too_large:
        raise SwitchboardError(TOO_LARGE)
    if answer is None or answer.status != 200 or answer.body is None:
        raise SwitchboardError(NOT_FETCHED)
    return answer.body
