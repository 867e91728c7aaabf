"""docs/prosedyre.schema.json is what the model says today, and fits what is shipped."""

import json
import runpy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from sentralbord_desktop.procedures.model import Procedure
from tests.helpers.procedure_files import PROCEDURES

ROOT = Path(__file__).parent.parent.parent
COMMITTED = ROOT / "docs" / "prosedyre.schema.json"
SHIPPED = sorted((PROCEDURES / "nb").glob("*.yaml"))

schema_text: Callable[..., str] = runpy.run_path(str(ROOT / "packaging" / "write_schema.py"))["schema_text"]


class Changed(Procedure):
    """The model with one field more, as a change in model.py would give it."""

    mood: str = ""


def committed() -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(COMMITTED.read_text(encoding="utf-8"))
    return schema


def test_the_committed_schema_is_the_generated_one() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == schema_text(), (
        "the format has changed: run python packaging/write_schema.py"
    )


def test_a_change_of_the_model_would_be_seen() -> None:
    """The control: the comparison above fails as soon as the model is another."""
    changed = schema_text(Changed)
    assert '"mood"' in changed
    assert changed != COMMITTED.read_text(encoding="utf-8")


def test_a_shared_item_needs_its_name_alone() -> None:
    definitions = committed()["$defs"]
    for name in ("Step", "Output"):
        own, shared = definitions[name], definitions[f"Shared{name}"]
        assert "use" not in own["properties"]
        assert shared["required"] == ["use"]
        assert set(shared["properties"]) == {"use", *own["properties"]}


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_the_schema_knows_every_key_of_a_shipped_procedure(file: Path) -> None:
    schema = committed()
    raw = YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8"))
    assert list(unknown_keys(raw, schema, schema["$defs"], file.stem)) == []


def test_a_misspelt_key_is_not_known() -> None:
    """The control of the test above."""
    schema = committed()
    raw = {"id": "kurs", "steps": [{"use": "tlf", "wen": {}}], "outputs": [{"kindd": "LOG"}]}
    found = list(unknown_keys(raw, schema, schema["$defs"], "kurs"))
    assert found == ["kurs steps wen", "kurs outputs kindd"]


def unknown_keys(
    raw: dict[str, Any], definition: dict[str, Any], definitions: dict[str, Any], place: str
) -> Iterator[str]:
    """Keys of a procedure, and of its steps, answers, fields and outputs, without a definition."""
    parts = {"steps": "Step", "outputs": "Output", "choices": "Choice", "fields": "FormField"}
    for key, value in raw.items():
        if key not in definition["properties"]:
            yield f"{place} {key}"
        elif key in parts:
            for item in value:
                kind = f"Shared{parts[key]}" if "use" in item else parts[key]
                yield from unknown_keys(item, definitions[kind], definitions, f"{place} {key}")
