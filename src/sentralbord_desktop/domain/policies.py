"""The settings in `definitions` that IT has decided for a PC. Pure. A decided setting overrides the register's, and
cannot be changed in the window. No policy is a secret: passwords and keys are in the keyring."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sentralbord_desktop.domain.privacy.retention import KINDS, MAX_MONTHS

HEADER = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):(.*)")
AS_HEADERS = "skal være en linje for hvert hode: Navn: verdi"


def read_number(value: object, least: int, most: int) -> int:
    number = int(value) if isinstance(value, str) and value.strip().isdecimal() else value
    if isinstance(number, bool) or not isinstance(number, int):
        raise ValueError("skal være et tall")  # noqa: TRY004 - the file is wrong, not the caller
    if not least <= number <= most:
        raise ValueError(f"skal være fra {least} til {most}")
    return number


def read_numbers(value: object, least: int, most: int) -> tuple[int, ...]:
    """A comma-separated text, a list, or one number."""
    parts = value.split(",") if isinstance(value, str) else value
    numbers = [read_number(p, least, most) for p in (parts if isinstance(parts, list) else [parts])]
    if not numbers:
        raise ValueError("skal være tall med komma mellom")
    return tuple(numbers)


def read_list(value: object) -> tuple[str, ...]:
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        raise ValueError("skal være tekst med komma mellom")
    return tuple(part.strip() for part in parts if part.strip())


def read_headers(value: object, longest: int) -> dict[str, str]:
    """«Name: value» on each line; group policy gives the lines as a list."""
    lines = value.splitlines() if isinstance(value, str) else value
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise ValueError(AS_HEADERS)
    found = [HEADER.fullmatch(line.strip()) for line in lines if line.strip()]
    headers = {match[1]: match[2].strip() for match in found if match}
    if None in found or not all(map(str.isprintable, headers.values())):
        raise ValueError(AS_HEADERS)
    if sum(map(len, lines)) > longest:
        raise ValueError(f"skal være tekst på høyst {longest} tegn")
    return headers


Kind = Literal["text", "lines", "number", "numbers", "list", "choice", "digits", "headers"]
MAX_POLICY_CHARS, MAX_COMMAND_CHARS, MAX_PREFIX_CHARS = 1000, 500, 4
"""Characters."""


@dataclass(frozen=True)
class Policy:
    """One setting. `path`: its keys in the settings of `section`. `nb` and `en`: its name. A number is from `least` to
    `most`; a text has at most `longest` characters; a list is separated by commas, headers by lines."""

    section: str
    key: str
    nb: str
    en: str
    kind: Kind = "text"
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = 65_535
    longest: int = MAX_POLICY_CHARS
    path: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.section}.{self.key}"

    def read(self, value: object) -> Any:
        """The value in the type of the setting. Raises ValueError with what is allowed."""
        if self.kind == "number":
            return read_number(value, self.least, self.most)
        if self.kind == "list":
            return read_list(value)
        if self.kind == "numbers":
            return read_numbers(value, self.least, self.most)
        if self.kind == "headers":
            return read_headers(value, self.longest)
        if not isinstance(value, str) or len(value) > self.longest:
            raise ValueError(f"skal være tekst på høyst {self.longest} tegn")
        text = value.strip()
        if self.kind == "digits" and not re.fullmatch(r"[0-9]*", text):
            raise ValueError("skal være siffer")
        if self.kind == "choice" and text not in self.choices:
            raise ValueError(f"skal være {', '.join(self.choices)}")
        if self.kind != "lines" and not text.isprintable():
            raise ValueError("skal være én linje")
        return text


def _server(key: str, nb: str, en: str, **more: Any) -> Policy:
    return Policy("mail", key, nb, en, path=("server", key), **more)


def _gateway(key: str, nb: str, en: str, **more: Any) -> Policy:
    return Policy("sms", key, nb, en, path=("gateway", key), **more)


POLICIES: tuple[Policy, ...] = (
    Policy("register", "folder", "Mappen registeret ligger i", "Folder of the register"),
    Policy(
        "register",
        "database_url",
        "Adressen til felles database (PostgreSQL)",
        "Address of the shared database (PostgreSQL)",
    ),
    Policy(
        "register",
        "local_copy",
        "Kryptert kopi på PC-en, til søk når tjeneren er borte",
        "Encrypted copy on the PC, to search while the server is away",
        "choice",
        ("nei", "ja"),
    ),
    Policy(
        "backup", "folder", "Mappe for en kopi til av hver sikkerhetskopi", "Folder for a second copy of each backup"
    ),
    Policy("imports", "folder", "Mappen medlemsfiler hentes fra", "Folder that member files are fetched from"),
    Policy(
        "imports",
        "folder_after",
        "Filer som er hentet fra mappen",
        "Files that were fetched from the folder",
        "choice",
        ("la_ligge", "flytt", "slett"),
    ),
    Policy(
        "imports",
        "folder_whole",
        "En fil i mappen er hele registeret",
        "A file in the folder is the whole register",
        "choice",
        ("ja", "nei"),
    ),
    Policy("imports", "sources", "Fil med kilder til registeret (TOML)", "File with sources of the register (TOML)"),
    Policy(
        "imports",
        "max_changes",
        "Største endring ved hver henting, i prosent av registeret",
        "Largest change of each fetch, in per cent of the register",
        "number",
        least=1,
        most=100,
    ),
    Policy("mail", "way", "E-post sendes", "How mail is sent", "choice", ("hand", "smtp"), path=("mail",)),
    _server("host", "E-postserver", "Mail server"),
    _server("port", "Port på e-postserveren", "Port of the mail server", kind="number", least=1),
    _server(
        "security",
        "Sikring av e-posten",
        "Security of the mail connection",
        kind="choice",
        choices=("starttls", "tls", "ingen"),
    ),
    _server(
        "auth",
        "Innlogging på e-postserveren",
        "Sign-in to the mail server",
        kind="choice",
        choices=("ingen", "passord", "xoauth2"),
    ),
    _server("login", "Brukernavn på e-postserveren", "User name at the mail server"),
    _server("token_url", "Token-adresse (OAuth)", "Token address (OAuth)"),
    _server("client_id", "Klient-ID (OAuth)", "Client ID (OAuth)"),
    _server("scope", "Omfang (OAuth)", "Scope (OAuth)"),
    _server("sender", "Avsenderadresse", "Sender address"),
    _server("sender_name", "Navn på avsender", "Sender name"),
    _server("reply_to", "Svar til", "Reply to"),
    Policy("mail", "own_domains", "Egne domener", "Own domains", "list", path=("own_domains",)),
    Policy(
        "mail", "undo_seconds", "Sekunder til angring", "Seconds to undo", "number", most=3600, path=("undo_seconds",)
    ),
    Policy("sms", "way", "SMS sendes", "How SMS is sent", "choice", ("hand", "gateway", "epost"), path=("sms",)),
    _gateway("url", "Adressen til SMS-tjenesten", "Address of the SMS gateway"),
    _gateway("method", "Metode", "Method", kind="choice", choices=("POST", "GET")),
    _gateway("body_kind", "Slags innhold", "Kind of body", kind="choice", choices=("json", "form", "tekst", "ingen")),
    _gateway("body", "Innhold", "Body", kind="lines"),
    _gateway("headers", "Hoder, «Navn: verdi» på hver linje", "Headers, «Name: value» on each line", kind="headers"),
    _gateway("sender", "SMS-avsender", "SMS sender"),
    _gateway(
        "number_format",
        "Form på nummeret",
        "Form of the number",
        kind="choice",
        choices=("e164", "uten_pluss", "nasjonalt"),
    ),
    _gateway(
        "success_status",
        "Godtatt når statuskoden er",
        "Accepted when the status code is",
        kind="numbers",
        least=100,
        most=599,
    ),
    _gateway("success_text", "Svaret ved suksess inneholder", "The answer of a success holds"),
    Policy("sms", "address", "Adresse for e-post til SMS", "Address of mail to SMS", path=("sms_by_mail", "address")),
    Policy("telephone", "way", "Ring med", "How to dial", "choice", ("tel", "kommando", "av"), path=("way",)),
    Policy(
        "telephone",
        "command",
        "Programmet som ringer",
        "Program that dials",
        longest=MAX_COMMAND_CHARS,
        path=("command",),
    ),
    Policy(
        "telephone",
        "prefix",
        "Siffer foran utgående numre",
        "Digits before outside numbers",
        "digits",
        longest=MAX_PREFIX_CHARS,
        path=("prefix",),
    ),
    Policy("operator", "loop", "Sløyfe", "Loop", "number", least=1, most=3, path=("loop",)),
    Policy(
        "operator",
        "lock_minutes",
        "Minutter uten taster før vinduet låses",
        "Minutes without keys before the window locks",
        "number",
        least=1,
        most=120,
        path=("lock_minutes",),
    ),
    Policy("look", "colours", "Farger", "Colours", "choice", ("windows", "lyst", "morkt")),
    Policy("look", "text_size", "Tekststørrelse i prosent", "Text size in per cent", "choice", ("100", "125", "150")),
    *(
        Policy(
            "retention",
            kind.key,
            f"Måneder: {kind.nb}",
            f"Months: {kind.en}",
            "number",
            least=kind.least,
            most=MAX_MONTHS,
            path=(kind.key,),
        )
        for kind in KINDS
    ),
)
BY_NAME = {policy.name: policy for policy in POLICIES}


PASSWORD = re.compile(r"(://[^:/@\s]*:)[^@\s]*@")
GROUP_POLICY, POLICY_TOML = "gruppepolicy", "policy.toml"
"""The source of a policy; group policy overrides the file."""
WRONG_REGISTER = "Dette kan være feil register. Si fra til IT før du skriver inn noe."
REPORT_TO_IT, SOME = "Si fra til IT.", "Noe IT har bestemt for PC-en, kunne ikke brukes."


SURE_SECTIONS = frozenset(policy.section for policy in POLICIES) - {"register"}
"""Errors in these sections cannot change which register opens; a misspelt section may."""
SERVER = "register.database_url"
SENDING, TELEPHONE, OPERATOR = ("mail", "sms"), ("telephone",), ("operator",)
"""Sections whose policies are in one tree of settings."""


@dataclass(frozen=True)
class Decided:
    value: Any
    origin: str

    @property
    def shown(self) -> str:
        """For the screen: a list with commas, an address without its password."""
        value = self.value
        if isinstance(value, Mapping):
            value = tuple(f"{name}: {text}" for name, text in value.items())
        text = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
        return PASSWORD.sub(r"\1***@", text).replace("\n", " ")


@dataclass(frozen=True)
class Source:
    """One source: section -> key -> value. `faults` are of the whole source, whose policies are then unknown."""

    origin: str
    values: Mapping[str, object] = field(default_factory=dict)
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class Policies:
    """The policies of this PC. `faults` name what was ignored, without values. `doubt`: the first of them that may have
    decided the register's location, so that the wrong one may open."""

    decided: Mapping[str, Decided] = field(default_factory=dict)
    faults: tuple[str, ...] = ()
    doubt: str = ""

    @property
    def warning(self) -> str:
        """A sentence for the operator; «» when nothing was ignored."""
        if self.doubt:
            return f"{self.doubt} {WRONG_REGISTER}"
        return f"{self.faults[0] if len(self.faults) == 1 else SOME} {REPORT_TO_IT}" if self.faults else ""

    def locks(self, name: str) -> bool:
        return name in self.decided

    def text(self, name: str) -> str:
        return str(self.decided[name].value) if name in self.decided else ""

    def over(self, settings: Mapping[str, Any], sections: Sequence[str]) -> dict[str, Any]:
        """A tree of settings with the decided values applied."""
        tree = {**settings}
        for policy, decided in self._of(sections):
            _put(tree, policy.path, decided.value)
        return tree

    def kept(self, written: Mapping[str, Any], stored: Mapping[str, Any], sections: Sequence[str]) -> dict[str, Any]:
        """What to store of a form: where IT decides, the previously stored value."""
        tree = {**written}
        for policy, _ in self._of(sections):
            node: Any = stored
            for step in policy.path:
                node = node.get(step) if isinstance(node, Mapping) else None
            _put(tree, policy.path, node)
        return tree

    def _of(self, sections: Sequence[str]) -> Iterable[tuple[Policy, Decided]]:
        return ((BY_NAME[name], decided) for name, decided in self.decided.items() if BY_NAME[name].section in sections)


