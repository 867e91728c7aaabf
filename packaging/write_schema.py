"""Write docs/prosedyre.schema.json: the contents of a procedure file, for the author's editor.

The schema is made from the model that reads the files, with two things the model does not see: an
item of `steps` or `outputs` may be `use: name` (put in from felles.yaml before the model reads), and
a condition has a form of its own (`any`, `all`, `not`, or a name and the values it may have).

    python packaging/write_schema.py
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from sentralbord_desktop.procedures.model import Procedure
from sentralbord_desktop.procedures.outputs.registry import KINDS

SCHEMA_FILE = Path(__file__).parent.parent / "docs" / "prosedyre.schema.json"
SHARED = {"steps": "Step", "outputs": "Output"}
"""Part of a procedure -> the definition of its items."""
CONDITIONS = ("when", "on_when", "urgent_when", "own_rules")

VALUE = {"type": ["string", "integer"]}
ONE = {"$ref": "#/$defs/Condition"}
MANY = {"type": "array", "items": ONE, "minItems": 1}
CONDITION = {
    "title": "Condition",
    "description": "All lines must hold. A name is a step, fakta.* or beregnet.*",
    "type": "object",
    "properties": {"any": MANY, "all": MANY, "not": ONE},
    "additionalProperties": {"anyOf": [VALUE, {"type": "array", "items": VALUE, "minItems": 1}]},
}


def schema_of(kind: type[Procedure] = Procedure) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a procedure file as it is written, shared items included."""
    schema = kind.model_json_schema(mode="validation")
    definitions = schema["$defs"]
    definitions["Condition"] = CONDITION
    for part, name in SHARED.items():
        definitions[f"Shared{name}"] = shared(definitions[name], part)
        schema["properties"][part]["items"] = {
            "if": {"type": "object", "required": ["use"]},
            "then": {"$ref": f"#/$defs/Shared{name}"},
            "else": {"$ref": f"#/$defs/{name}"},
        }
    for definition in definitions.values():
        for name in set(CONDITIONS) & set(definition.get("properties", {})):
            definition["properties"][name] = {"title": name, **ONE}
    definitions["OutputKind"] = {"title": "OutputKind", "type": "string", "enum": [*KINDS]}
    for name in ("Output", "SharedOutput"):
        definitions[name]["properties"]["kind"] = {"$ref": "#/$defs/OutputKind"}
    heading = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return {**heading, **schema, "title": "Prosedyre"}


def shared(definition: dict[str, Any], part: str) -> dict[str, Any]:
    """An item taken from felles.yaml; values beside `use` replace those of the item."""
    use = {"title": "Use", "type": "string", "description": f"A name under {part} in felles.yaml"}
    return {
        **definition,
        "title": f"Shared {definition['title']}",
        "description": "Taken from felles.yaml. What stands beside `use` replaces what is there.",
        "properties": {"use": use, **definition["properties"]},
        "required": ["use"],
    }


def schema_text(kind: type[Procedure] = Procedure) -> str:
    return json.dumps(schema_of(kind), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{SCHEMA_FILE.name} is written\n")
