"""From nothing to a signed Setup.exe: Python, wheels, substitutes, PyInstaller, NSIS, signing."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tarfile
import urllib.request
import zipfile
from concurrent.futures import Future
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pins
from places import HERE, ROOT, Places, must
from report import LaneError
from version_resource import project_version, version_before
from wine import LOADER, Wine


def download(places: Places) -> Path:
    """The sdist with the Windows Python, from the cache or PyPI, by its hash."""
    places.cache.mkdir(parents=True, exist_ok=True)
    file = places.cache / pins.PYTHON_URL.rsplit("/", 1)[1]
    if not file.exists():
        part = file.with_suffix(f".{os.getpid()}")
        with urllib.request.urlopen(pins.PYTHON_URL, timeout=120) as answer, part.open("wb") as out:  # noqa: S310 - https, pinned
            shutil.copyfileobj(answer, out)
        part.replace(file)
    found = hashlib.sha256(file.read_bytes()).hexdigest()
    if found != pins.PYTHON_SHA256:
        file.unlink()
        raise LaneError(f"{file.name} has the hash {found}; removed from the cache")
    return file


def unpack_python(places: Places) -> None:
    """Without running the sdist's own setup.py, and without the packages that come with it."""
    folder = places.python.parent
    with tarfile.open(download(places)) as archive:
        name = next(name for name in archive.getnames() if name.endswith("/data.zip"))
        member = archive.extractfile(name)
        if member is None:
            raise LaneError("no data.zip in the sdist")
        inner = zipfile.ZipFile(BytesIO(member.read()))
    for entry in inner.namelist():
        if entry.startswith(pins.PYTHON_FOLDER) and not entry.endswith("/"):
            target = folder / entry.removeprefix(pins.PYTHON_FOLDER)
            if not target.resolve().is_relative_to(folder.resolve()):
                raise LaneError(f"{entry} leaves the folder")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(inner.read(entry))
    shutil.rmtree(folder / "Lib/site-packages")
    shutil.rmtree(folder / "Scripts")
    (folder / "Lib/site-packages").mkdir()


def verify_python(places: Places) -> None:
    """All program files signed by Python's foundation or Microsoft, checked on Linux."""
    environment = places.work / "verify"
    log = places.log("verify")
    must([places.uv, "venv", "--quiet", "--python", places.linux_python, environment], log)
    python = environment / "bin/python"
    wanted = HERE / "requirements-verify.txt"
    must([places.uv, "pip", "install", "--quiet", "--python", python, "--require-hashes", "-r", wanted], log)
    must([python, HERE / "verify_python.py", places.python.parent, *pins.SIGNERS], log)


def install(places: Places, target: Path, *words: str | Path) -> None:
    """Wheels for Windows, by uv on Linux; `words` say which."""
    must(
        [
            places.uv,
            "pip",
            "install",
            "--quiet",
            "--python-platform",
            pins.PLATFORM,
            "--python-version",
            pins.PYTHON_VERSION,
            "--no-deps",
            "--target",
            target,
            *words,
        ],
        places.log("wheels"),
    )


def locked(places: Places, name: str, *words: str) -> Path:
    file = places.work / f"{name}.txt"
    export = [places.uv, "export", "--locked", "--quiet", "--no-emit-project", *words, "-o", file]
    must(export, places.log("wheels"))
    return file


def install_wheels(places: Places) -> None:
    """The product's wheels and PyInstaller beside the Windows Python; pytest in a folder apart."""
    hashed = ("--only-binary", ":all:", "--require-hashes", "-r")
    site = places.python.parent / "Lib/site-packages"
    install(places, site, *hashed, HERE / "requirements-build.txt")
    install(places, site, *hashed, locked(places, "product", "--no-dev"))
    install(places, places.test_packages, *hashed, locked(places, "tests", "--only-group", "dev"))


def install_product(places: Places) -> None:
    """Our own wheel, built on Linux: the same file that a release builds on Windows."""
    folder = places.work / "wheel"
    must([places.uv, "build", "--quiet", "--wheel", "--out-dir", folder], places.log("wheel"))
    (wheel,) = folder.glob("*.whl")
    install(places, places.python.parent / "Lib/site-packages", wheel)


def build_standins(places: Places) -> None:
    """Two system libraries that Wine 10 lacks. They go into Wine's C:\\, never into the product."""
    places.standins.mkdir(parents=True)
    for name in ("icuuc", "mscms"):
        source, target = HERE / f"standins/{name}.c", places.standins / f"{name}.dll"
        compiler = ["x86_64-w64-mingw32-gcc", "-O2", "-shared", "-s", "-o", target, source]
        must(compiler, places.log("standins"))


