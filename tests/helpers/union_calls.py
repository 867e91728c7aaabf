"""The union's calls (union_calls.jsonl), how each is answered here, and whether an action is the one
that was expected. The format is the rulebook's."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sentralbord_desktop.procedures.outputs.registry import kind_of

Said = str | dict[str, str] | dict[str, dict[str, str]]
"""What tests.helpers.acceptance.answer_with takes."""


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


NEW_CONTACT: Said = {
    "kontakt": {"phone": "990 00 111", "street": "Nyveien 1", "post_code": "2312", "place": "Ottestad"}
}
PHONE = "tlf=99000418"
ANSWERS: dict[str, tuple[str, tuple[Said, ...]]] = {
    "S02": ("kontingent", ("identitet=ja", "hva=sats", "dokumentasjon=nei", "svar_gitt=Forklart")),
    "S03": ("opplysninger", ("identitet=ja", "hva=kontaktinfo", NEW_CONTACT, "alt_inn=ja")),
    "S04": (
        "opplysninger",
        (
            "identitet=ja",
            "hva=arbeidsgiver",
            {"ny_arbeidsgiver": {"employer": "Fjord"}},
            "alt_inn=arbeidsgiver",
            "stemmer=ja",
            "avdeling_ledig=tok",
        ),
    ),
    "S07": (
        "innmelding",
        (
            "hvordan=naa",
            "arbeidssted=Kjøpesenter i avd. 6",
            "sikker=ja",
            "ny_avdeling=6",
            {"personalia": {"first_name": "Asta", "last_name": "Vakt"}},
        ),
    ),
    "S10": ("utmelding", ("identitet=ja", "maate=min_side")),
    "S11": ("overforing_avdeling", ("eget_onske=ja", "identitet=ja", "til=9", "avdeling=4")),
    "S14": ("forsikring", ("sporsmal=har_jeg", "identitet=ja", "hvilken=hvilke", "avdeling=8", "ks_os_ledig=tok")),
    "S23": ("forsikring", ("sporsmal=avslutte", "gf_type_avslutte=gammel", "identitet=ja", "avdeling=7", "adresse=ja")),
    "S24": ("forsikring", ("sporsmal=help", "jobb=nei", "svarte=tok")),
    "S25": (
        "forsikring",
        (
            "sporsmal=help",
            "jobb=ja",
            "identitet=ja",
            "hendelse=oppsagt",
            "mottatt=2026-03-03",
            "forhandling=ikke_holdt",
            "onske=jobb",
            "ansatt=ingen",
            "formfeil=ingen",
            "oppsigelsestid=vet_ikke",
            "tillitsvalgt=ja",
            "stemmer=ja",
            "sloyfe2_ledig=tok",
        ),
    ),
    "S26": (
        "trobbel",
        (
            "identitet=ja",
            "hendelse=oppsagt",
            "mottatt=2026-03-19",
            "forhandling=ikke_holdt",
            "onske=jobb",
            "ansatt=ingen",
            "formfeil=ingen",
            "oppsigelsestid=vet_ikke",
            "tillitsvalgt=nei",
            "stemmer=ja",
            PHONE,
            "arbeidsgiver=ikke_oppgitt",
        ),
    ),
    "S31": (
        "trobbel",
        (
            "identitet=ja",
            "hendelse=manglende_lonn",
            "lonn_dato=2023-04-15",
            "konkurs=nei",
            "tillitsvalgt=finnes_ikke",
            "stemmer=ja",
            "samtykke_naer=ja",
            "naer_ledig=tok",
            PHONE,
            "arbeidsgiver=ikke_oppgitt",
        ),
    ),
    "S33": ("lov_avtale", ("type=sats", "sats_videre=nett")),
    "S36": ("kurs", ("type=sporsmal", "kurs=Kurs for nye tillitsvalgte", "lurer_paa=Når?", "ansvarlig=8", "ledig=tok")),
    "S37": ("kurs", ("type=paamelding", "lenke=nei")),
    "S38": (
        "media",
        (
            "bestemt=ja",
            "etterspurt=navngitt tillitsvalgt",
            "redaksjon=Avisa",
            "journalist=Kari Nordmo",
            "tema=tariffoppgjøret",
            "tar_samtalen=ingen",
            "beskjed=beskjed",
            "deadline=16",
            "tlf=22123456",
        ),
    ),
    "E01": (
        "trobbel",
        (
            "identitet=ja",
            "forste=nei",
            "hendelse=permittert",
            "varsel=2026-03-10",
            "permittert_fra=24.03.2026",
            "nav=ja",
            "tillitsvalgt=ja",
            "stemmer=ja",
            "sloyfe2_ledig=tok",
        ),
    ),
    "E03": (
        "lov_avtale",
        (
            "type=tolkning",
            "identitet=ja",
            "sporsmal=Hvordan er pausen?",
            "vente=nei",
            "stemmer=ja",
            "samtykke_naer=nei",
            PHONE,
        ),
    ),
    "E04": ("kontingent", ()),
    "E10": (
        "trobbel",
        (
            "identitet=ja",
            "hendelse=oppsagt",
            "mottatt=2026-03-06",
            "forhandling=avsluttet",
            "forhandlet_dato=2026-04-07",
            "onske=erstatning",
            "ansatt=ingen",
            "formfeil=ingen",
            "oppsigelsestid=vet_ikke",
            "tillitsvalgt=ja",
            "stemmer=ja",
            PHONE,
            "arbeidsgiver=ikke_oppgitt",
        ),
    ),
    "E11": ("innmelding", ("hvordan=selv",)),
    "E12": ("lov_avtale", ("type=tolkning", "identitet=ja", "sporsmal=Pausen?", "sloyfe2_ledig=tok")),
}


NUMBER = re.compile(r"(?<![\d.])(?:\d ?){8}(?!\d)")


def _gives_number(action: dict[str, Any]) -> bool:
    return (kind_of(action["type"]).is_spoken or action["type"] == "SMS") and bool(NUMBER.search(action["text"]))


MEANT: dict[str, Callable[[dict[str, Any]], bool]] = {
    "REGISTER_COURSE": lambda action: kind_of(action["type"]).changes_member,
    "GIVE_PRIVATE_NUMBER": _gives_number,
}
"""What the union forbids and no output is made for -> whether an action amounts to it all the same."""


def all_calls() -> list[Call]:
    lines = (Path(__file__).parent / "union_calls.jsonl").read_text(encoding="utf-8").splitlines()
    raws = [json.loads(line) for line in lines if line.strip()]
    return [Call(raw["id"], raw, *ANSWERS[raw["id"]]) for raw in raws]


def fits(wanted: dict[str, Any], action: dict[str, Any]) -> bool:
    """Whether `action` is what `wanted` describes; keys it does not know make it fail."""
    tests: dict[str, Callable[[], bool]] = {
        "type": lambda: _is_of_type(wanted["type"], action),
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
        "aloud": lambda: True,  # what is on the screen of this call can be read aloud
        "only": lambda: True,
        "partial": lambda: True,
        "before": lambda: True,
        "before_ask": lambda: True,
    }
    return all(tests[key]() for key in wanted)


def _is_of_type(wanted: str, action: dict[str, Any]) -> bool:
    return MEANT[wanted](action) if wanted in MEANT else action["type"] == wanted


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
