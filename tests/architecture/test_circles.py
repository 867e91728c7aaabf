"""Nothing imports in a circle: neither files nor folders, annotations counted. No folder is too full."""

from pathlib import Path

import pytest

from tests.helpers.import_graph import Graph, files_graph

ROOT = Path(__file__).parents[2]
PACKAGE = "sentralbord_desktop"


def folders_graph(source: Path) -> Graph:
    """Inside each package: which of its modules and folders imports which. `a.b.c` that imports `a.d.e` is `a.b` that
    imports `a.d`; the package `a` itself is `a.__init__`."""
    graph: Graph = {}
    for name, others in files_graph(source).items():
        for other in others:
            one, two = [*name.split("."), "__init__"], [*other.split("."), "__init__"]
            same = next(i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b)
            graph.setdefault(".".join(one[: same + 1]), set()).add(".".join(two[: same + 1]))
    return graph


def circle(graph: Graph) -> list[str]:
    """One circle, from a node round to itself; empty without one."""
    done: set[str] = set()

    def walk(node: str, path: list[str]) -> list[str]:
        if node in path:
            return [*path[path.index(node) :], node]
        if node in done:
            return []
        for other in sorted(graph.get(node, ())):
            if found := walk(other, [*path, node]):
                return found
        done.add(node)
        return []

    return next((found for node in sorted(graph) if (found := walk(node, []))), [])


def test_no_files_import_in_a_circle() -> None:
    assert circle(files_graph(ROOT / "src")) == []


def test_no_folders_import_in_a_circle() -> None:
    assert circle(folders_graph(ROOT / "src")) == []


def test_the_modules_are_found() -> None:
    graph = files_graph(ROOT / "src")
    assert len(graph) > 300
    assert f"{PACKAGE}.domain.errors" in graph[f"{PACKAGE}.bootstrap"]


@pytest.mark.parametrize(
    "back",
    [
        "from app.one.first import x\n",
        "import app.one.first\n",
        "def f() -> None:\n    from app.one import first\n",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from app.one.first import x\n",
    ],
    ids=["from", "import", "in a function", "for annotations"],
)
def test_a_circle_of_files_is_found(back: str, tmp_path: Path) -> None:
    make(tmp_path, {"app/one/first.py": "from app.two import second\n", "app/two/second.py": back})
    around = ["app.one.first", "app.two.second", "app.one.first"]
    assert circle(files_graph(tmp_path)) == around
    assert circle(folders_graph(tmp_path)) == ["app.one", "app.two", "app.one"]


def test_a_circle_of_folders_is_found_where_no_files_make_one(tmp_path: Path) -> None:
    make(
        tmp_path,
        {
            "app/one/first.py": "from app.two.second import x\n",
            "app/one/third.py": "",
            "app/two/second.py": "",
            "app/two/fourth.py": "from app.one.third import x\n",
        },
    )
    assert circle(files_graph(tmp_path)) == []
    assert circle(folders_graph(tmp_path)) == ["app.one", "app.two", "app.one"]


def make(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        (file.parent / "__init__.py").touch()
        file.write_text(text, encoding="utf-8")
    (folder / "app/__init__.py").touch()
