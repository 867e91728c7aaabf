"""The licence notices of every shipped part, in one file that the installer lays beside the app.

python packaging/notices.py --site SITE-PACKAGES --requirements LIST --python PYTHON-FOLDER OUT.txt

A package without a licence, or without its text, ends this with exit code 1.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from pathlib import Path
from typing import Any

from shipped import ROOT, Package, shipped

LICENCES = ROOT / "packaging/licences"
LINE = "=" * 78
HEAD = """Sentralbord består av egne deler (MIT-lisens, først nedenfor) og av delene i denne listen.
Hver del har sin egen lisens. Tekstene er på engelsk, slik de er gitt.
"""


def section(title: str, *texts: str) -> str:
    return "\n".join([LINE, title, LINE, *(text.strip("\n") for text in texts), ""])


def other_part(part: dict[str, Any]) -> str:
    about = f"Licence: {part['licence']}\nIn: {part['inside']}\nSource: {part['source']}"
    texts = [(LICENCES / name).read_text(encoding="utf-8") for name in part.get("text", [])]
    return section(part["name"], about, part.get("note", ""), *texts)


def package_part(package: Package) -> str:
    about = f"Licence: {package.licence}\nSource: {package.home}"
    texts = [file.read_text(encoding="utf-8", errors="replace") for file in package.texts]
    return section(f"{package.name} {package.version}", about, *texts)


def notices(packages: list[Package], python: Path) -> str:
    parts = tomllib.loads((LICENCES / "other_parts.toml").read_text(encoding="utf-8"))["part"]
    own = (ROOT / "LICENSE").read_text(encoding="utf-8")
    cpython = (python / "LICENSE.txt").read_text(encoding="utf-8", errors="replace")
    return "\n".join([
        HEAD,
        section("Sentralbord", own),
        *(other_part(part) for part in parts),
        section("CPython: the licence in full", cpython),
        *(package_part(package) for package in packages),
    ])  # fmt: skip


def faults(packages: list[Package]) -> list[str]:
    parts = tomllib.loads((LICENCES / "other_parts.toml").read_text(encoding="utf-8"))["part"]
    return [
        *(
            f"{part['name']}: neither a licence text nor why there is none"
            for part in parts
            if not (part.get("text") or part.get("note"))
        ),
        *(f"{p.name}: no licence in its metadata" for p in packages if not p.licence),
        *(f"{p.name}: no licence text" for p in packages if not p.texts),
        *([] if packages else ["no packages at all"]),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--site", "--requirements", "--python"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    packages = shipped(options.site, options.requirements)
    found = faults(packages)
    sys.stdout.write("".join(f"{fault}\n" for fault in found))
    text = notices(packages, options.python)
    # Notepad of older Windows wants the mark and CRLF
    options.out.write_text(text, encoding="utf-8-sig", newline="\r\n")
    sys.stdout.write(f"{options.out.name}: {len(packages)} packages\n")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
