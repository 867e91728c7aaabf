"""What the installer must do, in one mode: install, refuse, upgrade, keep, remove."""

from __future__ import annotations

import filecmp
import subprocess
import tempfile
from pathlib import Path

from building import Setups, earlier_version, is_signed, this_version
from failure_checks import check_full_disk, check_held_removal, check_not_replaced, check_read_only_profile
from installed import PROGRAMS, USER_SETTINGS, Installation
from places import Places
from policy_checks import check_network_register, check_policies
from report import Part
from wine import Wine, until

STALE = "bare-i-den-gamle.txt"
WAY_OUT, OUTSIDE = "kopier-lenke", "skal-ikke-slettes.txt"
DECIDED, DECIDED_BY = r"C:\IT\Registeret", r"HKLM\Software\Policies\Sentralbord\register"
LINK = "sentralbord:ring?nummer=99001001"
OLDER = r"C:\eldre"
MIGRATIONS = "_internal/sentralbord_desktop/storage/migrations/versions"
LATER = """
from alembic import op

revision, down_revision = "9999", "{head}"


def upgrade():
    op.execute("CREATE TABLE later AS SELECT id, number FROM member")
"""
SETUPS_OWN = {Path(name) for name in ("uninstall.exe", "LISENSER.txt", "_internal/FERDIG.txt")}
RUNS, TOO_OLD, NEWER, OTHER_MODE, NO_SPACE, NETWORK = 3, 4, 5, 6, 7, 10
"""Exit codes of Setup; the whole list is in sentralbord.nsi and docs/it.md."""
MAX_INSTALLED_MB, MAX_SETUP_MB = 150, 45
"""Megabytes, as in the issue."""


def check_mode(mode: str, wine: Wine, places: Places, setups: Setups, part: Part) -> None:
    """All of it, from nothing to removed with its data: the version before is upgraded to this one."""
    there, earlier = Installation(wine, mode), setups.earlier
    check_refusals_before(there, earlier, part)
    check_install(there, earlier, places, part)
    check_policies(there, part)
    check_network_register(there, part)
    check_data(there, part)
    check_read_only_profile(there, part)
    check_link(there, part)
    check_older_register(there, part)
    this = setups.this  # waits until it is packed
    check_running(there, this, part)
    check_full_disk(there, this, part)
    check_upgrade(there, setups, places, part)
    check_held_removal(there, part)
    check_removal(there, earlier, part)
    check_data_removal(there, earlier, part)


def check_refusals_before(there: Installation, setup: Path, part: Part) -> None:
    """Setup says no, with a code, and leaves nothing behind."""
    there.wine.set_registry(r"HKCU\Software\Wine", "Version", "win81")
    part.check("an old Windows is refused", there.install(setup) == TOO_OLD, f"exit {TOO_OLD}")
    there.wine.set_registry(r"HKCU\Software\Wine", "Version", "win10")
    there.wine.map_network_drive("N:", there.wine.drive / "windows/temp")
    code = there.install(setup, r"/D=N:\Sentralbord")
    part.check("a network drive is refused", code == NETWORK, f"exit {code}")
    with tempfile.TemporaryDirectory(dir=there.wine.drive, prefix="liten") as name:
        command = ["mount", "-t", "tmpfs", "-o", "size=60m", "tmpfs", name]
        mounted = subprocess.run(command, check=False, capture_output=True, text=True)
        if mounted.returncode != 0:
            part.not_run("a small disk is refused", f"no tmpfs here: {mounted.stderr.strip()}")
        else:
            code = there.install(setup, rf"/D=C:\{Path(name).name}\Sentralbord")
            subprocess.run(["umount", name], check=True)
            part.check("a small disk is refused", code == NO_SPACE, f"exit {code}")
    part.not_run("/AllUsers without being administrator is refused (8)", "everyone is administrator under Wine")
    part.check("a refusal leaves nothing", there.entry("DisplayName") is None and not there.folder.exists())


def check_install(there: Installation, setup: Path, places: Places, part: Part) -> None:
    code = there.install(setup)
    part.check(f"silent install of {earlier_version()}", code == 0, f"exit {code}")
    check_files("every file is there, as it was built", there, places, part)
    size = sum(path.stat().st_size for path in there.folder.rglob("*") if path.is_file()) / 1e6
    part.check(f"at most {MAX_INSTALLED_MB} MB installed", size <= MAX_INSTALLED_MB, f"{size:.1f} MB")
    told = [there.entry(name) for name in ("DisplayName", "DisplayVersion", "Publisher")]
    part.check(
        "entry under «Installerte apper»",
        told == ["Sentralbord", earlier_version(), "Sentralbord"],
        " ".join(str(word) for word in told),
    )
    kilobytes = int(there.entry("EstimatedSize") or "0", 16)
    part.check("entry tells the size", abs(kilobytes / 1000 - size) < size / 10, f"{kilobytes} kB")
    part.check("nothing in the other hive", not there.is_elsewhere)
    part.check("one Start menu shortcut", len(there.shortcuts()) == 1)
    command = there.link_command or ""
    part.check("sentralbord: links", command.endswith('Sentralbord.exe" "%1"'), command)
    signed = [there.folder / name for name in (*PROGRAMS, "uninstall.exe")]
    part.check("programs and uninstaller signed", all(is_signed(places, file) for file in signed))
    code, said = there.selftest()
    part.check("installed app: --selftest", code == 0, f"exit {code}: {said[-280:]}")


