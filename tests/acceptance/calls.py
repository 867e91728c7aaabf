"""The union's calls (calls.jsonl), how each is answered here, and whether an action is the one
that was expected. The format is the rulebook's."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Said = str | dict[str, str]


@dataclass(frozen=True)
class Call:
    """One call and the answers that the operator gives, in the order they are asked."""

    id: str
    raw: dict[str, Any]
    category: str
    answers: tuple[Said, ...]

    @property
    def expected(self) -> list[dict[str, Any]]:
        return list(self.raw["expected_actions"])

    @property
    def forbidden(self) -> list[dict[str, Any]]:
        return list(self.raw["forbidden_actions"])


NEW_CONTACT = {"phone": "990 00 111", "street": "Nyveien 1", "post_code": "2312", "place": "Ottestad"}
PHONE = "99000418"
ANSWERS: dict[str, tuple[str, tuple[Said, ...]]] = {
    "S02": ("kontingent", ("ja", "sats", "nei", "Forklarte satsen")),
    "S03": ("opplysninger", ("ja", "kontaktinfo", NEW_CONTACT, "ja")),
    "S04": ("opplysninger", ("ja", "arbeidsgiver", {"employer": "Fjord"}, "arbeidsgiver")),
    "S07": ("innmelding", ("naa", "Kjøpesenter i avd. 6", {"first_name": "Asta", "last_name": "Vakt"})),
    "S10": ("utmelding", ("min_side",)),
    "S11": ("overforing_avdeling", ("ja", "9")),
    "S14": ("forsikring", ("har_jeg", "hvilke")),
    "S23": ("forsikring", ("avslutte_gammel", "ja")),
    "S24": ("forsikring", ("help", "nei")),
    "S25": (
        "forsikring",
        ("help", "ja", "oppsagt", "2026-03-03", "ikke_holdt", "jobb", "ingen", "ingen", "vet_ikke", "ja"),
    ),
    "S26": ("trobbel", ("oppsagt", "2026-03-19", "ikke_holdt", "jobb", "ingen", "ingen", "vet_ikke", "nei", PHONE)),
    "S31": ("trobbel", ("manglende_lonn", "2023-04-15", "nei", "finnes_ikke", "ja", PHONE)),
    "S33": ("lov_avtale", ("sats", "nett")),
    "S36": ("kurs", ("sporsmal", "Kurs for nye tillitsvalgte", "Dekkes reisen?")),
    "S37": ("kurs", ("paamelding", "nei")),
    "S38": ("media", ("ja", "Avisa", "Kari Nordmo", "tariffoppgjøret", "svarer_ikke", "beskjed", "16", "22123456")),
    "E01": ("trobbel", ("nei", "permittert", "2026-03-10", "24.03.2026", "ja", "ja")),
    "E03": ("lov_avtale", ("tolkning", "Hvordan er pausen?", "nei", "nei", PHONE)),
    "E04": ("kontingent", ()),
    "E10": (
        "trobbel",
        ("oppsagt", "2026-03-06", "avsluttet", "2026-04-07", "erstatning", "ingen", "ingen", "vet_ikke", "ja", PHONE),
    ),
    "E11": ("innmelding", ("selv",)),
    "E12": ("lov_avtale", ("tolkning", "Hvordan er pausen?")),
}


def all_calls() -> list[Call]:
    lines = (Path(__file__).parent / "calls.jsonl").read_text(encoding="utf-8").splitlines()
    raws = [json.loads(line) for line in lines if line.strip()]
    return [Call(raw["id"], raw, *ANSWERS[raw["id"]]) for raw in raws]


def fits(wanted: dict[str, Any], action: dict[str, Any]) -> bool:
    """Whether `action` is what `wanted` describes; keys it does not know make it fail."""
    tests: dict[str, Callable[[], bool]] = {
        "type": lambda: action["type"] == wanted["type"],
        "to": lambda: action["to"] == wanted["to"],
        "template": lambda: action["template"] == wanted["template"],
        "q": lambda: action.get("q") == wanted["q"],
        "topic": lambda: action.get("topic") == wanted["topic"],
        "by": lambda: action.get("by") == wanted["by"],
        "overflow": lambda: action.get("overflow") == wanted["overflow"],
        "where": lambda: action["where"] == wanted["where"],
        "field": lambda: action.get("field") == wanted["field"],
        "dated": lambda: bool(action.get("dated")),
        "must_contain": lambda: all(part in action["text"] for part in wanted["must_contain"]),
        "fields": lambda: _fields(wanted, action),
        "urgent": lambda: action["urgent"] == wanted["urgent"],
        "deadlines": lambda: _deadlines(wanted["deadlines"], action.get("deadlines") or []),
        "enclosures": lambda: action.get("enclosures") == wanted["enclosures"],
        "department": lambda: str(action.get("department")) == str(wanted["department"]),
        "department_by": lambda: action.get("department_by") == wanted["department_by"],
        "channels": lambda: action.get("channels") == wanted["channels"],
        "owner": lambda: action.get("owner") == wanted["owner"],
        "person": lambda: action.get("person") == wanted["person"],
        "spoken_date": lambda: action.get("spoken_date") == wanted["spoken_date"],
        "aloud": lambda: False,  # nothing is ever read aloud by the app
        "only": lambda: True,
        "partial": lambda: True,
        "before": lambda: True,
        "before_ask": lambda: True,
    }
    return all(tests[key]() for key in wanted)


def _fields(wanted: dict[str, Any], action: dict[str, Any]) -> bool:
    named = [name for name in wanted["fields"] if not name.startswith("det som")]
    if any("=" in name for name in named):
        changes = {f"{k}={v}" for k, v in action.get("changes", {}).items()}
        return bool(changes & set(named))
    return set(named) <= set(action.get("fields", []))


def _deadlines(wanted: list[dict[str, str]], found: list[dict[str, str]]) -> bool:
    keys = ("from", "raw", "extended", "safe")
    dates = [tuple(deadline[key] for key in keys) for deadline in found]
    return all(tuple(deadline[key] for key in keys) in dates for deadline in wanted)


def first_place(actions: list[dict[str, Any]], wanted: dict[str, Any]) -> int | None:
    return next((n for n, action in enumerate(actions) if fits(wanted, action)), None)
