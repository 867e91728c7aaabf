"""A policy file is IT's by its owner. Windows' own call is made under Wine by `dev.py windows`."""

import os
import re
from pathlib import Path

import pytest

from sentralbord_desktop import machine, owner
from sentralbord_desktop.machine import read_policies


def test_windows_tells_who_owns_a_file_and_linux_has_no_such_name(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text("")
    told = owner.owner_sid(file)
    assert bool(re.fullmatch(r"S-1-5(-\d+)+", told)) is (os.name == "nt")
    assert owner.owner_sid(tmp_path / "finnes ikke") == ""


def test_a_file_that_anybody_laid_there_is_named_and_ignored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wine's and Linux's users here are administrators, so the answer is put in its place."""
    file = tmp_path / "policy.toml"
    file.write_text('[telephone]\nway = "kommando"\ncommand = "ondt.exe {nummer}"\n')
    assert read_policies(file).locks("telephone.command")
    monkeypatch.setattr(machine, "is_laid_by_it", lambda path: path != file)
    policies = read_policies(file)
    assert not policies.decided
    assert policies.faults == (
        "policy.toml eies ikke av en administrator. Hele filen er sett bort fra.",
    )


@pytest.mark.parametrize(
    ("sid", "trusted"),
    [("S-1-5-18", True), ("S-1-5-32-544", True), ("S-1-5-32-545", False),
     ("S-1-5-21-1-2-3-1001", False), ("", False)],
)  # fmt: skip
def test_only_the_system_and_administrators_are_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sid: str, trusted: bool
) -> None:
    class Shell:
        @staticmethod
        def IsUserAnAdmin() -> int:  # noqa: N802 - Windows' name
            return 0

    class Windows:
        shell32 = Shell

    monkeypatch.setattr(owner, "WINDOWS", True)
    monkeypatch.setattr(owner, "_windows", lambda: Windows)
    monkeypatch.setattr(owner, "owner_sid", lambda _: sid)
    assert owner.is_laid_by_it(tmp_path) is trusted


def test_an_account_is_told_apart_among_all_pcs() -> None:
    where, _, who = owner.account().rpartition("\\")
    assert where, "the PC, or the domain"
    assert who.casefold() == owner.current_user().casefold()
