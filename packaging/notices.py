"""The licence notices of every shipped part, in one file that the installer lays beside the app.

python packaging/notices.py --site SITE-PACKAGES --requirements LIST --python PYTHON-FOLDER OUT.txt

A package without a licence, or without its text, ends this with exit code 1. So does a crate that asks for a text of its
own that licences/crates.toml does not have, and a Qt that licences/qt.toml is not of.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from carried import LICENCES, Carried, carried, described, told_qt
from crates import HEAD as HEAD_OF_CRATES
from crates import crate_faults, crate_lines, crate_texts, told
from shipped import ROOT, Package, shipped

LINE = "=" * 78
HEAD = """Sentralbord består av egne deler (MIT-lisens, først nedenfor) og av delene i denne listen.
Hver del har sin egen lisens. Tekstene er på engelsk, slik de er gitt.
"""


def section(title: str, *texts: str) -> str:
    words = "\n\n".join(text.strip("\n") for text in texts if text)
    return "\n".join([LINE, title, LINE, words, ""])


def other_part(part: dict[str, Any], found: Sequence[Carried], printed: dict[str, str]) -> str:
    """`printed` holds the title under which each text is printed, and is extended here."""
    about = f"Licence: {part['licence']}\nIn: {part['inside']}\nSource: {part['source']}"
    versions = (f"Version {one.version}: {one.inside}" for one in found if one.version and one.name == part["name"])
    about = "\n".join([about, *versions])
    texts = []
    for name in part.get("text", []):
        if above := printed.get(name):
            texts.append(f"The text stands under {above} above.")
        else:
            texts.append((LICENCES / name).read_text(encoding="utf-8"))
            printed[name] = part["name"]
    return section(part["name"], about, part.get("copyright", ""), part.get("note", ""), *texts)


def package_part(package: Package) -> str:
    about = f"Licence: {package.licence}\nSource: {package.home}"
    texts = [file.read_text(encoding="utf-8", errors="replace") for file in package.texts]
    return section(f"{package.name} {package.version}", about, *texts)


def crates(found: Sequence[Carried]) -> str:
    """A line each, and the texts that the wheels do not bring."""
    known = told()
    found = sorted(rust(found), key=lambda one: (one.name, one.version))
    return "\n".join(
        [
            section("Rust crates inside the packages", HEAD_OF_CRATES, "\n".join(crate_lines(found, known))),
            *(section(*text) for text in crate_texts(found, known)),
        ]
    )


def rust(found: Sequence[Carried]) -> list[Carried]:
    return [one for one in found if one.purl.startswith("pkg:cargo/")]


def notices(packages: list[Package], python: Path, found: Sequence[Carried]) -> str:
    own = (ROOT / "LICENSE").read_text(encoding="utf-8")
    cpython = (python / "LICENSE.txt").read_text(encoding="utf-8", errors="replace")
    printed: dict[str, str] = {}
    return "\n".join(
        [
            HEAD,
            section("Sentralbord", own),
            *(other_part(part, found, printed) for part in described()),
            crates(found),
            section("CPython: the licence in full", cpython),
            *(package_part(package) for package in packages),
        ]
    )


def faults(packages: list[Package]) -> list[str]:
    return [
        *(
            f"{part['name']}: neither a licence text nor why there is none"
            for part in described()
            if not (part.get("text") or part.get("note"))
        ),
        *(f"{p.name}: no licence in its metadata" for p in packages if not p.licence),
        *(f"{p.name}: no licence text" for p in packages if not p.texts),
        *(
            f"{p.name} {p.version}: licences/qt.toml tells of Qt {told_qt()}"
            for p in packages
            if p.name == "pyside6-essentials" and not p.version.startswith(f"{told_qt()}.")
        ),
        *([] if packages else ["no packages at all"]),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--site", "--requirements", "--python"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    packages = shipped(options.site, options.requirements)
    parts, unread = carried(packages, {"site": options.site, "python": options.python})
    found = [*faults(packages), *crate_faults(rust(parts), told()), *unread]
    sys.stdout.write("".join(f"{fault}\n" for fault in found))
    text = notices(packages, options.python, parts)
    # Notepad of older Windows wants the mark and CRLF
    options.out.write_text(text, encoding="utf-8-sig", newline="\r\n")
    sys.stdout.write(f"{options.out.name}: {len(packages)} packages\n")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
