"""What the installer is made of, as far as it can be seen without Windows."""

import json
import re
import sys
import tomllib
from pathlib import Path

import pytest

import sentralbord_desktop
from sentralbord_desktop.domain.policies import POLICIES
from tests.figures import Say

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "packaging"), str(ROOT / "packaging/windows")]

from frozen_parts import is_unused_part, is_window_module
from make_icon import SIZES, write_icon
from version_resource import four_numbers, project_version

from carried import Roots, carried
from notices import faults, notices
from sbom import bill
from shipped import Package, shipped, wanted
from write_policies import files as policy_files

SHA = [{"alg": "SHA-256", "content": "5a15"}]
WHEEL = [
    {"name": "openssl", "version": "4.0.3", "hashes": SHA,
     "purl": "pkg:generic/openssl@4.0.3?download_url=https://github.com/openssl"},
    {"name": "ahash", "version": "0.8.12", "scope": "required", "hashes": SHA,
     "licenses": [{"expression": "MIT OR Apache-2.0"}], "purl": "pkg:cargo/ahash@0.8.12"},
    {"name": "autocfg", "version": "1.3.0", "scope": "excluded",
     "licenses": [{"expression": "MIT"}], "purl": "pkg:cargo/autocfg@1.3.0"},
]  # fmt: skip
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
    "python/DLLs/sqlite3.dll": b"no such\x003.45.3\0",
    "python/DLLs/pyexpat.pyd": b"\0expat_2.6.4\0",
    "python/DLLs/_decimal.pyd": b"(ss)\0\x004.0.0\0\0",
    "python/DLLs/_bz2.pyd": b"\x001.0.8, 13-Jul-2019\0",
    "python/DLLs/libffi-8.dll": "libffi-8.dll (libffi-3.4.4)".encode("utf-16-le"),
    "python/python313.dll": b"HACL\0\x001.3.1\0Z_TREES",
    "site/psycopg_binary.libs/libcrypto-3-x64-cf63.dll": b"OpenSSL 3.6.5 29 Sep 2026",
    "site/psycopg_binary.libs/libpq-f339.dll": "ProductVersion\0\x0018.4\0D".encode("utf-16-le"),
    "site/sqlcipher3/_sqlite3.cp313-win_amd64.pyd":
        b"OpenSSL 3.6.0 1 Oct 2025\x001.3.101.110\0@@3.53.4\0community\x004.19.0\0",
    "site/cryptography/hazmat/bindings/_rust.pyd": b"OpenSSL 4.0.3 29 Sep 2026",
}  # fmt: skip
"""What stood in the files that Python 3.13.2 and the wheels brought, cut out of them."""


@pytest.fixture
def roots(site: Path, tmp_path: Path) -> Roots:
    for name, content in TOLD.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    for package in ("pyside6_essentials-6.11.2", "pyinstaller-6.22.3"):
        (site / f"{package}.dist-info").mkdir()
    (tmp_path / "python/LICENSE.txt").write_text("PSF-tekst")
    return {"site": site, "python": tmp_path / "python"}


def test_the_version_of_every_part_is_read_where_it_stands(roots: Roots) -> None:
    parts, unread = carried([], roots)
    assert unread == []
    assert {part.purl.removeprefix("pkg:generic/") for part in parts if part.version} == {
        "qt@6.11.2", "openssl@3.0.15", "openssl@3.6.5", "openssl@3.6.0", "openssl@4.0.3",
        "sqlcipher@4.19.0", "sqlite@3.45.3", "sqlite@3.53.4", "expat@2.6.4", "mpdecimal@4.0.0",
        "zlib@1.3.1", "bzip2@1.0.8", "libffi@3.4.4", "postgresql@18.4", "pyinstaller@6.22.3",
    }  # fmt: skip


def test_a_version_that_does_not_stand_there_any_more_is_a_fault(roots: Roots) -> None:
    (roots["python"] / "DLLs/pyexpat.pyd").write_bytes(b"expat")
    (roots["site"] / "psycopg_binary.libs/libpq-f339.dll").unlink()
    parts, unread = carried([], roots)
    assert unread == [
        "Expat: no single version in DLLs/pyexpat.pyd",
        "libpq, the client library of PostgreSQL: no single version in psycopg_binary.libs/libpq-*.dll",
    ]
    assert {"part:Expat"} < {part.ref for part in parts}  # still told of


def test_the_notices_hold_every_text_and_name_what_has_none(
    packages: list[Package], roots: Roots
) -> None:
    text = notices(packages, roots["python"], carried(packages, roots)[0])
    for words in ("MIT License", "MIT-tekst", "PSF-tekst", "GNU LESSER GENERAL", "pydantic 1.0",
                  "Expat maintainers", "Stefan Krah", "Jean-loup Gailly", "bzip2-1.0.6", "libffi",
                  "liblzma", "Version 3.53.4: sqlcipher3/_sqlite3.cp313-win_amd64.pyd",
                  "ahash 0.8.12, MIT OR Apache-2.0, in pydantic"):  # fmt: skip
        assert words in text
    assert "autocfg" not in text  # built it, and is not in it


