"""The papers of what is shipped: the licence notices and the bill of materials."""

import json
import re
import sys
import tomllib
from pathlib import Path

import pytest

from tests.helpers.figures import Say

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "packaging"))

from carried import LICENCES, Carried, Roots, carried, described
from crates import choices, crate_faults, crate_lines, told
from notices import faults, main, notices
from sbom import bill
from shipped import Package, absent, shipped, wanted

SHA = [{"alg": "SHA-256", "content": "5a15"}]
WHEEL = [
    {
        "name": "openssl",
        "version": "4.0.3",
        "hashes": SHA,
        "purl": "pkg:generic/openssl@4.0.3?download_url=https://github.com/openssl",
    },
    {
        "name": "ahash",
        "version": "0.8.12",
        "scope": "required",
        "hashes": SHA,
        "licenses": [{"expression": "MIT OR Apache-2.0"}],
        "purl": "pkg:cargo/ahash@0.8.12",
    },
    {
        "name": "autocfg",
        "version": "1.3.0",
        "scope": "excluded",
        "licenses": [{"expression": "MIT"}],
        "purl": "pkg:cargo/autocfg@1.3.0",
    },
]
"""As the wheels of cryptography and pydantic-core tell of what is in them."""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Two installed packages, one of them without a licence, and one that is not shipped."""
    for name, more, text in [
        ("pydantic", "License-Expression: MIT\nHome-page: https://eksempel.no", "MIT-tekst"),
        ("alembic", "", ""),
        ("pytest", "License-Expression: MIT", "MIT-tekst"),
    ]:
        folder = tmp_path / f"site/{name}-1.0.dist-info"
        (folder / "licenses").mkdir(parents=True)
        (folder / "METADATA").write_text(f"Name: {name}\nVersion: 1.0\n{more}\n")
        if text:
            (folder / "licenses/LICENSE").write_text(text)
    bills = tmp_path / "site/pydantic-1.0.dist-info/sboms"
    bills.mkdir()
    (bills / "rust.cyclonedx.json").write_text(json.dumps({"components": WHEEL}))
    return tmp_path / "site"


@pytest.fixture
def packages(site: Path, tmp_path: Path) -> list[Package]:
    listed = tmp_path / "product.txt"
    listed.write_text("# made by uv\npydantic==1.0 \\\n    --hash=sha256:0\nalembic==1.0\n")
    assert wanted(listed) == {"pydantic", "alembic"}
    return shipped(site, listed)


def test_only_what_is_shipped_is_told_of(packages: list[Package]) -> None:
    assert [package.name for package in packages] == ["alembic", "pydantic"]


def test_a_package_without_licence_or_text_is_a_fault(packages: list[Package]) -> None:
    assert faults(packages) == ["alembic: no licence in its metadata", "alembic: no licence text"]
    assert faults([]) == ["no packages at all"]


TOLD = {
    "python/DLLs/libcrypto-3.dll": b"\0OpenSSL 3.0.15 3 Sep 2024\0",
    "python/DLLs/pyexpat.pyd": b"\0expat_2.6.4\0",
    "python/DLLs/_decimal.pyd": b"(ss)\0\x004.0.0\0\0",
    "python/DLLs/_bz2.pyd": b"\x001.0.8, 13-Jul-2019\0",
    "python/DLLs/libffi-8.dll": "libffi-8.dll (libffi-3.4.4)".encode("utf-16-le"),
    "python/python313.dll": b"HACL\0\x001.3.1\0Z_TREES",
    "site/psycopg_binary.libs/libcrypto-3-x64-cf63.dll": b"OpenSSL 3.6.5 29 Sep 2026",
    "site/psycopg_binary.libs/libpq-f339.dll": "ProductVersion\0\x0018.4\0D".encode("utf-16-le"),
    "site/sqlcipher3/_sqlite3.cp313-win_amd64.pyd": b"OpenSSL 3.6.0 1 Oct 2025\x001.3.101.110\0@@3.53.4\0community\x004.19.0\0",
    "site/cryptography/hazmat/bindings/_rust.pyd": b"OpenSSL 4.0.3 29 Sep 2026",
    "site/PySide6/Qt6Core.dll": b"\x0010.47 2025-10-21\0",
    "site/PySide6/Qt6Gui.dll": b"\x006.11.2\0\x001.6.58\0",
}
"""What stood in the files that Python 3.13.2 and the wheels brought, cut out of them."""


@pytest.fixture
def roots(site: Path, tmp_path: Path) -> Roots:
    for name, content in TOLD.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    for package in ("pyside6_essentials-6.11.2", "pyinstaller-6.22.3"):
        (site / f"{package}.dist-info").mkdir()
        (site / f"{package}.dist-info/METADATA").write_text(f"Name: {package.partition('-')[0]}\n")
    (tmp_path / "python/LICENSE.txt").write_text("PSF-tekst")
    return {"site": site, "python": tmp_path / "python"}


def test_the_version_of_every_part_is_read_where_it_stands(roots: Roots) -> None:
    parts, unread = carried([], roots)
    assert unread == []
    assert {part.purl.removeprefix("pkg:generic/") for part in parts if part.version} == {
        "qt@6.11.2",
        "openssl@3.0.15",
        "openssl@3.6.5",
        "openssl@3.6.0",
        "openssl@4.0.3",
        "sqlcipher@4.19.0",
        "sqlite@3.53.4",
        "expat@2.6.4",
        "mpdecimal@4.0.0",
        "zlib@1.3.1",
        "bzip2@1.0.8",
        "libffi@3.4.4",
        "postgresql@18.4",
        "pyinstaller@6.22.3",
        "pcre2@10.47",
        "libpng@1.6.58",
    }


def test_a_version_that_does_not_stand_there_any_more_is_a_fault(roots: Roots) -> None:
    (roots["python"] / "DLLs/pyexpat.pyd").write_bytes(b"expat")
    (roots["site"] / "psycopg_binary.libs/libpq-f339.dll").unlink()
    parts, unread = carried([], roots)
    assert unread == [
        "Expat: no single version in DLLs/pyexpat.pyd",
        "libpq, the client library of PostgreSQL: no single version in psycopg_binary.libs/libpq-*.dll",
    ]
    assert {"part:Expat"} < {part.ref for part in parts}  # still told of


def test_the_notices_hold_every_text_and_name_what_has_none(packages: list[Package], roots: Roots) -> None:
    text = notices(packages, roots["python"], carried(packages, roots)[0])
    for words in (
        "MIT License",
        "MIT-tekst",
        "PSF-tekst",
        "GNU LESSER GENERAL",
        "pydantic 1.0",
        "Expat maintainers",
        "Stefan Krah",
        "Jean-loup Gailly",
        "bzip2-1.0.6",
        "libffi",
        "liblzma",
        "Version 3.53.4: sqlcipher3/_sqlite3.cp313-win_amd64.pyd",
        "ahash 0.8.12, MIT OR Apache-2.0, in pydantic",
        "Version 10.47: PySide6/Qt6Core.dll",
        "Copyright 2019 Google LLC",
        "Martin Mitáš",
        "The FreeType Project LICENSE",
    ):
        assert words in text
    for words in ("Mozilla Public License Version 2.0\n", "CC0 1.0 Universal\n", "UNICODE LICENSE V3\n"):
        assert text.count(words) == 1
    assert "The text stands under FreeType (in Qt) above." in text
    assert "autocfg" not in text  # built it, and is not in it


def crate(name: str, licence: str) -> Carried:
    return Carried(name, "1.0", licence, "pydantic", "https://crates.io", f"pkg:cargo/{name}@1.0")


def test_a_crate_that_asks_for_its_own_text_has_it_with_its_notice(roots: Roots) -> None:
    text = notices(
        [],
        roots["python"],
        [
            crate("memchr", "Unlicense OR MIT"),
            crate("ahash", "MIT OR Apache-2.0"),
            crate("aho-corasick", "Unlicense OR MIT"),
            crate("encoding_rs", "(Apache-2.0 OR MIT) AND BSD-3-Clause"),
            crate("unicode-ident", "(MIT OR Apache-2.0) AND Unicode-3.0"),
        ],
    )
    inside = text.partition("Rust crates inside the packages")[2].partition("CPython: the")[0]
    _, mit, whatwg, unicode = inside.split("Rust crates by ")
    assert "aho-corasick 1.0, memchr 1.0\n    Copyright (c) 2015 Andrew Gallant\n\nPermission" in mit
    assert "ahash" not in mit + whatwg + unicode
    assert "encoding_rs 1.0\n\nCopyright © WHATWG (Apple, Google, Mozilla, Microsoft)." in whatwg
    assert "unicode-ident 1.0\n    Copyright © 1991-2023 Unicode, Inc.\n\nUNICODE LICENSE V3" in unicode


@pytest.mark.parametrize(
    ("name", "licence", "missing"),
    [
        ("newcomer", "MIT", True),
        ("newcomer", "", True),
        ("newcomer", "Apache-2.0 AND MIT", True),
        ("newcomer", "MIT OR Apache-2.0", False),
        ("newcomer", "Apache-2.0 WITH LLVM-exception OR MIT", False),
        ("aho-corasick", "Unlicense OR MIT", False),
        ("aho-corasick", "Unlicense", True),
        ("unicode-ident", "(MIT OR Apache-2.0) AND Unicode-DFS-2016", False),
        ("unicode-ident", "(MIT OR Apache-2.0) AND Unicode-4.0", True),
    ],
)
def test_a_crate_whose_text_is_not_here_is_a_fault(name: str, licence: str, missing: bool) -> None:
    expected = f"{name} 1.0, {licence or 'no licence'}: no text in licences/crates.toml"
    assert crate_faults([crate(name, licence)], told()) == ([expected] if missing else [])


def test_a_crate_whose_text_nobody_found_is_told_of_and_no_fault() -> None:
    known = told() | {"without": {"newcomer": "it has no licence file."}}
    found = [crate("newcomer", "MIT")]
    assert crate_faults(found, known) == []
    assert list(crate_lines(found, known))[2:] == [
        "    The text of its licence is missing here: it has no licence file."
    ]


def test_the_licences_of_an_expression_are_read_as_spdx_says() -> None:
    assert choices("A OR B AND C") == {frozenset("A"), frozenset("BC")}
    assert choices("((A OR B) AND C) OR D WITH e") == {frozenset("AC"), frozenset("BC"), frozenset({"D WITH e"})}


def test_a_build_with_a_crate_without_text_names_it_and_fails(
    packages: list[Package],
    roots: Roots,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    newcomer = {
        "name": "newcomer",
        "version": "1.0",
        "licenses": [{"expression": "MIT"}],
        "purl": "pkg:cargo/newcomer@1.0",
    }
    packages[1].bills[0].write_text(json.dumps({"components": [newcomer]}))
    arguments = [
        "--site",
        str(roots["site"]),
        "--python",
        str(roots["python"]),
        "--requirements",
        str(tmp_path / "product.txt"),
        str(tmp_path / "out.txt"),
    ]
    monkeypatch.setattr(sys, "argv", ["notices.py", *arguments])
    assert main() == 1
    assert "newcomer 1.0, MIT: no text in licences/crates.toml\n" in capsys.readouterr().out


def test_another_qt_than_its_parts_are_told_of_is_a_fault() -> None:
    def qt(version: str) -> Package:
        return Package("pyside6-essentials", version, "LGPL", "", (ROOT / "LICENSE",), ())

    assert faults([qt("6.11.9")]) == []
    assert faults([qt("6.12.0")]) == ["pyside6-essentials 6.12.0: licences/qt.toml tells of Qt 6.11"]


def test_every_text_in_the_folder_is_used_and_there() -> None:
    used = {name for part in described() for name in part.get("text", [])}
    used |= {text["file"] for text in told()["text"]}
    assert used == {file.relative_to(LICENCES).as_posix() for file in LICENCES.rglob("*.txt")}


@pytest.mark.figures("R16")
def test_the_bill_names_every_part_with_its_hashes(packages: list[Package], roots: Roots, figure: Say) -> None:
    inside, _ = carried(packages, roots)
    made = bill(packages, "3.13.2", inside)
    parts = {part["bom-ref"]: part for part in made["components"]}
    assert len(parts) == len(made["components"])
    assert {
        "pkg:generic/cpython@3.13.2",
        "pkg:pypi/alembic@1.0",
        "pkg:pypi/pydantic@1.0",
        "pkg:generic/sqlcipher@4.19.0",
        "pkg:cargo/ahash@0.8.12",
    } <= set(parts)
    assert parts["pkg:generic/openssl@4.0.3"]["version"] == "4.0.3"
    for name in ("pkg:generic/openssl@4.0.3", "pkg:cargo/ahash@0.8.12"):
        assert parts[name]["hashes"] == [{"alg": "SHA-256", "content": "5a15"}]
        assert parts[name]["licenses"] != [{"license": {"name": ""}}]
    below = {one["ref"]: one["dependsOn"] for one in made["dependencies"]}
    assert below["pkg:pypi/pydantic@1.0"] == ["pkg:generic/openssl@4.0.3", "pkg:cargo/ahash@0.8.12"]
    assert sorted(ref for refs in below.values() for ref in refs) == sorted(parts)
    hashes = [entry["value"] for entry in parts["pkg:pypi/pydantic@1.0"]["properties"]]
    assert hashes
    assert all(re.fullmatch(r"[0-9a-f]{64}", value) for value in hashes)
    assert json.dumps(made) == json.dumps(bill(packages, "3.13.2", inside))
    figure(
        "R16",
        f"the bill of materials names {len(parts)} of {len(parts)} parts, with hashes of their "
        "files; the real one is checked by the Windows lane",
    )


@pytest.mark.figures("R16")
def test_everything_that_is_installed_has_a_hash(figure: Say) -> None:
    lock = tomllib.loads((Path(__file__).parents[2] / "uv.lock").read_text(encoding="utf-8"))
    files = [
        file
        for package in lock["package"]
        for file in (*package.get("wheels", ()), *filter(None, [package.get("sdist")]))
    ]
    without = [file["url"] for file in files if not file["hash"].startswith("sha256:")]
    figure("R16", f"{len(lock['package'])} packages, {len(files)} files in the lock: all with SHA-256")
    assert len(files) > 100
    assert without == []


def test_what_is_not_installed_is_named(packages: list[Package], tmp_path: Path) -> None:
    listed = tmp_path / "more.txt"
    listed.write_text(
        "pydantic==1.0 \\\n    --hash=sha256:0\n"
        "httpx==1.0 \\\n"
        "cffi==1.0 ; platform_python_implementation != 'PyPy' \\\n"
        "pywin32-ctypes==0.2.3 ; sys_platform == 'win32' \\\n"
        "jeepney==0.9.0 ; sys_platform == 'linux' \\\n"
        "zipp==4.1.2 ; python_full_version < '3.12' \\\n"
    )
    assert absent(listed, packages) == ["cffi", "httpx", "pywin32-ctypes"]
