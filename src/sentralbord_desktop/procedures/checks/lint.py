"""Finds faults in the procedures as a whole: dead ends, unreachable steps, unknown names."""

from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter

from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.procedures.checks.path_faults import (
    PathFaults,
    claimed_messages,
    claimed_transfers,
    flagged_about_member,
    unanswered_transfers,
)
from sentralbord_desktop.procedures.facts import FACTS, SILENT_FACTS
from sentralbord_desktop.procedures.library import Library
from sentralbord_desktop.procedures.model import (
    PROPOSED,
    SILENT,
    Condition,
    Output,
    Procedure,
    Step,
    names_in,
    values_in,
)
from sentralbord_desktop.procedures.outputs.callback import CALLBACK
from sentralbord_desktop.procedures.outputs.registry import kind_of
from sentralbord_desktop.procedures.run import ASSESSED
from sentralbord_desktop.procedures.templates import FIELD, GENERAL_FIELDS, fields_in
from sentralbord_desktop.procedures.wording import PROGRAM_RULE, RULE_STRENGTHS


def wrong_proposals(procedure: Procedure) -> Iterator[str]:
    """A line for each step that a fact may not answer silently, and for each row of «Stemmer dette?» without a
    proposal."""
    for step in procedure.steps:
        where = f"{procedure.id}.yaml, steg «{step.id}»"
        fact = step.from_fact.removeprefix("fakta.")
        if fact and step.as_ == SILENT and fact not in SILENT_FACTS:
            yield f"{where}: stille_faktum, «{step.from_fact}» kan bare være et forslag, ikke svare stille."
        for name in step.beside:
            if name.removeprefix("fakta.") not in FACTS:
                yield f"{where}: faktumet «{name}» under beside finnes ikke."
        yield from _wrong_rows(where, procedure, step)


def _wrong_rows(where: str, procedure: Procedure, step: Step) -> Iterator[str]:
    for name in step.confirm:
        row = procedure.step(name)
        if row is None or not row.from_fact or row.as_ != PROPOSED or not row.field:
            yield f"{where}: «{name}» under confirm skal være et steg med felt og et forslag fra et faktum."


BRACES = frozenset("{}")
"""Characters that a finished text has only where a field is misspelt."""


def findings(library: Library, organisation: Organisation) -> list[str]:
    """Every fault, each as one Norwegian line that says where. Empty when all is well."""
    found: list[str] = []
    for procedure in library.procedures.values():
        named = list(_names(library, organisation, procedure))
        found += named or PathFaults(procedure).lines(library)
    found += _rules(library)
    return found


def _names(library: Library, organisation: Organisation, procedure: Procedure) -> Iterator[str]:
    place = f"{procedure.id}.yaml"
    earlier: set[str] = set()
    for step in procedure.steps:
        where = f"{place}, steg «{step.id}»"
        yield from _condition(where, step.when, earlier)
        yield from _answers(where, procedure, step.when)
        yield from _step(where, library, procedure, step)
        for target in step.transfer.to if step.transfer else ():
            yield from _unknown_role(where, organisation, target)
        earlier.add(step.id)
    for output in procedure.outputs:
        where = f"{place}, resultat «{output.id or output.kind}»"
        plain = {f"resultat.{o.id}" for o in procedure.outputs if not _on_result(o)}
        for condition in (output.when, output.on_when, output.urgent_when):
            results = plain if condition is output.when else set()
            yield from _condition(where, condition, earlier | results)
            yield from _answers(where, procedure, condition)
        yield from _output(where, library, organisation, procedure, output)
    yield from unanswered_transfers(procedure)
    yield from claimed_transfers(procedure, library)
    yield from claimed_messages(procedure, library)
    yield from _phrases_in_circle(procedure)
    yield from wrong_proposals(procedure)
    yield from flagged_about_member(procedure)
    for name, variants in procedure.phrases.items():
        for variant in variants:
            where = f"{place}, uttrykk «{name}»"
            results = {f"resultat.{output.id}" for output in procedure.outputs if output.id}
            yield from _condition(where, variant.when, earlier | results)
            yield from _answers(where, procedure, variant.when)
            yield from _fields(where, procedure, variant.text)


def _on_result(output: Output) -> bool:
    """Whether the output depends on another result; then no output may depend on it."""
    return not output.id or any(name.startswith("resultat.") for name in names_in(output.when))


def _condition(where: str, condition: Condition | None, steps: set[str]) -> Iterator[str]:
    for name in sorted(names_in(condition)):
        kind, _, rest = name.partition(".")
        known = {"fakta": rest in FACTS, "beregnet": rest in ASSESSED}.get(kind, name in steps)
        if not known:
            yield f"{where}: vilkåret spør etter «{name}», som ikke finnes eller kommer senere."


def _answers(where: str, procedure: Procedure, condition: Condition | None) -> Iterator[str]:
    """Find conditions on answers that cannot be given."""
    for name, value in sorted(values_in(condition)):
        if name.startswith("resultat.") and value not in {"med", "uten", "sendt"}:
            yield f"{where}: «{name}» er «med», «uten» eller «sendt», ikke «{value}»."
        step = procedure.step(name)
        if step is None:
            continue
        possible = {choice.key for choice in step.choices} | ({"svart"} if step.field or step.fields else set())
        if value not in possible:
            yield f"{where}: vilkåret venter på «{name}: {value}», et svar som ikke finnes."


