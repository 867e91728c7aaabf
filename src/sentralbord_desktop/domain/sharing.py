"""The address of a shared register: server, database, and TLS. Pure."""

from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from sentralbord_desktop.domain.errors import SwitchboardError

PORT = 5432
MAX_ADDRESS_CHARS = 500
HERE = frozenset({"localhost", "127.0.0.1", "::1"})
Secured = Literal["kontroller", "ingen"]
SURE = "verify-full"
MODES: dict[Secured, str] = {"kontroller": SURE, "ingen": "disable"}
"""TLS with a checked certificate; or none, on this PC only."""


@dataclass(frozen=True)
class SharedAddress:
    """An empty `user` is the PC's signed-in user; an empty `root` is libpq's default place for the root certificate."""

    host: str
    database: str
    user: str = ""
    port: int = PORT
    secured: Secured = "kontroller"
    root: str = ""

    @property
    def is_on_this_pc(self) -> bool:
        return bool(self.host) and _is_here(self.host)

    @property
    def shown(self) -> str:
        return f"«{self.database}» på {self.host}"

    def check(self) -> None:
        """Raises SwitchboardError with what is missing or wrong."""
        if not self.host or not self.database:
            raise SwitchboardError("Skriv navnet på tjeneren og basen. IT vet dem.")
        texts = (self.host, self.database, self.user, self.root)
        if any(len(text) > MAX_ADDRESS_CHARS or not text.isprintable() for text in texts) or "@" in self.host:
            raise SwitchboardError("Navnet på tjeneren er bare navnet, uten bruker og uten //.")
        if "/" in self.host and not self.host.startswith("/"):
            raise SwitchboardError("Navnet på tjeneren er bare navnet, uten bruker og uten //.")
        if not 1 <= self.port <= 65_535:
            raise SwitchboardError("Porten er et tall fra 1 til 65535. Den vanlige er 5432.")
        if self.secured == "ingen" and not self.is_on_this_pc:
            raise SwitchboardError(
                "Medlemmene går over nettet, så linja må være kryptert og tjeneren kontrollert. Uten TLS "
                "går bare en tjener på denne PC-en."
            )

    def url(self, password: str = "") -> str:
        """The address for SQLAlchemy. Never log it with a password."""
        who = quote(self.user, safe="") + (f":{quote(password, safe='')}" if password else "")
        more = {"sslmode": MODES[self.secured]}
        host = f"[{self.host}]" if ":" in self.host else self.host
        if self.root:
            more["sslrootcert"] = self.root
        if host.startswith("/"):
            more["host"], host = host, ""
        place = f"{who}@{host}:{self.port}" if host else f"{who}@"
        return f"postgresql+psycopg://{place}/{quote(self.database, safe='')}?{urlencode(more)}"


def secured(url: str) -> str:
    """The address with TLS and certificate check, unless it says otherwise. Raises SwitchboardError where it asks for
    less over a network."""
    parts = urlsplit(url)
    query = parse_qs(parts.query, keep_blank_values=True)
    named = [parts.hostname or ""]
    for key in ("host", "hostaddr", "service"):  # these override the server of the address in libpq
        named += query.get(key, [])
    if all(_is_here(host) for host in named):
        return url
    mode = query.get("sslmode", [""])[-1]
    if mode == SURE:
        return url
    if mode:
        raise SwitchboardError(
            f"Medlemmene går over nettet, så linja må være kryptert og tjeneren kontrollert. Skriv sslmode={SURE}."
        )
    return f"{url}{'&' if parts.query else '?'}sslmode={SURE}"


def _is_here(host: str) -> bool:
    """An empty name is this PC's socket."""
    return not host or host.startswith("/") or host.casefold() in HERE


def port_of(text: str) -> int:
    """The port in the field; empty is the default. 0, which `check` refuses, for what is not a number."""
    text = text.strip()
    if not text:
        return PORT
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 5 else 0
