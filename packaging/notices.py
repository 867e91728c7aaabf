"""The licence notices of every shipped part, in one file that the installer lays beside the app.

python packaging/notices.py --site SITE-PACKAGES --requirements LIST --python PYTHON-FOLDER OUT.txt

A package without a licence, or without its text, ends this with exit code 1.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from carried import LICENCES, Carried, carried, described
from shipped import ROOT, Package, shipped

LINE = "=" * 78
HEAD = """Sentralbord består av egne deler (MIT-lisens, først nedenfor) og av delene i denne listen.
Hver del har sin egen lisens. Tekstene er på engelsk, slik de er gitt.
"""


CRATES = """
Used unchanged, by the licences named here. A crate that may be had by Apache-2.0 is used by it: its text stands under
OpenSSL above. The words of MIT stand under Sentralbord above, those of Zlib under zlib. Each author's own notice, and
the other texts, are at the address of the crate.
"""


def section(title: str, *texts: str) -> str:
    return "\n".join([LINE, title, LINE, *(text.strip("\n") for text in texts), ""])


def other_part(part: dict[str, Any], found: Sequence[Carried]) -> str:
    about = f"Licence: {part['licence']}\nIn: {part['inside']}\nSource: {part['source']}"
    versions = (f"Version {one.version}: {one.inside}" for one in found
                if one.version and one.name == part["name"])  # fmt: skip
    about = "\n".join([about, *versions])
    texts = [(LICENCES / name).read_text(encoding="utf-8") for name in part.get("text", [])]
    return section(part["name"], about, part.get("note", ""), *texts)


def package_part(package: Package) -> str:
    about = f"Licence: {package.licence}\nSource: {package.home}"
    texts = [file.read_text(encoding="utf-8", errors="replace") for file in package.texts]
    return section(f"{package.name} {package.version}", about, *texts)


def crates(found: Sequence[Carried]) -> str:
    """A line each; the wheels bring no texts of theirs."""
    return section("Rust crates inside the packages", CRATES, *(
        f"{one.name} {one.version}, {one.licence}, in {one.inside}\n"
        f"    {' '.join([one.author, one.source]).strip()}"
        for one in sorted(found, key=lambda one: (one.name, one.version))
    ))  # fmt: skip


def notices(packages: list[Package], python: Path, found: Sequence[Carried]) -> str:
    own = (ROOT / "LICENSE").read_text(encoding="utf-8")
    cpython = (python / "LICENSE.txt").read_text(encoding="utf-8", errors="replace")
    return "\n".join([
        HEAD,
        section("Sentralbord", own),
        *(other_part(part, found) for part in described()),
        crates([one for one in found if one.purl.startswith("pkg:cargo/")]),
        section("CPython: the licence in full", cpython),
        *(package_part(package) for package in packages),
    ])  # fmt: skip


def faults(packages: list[Package]) -> list[str]:
    return [
        *(
            f"{part['name']}: neither a licence text nor why there is none"
            for part in described()
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
    parts, unread = carried(packages, {"site": options.site, "python": options.python})
    found = [*faults(packages), *unread]
    sys.stdout.write("".join(f"{fault}\n" for fault in found))
    text = notices(packages, options.python, parts)
    # Notepad of older Windows wants the mark and CRLF
    options.out.write_text(text, encoding="utf-8-sig", newline="\r\n")
    sys.stdout.write(f"{options.out.name}: {len(packages)} packages\n")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
