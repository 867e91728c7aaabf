"""The program reads steps by their role: a step may be called anything, and has what its role needs."""

import json
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from sentralbord_desktop.domain.errors import ProcedureError
from sentralbord_desktop.domain.inquiries.inquiry import Answer
from sentralbord_desktop.procedures.checks.paths import starting_points, ways
from sentralbord_desktop.procedures.library import Library
from sentralbord_desktop.procedures.loader import library, read_library
from sentralbord_desktop.procedures.model import ROLES, StepRole
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.procedures.template_fields.registry import READERS
from tests.helpers.procedure_files import Break, copy_procedures

CONDITIONS = {
    "when",
    "on_when",
    "urgent_when",
    "trial_period",
    "form_error",
    "own_rules",
    "bankrupt",
    "maybe_bankrupt",
    "preset",
}
NEW_NAME = "steg_{}"
RENAMED = {
    step.id: NEW_NAME.format(number)
    for number, step in enumerate({s.id: s for p in library().procedures.values() for s in p.steps if s.role}.values())
}
"""Every step that has a role -> another name for it."""


def renamed(node: Any, key: str = "") -> Any:
    """The same piece of YAML with the other names, wherever a step is meant."""
    if key in CONDITIONS:
        return in_condition(node)
    if key == "confirm":
        return [RENAMED.get(name, name) for name in node]
    if isinstance(node, list):
        return [renamed(item) for item in node]
    if isinstance(node, dict):
        kept = {name: renamed(value, name) for name, value in node.items()}
        if "ask" in kept and "id" in kept:
            kept["id"] = RENAMED.get(kept["id"], kept["id"])
        return kept
    return re.sub(r"\{(\w+)((?:\.\w+)?)\}", in_text, node) if isinstance(node, str) else node


def in_text(match: re.Match[str]) -> str:
    name = match[1] if match[1] in READERS else RENAMED.get(match[1], match[1])
    return f"{{{name}{match[2]}}}"


