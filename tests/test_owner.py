"""A policy file is IT's by its owner. Windows' own call is made under Wine by `dev.py windows`."""

import os
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from sentralbord_desktop.system import file_owner, policy_sources
from sentralbord_desktop.system.policy_sources import read_policies


def test_windows_tells_who_owns_a_file_and_linux_has_no_such_name(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text("")
    told = file_owner.owner_sid(file)
    assert bool(re.fullmatch(r"S-1-5(-\d+)+", told)) is (os.name == "nt")
    assert file_owner.owner_sid(tmp_path / "finnes ikke") == ""


@pytest.mark.parametrize(
    ("of", "fault"),
    [
        ("policy.toml", "policy.toml eies ikke av en administrator."),
        ("", "Mappen til policy.toml eies ikke av en administrator."),
    ],
)
def test_a_file_or_a_folder_that_anybody_laid_there_is_named_and_ignored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, of: str, fault: str
) -> None:
    """Who made the folder first could exchange an administrator's file in it. Wine's and Linux's files tell no
    owner, so the answer is put in its place."""
    file = tmp_path / "policy.toml"
    file.write_text('[telephone]\nway = "kommando"\ncommand = "ondt.exe {nummer}"\n')
    assert read_policies(file).locks("telephone.command")
    monkeypatch.setattr(policy_sources, "is_laid_by_it", lambda path: path != tmp_path / of)
    policies = read_policies(file)
    assert not policies.decided
    assert policies.faults == (f"{fault} Hele filen er sett bort fra.",)


def windows(**functions: object) -> SimpleNamespace:
    """Windows for a program that an administrator runs."""
    shell = SimpleNamespace(IsUserAnAdmin=lambda: 1)
    return SimpleNamespace(shell32=shell, ntdll=SimpleNamespace(**functions))


@pytest.mark.parametrize(
    ("sid", "trusted"),
    [("S-1-5-18", True), ("S-1-5-32-544", True), ("S-1-5-32-545", False), ("S-1-5-21-1-2-3-1001", False), ("", False)],
)
def test_only_the_system_and_administrators_are_it_also_for_an_administrator(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sid: str, trusted: bool
) -> None:
    monkeypatch.setattr(file_owner, "WINDOWS", True)
    monkeypatch.setattr(file_owner, "_windows", windows)
    monkeypatch.setattr(file_owner, "owner_sid", lambda _: sid)
    assert file_owner.is_laid_by_it(tmp_path) is trusted


def test_wine_whose_one_user_owns_everything_is_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_owner, "WINDOWS", True)
    monkeypatch.setattr(file_owner, "_windows", lambda: windows(wine_get_version=lambda: b"10.0"))
    monkeypatch.setattr(file_owner, "owner_sid", lambda _: "S-1-5-21-0-0-0-1000")
    assert file_owner.is_laid_by_it(tmp_path)


def test_an_account_is_told_apart_among_all_pcs() -> None:
    where, _, who = file_owner.account().rpartition("\\")
    assert where, "the PC, or the domain"
    assert who.casefold() == file_owner.current_user().casefold()
