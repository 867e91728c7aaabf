"""What the installed folder holds inside Python and the packages: C libraries, by licences/other_parts.toml and qt.toml
with the version found in the file itself, and Rust crates, by the bills of materials in the wheels. Used by notices.py
and sbom.py, so that both list the same parts. Standard library only."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from shipped import ROOT, Package

LICENCES = ROOT / "packaging/licences"
CPYTHON = "CPython and its standard library"
Roots = Mapping[str, Path]
"""«python» and «site»: the folders of Python and of the packages."""


@dataclass(frozen=True)
class Carried:
    """`inside` is its location for the reader, `packages` are those whose wheel lists it. A part without a version in
    any file has neither version nor `purl`."""

    name: str
    version: str
    licence: str
    inside: str
    source: str
    purl: str = ""
    author: str = ""
    hashes: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()

    @property
    def ref(self) -> str:
        return self.purl or f"part:{self.name}"


def described() -> list[dict[str, Any]]:
    """Every part of other_parts.toml, and then of what Qt carries."""
    return [part for name in ("other_parts.toml", "qt.toml") for part in _told(name)["part"]]


def told_qt() -> str:
    """The Qt version in qt.toml, as «6.11»."""
    return str(_told("qt.toml")["of"])


def _told(name: str) -> dict[str, Any]:
    return tomllib.loads((LICENCES / name).read_text(encoding="utf-8"))


def carried(packages: Sequence[Package], roots: Roots) -> tuple[list[Carried], list[str]]:
    """Every part once for each of its versions, the parts before the crates, and what could not be read."""
    found, faults = _parts(roots)
    for package in packages:
        for bill in package.bills:
            for one in _listed(json.loads(bill.read_text(encoding="utf-8")), package.name):
                found[one.ref] = _joined(found.get(one.ref), one)
    return list(found.values()), faults


def _parts(roots: Roots) -> tuple[dict[str, Carried], list[str]]:
    found: dict[str, Carried] = {}
    faults: list[str] = []
    for part in described():
        plain = Carried(part["name"], "", part["licence"], part["inside"], part["source"])
        places: dict[str, list[str]] = {}
        for where in part.get("versions", []):
            place, versions = read_version(where, roots)
            if len(versions) != 1:
                faults.append(f"{part['name']}: no single version in {place}")
            for version in versions:
                places.setdefault(version, []).append(place)
        for version, files in places.items():
            purl = f"pkg:generic/{part['purl']}@{version}"
            found[purl] = replace(plain, version=version, inside=", ".join(files), purl=purl)
        if not places and part["name"] != CPYTHON:
            found[plain.ref] = plain
    return found, faults


def read_version(where: Mapping[str, str], roots: Roots) -> tuple[str, set[str]]:
    """The version's location, and every version found there: one, if all is well."""
    if "package" in where:
        name = where["package"]
        folders = roots["site"].glob(f"{name}-*.dist-info")
        return name, {folder.name.removesuffix(".dist-info").split("-")[1] for folder in folders}
    root = "python" if "python" in where else "site"
    like = re.compile(where["like"].encode())
    place, told = where[root], set()
    for file in roots[root].glob(where[root]):
        data = file.read_bytes()
        # a version resource of Windows is UTF-16, with NULs between
        versions = like.findall(data) or like.findall(data.replace(b"\0", b""))
        place = file.relative_to(roots[root]).as_posix()
        told |= {version.decode() for version in versions}
    return place, told


def _listed(bill: Mapping[str, Any], package: str) -> Iterator[Carried]:
    """What a wheel's CycloneDX says is in it; what only built it is not shipped."""
    for part in bill.get("components", []):
        if part.get("scope") == "excluded":
            continue
        addresses = [r["url"] for r in part.get("externalReferences", []) if r["type"] != "documentation"]
        yield Carried(
            part["name"],
            part["version"],
            _licence(part),
            package,
            addresses[0] if addresses else f"https://crates.io/crates/{part['name']}",
            part["purl"].partition("?")[0],
            str(part.get("author", "")),
            tuple(h["content"] for h in part.get("hashes", []) if h["alg"] == "SHA-256"),
            (package,),
        )


def _licence(part: Mapping[str, Any]) -> str:
    told = (part.get("licenses") or [{}])[0]
    licence = told.get("license", {})
    return str(told.get("expression") or licence.get("id") or licence.get("name") or "")


def _joined(known: Carried | None, told: Carried) -> Carried:
    """Whether it is the same part in another package, or one of ours that a wheel lists too."""
    if known is None:
        return told
    inside = known.inside if told.inside in known.inside else f"{known.inside}, {told.inside}"
    return replace(
        known,
        licence=known.licence or told.licence,
        inside=inside,
        hashes=told.hashes,
        packages=(*known.packages, *told.packages),
    )