def _step(where: str, library: Library, procedure: Procedure, step: Step) -> Iterator[str]:
    if step.from_fact and step.from_fact.removeprefix("fakta.") not in FACTS:
        yield f"{where}: faktumet «{step.from_fact}» finnes ikke."
    yield from _unknown_rules(where, library, step.rules)
    yield from _fields(where, procedure, step.say)
    if step.transfer:
        hints = (choice.hint for choice in step.choices)
        texts = (*step.transfer.to, step.transfer.brief, step.transfer.keywords, *hints)
        yield from _fields(where, procedure, " ".join(texts))
    digits = [step.digit_of(choice) for choice in step.choices if not step.confirm]
    if len(digits) != len(set(digits)) or any(len(d) != 1 for d in digits):
        yield f"{where}: to svar har samme tall, eller det er flere enn ni."
    if step.suggest and (step.gate or step.choice(step.suggest) is None):
        yield f"{where}: «suggest» skal være et av svarene, og et steg med «gate» har ikke noe forslag."
    for choice in step.choices:
        target = library.procedures.get(choice.switch) if choice.switch else None
        if choice.switch and target is None:
            yield f"{where}, svar «{choice.key}»: bytter til «{choice.switch}», som ikke finnes."
        for key, value in choice.preset.items():
            preset = target.step(key) if target else None
            if preset is None or preset.choice(value) is None:
                yield f"{where}, svar «{choice.key}»: «{key}: {value}» finnes ikke der."


def _output(
    where: str, library: Library, organisation: Organisation, procedure: Procedure, output: Output
) -> Iterator[str]:
    yield from _unknown_rules(where, library, output.rules)
    template = library.templates.get(output.template)
    if output.template and template is None:
        yield f"{where}: malen «{output.template}» finnes ikke."
    kind = kind_of(output.kind)
    for name in kind.needs_data:
        if name not in output.data:
            yield f"{where}: mangler «{name}» under data."
    if kind.needs_place and not output.where:
        yield f"{where}: mangler «where», hvor det skal stå."
    letter = output.data.get("letter")
    if letter and letter not in library.templates:
        yield f"{where}: brevet «{letter}» finnes ikke."
    body = template.body if template else output.text
    yield from _fields(where, procedure, f"{output.to} {body} {template.subject if template else ''}")
    for language, worded in (template.other if template else {}).items():
        there = f"{where}, {language}"
        yield from _fields(there, procedure, f"{worded.body} {worded.subject}")
    if kind.needs_date and "{dato}" not in body:
        yield f"{where}: merknaden mangler {{dato}}."
    if kind is CALLBACK and not output.to:
        yield f"{where}: oppringing_uten_eier, mangler «to», den som skal ringe."
    yield from _unknown_role(where, organisation, output.to)
    if output.to.startswith(("url:", "tel:")) and organisation.target(output.to) is None:
        yield f"{where}: adressen «{output.to}» finnes ikke."


def _unknown_role(where: str, organisation: Organisation, target: str) -> Iterator[str]:
    key = target.removeprefix("role:")
    if key != target and key not in {role.key for role in organisation.roles}:
        yield f"{where}: rollen «{key}» finnes ikke."


def _fields(where: str, procedure: Procedure, text: str) -> Iterator[str]:
    known = set(GENERAL_FIELDS) | set(procedure.phrases) | {s.id for s in procedure.steps}
    for name in fields_in(text):
        if name.partition(".")[0] not in known:
            yield f"{where}: feltet {{{name}}} finnes ikke."
    if BRACES & set(FIELD.sub("", text)):
        yield f"{where}: klammene i «{text.strip()[:60]}» blir stående: et felt er små bokstaver uten mellomrom."


def _phrases_in_circle(procedure: Procedure) -> Iterator[str]:
    """Phrases that refer to each other in a circle: a text with one of them would never be finished."""
    texts = {name: " ".join(variant.text for variant in variants) for name, variants in procedure.phrases.items()}
    try:
        TopologicalSorter({name: set(fields_in(text)) & texts.keys() for name, text in texts.items()}).prepare()
    except CycleError as error:
        yield f"{procedure.id}.yaml, uttrykk «{error.args[1][0]}»: viser til seg selv, så teksten blir aldri ferdig."


def _unknown_rules(where: str, library: Library, rules: Iterable[str]) -> Iterator[str]:
    for rule in rules:
        if rule not in library.rules:
            yield f"{where}: regelen {rule} finnes ikke i regler.yaml."


def _rules(library: Library) -> Iterator[str]:
    used = implemented(library)
    for name, rule in library.rules.items():
        if not used.get(name) and rule.strength != PROGRAM_RULE:
            yield f"Regelen {name} er ikke ivaretatt av noe steg eller resultat."
        if rule.strength not in RULE_STRENGTHS:
            yield f"Regelen {name} har styrken «{rule.strength}», som ikke finnes."


def implemented(library: Library) -> dict[str, list[str]]:
    """Rule ID -> the places that implement it: «utmelding/maate», «utmelding/N-UT»."""
    places: dict[str, list[str]] = {}
    for procedure in library.procedures.values():
        parts: list[tuple[str, tuple[str, ...]]] = [(procedure.id, procedure.rules)]
        parts += [(step.id, step.rules) for step in procedure.steps]
        parts += [(o.id or o.template or o.kind, o.rules) for o in procedure.outputs]
        for name, rules in parts:
            for rule in rules:
                places.setdefault(rule, []).append(f"{procedure.id}/{name}")
    return places
