"""The code of every module that the product and the tests load, in one file for `packed/sitecustomize.py`.

    python -m tests.windows.pack FILE

Not the tests themselves: pytest rewrites them.
"""

import ast
import importlib
import marshal
import pkgutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import sentralbord_desktop

TESTS = Path(__file__).parents[1]


def wanted() -> Iterator[str]:
    """Every module of the product, and what the tests name."""
    for found in pkgutil.walk_packages(sentralbord_desktop.__path__, "sentralbord_desktop."):
        if "migrations" not in found.name and not found.name.endswith("__main__"):
            yield found.name
    for file in TESTS.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (name.name for name in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module


def codes() -> Iterator[tuple[str, str, bool, bytes]]:
    for name in dict.fromkeys(wanted()):
        if name.partition(".")[0] != "tests":
            with suppress(ImportError):  # of Unix
                importlib.import_module(name)
    for name, module in list(sys.modules.items()):
        spec = getattr(module, "__spec__", None)
        if spec is None or spec.name != name or name.partition(".")[0] == "tests":
            continue
        file = Path(getattr(spec.loader, "path", ""))
        if file.suffix == ".py" and file.is_absolute():  # shiboken6's names no folder
            is_package = spec.submodule_search_locations is not None
            yield name, str(file), is_package, marshal.dumps(spec.loader.get_code(name))


def pack(place: Path) -> int:
    """How many modules it holds; whoever waits for the file sees all of it or none."""
    index, parts, begin = {}, [], 0
    for name, file, is_package, code in codes():
        index[name] = (file, is_package, begin, len(code))
        parts.append(code)
        begin += len(code)
    head = marshal.dumps(index)
    half = place.with_suffix(".half")
    half.write_bytes(len(head).to_bytes(8, "little") + head + b"".join(parts))
    half.replace(place)
    return len(index)


if __name__ == "__main__":
    print(pack(Path(sys.argv[1])), "modules")
