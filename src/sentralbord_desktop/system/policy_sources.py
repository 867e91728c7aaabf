"""Policies for this PC: group policy in the registry, then a file for the whole machine. Read once at the start, before
the register is opened. What cannot be read is named, ignored and logged, so that a typing error never blocks an
operator."""

import os
import re
from importlib import import_module
from pathlib import Path
from typing import Any

from platformdirs import site_data_path

from sentralbord_desktop.domain.policies import BY_NAME, GROUP_POLICY, POLICY_TOML, Policies, Source, decide
from sentralbord_desktop.system.bounded_input import InputRefusedError, Why, read_limited
from sentralbord_desktop.system.file_owner import is_laid_by_it
from sentralbord_desktop.system.paths import data_folder

REGISTRY = r"Software\Policies\Sentralbord"
MAX_POLICY_BYTES = 200_000
SECONDS = 3.0
"""Time limit; the window waits for it."""
UNREADABLE = "kan ikke leses. Se på rettighetene."
REFUSED = {
    Why.TOO_LARGE: "er for stor.",
    Why.FOLDER: "er en mappe.",
    Why.NOT_A_FILE: "er ikke en vanlig fil.",
    Why.TOO_SLOW: "tok for lang tid å lese.",
}
SECTIONS = {policy.section.casefold(): policy.section for policy in BY_NAME.values()}
QUOTED = re.compile(r'"(?:\\.|[^"\\\n])*"' + r"|'[^'\n]*'")
IN_EACH_OTHER = re.compile(r"(?<![\w-])(?:[\w-]++[ \t]*+\.[ \t]*+){9}")
POLICY_PLACE = re.compile(r"at line (\d+)")


def policy_file() -> Path:
    r"""%PROGRAMDATA%\Sentralbord\policy.toml; the folder by the system, not by the user's variable."""
    return Path(site_data_path("Sentralbord", appauthor=False)) / POLICY_TOML


def read_policies(file: Path | None = None) -> Policies:
    return decide([_registry(), _file(file or policy_file())])


def register_folder(policies: Policies, chosen: Path | None, *, practice: bool) -> Path:
    """The folder of the register: as requested, else by policy, else the default. A policy may contain %LOCALAPPDATA%
    and other variables."""
    if chosen is not None:
        return chosen
    decided = policies.text("register.folder")
    if decided and not practice:
        return Path(os.path.expandvars(decided))
    return data_folder(practice=practice)


def _file(path: Path) -> Source:
    import tomllib  # slow, and most PCs have no such file

    ignored = "Hele filen er sett bort fra."
    try:
        if not os.path.lexists(path):
            return Source(POLICY_TOML)
        if not path.is_file():
            return Source(POLICY_TOML, faults=(f"{POLICY_TOML} {UNREADABLE} {ignored}",))
        for what, place in ((POLICY_TOML, path), (f"Mappen til {POLICY_TOML}", path.parent)):
            if not is_laid_by_it(place):  # the owner of the folder could replace the file
                fault = f"{what} eies ikke av en administrator. {ignored}"
                return Source(POLICY_TOML, faults=(fault,))
        data = read_limited(path, MAX_POLICY_BYTES, SECONDS)
    except OSError:
        return Source(POLICY_TOML, faults=(f"{POLICY_TOML} {UNREADABLE} {ignored}",))
    except InputRefusedError as error:
        return Source(POLICY_TOML, faults=(f"{POLICY_TOML} {REFUSED.get(error.why, UNREADABLE)} {ignored}",))
    try:
        text = _text(data).replace("\r\n", "\n")
        if IN_EACH_OTHER.search(QUOTED.sub("s", text)):  # tomllib takes gigabytes of memory for a few thousand levels
            return Source(POLICY_TOML, faults=(f"{POLICY_TOML} har for mange ledd i et navn. {ignored}",))
        return Source(POLICY_TOML, tomllib.loads(text))
    except UnicodeDecodeError:
        return Source(POLICY_TOML, faults=(f"{POLICY_TOML} er ikke lagret som UTF-8. {ignored}",))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line = POLICY_PLACE.search(str(error))
        where = f" Se linje {line[1]}." if line else ""
        where = " Se slutten av filen." if "end of document" in str(error) else where
        return Source(POLICY_TOML, faults=(f"{POLICY_TOML} er ikke gyldig TOML.{where} {ignored}",))


def _text(data: bytes) -> str:
    """Decode UTF-8 with a BOM (Notepad) and UTF-16 (PowerShell's `>`)."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    return data.decode("utf-8-sig")


def _registry() -> Source:
    try:
        winreg: Any = import_module("winreg")
    except ModuleNotFoundError:
        return Source(GROUP_POLICY)
    found: dict[str, Any] = {}
    faults: list[str] = []
    try:
        with _opened(winreg, REGISTRY) as root:
            found |= _values(winreg, root)
            sections = [winreg.EnumKey(root, n) for n in range(winreg.QueryInfoKey(root)[0])]
    except FileNotFoundError:
        return Source(GROUP_POLICY)
    except OSError:
        return Source(GROUP_POLICY, faults=(f"{GROUP_POLICY} {UNREADABLE} Alt der er sett bort fra.",))
    for section in sections:
        try:
            with _opened(winreg, rf"{REGISTRY}\{section}") as key:
                values = _values(winreg, key)
        except OSError:
            faults.append(f"{GROUP_POLICY}: «{section}» {UNREADABLE} Gruppen er sett bort fra.")
            continue
        known = SECTIONS.get(section.casefold(), section)
        found[known] = {_known_key(known, name): value for name, value in values.items()}
    return Source(GROUP_POLICY, found, tuple(faults))


def _known_key(section: str, name: str) -> str:
    """Compare names as the registry does: «Host» and «host» are one name."""
    known = (p.key for p in BY_NAME.values() if p.section == section)
    return next((key for key in known if key.casefold() == name.casefold()), name)


def _opened(winreg: Any, key: str) -> Any:
    return winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, key, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY)


def _values(winreg: Any, key: Any) -> dict[str, Any]:
    count = winreg.QueryInfoKey(key)[1]
    return {name: value for name, value, _ in (winreg.EnumValue(key, n) for n in range(count))}
