"""What IT runs in PowerShell is PowerShell: there is none here, so its grammar reads it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import tree_sitter_powershell
from ruamel.yaml import YAML
from tree_sitter import Language, Node, Parser

ROOT = Path(__file__).parents[2]
SCRIPTS = sorted((ROOT / "packaging").rglob("*.ps1"))
IN_PAGES = re.compile(r"```powershell\n(.*?)```", re.DOTALL)


def faults(script: str) -> list[str]:
    """«line: text» of what is no PowerShell."""
    tree = Parser(Language(tree_sitter_powershell.language())).parse(script.encode())
    return [
        f"{node.start_point.row + 1}: {(node.text or b'').decode(errors='replace')[:60]}"
        for node in unread(tree.root_node)
    ]


def unread(node: Node) -> Iterator[Node]:
    if node.is_error or node.is_missing:
        yield node
        return
    for child in node.children:
        yield from unread(child)


def told_in_pages() -> dict[str, str]:
    found = {}
    for page in sorted((ROOT / "docs").glob("*.md")):
        for number, block in enumerate(IN_PAGES.findall(page.read_text(encoding="utf-8")), 1):
            found[f"{page.name} {number}"] = block
    return found


def told_in_workflows() -> dict[str, str]:
    found = {}
    for file in sorted((ROOT / ".github/workflows").glob("*.yml")):
        for job, told in YAML(typ="safe").load(file.read_text(encoding="utf-8"))["jobs"].items():
            if not told["runs-on"].startswith("windows"):
                continue
            for number, step in enumerate(told["steps"], 1):
                if "run" in step:
                    script = re.sub(r"\$\{\{.*?\}\}", "x", step["run"])  # what GitHub puts in
                    found[f"{file.name} {job} {number}"] = script
    return found


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_can_be_read(script: Path) -> None:
    assert faults(script.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(("name", "script"), {**told_in_pages(), **told_in_workflows()}.items())
def test_what_is_told_can_be_read(name: str, script: str) -> None:
    assert faults(script) == [], name


@pytest.mark.parametrize("script", ["if ($x { 'a' }", "foreach ($a in 1..3) { $a", "'an open text"])
def test_the_control_what_is_none_is_found(script: str) -> None:
    assert faults(script)
