"""A CycloneDX bill of materials of what is shipped: the packages of uv.lock, Python, and what both carry inside.

python packaging/sbom.py --site SITE-PACKAGES --requirements LIST --python PYTHON-FOLDER --python-version 3.13.2 OUT.json

A part whose version cannot be read where it should stand ends this with exit code 1.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from carried import Carried, carried
from shipped import ROOT, Package, absent, shipped

NAMESPACE = uuid.UUID("5f0c1b0e-7d0f-4f55-9c22-3d1f5f3a9b61")
SPEC_VERSION = "1.6"


def component(package: Package) -> dict[str, Any]:
    address = f"pkg:pypi/{package.name}@{package.version}"
    found: dict[str, Any] = {
        "type": "library",
        "bom-ref": address,
        "purl": address,
        "name": package.name,
        "version": package.version,
        "licenses": [{"license": {"name": package.licence}}],
        "properties": [{"name": "sentralbord:uv.lock:sha256", "value": value} for value in package.hashes],
    }
    if package.home:
        found["externalReferences"] = [{"type": "website", "url": package.home}]
    return found


def cpython(version: str) -> dict[str, Any]:
    address = f"pkg:generic/cpython@{version}"
    return {
        "type": "framework",
        "bom-ref": address,
        "purl": address,
        "name": "CPython",
        "version": version,
        "licenses": [{"license": {"id": "PSF-2.0"}}],
    }


def inner_part(part: Carried) -> dict[str, Any]:
    """Parts inside the packages or Python with a separate licence: SQLCipher, OpenSSL, a crate …"""
    is_crate = part.purl.startswith("pkg:cargo/")
    found: dict[str, Any] = {
        "type": "library",
        "bom-ref": part.ref,
        "name": part.name,
        "licenses": [{"expression": part.licence} if is_crate else {"license": {"name": part.licence}}],
        "description": f"Inside {part.inside}.",
        "externalReferences": [{"type": "website" if is_crate else "distribution", "url": part.source}],
    }
    if part.purl:
        found |= {"purl": part.purl, "version": part.version}
    if part.hashes:
        found["hashes"] = [{"alg": "SHA-256", "content": content} for content in part.hashes]
    return found


def depending(root: str, components: Sequence[dict[str, Any]], parts: Sequence[Carried]) -> list[dict[str, Any]]:
    """The product hangs on everything but what a wheel says is in it: that hangs on the wheel's package."""
    inside: dict[str, list[str]] = {}
    for part in parts:
        for package in part.packages:
            inside.setdefault(package, []).append(part.ref)
    below = {ref for refs in inside.values() for ref in refs}
    direct = [part["bom-ref"] for part in components if part["bom-ref"] not in below]
    return [
        {"ref": root, "dependsOn": direct},
        *(
            {"ref": part["bom-ref"], "dependsOn": inside[part["name"]]}
            for part in components
            if part["name"] in inside and part["bom-ref"].startswith("pkg:pypi/")
        ),
    ]


def bill(packages: list[Package], python_version: str, parts: Sequence[Carried]) -> dict[str, Any]:
    """The same bill for the same lock: its serial number is made from what it lists."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    components = [cpython(python_version), *map(component, packages), *map(inner_part, parts)]
    name, version = str(project["name"]), str(project["version"])
    listed = "\n".join([f"{name} {version}", *(str(part["bom-ref"]) for part in components)])
    root = f"pkg:pypi/{name}@{version}"
    return {
        "bomFormat": "CycloneDX",
        "specVersion": SPEC_VERSION,
        "serialNumber": f"urn:uuid:{uuid.uuid5(NAMESPACE, listed)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": root,
                "purl": root,
                "name": name,
                "version": version,
                "licenses": [{"license": {"id": str(project["license"])}}],
            }
        },
        "components": components,
        "dependencies": depending(root, components, parts),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--site", "--requirements", "--python"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--python-version", required=True)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    packages = shipped(options.site, options.requirements)
    missing = absent(options.requirements, packages)
    unlocked = [package.name for package in packages if not package.hashes]
    parts, unread = carried(packages, {"site": options.site, "python": options.python})
    made = bill(packages, options.python_version, parts)
    text = json.dumps(made, ensure_ascii=False, indent=1)
    options.out.write_text(text + "\n", encoding="utf-8")
    sys.stdout.write("".join(f"{name} is not in uv.lock\n" for name in unlocked))
    sys.stdout.write("".join(f"{name} is not installed\n" for name in missing))
    sys.stdout.write("".join(f"{fault}\n" for fault in unread))
    sys.stdout.write(f"{options.out.name}: {len(packages)} packages, CPython, {len(parts)} parts in them\n")
    return 1 if missing or unlocked or unread or not packages else 0


if __name__ == "__main__":
    raise SystemExit(main())