def freeze(places: Places, wine: Wine, script: Path, out: Path, *words: str) -> None:
    """PyInstaller under Wine over a spec or a script."""
    command = [
        LOADER,
        places.python,
        "-m",
        "PyInstaller",
        "--noconfirm",
        "--clean",
        "--distpath",
        wine_path(out.parent),
        "--workpath",
        wine_path(places.work / f"freeze-{out.name}"),
        *words,
        wine_path(script),
    ]
    must(command, places.log(f"freeze-{out.name}"), cwd=places.work, environment=wine.environment)
    if not list(out.glob("*.exe")):
        raise LaneError(f"PyInstaller left no program in {out}")


def freeze_bare(places: Places, wine: Wine) -> None:
    """A bare PySide6 app by the same Python, Qt and PyInstaller; kept until one of them changes."""
    script = ROOT / "packaging/entry/bare.py"
    parts = [script, HERE / "pins.py", HERE / "requirements-build.txt", places.work / "product.txt"]
    lines = [line for part in parts for line in part.read_text(encoding="utf-8").splitlines()]
    told = "\n".join(line for line in lines if not line.lstrip().startswith("#"))  # uv prints its own path
    key = hashlib.sha256(told.encode()).hexdigest()[:16]
    kept = places.cache / f"bare-{key}"
    if not kept.exists():
        words = ("--windowed", "--specpath", wine_path(places.work))
        freeze(places, wine, script, places.bare, *words)
        shutil.copytree(places.bare, kept)
    elif not places.bare.exists():
        shutil.copytree(kept, places.bare)


def wine_path(path: Path) -> str:
    return "Z:" + str(path.resolve()).replace("/", "\\")


def make_certificate(places: Places) -> None:
    """A throw-away authority and a signer under it: a release signs with the real one."""
    places.signing.mkdir(parents=True)
    log, here = places.log("signing"), places.signing
    days = ["-days", "2"]
    must(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:3072",
            "-nodes",
            *days,
            "-keyout",
            "ca.key",
            "-out",
            "ca.pem",
            "-subj",
            "/CN=Sentralbord throw-away authority",
        ],
        log,
        cwd=here,
    )
    must(
        [
            "openssl",
            "req",
            "-newkey",
            "rsa:3072",
            "-nodes",
            "-keyout",
            "sign.key",
            "-out",
            "sign.csr",
            "-subj",
            "/CN=Sentralbord throw-away signer",
        ],
        log,
        cwd=here,
    )
    (here / "sign.ext").write_text("keyUsage=digitalSignature\nextendedKeyUsage=codeSigning\n")
    must(
        [
            "openssl",
            "x509",
            "-req",
            "-in",
            "sign.csr",
            "-CA",
            "ca.pem",
            "-CAkey",
            "ca.key",
            *days,
            "-extfile",
            "sign.ext",
            "-out",
            "sign.pem",
        ],
        log,
        cwd=here,
    )


def sign(places: Places, file: Path) -> None:
    must(sign_command(places, file), places.log("signing"))


def sign_command(places: Places, file: Path | str) -> list[str | Path]:
    return [sys.executable, HERE / "sign.py", places.signing, file]


def is_signed(places: Places, file: Path) -> bool:
    try:
        must(["osslsigncode", "verify", "-CAfile", places.signing / "ca.pem", "-in", file], places.log("signing"))
    except LaneError:
        return False
    return True


@dataclass(frozen=True)
class Setups:
    """Of one frozen folder: that of the version before, not packed, and that of this one, which is shipped and packed
    meanwhile."""

    earlier: Path
    packed: Future[Path]

    @property
    def this(self) -> Path:
        """Waits until it is packed."""
        return self.packed.result()


def build_setup(places: Places, version: str, *, quick: bool = False) -> Path:
    """Setup of the frozen folder as `version`. `quick` packs nothing, for the tests of upgrading."""
    places.out.mkdir(parents=True, exist_ok=True)
    folder = places.work if quick else places.out
    setup = folder / f"Sentralbord-{version}-Setup.exe"
    signer = " ".join(str(part) for part in sign_command(places, "")[:-1])
    must(
        [
            "makensis",
            "-V2",
            "-WX",
            f"-DVERSION={version}",
            f"-DSOURCE={places.frozen}",
            f"-DSETUP={setup}",
            f"-DICON={places.work / 'freeze-Sentralbord/sentralbord/sentralbord.ico'}",
            f"-DLICENCES={places.work / 'LISENSER.txt'}",
            f"-DSIGN={signer}",
            *(["-DQUICK"] if quick else []),
            HERE / "sentralbord.nsi",
        ],
        places.log(f"setup-{version}"),
    )
    return setup


def this_version() -> str:
    return project_version(ROOT / "pyproject.toml")


def earlier_version() -> str:
    return version_before(this_version())
