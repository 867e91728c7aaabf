"""Reading the procedure files. An error names file, step and answer in plain Norwegian."""

import copy
import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from sentralbord_desktop.domain.deadlines import DeadlineRule, NoticeRule
from sentralbord_desktop.domain.errors import ProcedureError
from sentralbord_desktop.domain.organisation.organisation import Department, Organisation, Role, Target
from sentralbord_desktop.procedures.categories import menu_fault
from sentralbord_desktop.procedures.library import Library
from sentralbord_desktop.procedures.model import Part, Procedure
from sentralbord_desktop.procedures.outputs.registry import KINDS
from sentralbord_desktop.procedures.outputs.role_check import check_roles
from sentralbord_desktop.procedures.wording import Rule, Template
from sentralbord_desktop.system.bounded_input import InputRefusedError, Why, read_limited

PROCEDURE_FILES = files("sentralbord_desktop.procedures")
MAX_PROCEDURE_BYTES = 500_000
REFUSED = {
    Why.MISSING: "Finner ikke {name}.",
    Why.UNREADABLE: "Får ikke lest {name}. Se over rettighetene.",
    Why.TOO_LARGE: "{name} er for stor til å være en prosedyre.",
    Why.TOO_SLOW: "{name} tok for lang tid å lese. Kopier mappen til denne PC-en.",
    Why.FOLDER: "{name} er en mappe og ikke en fil.",
    Why.NOT_A_FILE: "{name} er ikke en vanlig fil.",
}

T = TypeVar("T", bound=Part)
R = TypeVar("R", bound=BaseModel)


@cache
def compiled() -> dict[str, Any]:
    """The shipped files as compiled by the build: SHA-256 of the text -> its content."""
    file = PROCEDURE_FILES / "compiled.json"
    try:
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def read_yaml(file: Traversable) -> Any:
    """The content of a YAML 1.2 file, in which `nei` and `no` are words."""
    try:
        text = _content(file).decode("utf-8")
    except UnicodeDecodeError:
        raise ProcedureError(f"{file.name} kan ikke leses som YAML i UTF-8.") from None
    text = text.replace("\r\n", "\n")
    known = compiled().get(hashlib.sha256(text.encode()).hexdigest())
    return copy.deepcopy(known) if known is not None else _parse(file.name, text)


def _content(file: Traversable) -> bytes:
    """The content of a file, read with limits because anybody may have written it; files inside our package are
    trusted."""
    if not isinstance(file, Path):
        return file.read_bytes()
    try:
        return read_limited(file, MAX_PROCEDURE_BYTES)
    except InputRefusedError as error:
        raise ProcedureError(REFUSED[error.why].format(name=file.name)) from None


def _parse(name: str, text: str) -> Any:
    from ruamel.yaml import YAML  # costs 70 ms, and the shipped files are compiled
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        return YAML(typ="safe", pure=True).load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ProcedureError(f"{name}, linje {line}: filen er ikke gyldig YAML.") from None
    except (YAMLError, RecursionError):
        raise ProcedureError(f"{name} kan ikke leses som YAML i UTF-8.") from None


def build(kind: type[T], raw: Any, place: str) -> T:
    """Validate `raw`; an error says in which file, step and answer the fault is."""
    try:
        return kind.model_validate(raw)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        raise ProcedureError(f"{place}{_where(first['loc'], raw)}: {_what(first)}") from None


def _where(location: Iterable[int | str], raw: Any) -> str:
    words, here = [], raw
    for part in location:
        if isinstance(part, int) and isinstance(here, list | tuple) and part < len(here):
            here = here[part]
            named = here.get("id") or here.get("key") or here.get("kind") if isinstance(here, dict) else None
            words.append(f"«{named or part + 1}»")
        else:
            here = here.get(part) if isinstance(here, dict) else None
            words.append({"steps": "steg", "choices": "svar", "outputs": "resultat"}.get(str(part), str(part)))
    return ", " + " ".join(words) if words else ""


def _what(error: Any) -> str:
    kinds = {
        "missing": "mangler",
        "extra_forbidden": "finnes ikke i formatet",
        "string_type": "skal være tekst (sett hermetegn rundt)",
        "enum": "har en verdi som ikke finnes",
        "literal_error": "har en verdi som ikke finnes",
    }
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    return kinds.get(error["type"], "har feil form")