@pytest.mark.figures("R16")
def test_the_bill_names_every_part_with_its_hashes(
    packages: list[Package], roots: Roots, figure: Say
) -> None:
    inside, _ = carried(packages, roots)
    made = bill(packages, "3.13.2", inside)
    parts = {part["bom-ref"]: part for part in made["components"]}
    assert len(parts) == len(made["components"])
    assert {"pkg:generic/cpython@3.13.2", "pkg:pypi/alembic@1.0", "pkg:pypi/pydantic@1.0",
            "pkg:generic/sqlcipher@4.19.0", "pkg:cargo/ahash@0.8.12"} <= set(parts)  # fmt: skip
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
    figure("R16", f"the bill of materials names {len(parts)} of {len(parts)} parts, with hashes of their "
           "files; the real one is checked by the Windows lane")  # fmt: skip


@pytest.mark.figures("R16")
def test_everything_that_is_installed_has_a_hash(figure: Say) -> None:
    lock = tomllib.loads((Path(__file__).parents[2] / "uv.lock").read_text(encoding="utf-8"))
    files = [
        file for package in lock["package"]
        for file in (*package.get("wheels", ()), *filter(None, [package.get("sdist")]))
    ]  # fmt: skip
    without = [file["url"] for file in files if not file["hash"].startswith("sha256:")]
    figure(
        "R16", f"{len(lock['package'])} packages, {len(files)} files in the lock: all with SHA-256"
    )
    assert len(files) > 100
    assert without == []


def test_the_version_is_written_in_one_place_and_told_alike() -> None:
    version = project_version(ROOT / "pyproject.toml")
    assert version == sentralbord_desktop.__version__
    assert four_numbers("1.2.3") == (1, 2, 3, 0)
    with pytest.raises(ValueError, match="invalid literal"):
        four_numbers("1.2.3rc1")


def test_the_icon_has_every_size(tmp_path: Path) -> None:
    from PySide6.QtGui import QImage

    content = write_icon(ROOT / "resources/icon.svg", tmp_path / "app.ico").read_bytes()
    assert content[:4] == b"\0\0\1\0"
    assert content[4] == len(SIZES)
    biggest = QImage.fromData(content[content.rindex(b"\x89PNG") :])
    assert (biggest.width(), biggest.height()) == (256, 256)
    assert biggest.pixelColor(128, 20).name() == "#0b5c73"


def test_what_the_app_uses_is_kept() -> None:
    for part in ("PySide6/plugins/platforms/qwindows.dll", "PySide6/plugins/imageformats/qsvg.dll",
                 "PySide6/plugins/styles/qmodernwindowsstyle.dll", "PySide6/Qt6Network.dll",
                 "qtawesome/fonts/phosphor-1.3.0.ttf", "tzdata/zoneinfo/Europe/Oslo"):  # fmt: skip
        assert not is_unused_part(part.replace("/", "\\")), part
    assert is_unused_part("PySide6\\opengl32sw.dll")
    assert is_window_module("PySide6.QtCore")
    assert not is_window_module("sentralbord_desktop.services.house")


def test_every_exit_code_of_setup_is_told_to_it() -> None:
    script = (ROOT / "packaging/windows/sentralbord.nsi").read_text(encoding="utf-8-sig")
    codes = {int(code) for code in re.findall(r"!define EXIT_\w+ (\d+)", script)}
    table = (ROOT / "docs/it.md").read_text(encoding="utf-8").split("### Utgangskoder")[1]
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", table.split("###")[0], re.MULTILINE)}
    assert codes
    assert told == codes | {0, 1}  # NSIS's own: done, and cancelled in the wizard


def test_the_pinned_python_is_one_that_the_project_runs_on() -> None:
    import pins

    wanted_versions = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert wanted_versions["project"]["requires-python"] == ">=3.11,<3.14"
    assert pins.PYTHON_VERSION in {"3.11", "3.12", "3.13"}
    assert pins.PYTHON_FULL.startswith(pins.PYTHON_VERSION)


def test_the_templates_for_group_policy_are_those_of_the_list() -> None:
    for path, text in policy_files().items():
        assert path.read_text(encoding="utf-8") == text, "run python packaging/write_policies.py"


def test_every_text_and_form_that_a_template_asks_for_is_there_in_both_languages() -> None:
    made = policy_files()
    admx = next(text for path, text in made.items() if path.suffix == ".admx")
    for path, text in made.items():
        if path.suffix == ".adml":
            for kind, tag in (("string", "string"), ("presentation", "presentation")):
                asked = set(re.findall(rf"\$\({kind}\.(\w+)\)", admx))
                given = re.findall(rf"<{tag} id=\"(\w+)\"", text)
                assert asked == set(given)
                assert len(given) == len(set(given))
    keys = re.findall(r'key="Software\\Policies\\Sentralbord\\(\w+)"', admx)
    values = re.findall(r'valueName="(\w+)"', admx)
    assert list(zip(keys, values, strict=True)) == [(p.section, p.key) for p in POLICIES]
