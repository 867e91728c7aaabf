"""Whether a procedure has a step for each role that its results are made from."""

from collections.abc import Iterator

from sentralbord_desktop.domain.errors import ProcedureError
from sentralbord_desktop.procedures.model import Output, Procedure, StepRole
from sentralbord_desktop.procedures.outputs.registry import kind_of
from sentralbord_desktop.procedures.recipients import ASKED_FOR
from sentralbord_desktop.procedures.templates import fields_in
from sentralbord_desktop.procedures.wording import Template

WHEN_RUNG = (StepRole.CALLBACK_WISH, StepRole.ANSWER_BY)
NEEDED_BY_FIELD: dict[str, tuple[StepRole, ...]] = {
    "adresse_sett": (StepRole.ADDRESS,),
    "arbeidsgiver": (StepRole.EMPLOYER,),
    "avd": (StepRole.DEPARTMENT,),
    "avd_hvor": (StepRole.DEPARTMENT,),
    "avd_hvor_kort": (StepRole.DEPARTMENT,),
    "avd_svarer": (StepRole.PHONE,),
    "best": (StepRole.BEST_TIME,),
    "ds_svarer": (StepRole.PHONE,),
    "du_tar_kontakt": (StepRole.PHONE,),
    "flyttet": WHEN_RUNG,
    "frist_emne": (StepRole.BANKRUPTCY,),
    "frist_fra": (StepRole.FORM_ERROR,),
    "frist_kontakt": (StepRole.NEARBY,),
    "hvem": (StepRole.CALLER_NAME,),
    "kan_du_svare": (StepRole.BEST_TIME,),
    "naas": (StepRole.BEST_TIME,),
    "prover_notert": (StepRole.PHONE,),
    "ring_igjen": (StepRole.PHONE,),
    "ring_igjen_en": (StepRole.PHONE,),
    "ring_igjen_nn": (StepRole.PHONE,),
    "ring_igjen_pl": (StepRole.PHONE,),
    "ringes": WHEN_RUNG,
    "ringes_en": WHEN_RUNG,
    "ringes_lovet": WHEN_RUNG,
    "ringes_nn": WHEN_RUNG,
    "ringes_opp_notert": (StepRole.PHONE,),
    "ringes_pl": WHEN_RUNG,
    "tlf": (StepRole.PHONE,),
    "tlf_notert": (StepRole.PHONE,),
    "vi_prover": (StepRole.PHONE,),
    "vi_ringer": (StepRole.PHONE,),
}
"""General field -> the roles of which a procedure that uses it must have one, or the words fall out."""

NEEDED_BY_TARGET = {ASKED_FOR: StepRole.ASKED_FOR}
"""Target of a result -> the role that it is read from."""


def check_roles(procedure: Procedure, templates: dict[str, Template]) -> None:
    """Raise ProcedureError, with file, result and role, when a step is missing."""
    had = {step.role for step in procedure.steps if step.role}
    for where, what, roles in _needed(procedure, templates):
        if not had & set(roles):
            named = " eller ".join(f"«{role}»" for role in roles)
            raise ProcedureError(f"{procedure.id}.yaml, {where}: {what} trenger et steg med rollen {named}.")


def _needed(procedure: Procedure, templates: dict[str, Template]) -> Iterator[tuple[str, str, tuple[StepRole, ...]]]:
    """Where, what, and the roles of which it needs one."""
    for output in procedure.outputs:
        where = f"resultat «{output.id or output.template or output.kind}»"
        for role in kind_of(output.kind).roles:
            yield where, output.kind, (role,)
        if output.to in NEEDED_BY_TARGET:
            yield where, f"«to: {output.to}»", (NEEDED_BY_TARGET[output.to],)
        for text in _texts(output, templates):
            yield from _of_fields(where, text)
    for name, variants in procedure.phrases.items():
        for variant in variants:
            yield from _of_fields(f"uttrykk «{name}»", variant.text)


def _of_fields(where: str, text: str) -> Iterator[tuple[str, str, tuple[StepRole, ...]]]:
    for name in fields_in(text):
        if name in NEEDED_BY_FIELD:
            yield where, f"{{{name}}}", NEEDED_BY_FIELD[name]


def _texts(output: Output, templates: dict[str, Template]) -> Iterator[str]:
    yield from (output.to, output.text)
    yield from (value for value in output.data.values() if isinstance(value, str))
    for name in (output.template, output.data.get("letter", "")):
        if template := templates.get(str(name)):
            yield from (template.subject, template.body)
            yield from (text for w in template.other.values() for text in (w.subject, w.body))