def read_procedure(file: Traversable, shared: dict[str, Any]) -> Procedure:
    """The procedure of one category's file, with the shared steps and outputs that it uses."""
    raw = read_yaml(file)
    if not isinstance(raw, dict):
        raise ProcedureError(f"{file.name} er ikke en prosedyre: den er tom eller en liste.")
    for part in ("steps", "outputs"):
        raw[part] = [_with_shared(item, shared, part, file.name) for item in raw.get(part) or []]
    procedure = build(Procedure, raw, file.name)
    for output in procedure.outputs:
        if output.kind not in KINDS:
            named = output.id or output.kind
            raise ProcedureError(f"{file.name}, resultat «{named}» kind: har en verdi som ikke finnes")
    if file.name != f"{procedure.id}.yaml":
        raise ProcedureError(f"{file.name}: id «{procedure.id}» og filnavnet må være like.")
    return procedure


def _with_shared(item: Any, shared: dict[str, Any], part: str, file: str) -> Any:
    if not isinstance(item, dict) or "use" not in item:
        return item
    common = (shared.get(part) or {}).get(item["use"])
    if common is None:
        raise ProcedureError(f"{file}: felles.yaml har ikke «{item['use']}» under {part}.")
    return {**common, **{key: value for key, value in item.items() if key != "use"}}


@contextmanager
def _plainly(name: str) -> Iterator[None]:
    """Turn errors from a file of unexpected shape into a ProcedureError: its owner must correct the file, it is no
    bug."""
    try:
        yield
    except (TypeError, AttributeError, KeyError, ValueError, IndexError):
        raise ProcedureError(f"{name} har feil form. Se i docs/prosedyrer.md.") from None


def read_library(source: Traversable = PROCEDURE_FILES) -> Library:
    """All procedures, templates, rules and deadline rules under `source`."""
    texts = source / "texts"
    shared = read_yaml(texts / "felles.yaml")
    if not isinstance(shared, dict):
        raise ProcedureError("felles.yaml har feil form. Se i docs/prosedyrer.md.")
    folder = source / "nb"
    found = [f for f in folder.iterdir() if f.name.endswith(".yaml")] if folder.is_dir() else []
    procedures = []
    for file in sorted(found, key=lambda f: f.name):
        with _plainly(file.name):
            procedures.append(read_procedure(file, shared))
    with _plainly("maler.yaml"):
        templates = [
            build(Template, {"id": key, **value}, "maler.yaml")
            for key, value in read_yaml(texts / "maler.yaml").items()
        ]
    with _plainly("regler.yaml"):
        rules = [build(Rule, raw, "regler.yaml") for raw in read_yaml(texts / "regler.yaml")]
    with _plainly("frister.yaml"):
        raw = read_yaml(texts / "frister.yaml")
        deadlines = _each(DeadlineRule, raw["rules"])
        notices = _each(NoticeRule, raw["notices"])
    if fault := menu_fault(procedures):
        raise ProcedureError(fault)
    by_id = {template.id: template for template in templates}
    for procedure in procedures:
        check_roles(procedure, by_id)
    return Library(
        procedures={procedure.id: procedure for procedure in procedures},
        templates=by_id,
        rules={rule.id: rule for rule in rules},
        deadline_rules=deadlines,
        notice_rules=notices,
    )


def _each(model: type[R], raws: list[Any]) -> tuple[R, ...]:
    try:
        return tuple(model.model_validate(raw) for raw in raws)
    except ValidationError as error:
        where = error.errors(include_input=False)[0]["loc"]
        raise ProcedureError(f"frister.yaml: {'.'.join(map(str, where))} har feil form.") from None


@cache
def library() -> Library:
    """The library that is shipped with the product."""
    return read_library()


def default_organisation() -> Organisation:
    """The roles, targets and departments that the product starts with."""
    raw = read_yaml(PROCEDURE_FILES / "texts/organisasjon.yaml")
    return Organisation(
        union=raw["union"],
        phone=raw.get("phone", ""),
        departments=tuple(Department(**d) for d in raw["departments"]),
        roles=tuple(Role(**role) for role in raw["roles"]),
        targets=tuple(Target(**target) for target in raw["targets"]),
    )
