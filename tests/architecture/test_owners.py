"""One owner of each state of a call: the draft and its run are made and changed in one module of the window."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.services.drafts import Draft
from sentralbord_desktop.services.inquiries.call_state import CallState, Inquiry

GUI = Path(__file__).parents[2] / "src" / "sentralbord_desktop" / "gui"
DRAFT_OWNER = "call/call_session.py"
CHANGES_DRAFT = {
    "model_copy",
    "taken_up",
    "run",
    "without_numbers",
    "with_resolution",
    "with_run",
    "with_review",
    "of_third_party",
}
"""Methods of a draft that give another one, or its run."""
CHANGES_RUN = {"answer", "missed", "of_caller", "with_facts", "switched"}
MAKES = {"Draft", "ProcedureRun"}


def last_name(node: ast.expr) -> str:
    """The last name of `a.b.c`, also behind a call: `self._draft`, `draft`, `library.run_of()`."""
    while isinstance(node, ast.Call):
        node = node.func
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def is_draft(name: str) -> bool:
    return name.strip("_").endswith("draft")


def changes(source: str) -> Iterator[str]:
    """Each call in `source` that makes or changes a draft or a run, as «line: text»."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        found = last_name(node.func) in MAKES
        if isinstance(node.func, ast.Attribute):
            of, method = last_name(node.func.value), node.func.attr
            found |= method in CHANGES_DRAFT and is_draft(of)
            found |= method in CHANGES_RUN and of.strip("_") == "run"
            found |= method in {"with_run", "with_review", "taken_up", "with_resolution"}  # whatever it is called
        if found:
            yield f"{node.lineno}: {ast.unparse(node)}"


def modules() -> list[Path]:
    return sorted(file for file in GUI.rglob("*.py") if "_generated" not in file.parts)


def test_a_draft_and_its_run_are_made_and_changed_by_their_owner_alone() -> None:
    found = {
        file.relative_to(GUI).as_posix(): lines
        for file in modules()
        if (lines := list(changes(file.read_text(encoding="utf-8"))))
    }
    assert list(found) == [DRAFT_OWNER], found


def test_the_methods_that_change_are_those_of_the_values() -> None:
    """A method that gives another draft or run, and is not looked for, would pass unseen."""
    gives_draft = {
        name
        for name, method in vars(Draft).items()
        if callable(method) and not name.startswith("_") and returned(method) in {"Draft", "ProcedureRun"}
    }
    assert gives_draft | {"model_copy"} == CHANGES_DRAFT
    gives_run = {
        name
        for name, method in vars(ProcedureRun).items()
        if callable(method) and not name.startswith("_") and returned(method) == "ProcedureRun"
    }
    assert gives_run == CHANGES_RUN


def returned(method: object) -> str:
    kind = getattr(method, "__annotations__", {}).get("return", "")
    return getattr(kind, "__name__", str(kind)).strip("'\"")


@pytest.mark.parametrize(
    "line",
    [
        "self._draft = self._draft.model_copy(update={'caret': 3})",
        "shown = draft.with_review(review, run)",
        "kept = Draft(id='x')",
        "run = self._call_session.run.answer('navn', answer)",
        "other = parked.with_run(run)",
    ],
)
def test_a_page_that_changes_its_copy_is_found(line: str) -> None:
    assert list(changes(line))


def test_the_owner_gives_its_draft_and_run_to_be_read_only() -> None:
    """mypy refuses an assignment; so does Python."""
    from sentralbord_desktop.gui.call.call_session import HeldCall

    for name in ("state", "draft", "run"):
        held = vars(HeldCall)[name]
        assert isinstance(held, property)
        assert held.fset is None
    for value in (CallState, Inquiry):
        assert vars(value)["__dataclass_params__"].frozen
    assert Draft.model_config["frozen"]


def test_the_state_of_the_call_is_changed_in_one_module() -> None:
    found = {
        file.relative_to(GUI).as_posix()
        for file in modules()
        for name in calls(file.read_text(encoding="utf-8"))
        if name.endswith("become")
    }
    assert found == {DRAFT_OWNER}


SEARCH_OWNER = "search_controller.py"
WHERE_ONCE = {
    "_members.search": [SEARCH_OWNER],  # the question
    "search.begun.connect": ["call/page.py"],  # what the first key of a search does
    "_call_session.search": ["call/page.py"],  # the line is emptied
    "search.typed.connect": ["commands/palette.py"],  # the field of the window
    "_search.type": ["commands/palette.py"] * 2,  # a key, and Esc
}
"""Call, by the end of its name -> the modules that make it, each as often as it does."""


def calls(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


@pytest.mark.parametrize("call", WHERE_ONCE)
def test_what_the_first_key_of_a_search_does_stands_in_one_place(call: str) -> None:
    """The copy that is searched while the server is away has a field, and a search, of its own."""
    found = [
        file.relative_to(GUI).as_posix()
        for file in modules()
        for name in calls(file.read_text(encoding="utf-8"))
        if f".{name}".endswith(f".{call}")
    ]
    assert found == WHERE_ONCE[call]


def test_nothing_but_its_owner_keeps_the_text_that_is_searched() -> None:
    """An attribute of its own in hits, page or keys is a second text, which may differ from the field. The model keeps
    the text that its hits answer, to mark it in them."""
    kept = {
        f"{file.relative_to(GUI).as_posix()}: {ast.unparse(target)}"
        for file in modules()
        if file.parent.name in {"call", "commands", "workspace"} or file.name.startswith("search_")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        for part in (target.elts if isinstance(target, ast.Tuple) else [target])
        if isinstance(part, ast.Attribute) and part.attr.strip("_") in {"text", "said", "answer", "query"}
    }
    assert {line.partition(":")[0] for line in kept} == {SEARCH_OWNER, "search_hits.py"}, kept
