"""One source of members or fee invoices: a watched folder, or the address of a file. Holds no secret."""

import hashlib
import json
import re
from ipaddress import ip_address
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import ConfigDict, Field, ValidationError, model_validator

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.imports.doubt import ChangeLimit, read_limit
from sentralbord_desktop.domain.redacted import Guarded

SECRET_MARK = "{hemmelighet}"  # noqa: S105 - where the secret is filled in
HEADER_NAME = re.compile(r"[0-9A-Za-z!#$%&'*+.^_`|~-]+")
Name = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f\x7f]*\S[^\x00-\x1f\x7f]*$")]


class SourceFaultError(ValueError):
    """The settings of a source are not usable; the message is a Norwegian sentence."""


class ImportSource(Guarded):
    """One source.

    `kind` is «mappe» (then `folder`) or «https» (then `url`). `url` and the values of `headers` may hold {hemmelighet}.
    `is_whole`: a file has the whole register, else only changes. `columns` is heading -> field, empty for one that is not
    read. `words` is field -> word -> text.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: Name
    kind: Literal["mappe", "https"]
    subject: Literal["medlemmer", "fakturaer"] = "medlemmer"
    is_on: bool = True
    is_whole: bool = True
    max_changes: str = "20 %"
    folder: str = ""
    url: str = ""
    headers: dict[str, str] = Field(default_factory=dict)
    columns: dict[str, str] = Field(default_factory=dict)
    words: dict[str, dict[str, str]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _check(self) -> Self:
        if sentence := self._address_fault() or self._limit_fault():
            raise SourceFaultError(sentence)
        return self

    def _address_fault(self) -> str:
        if self.kind == "mappe":
            return "" if self.folder.strip() else "Skriv mappen filene legges i."
        if why := address_fault(self.url):
            return why
        if not all(HEADER_NAME.fullmatch(name) and text.isprintable() for name, text in self.headers.items()):
            return "Skriv hvert hode på sin linje: Navn: verdi"
        return ""

    def _limit_fault(self) -> str:
        try:
            read_limit(self.max_changes)
        except ValueError:
            return "Skriv den største endringen som et antall eller en prosent: 500 eller 20 %"
        return ""

    @property
    def limit(self) -> ChangeLimit:
        return read_limit(self.max_changes)

    @property
    def asks_secret(self) -> bool:
        return self.kind == "https" and SECRET_MARK in " ".join((self.url, *self.headers.values()))

    @property
    def secret_name(self) -> str:
        """The name of its secret in the keyring."""
        return f"import:{self.name}"

    @property
    def origin(self) -> str:
        """The server that the secret may be sent to: «https://host:port»."""
        return origin_of(self.url)

    @property
    def fingerprint(self) -> str:
        """A hash of all settings that decide what is fetched and how it is read."""
        kept = self.model_dump(mode="json", exclude={"is_on", "max_changes"})
        return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()


def read_source(values: object) -> ImportSource:
    """A source from a form or a file. Raises SwitchboardError with the first fault."""
    try:
        return ImportSource.model_validate(values)
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False)[0]
        found = fault.get("ctx", {}).get("error")
        if isinstance(found, SourceFaultError):
            raise SwitchboardError(str(found)) from None
        where = ".".join(map(str, fault["loc"])) or "kilden"
        raise SwitchboardError(f"«{where[:60]}» kan ikke leses. Se over kilden.") from None


def origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}".casefold()


def address_fault(url: str) -> str:
    """A sentence about an address that may not be used, else «»."""
    try:
        url.encode()  # half a character cannot be sent
        parts = urlsplit(url.strip())
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return "Adressen er skrevet feil. Se over den."
    if SECRET_MARK in parts.netloc.rpartition("@")[2]:
        return "Nøkkelen kan ikke stå i navnet på tjeneren. Sett den i et hode."
    if not host or parts.scheme not in ("https", "http"):
        return "Adressen må begynne med https://. Skriv hele adressen."
    if parts.scheme == "http" and not _is_this_pc(host):
        return "Adressen må begynne med https://: medlemmer hentes aldri ukryptert."
    return ""


def _is_this_pc(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
