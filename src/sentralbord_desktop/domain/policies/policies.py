"""The settings in `definitions` that IT has decided for a PC. Pure. A decided setting overrides the register's, and
cannot be changed in the window. No policy is a secret: passwords and keys are in the keyring."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sentralbord_desktop.domain.policies.definitions import BY_NAME, POLICIES, Policy

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
