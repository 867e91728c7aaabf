"""Compile ui/*.ui, translations, resources/sentralbord.qrc and the procedures.

Everything lands in the git-ignored package sentralbord_desktop.gui._generated, so that an
installed wheel, an editable install, PyInstaller and the tests all just import it.

Runs as hatch build hook (`pip install`, `uv sync`, `uv run`) and by hand:
    python packaging/compile_qt.py
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import PySide6

ROOT = Path(__file__).parent.parent
OUT = ROOT / "src/sentralbord_desktop/gui/_generated"
PROCEDURES = ROOT / "src/sentralbord_desktop/procedures"
QT = Path(PySide6.__file__).parent


def qt_tool(name: str) -> Path:
    """Find a Qt tool inside the PySide6 wheel; on Linux uic and rcc sit in libexec."""
    candidates = [QT / "Qt/libexec" / name, QT / name, QT / f"{name}.exe"]
    return next(path for path in candidates if path.is_file())


def run(name: str, *arguments: str | Path) -> None:
    subprocess.run([qt_tool(name), *arguments], check=True)


def compile_procedures() -> None:
    """The procedures as JSON, each by the hash of its YAML: reading YAML costs a quarter second. The YAML stays the
    truth: a file that was edited since has another hash, and is read itself."""
    from ruamel.yaml import YAML

    found = {}
    for file in sorted([*PROCEDURES.glob("nb/*.yaml"), *PROCEDURES.glob("texts/*.yaml")]):
        content = file.read_text(encoding="utf-8")
        key = hashlib.sha256(content.encode()).hexdigest()
        found[key] = YAML(typ="safe", pure=True).load(content)
    (PROCEDURES / "compiled.json").write_text(json.dumps(found, ensure_ascii=False, default=str), encoding="utf-8")


def only_what_is_used(form: str) -> str:
    """uic imports a dozen classes in case; each is made when it is first named, before the first window."""

    def used(block: re.Match[str]) -> str:
        names = [name for name in re.findall(r"\w+", block[2]) if len(re.findall(rf"\b{name}\b", form)) > 1]
        return f"from {block[1]} import ({', '.join(names)})\n" if names else ""

    return re.sub(r"^from (PySide6\.\w+) import \(([\w\s,]+)\)\n", used, form, flags=re.MULTILINE)


def compile_all() -> None:
    compile_procedures()
    OUT.mkdir(parents=True, exist_ok=True)
    for stale in OUT.iterdir():
        if stale.is_file():
            stale.unlink()
    (OUT / "__init__.py").write_text('"""Written by packaging/compile_qt.py."""\n')

    for form in sorted((ROOT / "ui").glob("*.ui")):
        target = OUT / f"ui_{form.stem}.py"
        run("uic", "-g", "python", "--no-autoconnection", "--from-imports", form, "-o", target)
        target.write_text(only_what_is_used(target.read_text(encoding="utf-8")), encoding="utf-8")

    for catalogue in sorted((ROOT / "resources/translations").glob("*.ts")):
        run("lrelease", "-silent", catalogue, "-qm", OUT / f"{catalogue.stem}.qm")

    # zlib: the rcc of Linux would take zstd, which the Qt of Windows cannot read
    rcc = ("rcc", "-g", "python", "--compress-algo", "zlib")
    run(*rcc, ROOT / "resources/sentralbord.qrc", "-o", OUT / "sentralbord_rc.py")


try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run by hand, without the build backend
    pass
else:

    class CompileQt(BuildHookInterface[Any]):
        """The build hook that hatchling calls before it packs the wheel."""

        def initialize(self, version: str, build_data: dict[str, Any]) -> None:
            if self.target_name == "wheel":
                compile_all()


if __name__ == "__main__":
    compile_all()
    sys.stdout.write(f"{OUT.relative_to(ROOT)}: {len(list(OUT.glob('*.py')))} modules\n")