def check_files(what: str, there: Installation, places: Places, part: Part) -> None:
    """Each as PyInstaller built it, and nothing else but Setup's own."""
    built = {path.relative_to(places.frozen) for path in places.frozen.rglob("*") if path.is_file()}
    laid = {path.relative_to(there.folder) for path in there.folder.rglob("*") if path.is_file()}
    alike = all(filecmp.cmp(places.frozen / name, there.folder / name, shallow=False) for name in built & laid)
    part.check(what, alike and laid == built | SETUPS_OWN, f"{len(laid)} files")


def check_data(there: Installation, part: Part) -> None:
    code, said = there.make_register()
    part.check("a real register, key in Windows' vault", code == 0, said.strip()[-120:])
    part.check("the register reads back", "2 medlemmer" in there.members(), there.members())
    code, said = there.cli("backup", "take")
    part.check("a backup is taken, opened and checked", code == 0 and "2 medlemmer" in said, said.strip())
    name = there.cli("backup", "list")[1].split(maxsplit=1)[0]
    code, said = there.cli("backup", "restore", name)
    part.check(
        "it is brought back at the next opening",
        code == 0 and "2 medlemmer" in there.members() and any(there.data.glob("lagt-til-side/*")),
        said.strip(),
    )


def check_running(there: Installation, newer: Path, part: Part) -> None:
    part.check("the window starts", there.start("--practice"))
    code = there.install(newer)
    part.check("upgrade refused while it runs", code == RUNS, f"exit {code}")
    part.check("and nothing is touched", there.entry("DisplayVersion") == earlier_version())
    there.end()


def check_link(there: Installation, part: Part) -> None:
    """Windows itself opens a link with what is registered, and no word of ours."""
    what = "Windows opens a link with the installed app"
    if there.mode == "CurrentUser":
        part.not_run(what, "Wine's ShellExecute knows the schemes of HKLM alone")
        return
    there.wine.start("start", LINK)
    part.check(what, until(there.is_running, 60), LINK)
    there.end()


def check_upgrade(there: Installation, setups: Setups, places: Places, part: Part) -> None:
    before = there.members()
    (there.folder / "_internal" / STALE).write_text("gammel")
    stopped = stop_in_the_middle(there, setups.this)
    part.check("an upgrade is killed in the middle", stopped, "files half laid")
    code = there.install(setups.this)
    tested, said = there.selftest()
    part.check("the next run makes it whole", code == 0 and tested == 0, f"exit {code}, then {tested}: {said[-280:]}")
    part.check("new version in the entry", there.entry("DisplayVersion") == this_version())
    check_files("every file is the new one, and no other is left", there, places, part)
    part.check("register and key as before", there.members() == before, before)
    kept = there.wine.registry(USER_SETTINGS, "utseende")
    part.check("settings as before", kept == "lyst", str(kept))
    code = there.install(setups.earlier)
    part.check("downgrade refused", code == NEWER, f"exit {code}")
    part.check("the newer one stays", there.entry("DisplayVersion") == this_version())


def check_older_register(there: Installation, part: Part) -> None:
    """The two Setups hold the same program, so it gets one migration more: then the register is older."""
    code, said = there.cli("--data", OLDER, "import", r"C:\medlemmer.csv", "--yes")
    part.check("a register of this version", code == 0, said.strip()[-120:])
    later = there.folder / MIGRATIONS / "m9999_later.py"
    later.write_text(LATER.format(head=max(file.name for file in later.parent.glob("m*.py"))[1:5]), encoding="utf-8")
    try:
        code, said = there.cli("--data", OLDER, "export", "members", rf"{OLDER}.csv")
    finally:
        later.unlink()
    out = there.wine.path(rf"{OLDER}.csv")
    members = out.read_text(encoding="utf-8-sig") if out.exists() else ""
    part.check(
        "the program with one more brings it up to date",
        code == 0 and "700001" in members and "700002" in members,
        said.strip()[-120:],
    )
    kept = list((there.wine.path(OLDER) / "kopier").glob("*/sentralbord.db"))
    part.check("and has taken a backup of it first", kept)
    code, said = there.cli("--data", OLDER, "check")
    part.check(
        "without it, the register is newer and refused", code == 1 and "nyere versjon" in said, said.strip()[-120:]
    )


