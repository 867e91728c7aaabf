"""What PyInstaller finds and the product does not use: left out of the installed folder."""

from __future__ import annotations

from fnmatch import fnmatch
from pathlib import Path

UNUSED_MODULES = [
    "IPython",
    "PyQt5",
    "PyQt6",
    "PySide2",
    "_pytest",
    "alembic.testing",
    "anyio",
    "hypothesis",
    "lib2to3",
    "multiprocessing",  # its start-up hook loads sockets before the window
    "pandas",
    "phonenumbers.carrierdata",
    "phonenumbers.geodata",
    "phonenumbers.tzdata",
    "pip",
    "pydantic.v1",
    "pydoc_data",
    "pygments",
    "pytest",
    "rich",
    "setuptools",
    "sqlalchemy.testing",
    "sqlite3",
    "tkinter",
    "unittest",
    "wheel",
    "PySide6.QtOpenGL",
    "PySide6.QtOpenGLWidgets",
    "PySide6.QtQml",
    "PySide6.QtQuick",
    "PySide6.QtSql",
    "PySide6.QtSvg",
    "PySide6.QtTest",
    "sqlalchemy.dialects.mssql",
    "sqlalchemy.dialects.mysql",
    "sqlalchemy.dialects.oracle",
]

UNUSED_HOLIDAYS = ("holidays.countries.", "holidays.financial.")
"""Calendars of other countries than NORWAY."""
NORWAY = "holidays.countries.norway"

UNUSED_PARTS = [
    "PySide6/opengl32sw.dll",
    "PySide6/Qt6Pdf*.dll",
    "PySide6/Qt6Qml*.dll",
    "PySide6/Qt6Quick*.dll",
    "PySide6/Qt6OpenGL*.dll",
    "PySide6/Qt6VirtualKeyboard*.dll",
    "PySide6/translations/*",  # Qt ships no bokmål: ours is compiled into the resources
    "PySide6/plugins/generic/*",
    "PySide6/plugins/imageformats/q[!si]*.dll",
    "PySide6/plugins/imageformats/qicns.dll",
    "PySide6/plugins/networkinformation/*",
    "PySide6/plugins/platforminputcontexts/*",
    "PySide6/plugins/platforms/qdirect2d.dll",
    "PySide6/plugins/platforms/qminimal.dll",
    "PySide6/plugins/tls/*",  # the SMS gateway is reached through Python's own TLS
    "qtawesome/fonts/[!p]*",  # the app draws its icons from Phosphor alone
    "tzdata/zoneinfo/right/*",
    "holidays/locale/*",
    "*.dist-info/RECORD",  # what an installer of packages reads
    "*.dist-info/sboms/*",  # ours lists their parts (sbom.py)
    "rapidfuzz/distance/metrics_cpp_avx2*.pyd",  # no faster than the one for every processor
    "rapidfuzz/fuzz_cpp*.pyd",  # the search measures distances; `fuzz` has its Python
    "stdnum/*.dat",  # other countries' numbers
]
WINDOW_MODULES = ("PySide6", "shiboken6", "sentralbord_desktop.gui")


def is_unused_part(name: str) -> bool:
    """Whether the part, named by its path in the folder, is left out."""
    path = name.replace("\\", "/")
    return any(fnmatch(path, pattern) for pattern in UNUSED_PARTS)


def is_unused_module(name: str) -> bool:
    """Whether the module is left out, though the analysis finds it beside one that is used."""
    return name.startswith(UNUSED_HOLIDAYS) and name != NORWAY


def unused_holidays(package: Path) -> list[str]:
    """Those of the folder of `holidays`: left out before each is read, a tenth of all modules."""
    names = [
        f"holidays.{part}.{file.stem}"
        for part in ("countries", "financial")
        for file in (package / part).glob("*.py")
        if file.stem != "__init__"
    ]
    return sorted(filter(is_unused_module, names))


def is_window_module(name: str) -> bool:
    """Whether the module belongs to the window alone: the console program leaves it out."""
    return any(name == start or name.startswith(f"{start}.") for start in WINDOW_MODULES)