def in_condition(node: Any) -> Any:
    if isinstance(node, list):
        return [in_condition(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        RENAMED.get(name, name): in_condition(value) if name in {"any", "all", "not"} else value
        for name, value in node.items()
    }


def rename_in(procedure_files: Path) -> Library:
    yaml = YAML(typ="safe", pure=True)
    for file in [
        *procedure_files.glob("nb/*.yaml"),
        procedure_files / "texts/felles.yaml",
        procedure_files / "texts/maler.yaml",
    ]:
        content = renamed(yaml.load(file.read_text(encoding="utf-8")))
        if "deadlines" in content:
            sources = content["deadlines"]
            content["deadlines"] = {
                name: RENAMED.get(value, value) if isinstance(value, str) else value for name, value in sources.items()
            }
        file.write_text(json.dumps(content, default=str), encoding="utf-8")  # JSON is YAML
    return read_library(procedure_files)


def seen(run: ProcedureRun) -> list[dict[str, Any]]:
    """All that the actions of a run say, promise and wait for."""
    outcome = Outcome(run)
    kept = []
    for action in outcome.actions():
        shown = action.model_dump(exclude={"id", "missing"})
        kept.append({**shown, "missing": [RENAMED.get(name, name) for name in action.missing]})
    return kept


def finished(category: str) -> Iterator[ProcedureRun]:
    """Ways through a procedure, with its open questions answered too."""
    shipped = library()
    for start in starting_points(shipped, shipped.procedures[category]):
        for number, way in enumerate(islice(ways(start), 4000)):
            if way.procedure.id != category or (number > 8 and number % 160):
                continue
            for text in ("etter 15", "når som helst"):
                yield _with_open(way, text)


def _with_open(run: ProcedureRun, text: str) -> ProcedureRun:
    answers = dict(run.given)
    for step in run.procedure.steps:
        said = answers.get(step.id)
        if step.field == "text" and (step.optional or (said and said.text)):
            answers[step.id] = Answer(text=text)
        elif step.optional and step.choices and run.applies(step):
            answers[step.id] = Answer(choice=step.choices[-1].key)
    return ProcedureRun(run.library, run.procedure.id, run.facts, run.organisation, answers)


def _renamed(answer: Answer) -> Answer:
    """«Stemmer dette?» has its values by the names of the steps."""
    return answer.model_copy(update={"fields": {RENAMED.get(key, key): text for key, text in answer.fields.items()}})


@pytest.fixture(scope="module")
def renamed_library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """All procedures with the other names: reading them takes longer than a category of it."""
    return rename_in(copy_procedures(tmp_path_factory.mktemp("prosedyrer")))


@pytest.mark.parametrize("category", list(library().procedures))
def test_a_step_may_be_called_anything(category: str, renamed_library: Library) -> None:
    other = renamed_library
    before = {s.id for s in library().procedures[category].steps}
    assert not {s.id for s in other.procedures[category].steps} & (before & set(RENAMED))
    compared = 0
    for run in finished(category):
        answers = {RENAMED.get(name, name): _renamed(answer) for name, answer in run.given.items()}
        again = ProcedureRun(other, category, run.facts, run.organisation, answers)
        assert seen(again) == seen(run)
        compared += 1
    assert compared >= 8


def test_the_time_that_suits_is_read_whatever_the_step_is_called(renamed_library: Library) -> None:
    """The one that was lost: «best etter 15» fell out of the e-mail, and the callback came at ten."""
    start = next(starting_points(library(), library().procedures["trobbel"]))
    run = next(
        _with_open(way, "etter 15")
        for way in ways(start)
        if "best_tid" in {s.id for s in way.procedure.steps if way.applies(s)}
    )
    again = ProcedureRun(
        renamed_library,
        "trobbel",
        run.facts,
        run.organisation,
        {RENAMED.get(name, name): answer for name, answer in run.given.items()},
    )
    for one in (run, again):
        actions = {action.kind: action for action in Outcome(one).actions()}
        assert "best etter 15" in actions["EMAIL"].text
        assert actions["CALLBACK"].data["window"] == "best etter 15"


def test_each_role_is_a_step_of_some_procedure() -> None:
    for role in StepRole:
        assert library().step_ids(role), f"no step has the role {role}"
        assert role in ROLES


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        (
            "texts/felles.yaml",
            "role: best_time",
            "role: best_tid",
            "steg «best_tid» role: har en verdi som ikke finnes",
        ),
        (
            "nb/annet.yaml",
            "  - id: tema\n",
            "  - id: tema\n    role: phone\n",
            "annet.yaml: steg «tema» og «tlf» har samme rolle «phone»",
        ),
        (
            "nb/annet.yaml",
            "  - id: videre\n",
            "  - id: videre\n    role: employer\n",
            "annet.yaml, steg «videre»: rollen «employer» trenger «field: text»",
        ),
        (
            "nb/trobbel.yaml",
            "{key: muntlig,",
            "{key: ikke_skriftlig,",
            "trobbel.yaml, steg «formfeil»: rollen «form_error» trenger svaret «muntlig»",
        ),
        (
            "nb/opplysninger.yaml",
            "{key: student,",
            "{key: studant,",
            "opplysninger.yaml, steg «ny_status»: rollen «new_status» kjenner ikke svaret «studant»",
        ),
        (
            "nb/innmelding.yaml",
            "{key: phone, label",
            "{key: telefon, label",
            "innmelding.yaml, steg «personalia»: rollen «person_details» trenger «phone» under fields",
        ),
        (
            "nb/annet.yaml",
            "    role: callback_wish\n",
            "",
            "annet.yaml, resultat «S-CB»: {ringes_lovet} trenger et steg med rollen «callback_wish» eller",
        ),
        (
            "nb/media.yaml",
            "    role: asked_for\n",
            "",
            "media.yaml, resultat «konsulter»: «to: etterspurt» trenger et steg med rollen «asked_for».",
        ),
        (
            "nb/innmelding.yaml",
            "    role: workplace\n",
            "",
            "innmelding.yaml, resultat «nytt_medlem»: REGISTER_MEMBER trenger et steg med rollen «workplace».",
        ),
        (
            "nb/trobbel.yaml",
            "{key: paagar,",
            "{key: gaar_ennaa,",
            "trobbel.yaml: «negotiation» kjenner ikke svaret «gaar_ennaa»",
        ),
        ("texts/felles.yaml", "    role: best_time\n", "", "trenger et steg med rollen «best_time»."),
    ],
)
def test_a_role_that_is_missing_doubled_or_misplaced_is_refused(
    broken: Break, file: str, old: str, new: str, sentence: str
) -> None:
    with pytest.raises(ProcedureError, match=re.escape(sentence)):
        broken(file, old, new)