def stop_in_the_middle(there: Installation, setup: Path) -> bool:
    """Kill Setup while the new files are written; returns whether it was at that point."""
    aside, parts = there.folder / "_internal.forrige", there.folder / "_internal"
    process = there.wine.start(setup, "/S", f"/{there.mode}")
    reached = until(lambda: aside.exists() and parts.exists(), 120, 0.02)
    process.kill()
    process.wait(30)
    until(lambda: there.wine.run("cmd", "/c", "exit")[0] == 0, 10)
    return reached and aside.exists() and not (parts / "FERDIG.txt").exists()


def check_removal(there: Installation, setup: Path, part: Part) -> None:
    part.check("silent uninstall", there.uninstall())
    part.check("links, shortcut and entry gone", there.link_command is None and not there.shortcuts())
    kept = (there.data / "sentralbord.db").exists()
    part.check(
        "uninstall keeps the register", kept and r"%LOCALAPPDATA%" in there.uninstall_report, there.uninstall_report
    )
    part.check("uninstall keeps the settings", there.wine.registry(USER_SETTINGS, "utseende") == "lyst")
    code = there.install(setup)
    part.check("installed again, the register opens", code == 0 and "2 medlemmer" in there.members())


def check_data_removal(there: Installation, setup: Path, part: Part) -> None:
    if there.mode == "CurrentUser":
        check_replaced_by_everyone(there, setup, part)
    else:
        single = Installation(there.wine, "CurrentUser")
        code = single.install(setup)
        part.check("one user's beside everyone's is refused", code == OTHER_MODE, f"exit {code}")
    outside = lead_out(there) if there.mode == "CurrentUser" else None
    decided = there.wine.path(DECIDED)
    decided.mkdir(parents=True, exist_ok=True)
    there.wine.set_registry(DECIDED_BY, "folder", DECIDED)
    part.check("uninstall with /SLETTDATA=1", there.uninstall("/SLETTDATA=1"))
    part.check(
        "a register where IT decided is named and left",
        f"{DECIDED} (register.folder)" in there.uninstall_report and decided.exists(),
    )
    there.wine.run("reg", "delete", DECIDED_BY, "/f")
    left = [path.name for path in there.data.rglob("*")]  # Wine cannot remove a link
    part.check(
        "register and settings are gone",
        left in ([], [WAY_OUT]) and there.wine.registry(USER_SETTINGS, "utseende") is None,
        " ".join(left),
    )
    if outside is not None:
        part.check("what a link in it leads to is not deleted", (outside / OUTSIDE).exists())
    said = there.uninstall_report
    others = r"HKU\*\Software\Sentralbord" in said or there.mode == "CurrentUser"
    part.check(
        "and it says what it deleted, and what it cannot",
        others and "«Sentralbord»" in said and r"AppData\Local\Sentralbord" in said,
        said.replace("\n", "; "),
    )


def lead_out(there: Installation) -> Path:
    """A folder elsewhere with a file in it, that a link among the data leads to."""
    outside = there.wine.path(r"C:\et annet sted for kopier")
    outside.mkdir()
    (outside / OUTSIDE).write_text("står")
    (there.data / WAY_OUT).symlink_to(outside)
    return outside


def check_replaced_by_everyone(there: Installation, setup: Path, part: Part) -> None:
    """Everyone's installation takes the place of the one user's, then is taken away again."""
    everyone = Installation(there.wine, "AllUsers")
    check_not_replaced(there, setup, part)
    code = everyone.install(setup)
    part.check(
        "everyone's replaces one user's",
        code == 0 and not everyone.is_elsewhere and not there.folder.exists(),
        f"exit {code}",
    )
    part.check("with the register in place", "2 medlemmer" in everyone.members())
    part.check("everyone's is removed again", everyone.uninstall())
    odd = r"C:\Programmer på øya\Sentral bord"
    code = there.install(setup, *f"/D={odd}".split())
    tested, said = there.selftest(there.wine.path(odd))
    part.check("a path with æøå and spaces", code == 0 and tested == 0, f"exit {code}, then {tested}: {said[-280:]}")
    other = r"C:\Et annet sted"
    code = there.install(setup, *f"/D={other}".split())
    part.check(
        "laid elsewhere, the old folder goes",
        code == 0
        and there.wine.path(other).exists()
        and not there.wine.path(odd).exists()
        and len(there.shortcuts()) == 1,
        f"exit {code}",
    )
    there.wine.run(there.wine.path(other) / "uninstall.exe", "/CurrentUser", "/S")
    part.check("removed from there", until(lambda: not there.wine.path(other).exists(), 60))
    part.check("and back in its place", there.install(setup) == 0)
