"""Real policy files, good and bad; the registry is tried under Wine by `dev.py windows`."""

from pathlib import Path

import pytest

from sentralbord_desktop.domain.policies import Policies
from sentralbord_desktop.machine import read_policies, register_folder

GOOD = """
[mail]
way = "smtp"
host = "smtp.forbundet.no"
own_domains = ["forbundet.no"]

[desk]
loop = 2
"""


def read(folder: Path, content: str | bytes) -> Policies:
    file = folder / "policy.toml"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_policies(file)


def test_no_file_decides_nothing(tmp_path: Path) -> None:
    assert read_policies(tmp_path / "policy.toml") == Policies()
    assert read_policies(tmp_path) == Policies()  # a folder of that name


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16"]
)  # Notepad and PowerShell write all three
def test_a_file_is_read_as_windows_programs_write_it(tmp_path: Path, encoding: str) -> None:
    policies = read(tmp_path, GOOD.replace("\n", "\r\n").encode(encoding))
    assert not policies.faults
    assert policies.text("mail.host") == "smtp.forbundet.no"
    assert policies.decided["desk.loop"].value == 2


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("[mail\nhost = 1", "policy.toml er ikke gyldig TOML. Se linje 1. Hele filen er sett bort fra."),
        ('[mail]\nhost = "hemmelig', "policy.toml er ikke gyldig TOML. Se slutten av filen."),
        (b"\xff\xfe\x00", "policy.toml er ikke lagret som UTF-8."),
        ("[mail]\nhost = \"\xe6\"".encode("latin-1"), "policy.toml er ikke lagret som UTF-8."),
        ("# " + "x" * 300_000, "policy.toml er for stor."),
        ("a=" + "[" * 50_000, "policy.toml er ikke gyldig TOML."),
        ("", ""),
    ],
)  # fmt: skip
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
