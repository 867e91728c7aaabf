"""No step of a procedure is known to the program by its name: it asks for roles (procedures/model.py)."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import sentralbord_desktop
from sentralbord_desktop.procedures.loader import library

SOURCE = Path(sentralbord_desktop.__file__).parent
BY_NAME = {"step", "chosen", "day_of", "answer", "answer_of", "without"}
"""What takes the name of a step: never with a name that is written in Python."""
BY_KEY = {"given", "answers"}
"""Mappings by the name of a step."""

ALSO_ORDINARY = {
    "cli_procedures": "type",  # a key of the JSON that `procedures play` prints
    "cli": "type",  # the same, where the command line is a package
    "domain": "arbeidsgiver avdeling beskjed kurs ledig svarte tillitsvalgt type",  # roles, outcomes, status words, a category
    "gui": "arbeidsgiver avdeling beskjed deadline kurs ledig tillitsvalgt",  # the same, and fields of forms
    "services": "adresse avdeling deadline hva kurs ledig mangler navn svarte til tlf",  # words of a report, too
    "storage": "adresse ansatt arbeidsgiver deadline jobb navn svarte tlf",  # columns, and words of a search
    "procedures.facts": "adresse arbeidsgiver avdeling avdeling_ledig ds_ledig etterspurt gf_ledig identitet ks_ledig "
    "ks_os_ledig navn tillitsvalgt tlf",  # names after «fakta.»
    "procedures.proposals": "adresse arbeidsgiver avdeling navn tillitsvalgt tlf",  # the same
    "procedures.derived_facts procedures.known": "avdeling navn tlf",  # names after «fakta.»
    "procedures.fields procedures.template_fields": "adresse arbeidsgiver tlf",  # general {fields}
    "procedures.reached": "tlf",  # a name after «fakta.»
    "procedures.outcome": "adresse tlf",  # general {fields}
    "procedures.outputs": "arbeidsgiver avdeling deadline etterspurt tlf",  # targets, a general {field}, a key of an action
    "procedures.recipients": "avdeling etterspurt",  # targets
    "procedures.texts procedures.templates": "adresse arbeidsgiver tlf",  # general {fields}
    "procedures.load procedures.loader": "mangler type",  # words about a fault
    "procedures.new_details procedures.member_changes": "adresse arbeidsgiver arbeidssted navn",  # words of the rulebook
    "procedures.checks.simulate": "type",  # a key of the JSON
    "procedures.ring_back procedures.template_fields.callback_time": "deadline",  # a key of an action
}
"""Where (the module or its package, under its old and its new name) -> words that happen to be names of steps."""


@cache
def modules() -> tuple[tuple[str, ast.Module], ...]:
    return tuple(_parsed())


def _parsed() -> Iterator[tuple[str, ast.Module]]:
    for file in sorted(SOURCE.rglob("*.py")):
        if "_generated" not in file.parts:
            name = ".".join(file.relative_to(SOURCE).with_suffix("").parts)
            yield name, ast.parse(file.read_text(encoding="utf-8"))


def allowed_in(module: str) -> set[str]:
    return {
        word
        for scopes, words in ALSO_ORDINARY.items()
        for scope in scopes.split()
        if module == scope or module.startswith(f"{scope}.")
        for word in words.split()
    }


def test_no_string_in_python_is_the_name_of_a_step() -> None:
    steps = {step.id for procedure in library().procedures.values() for step in procedure.steps}
    found = [
        f"{module}:{node.lineno} {node.value!r}"
        for module, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and node.value in steps - allowed_in(module)
    ]
    assert not found, "give the step a role: " + ", ".join(found)


def test_no_step_is_asked_for_by_a_name_that_stands_in_python() -> None:
    """Also where the word is an ordinary one in that package."""
    found = []
    for module, tree in modules():
        for node in ast.walk(tree):
            if (name := _written_name(node)) is not None:
                found.append(f"{module}: {name!r}")
    assert not found, "ask for the role: " + ", ".join(found)


def _written_name(node: ast.AST) -> str | None:
    """The name of a step that is written where it is asked for; None for all else."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        owner = node.func.value
        is_mapping = node.func.attr == "get" and getattr(owner, "attr", "").strip("_") in BY_KEY
        first = node.args[0] if node.args and (is_mapping or node.func.attr in BY_NAME) else None
    elif isinstance(node, ast.Subscript):
        first = node.slice if getattr(node.value, "attr", "").strip("_") in BY_KEY else None
    else:
        return None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None
