"""A CycloneDX bill of materials of what is shipped: the packages of uv.lock, and Python.

python packaging/sbom.py --site SITE-PACKAGES --requirements LIST --python-version 3.13.2 OUT.json
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
import uuid
from pathlib import Path
from typing import Any

from shipped import ROOT, Package, shipped

NAMESPACE = uuid.UUID("5f0c1b0e-7d0f-4f55-9c22-3d1f5f3a9b61")
SPEC_VERSION = "1.6"
OTHER_PARTS = ROOT / "packaging/licences/other_parts.toml"


def component(package: Package) -> dict[str, Any]:
    address = f"pkg:pypi/{package.name}@{package.version}"
    found: dict[str, Any] = {
        "type": "library", "bom-ref": address, "purl": address,
        "name": package.name, "version": package.version,
        "licenses": [{"license": {"name": package.licence}}],
        "properties": [
            {"name": "sentralbord:uv.lock:sha256", "value": value} for value in package.hashes
        ],
    }  # fmt: skip
    if package.home:
        found["externalReferences"] = [{"type": "website", "url": package.home}]
    return found


def cpython(version: str) -> dict[str, Any]:
    address = f"pkg:generic/cpython@{version}"
    return {
        "type": "framework", "bom-ref": address, "purl": address, "name": "CPython",
        "version": version, "licenses": [{"license": {"id": "PSF-2.0"}}],
    }  # fmt: skip


def carried() -> list[dict[str, Any]]:
    """What lies inside the packages and has a licence of its own: SQLCipher, OpenSSL, libpq …"""
    parts = tomllib.loads(OTHER_PARTS.read_text(encoding="utf-8"))["part"]
    return [
        {
            "type": "library", "bom-ref": f"part:{part['name']}", "name": part["name"],
            "licenses": [{"license": {"name": part["licence"]}}],
            "description": f"Inside {part['inside']}.",
            "externalReferences": [{"type": "distribution", "url": part["source"]}],
        }
        for part in parts
        if part["name"] != "CPython and its standard library"
    ]  # fmt: skip


def bill(packages: list[Package], python_version: str) -> dict[str, Any]:
    """The same bill for the same lock: its serial number is made from what it lists."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    components = [
        cpython(python_version), *(component(package) for package in packages), *carried()
    ]  # fmt: skip
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
                "type": "application", "bom-ref": root, "purl": root, "name": name,
                "version": version, "licenses": [{"license": {"id": str(project["license"])}}],
            }
        },
        "components": components,
        "dependencies": [{"ref": root, "dependsOn": [part["bom-ref"] for part in components]}],
    }  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--site", "--requirements"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--python-version", required=True)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    packages = shipped(options.site, options.requirements)
    unlocked = [package.name for package in packages if not package.hashes]
    text = json.dumps(bill(packages, options.python_version), ensure_ascii=False, indent=1)
    options.out.write_text(text + "\n", encoding="utf-8")
    sys.stdout.write("".join(f"{name} is not in uv.lock\n" for name in unlocked))
    sys.stdout.write(f"{options.out.name}: {len(packages)} packages and CPython\n")
    return 1 if unlocked or not packages else 0


if __name__ == "__main__":
    raise SystemExit(main())
