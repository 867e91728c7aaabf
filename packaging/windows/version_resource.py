"""The version that Windows shows under Properties, from the one place it is written: pyproject."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

PUBLISHER = "Sentralbord"
COPYRIGHT = "© 2026 The Sentralbord founders. MIT-lisens."
NORWEGIAN_UNICODE = "041404B0"
LAST = 999


def project_version(pyproject: Path) -> str:
    version: str = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]["version"]
    return version


def four_numbers(version: str) -> tuple[int, int, int, int]:
    """«1.2.3» -> (1, 2, 3, 0). Windows compares these; a version with letters is refused."""
    numbers = [int(part) for part in version.split(".")]
    major, minor, patch, build = [*numbers, 0, 0, 0, 0][:4]
    return major, minor, patch, build


def version_before(version: str) -> str:
    """The last one that Windows can tell from it: before 0.1.0 that is 0.0.999. For the tests of upgrading."""
    major, minor, patch, _ = four_numbers(version)
    if patch:
        return f"{major}.{minor}.{patch - 1}"
    return f"{major}.{minor - 1}.{LAST}" if minor else f"{major - 1}.{LAST}.{LAST}"


def version_resource(version: str, *, name: str, about: str) -> Any:
    from PyInstaller.utils.win32.versioninfo import (
        FixedFileInfo,
        StringFileInfo,
        StringStruct,
        StringTable,
        VarFileInfo,
        VarStruct,
        VSVersionInfo,
    )

    words = {
        "CompanyName": PUBLISHER,
        "FileDescription": about,
        "FileVersion": version,
        "InternalName": name,
        "LegalCopyright": COPYRIGHT,
        "OriginalFilename": f"{name}.exe",
        "ProductName": "Sentralbord",
        "ProductVersion": version,
    }
    strings = [StringStruct(key, value) for key, value in words.items()]
    return VSVersionInfo(
        ffi=FixedFileInfo(filevers=four_numbers(version), prodvers=four_numbers(version)),
        kids=[
            StringFileInfo([StringTable(NORWEGIAN_UNICODE, strings)]),
            VarFileInfo([VarStruct("Translation", [0x0414, 0x04B0])]),
        ],
    )
