"""Facts of the register that are shown beside the question, and are no answer."""

from typing import NamedTuple

from sentralbord_desktop.procedures.model import Step
from sentralbord_desktop.procedures.proposals.proposal import Proposing

LABELS = {
    "adresse": "Adresse",
    "avdeling": "Avdeling",
    "arbeidsgiver": "Arbeidsgiver",
    "fakturaer": "Faktura",
    "forsikringskoder": "Koder",
    "mangler_dokumentasjon": "Venter på",
    "tillitsvalgt": "Tillitsvalgt",
}
IN_RECORD = "I medlemsbildet"


class Fact(NamedTuple):
    label: str
    value: str


def shown_beside(run: Proposing, step: Step) -> tuple[Fact, ...]:
    """The facts of `step.beside` that are known."""
    names = [name.removeprefix("fakta.") for name in step.beside]
    found = ((name, run.derived_facts.fact(name)) for name in names)
    return tuple(Fact(LABELS.get(name, name), value) for name, value in found if value)


def beside_sentence(facts: tuple[Fact, ...]) -> str:
    """«I medlemsbildet: Randi Granmo» for one fact; «» for none, and for several, which have a card."""
    return f"{IN_RECORD}: {facts[0].value}" if len(facts) == 1 else ""
