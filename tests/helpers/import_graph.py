"""Which module imports which, annotations counted."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

COMPILED = "_generated"
"""Written from ui/ by uic: its forms import the widgets they are made of, and pages import the forms."""

Graph = dict[str, set[str]]


def modules(source: Path) -> dict[str, Path]:
    """Dotted name -> file; a package by its own name."""
    files = (file for file in source.rglob("*.py") if COMPILED not in file.parts)
    return {".".join(file.relative_to(source).with_suffix("").parts).removesuffix(".__init__"): file for file in files}


def imported(file: Path, known: dict[str, Path]) -> Iterator[str]:
    """Every module that `file` imports, in a function or for annotations too."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in known else node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@cache
def files_graph(source: Path) -> Graph:
    known = modules(source)
    return {
        name: {other for other in imported(file, known) if other in known and other != name}
        for name, file in known.items()
    }