NOTHING_DECIDED = Policies()


def _put(tree: dict[str, Any], path: Sequence[str], value: Any) -> None:
    """Set one value, or remove it with None; copies the branches on the way."""
    *heads, last = path
    for head in heads:
        below = tree.get(head)
        tree[head] = {**below} if isinstance(below, Mapping) else {}
        tree = tree[head]
    if value is None:
        tree.pop(last, None)
    else:
        tree[last] = value


def decide(sources: Sequence[Source]) -> Policies:
    """The first source with a valid value decides; an invalid one is named in `faults` and ignored."""
    decided: dict[str, Decided] = {}
    faults: list[str] = []
    doubts: list[str] = []
    for source in sources:
        is_known = SERVER in decided  # by group policy, which overrides the file
        faults += source.faults
        doubts += source.faults if not is_known else ()
        for section, keys in source.values.items():
            read, ignored = _read_section(source.origin, section, keys)
            for name, value in read.items():
                decided.setdefault(name, value)
            faults += ignored
            doubts += ignored if not is_known and section not in SURE_SECTIONS else ()
    return Policies(decided, tuple(faults), doubts[0] if doubts else "")


def _read_section(origin: str, section: str, keys: object) -> tuple[dict[str, Decided], list[str]]:
    """What the source decides, and its faults."""
    if not isinstance(keys, Mapping):
        return {}, [f"{origin}: «{_safe(section)}» står utenfor en gruppe."]
    decided: dict[str, Decided] = {}
    faults: list[str] = []
    for key, value in keys.items():
        name = f"{section}.{key}"
        policy = BY_NAME.get(name)
        if policy is None:
            faults.append(f"{origin}: «{_safe(name)}» er ukjent.")
            continue
        try:
            decided[name] = Decided(policy.read(value), origin)
        except ValueError as error:
            faults.append(f"{origin}: «{name}» {error}.")
    return decided, faults


def _safe(name: str) -> str:
    """A name from a file, shortened, on one line."""
    return "".join(sign for sign in name if sign.isprintable())[:60]
