"""Real policy files, good and bad; Windows' own registry is tried under Wine by `dev.py windows`."""

import os
import sys
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sentralbord_desktop.domain.policies import WRONG_REGISTER, Policies
from sentralbord_desktop.system import policy_sources
from sentralbord_desktop.system.policy_sources import read_policies, register_folder

GOOD = """
[mail]
way = "smtp"
host = "smtp.forbundet.no"
own_domains = ["forbundet.no"]

[operator]
loop = 2
"""


def read(folder: Path, content: str | bytes) -> Policies:
    file = folder / "policy.toml"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_policies(file)


def test_no_file_decides_nothing(tmp_path: Path) -> None:
    assert read_policies(tmp_path / "policy.toml") == Policies()


def test_a_folder_or_a_link_to_nowhere_under_the_name_of_the_file_is_said(tmp_path: Path) -> None:
    places = [tmp_path]
    if os.name == "posix":  # a link on Windows needs a right that users do not have
        places.append(tmp_path / "lenke")
        places[-1].symlink_to(tmp_path / "borte")
    for place in places:
        policies = read_policies(place)
        assert len(policies.faults) == 1
        assert "kan ikke leses" in policies.faults[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])  # Notepad and PowerShell write all three
def test_a_file_is_read_as_windows_programs_write_it(tmp_path: Path, encoding: str) -> None:
    policies = read(tmp_path, GOOD.replace("\n", "\r\n").encode(encoding))
    assert not policies.faults
    assert policies.text("mail.host") == "smtp.forbundet.no"
    assert policies.decided["operator.loop"].value == 2


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("[mail\nhost = 1", "policy.toml er ikke gyldig TOML. Se linje 1. Hele filen er sett bort fra."),
        ('[mail]\nhost = "hemmelig', "policy.toml er ikke gyldig TOML. Se slutten av filen."),
        (b"\xff\xfe\x00", "policy.toml er ikke lagret som UTF-8."),
        ('[mail]\nhost = "\xe6"'.encode("latin-1"), "policy.toml er ikke lagret som UTF-8."),
        ("# " + "x" * 300_000, "policy.toml er for stor."),
        ("a=" + "[" * 50_000, "policy.toml er ikke gyldig TOML."),
        ("", ""),
    ],
)
def test_a_bad_file_is_named_and_ignored(tmp_path: Path, content: str | bytes, fault: str) -> None:
    policies = read(tmp_path, content)
    assert not policies.decided
    assert "".join(policies.faults).startswith(fault)
    assert len(policies.faults) == bool(fault)
    assert "hemmelig" not in "".join(policies.faults)


def test_the_register_lies_where_it_says_unless_another_place_was_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HJEM", str(tmp_path))
    policies = read(tmp_path, '[register]\nfolder = "${HJEM}/register"')
    assert register_folder(policies, None, practice=False) == tmp_path / "register"
    assert register_folder(policies, Path("annet"), practice=False) == Path("annet")
    assert register_folder(policies, None, practice=True) != tmp_path / "register"


@pytest.mark.parametrize(
    ("content", "is_in_doubt"),
    [
        ('[register]\ndatabase_url = "postgresql+psycopg://tjener/felles\n', True),
        ('[register]\ndatabse_url = "postgresql+psycopg://tjener/felles"\n', True),
        ('[regsiter]\ndatabase_url = "postgresql+psycopg://tjener/felles"\n', True),
        ('[mail]\ncolour = "rosa"\n', False),
        (GOOD, False),
    ],
)
def test_a_fault_that_may_have_named_the_register_is_said_as_one(
    tmp_path: Path, content: str, is_in_doubt: bool
) -> None:
    policies = read(tmp_path, content)
    assert policies.warning.endswith(WRONG_REGISTER) is is_in_doubt
    assert policies.warning.startswith("".join(policies.faults[:1]))


def test_a_bad_file_raises_no_doubt_where_group_policy_has_named_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = {"database_url": "postgresql+psycopg://tjener/felles"}
    monkeypatch.setitem(sys.modules, "winreg", registry({"": {}, "register": server}))
    policies = read(tmp_path, "[register\n")
    assert len(policies.faults) == 1
    assert not policies.doubt


def registry(keys: dict[str, Any]) -> SimpleNamespace:
    """Windows' registry below our key; what stands there as an error cannot be opened."""

    def opened(_: object, path: str, *__: object) -> Any:
        found = keys[path.removeprefix(policy_sources.REGISTRY).removeprefix("\\")]
        if isinstance(found, OSError):
            raise found
        return nullcontext(found)

    return SimpleNamespace(
        HKEY_LOCAL_MACHINE=0,
        KEY_READ=1,
        KEY_WOW64_64KEY=2,
        OpenKey=opened,
        QueryInfoKey=lambda key: (len(keys) - 1, len(key), 0),
        EnumKey=lambda _, n: [name for name in keys if name][n],
        EnumValue=lambda key, n: (*list(key.items())[n], 1),
    )


def test_group_policy_takes_any_case_and_names_a_group_it_cannot_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = {"": {}, "MAIL": {"HOST": "a.no", "hots": "x"}, "sms": PermissionError()}
    monkeypatch.setitem(sys.modules, "winreg", registry(keys))
    policies = read_policies(tmp_path / "policy.toml")
    assert policies.text("mail.host") == "a.no"
    assert policies.faults == (
        "gruppepolicy: «sms» kan ikke leses. Se på rettighetene. Gruppen er sett bort fra.",
        "gruppepolicy: «mail.hots» er ukjent.",
    )


@pytest.mark.parametrize(("error", "faults"), [(FileNotFoundError(), 0), (PermissionError(), 1)])
def test_group_policy_that_cannot_be_read_is_named_and_none_at_all_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, faults: int
) -> None:
    monkeypatch.setitem(sys.modules, "winreg", registry({"": error}))
    assert len(read_policies(tmp_path / "policy.toml").faults) == faults
