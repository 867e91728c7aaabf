"""The questions that the tests ask, now and at another commit: none may be lost when cases are put together.

    .venv/bin/python -m tests.helpers.questions db435331 [--list]

A question is a test function, or one that a page is asked (`asked_of`), with what it asserts. Prints those of the other
commit that have another name now, or assert something else; a person looks at these. Exit code 1 when a name is gone.
"""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]


class Question(NamedTuple):
    name: str
    file: str
    asserted: frozenset[str]


def questions_in(file: str, source: str) -> Iterator[Question]:
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef):
            decorators = [ast.unparse(one) for one in node.decorator_list]
            if node.name.startswith("test_") or any(one.startswith("asked_of") for one in decorators):
                yield Question(node.name.removeprefix("test_"), file, frozenset(asserted_in(node)))


def asserted_in(node: ast.FunctionDef) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Assert):
            yield ast.unparse(part.test)
        elif isinstance(part, ast.Call) and ast.unparse(part.func) in ("pytest.raises", "pytest.fail"):
            yield ast.unparse(part)


def asked_now() -> list[Question]:
    files = sorted(ROOT.glob("tests/**/*.py"))
    return [one for path in files for one in questions_in(str(path.relative_to(ROOT)), path.read_text("utf-8"))]


def asked_at(commit: str) -> list[Question]:
    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    names = [name for name in git("ls-tree", "-r", "--name-only", commit, "tests").split() if name.endswith(".py")]
    return [one for name in names for one in questions_in(name, git("show", f"{commit}:{name}"))]


def main(words: list[str]) -> int:
    before, after = asked_at(words[0]), asked_now()
    names, asserted = {one.name for one in after}, {text for one in after for text in one.asserted}
    gone = [one for one in before if one.name not in names]
    changed = [one for one in before if one.asserted - asserted]
    print(
        f"{len(before)} questions at {words[0]}, {len(after)} now: {len(gone)} names gone, {len(changed)} assert otherwise"
    )
    for one in before:
        if one in gone or one in changed or "--list" in words:
            print(f"{'gone' if one in gone else 'asked'} {one.file}::{one.name}")
            print("".join(f"    not now: {text}\n" for text in sorted(one.asserted - asserted)), end="")
    return 1 if gone else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
