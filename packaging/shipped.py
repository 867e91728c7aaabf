"""What the product ships: the Python packages that uv.lock puts on Windows, as they are installed. Used by notices.py
and sbom.py, so that both list the same parts. Standard library only."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from email.message import Message
from email.parser import Parser
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
UNTOLD = {"sqlcipher3": "Zlib"}
"""Licences that a package's metadata does not name; read in its text."""
LICENCE_FILES = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)


@dataclass(frozen=True)
class Package:
    name: str
    version: str
    licence: str
    home: str
    texts: tuple[Path, ...]
    hashes: tuple[str, ...]
    """SHA-256 of every file of this version in uv.lock."""
    bills: tuple[Path, ...] = ()
    """What the wheel says is inside it, in CycloneDX."""


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def wanted(requirements: Path) -> set[str]:
    """The names in a list that `uv export` wrote."""
    return {name for name, _ in listed(requirements)}


def listed(requirements: Path) -> list[tuple[str, str]]:
    """The same with their lines."""
    lines = requirements.read_text(encoding="utf-8").splitlines()
    return [(normal(line.split("==")[0]), line) for line in lines if re.match(r"^[a-z0-9]", line)]


ELSEWHERE = re.compile(r";.*(sys_platform == '(?!win32)|python_full_version < )")
"""The marker of a package for Linux or an older Python; packages without it are shipped."""


def absent(requirements: Path, packages: list[Package]) -> list[str]:
    """The names in the list that are not installed: an incomplete environment must not pass as a complete one."""
    needed = {name for name, line in listed(requirements) if not ELSEWHERE.search(line)}
    return sorted(needed - {package.name for package in packages})


def locked_hashes() -> dict[str, tuple[str, ...]]:
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    found = {}
    for package in lock["package"]:
        files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
        hashes = (file["hash"].removeprefix("sha256:") for file in files if "hash" in file)
        found[normal(package["name"])] = tuple(hashes)
    return found


def licence_of(metadata: Message) -> str:
    """The expression, or the classifiers, or the first line of the free text."""
    if expression := metadata.get("License-Expression"):
        return str(expression)
    classifiers = [
        line.rsplit("::", 1)[1].strip()
        for line in metadata.get_all("Classifier") or []
        if line.startswith("License ::") and line.count("::") > 1
    ]
    if classifiers:
        return "; ".join(classifiers)
    free = str(metadata.get("License") or UNTOLD.get(normal(str(metadata["Name"])), ""))
    return free.splitlines()[0] if free else ""


def home_of(metadata: Message) -> str:
    urls = metadata.get_all("Project-URL") or []
    addresses = [line.split(",", 1)[1].strip() for line in urls if "," in line]
    return str(metadata.get("Home-page") or (addresses[0] if addresses else ""))


def shipped(site: Path, requirements: Path) -> list[Package]:
    """Every package of `requirements` that is installed in `site`, by name."""
    names, hashes = wanted(requirements), locked_hashes()
    found = []
    for folder in sorted(site.glob("*.dist-info")):
        metadata = Parser().parsestr((folder / "METADATA").read_text(encoding="utf-8"))
        name = normal(str(metadata["Name"]))
        if name in names:
            texts = sorted(path for path in folder.rglob("*") if path.is_file() and is_text(path, folder))
            found.append(
                Package(
                    name,
                    str(metadata["Version"]),
                    licence_of(metadata),
                    home_of(metadata),
                    tuple(texts),
                    hashes.get(name, ()),
                    tuple(sorted(folder.glob("sboms/*.json"))),
                )
            )
    return sorted(found, key=lambda package: package.name)


def is_text(path: Path, folder: Path) -> bool:
    """A licence's own file, or anything in the folder of licences."""
    inside = path.relative_to(folder).parts
    return inside[0] == "licenses" or bool(LICENCE_FILES.search(path.name))
