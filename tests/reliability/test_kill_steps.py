"""R18: killed before every step of bringing back, exporting, backing up, upgrading, and taking the erased out of copies.

The same starts again, and ends as if nothing had happened.
"""

import csv
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import text

from sentralbord_desktop.bootstrap import DATABASE_FILE
from sentralbord_desktop.services import after_restore
from sentralbord_desktop.services.backup.restore_request import REQUEST
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage.backup.restore import STEPS_FILE
from sentralbord_desktop.storage.engine.raw_connection import opened
from tests.helpers.figures import FULL, Say
from tests.helpers.members import by_number
from tests.helpers.registers import enrol, older_register, reopen

USUAL = 5
"""Kills of each kind in every run; in full each step is one."""
MOST = 70
SLOW = 20
"""Kills in full of what takes seconds each time."""
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL and no fork there")
Killed = Callable[[str, int, Path], int | None]


@pytest.fixture(scope="module")
def killed() -> Iterator[Killed]:
    """Does the work in a folder and kills it at a step; the number of steps where it came to its end."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.reliability.stepping_child"],
        text=True,
        bufsize=1,
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert child.stdin is not None
    assert child.stdout is not None
    put, said = child.stdin, child.stdout

    def kill(what: str, step: int, folder: Path) -> int | None:
        put.write(f"{what} {step} {folder}\n")
        put.flush()
        word = said.readline().split()
        assert word, "the child ended by itself"
        return int(word[1]) if word[0] == "ended" else None

    yield kill
    put.close()
    child.wait(timeout=30)
    said.close()


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`member_imports` of three members with a backup; since then one was looked up and another erased."""
    place = tmp_path_factory.mktemp("mal")
    services = reopen(place / "register")
    services.session.update(name="Maja Hovde", initials="MH", loop=1)
    with services.database.transaction() as session:
        session.execute(text("UPDATE operator SET roles = 'operator,administrator,personvern'"))
    for number in range(3):
        enrol(services, str(204118 + number))
    services.close()
    services = reopen(place / "register")
    services.backups.save_second(str(place / "andre"))
    made = services.backups.take()
    gone = by_number(services, "204118")
    assert gone is not None
    services.privacy.erase(gone, "204118", "ba om det")
    looked = by_number(services, "204119")
    assert looked is not None
    services.members.open(looked.id, "nysgjerrig")
    services.breaches.begin("E-post til feil avdeling")
    (place / "navn.txt").write_text(made.name)
    services.close()
    (place / "ut").mkdir()
    return place


def steps_of(count: int, full: int) -> list[int]:
    """Each step, at most `full` in full and USUAL otherwise, the first and the last among them."""
    most = min(count, full if FULL else USUAL)
    return sorted({1 + round(n * (count - 1) / (most - 1)) for n in range(most)})


def each_killed(
    what: str, killed: Killed, template: Path, folder: Path, full: int = MOST
) -> Iterator[tuple[Path, int]]:
    """A copy of the template for each step, with the work killed there. The second place of the backups, whose name stands
    in the register, is one for all of them: each begins with it as it was."""
    second = template / "andre"
    was = Path(shutil.copytree(second, folder / "andre som den var")) if second.exists() else None

    def as_it_was() -> None:
        if was is not None:
            shutil.rmtree(second)
            shutil.copytree(was, second)

    whole = Path(shutil.copytree(template, folder / "hel"))
    count = killed(what, 0, whole)
    assert count is not None
    assert count > USUAL
    shutil.rmtree(whole)
    for step in steps_of(count, full):
        as_it_was()
        place = Path(shutil.copytree(template, folder / f"{step}"))
        assert killed(what, step, place) is None
        yield place, step
        shutil.rmtree(place)


def rows(services: Services, asked: str) -> list[tuple[object, ...]]:
    with services.database.reading() as session:
        return [tuple(row) for row in session.execute(text(asked))]


TRACE = {
    "looked": "SELECT count(*) FROM access WHERE why = 'nysgjerrig'",
    "who brought it back": "SELECT count(*) FROM access WHERE what LIKE 'hentet tilbake%' AND author = 'MH'",
    "to be erased again": "SELECT count(*) FROM access WHERE what LIKE 'kom tilbake%'",
    "erased": "SELECT count(*) FROM erasure",
    "breach": "SELECT count(*) FROM breach",
}
"""Each is there once, whatever was killed."""


def traced(services: Services) -> dict[str, object]:
    return {name: rows(services, asked)[0][0] for name, asked in TRACE.items()}


def ask_back(place: Path) -> None:
    (place / "register" / REQUEST).write_text((place / "navn.txt").read_text())


@pytest.mark.night
@pytest.mark.figures("R18")
def test_a_backup_is_brought_back_with_its_trace_whenever_it_is_killed(
    used: Path, killed: Killed, tmp_path: Path, figure: Say
) -> None:
    template = Path(shutil.copytree(used, tmp_path / "bedt"))
    ask_back(template)
    before = (template / "register" / DATABASE_FILE).read_bytes()
    kills = 0
    for place, step in each_killed("bring-back", killed, template, tmp_path):
        if step % 2:  # and again, somewhere in what is left of it
            killed("bring-back", 1 + step // 3, place)
        services = reopen(place / "register")
        assert traced(services) == dict.fromkeys(TRACE, 1), step
        assert services.members.count() == 3, step
        assert services.member_imports.faults() == []
        services.close()
        home = place / "register"
        names = {file.name for file in home.iterdir()}
        assert not names & {REQUEST, STEPS_FILE}, step
        assert not [name for name in names if name.endswith((".hentet", ".ny"))]
        (aside,) = (home / "lagt-til-side").iterdir()
        assert (aside / DATABASE_FILE).read_bytes() == before
        reopen(home).close()
        assert len(list((home / "lagt-til-side").iterdir())) == 1
        kills += 1
    figure(
        "R18",
        f"bringing back, {kills} kills, every other one twice: look-ups, who brought it back and the mark to "
        "erase again are there once, what stood there lies aside byte for byte",
    )


@pytest.mark.figures("R18")
def test_the_control_a_request_that_goes_too_early_loses_the_trace(
    used: Path, killed: Killed, tmp_path: Path, figure: Say
) -> None:
    """As it was: nothing written down, and the request gone when the files were exchanged."""
    template = Path(shutil.copytree(used, tmp_path / "bedt"))
    ask_back(template)
    lost = 0
    for place, _ in each_killed("bring-back", killed, template, tmp_path):
        home = place / "register"
        if 'placed": true' in (home / STEPS_FILE).read_text() if (home / STEPS_FILE).exists() else False:
            (home / STEPS_FILE).unlink()
            (home / REQUEST).unlink(missing_ok=True)
            services = reopen(home)
            lost += traced(services) != dict.fromkeys(TRACE, 1)
            services.close()
    assert lost > 0
    figure("R18", control=f"without what is written down, {lost} of the same kills lose the trace")


def test_end_is_told_once_also_where_what_was_written_down_outlives_the_commit(
    used: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Path(shutil.copytree(used, tmp_path / "bedt"))
    ask_back(place)
    with monkeypatch.context() as killed_there:
        killed_there.setattr(after_restore, "forget", lambda home: None)
        reopen(place / "register").close()
    assert (place / "register" / STEPS_FILE).exists()
    services = reopen(place / "register")
    assert traced(services) == dict.fromkeys(TRACE, 1)
    services.close()
    assert not (place / "register" / STEPS_FILE).exists()


def whole_or_none(target: Path, members: int) -> bool:
    """Whether the export is there, and then all of it."""
    if not target.exists() or target.read_bytes() == b"gammel":
        return False
    if target.suffix == ".csv":
        with target.open(encoding="utf-8-sig", newline="") as file:
            count = len(list(csv.reader(file, delimiter=";")))
    elif target.suffix == ".xlsx":
        count = len(CalamineWorkbook.from_path(str(target)).get_sheet_by_index(0).to_python())
    else:
        return target.read_bytes() == b"Kanarifugl" * 100_000
    assert count == members + 1
    return True


@pytest.mark.night
@pytest.mark.figures("R18")
@pytest.mark.parametrize("what", ["csv", "xlsx", "csv-named", "xlsx-named", "json"])
@pytest.mark.parametrize("over", [False, True])
def test_an_export_is_whole_or_nothing_of_it_is_anywhere(
    used: Path, killed: Killed, tmp_path: Path, what: str, over: bool, figure: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    template = Path(shutil.copytree(used, tmp_path / "bedt"))
    name = "innsyn.json" if what == "json" else f"medlemmer.{what.removesuffix('-named')}"
    if over:
        (template / "ut" / name).write_bytes(b"gammel")
    kills = beside = said = 0
    for place, step in each_killed(what, killed, template, tmp_path):
        lying = [file for file in (place / "ut").iterdir() if file.name != name]
        beside += bool(lying)
        assert over or "named" in what or not lying, step  # nothing at all, also before the next start
        services = reopen(place / "register")
        said += services.leftovers
        assert services.leftovers == len(lying), step
        services.close()
        left = [file.name for file in (place / "ut").iterdir()]
        whole_or_none(place / "ut" / name, 2)
        assert left in ([], [name]), step
        assert not over or left == [name]
        assert not list((place / "register").glob("eksport-*"))
        kills += 1
    figure(
        "R18",
        f"exporting ({what}{', over a file' if over else ''}), {kills} kills: 0 half; {beside} beside it until "
        f"the next start, which deleted {said} and said so",
    )


@pytest.mark.figures("R18")
def test_a_backup_is_whole_or_nothing_of_it_is_left(used: Path, killed: Killed, tmp_path: Path, figure: Say) -> None:
    kills = halves = 0
    for place, step in each_killed("back-up", killed, used, tmp_path):
        home = place / "register"
        halves += len(list(home.glob("kopier/*.uferdig")))
        services = reopen(home)
        assert not list(home.glob("kopier/*.uferdig")), step
        assert traced(services)["looked"] == 1
        assert not any(services.backups.drill().values()), step
        services.backups.take()
        second = services.backups.second_folder()
        assert second is not None
        assert not list(second.glob("*.uferdig")), step
        services.close()
        kills += 1
    assert halves > 0  # else nothing was tried
    figure("R18", f"backing up, {kills} kills: {halves} left a half one, 0 after the next start; every other one whole")


@pytest.mark.night
@pytest.mark.figures("R18")
def test_an_upgrade_goes_on_whenever_it_is_killed(
    killed: Killed, tmp_path: Path, next_version: None, figure: Say
) -> None:
    template = tmp_path / "eldre"
    template.mkdir()
    older_register(template / "register", members=5)
    kills = 0
    for place, step in each_killed("upgrade", killed, template, tmp_path, SLOW):
        services = reopen(place / "register")
        assert services.members.count() == 5, step
        assert services.database.revision().is_ours
        assert rows(services, "PRAGMA integrity_check") == [("ok",)]
        why = [one.why for one in services.backups.found()]
        assert "oppgradering" in why, step
        assert not any(services.backups.drill().values())
        assert not list(place.glob("register/kopier/*.uferdig"))
        services.close()
        kills += 1
    figure("R18", f"upgrading, {kills} kills: every row there, at this version, with a whole backup of before")


def holders(place: Path, services: Services, number: str) -> list[str]:
    """The copies that hold a member: every file below that the key opens."""
    found = []
    for file in place.rglob("*"):
        if not file.is_file() or file == place / DATABASE_FILE:
            continue
        try:
            with closing(opened(file, services.database.key, "alone")) as connection:
                if connection.execute("SELECT 1 FROM member WHERE number = ?", (number,)).fetchone():
                    found.append(str(file.relative_to(place)))
        except Exception:  # noqa: S112 - whatever it is, it is no register of ours
            continue
    return found


@pytest.mark.night
@pytest.mark.figures("R18")
def test_who_was_erased_is_in_no_copy_whatever_it_is_called_and_whenever_it_is_killed(
    used: Path, killed: Killed, tmp_path: Path, figure: Say
) -> None:
    """Renamed, put aside, half, by hand, in the second place; each other member stays in them all."""
    template = Path(shutil.copytree(used, tmp_path / "bedt"))
    services = reopen(template / "register")  # the second place is where the template was
    assert rows(services, "SELECT count(*) FROM setting WHERE key = 'slettet'") == [(1,)]
    with services.database.transaction() as session:
        session.execute(text("DELETE FROM setting WHERE key = 'sikkerhetskopi'"))
    services.close()
    kopier = template / "register" / "kopier"
    (made,) = [folder for folder in kopier.iterdir() if folder.is_dir()]
    shutil.copytree(made, kopier / "navnet av brukeren")
    shutil.copytree(made, kopier / "x.uferdig")
    aside = template / "register" / "lagt-til-side" / "før"
    aside.mkdir(parents=True)
    shutil.copy2(made / DATABASE_FILE, aside / "gammelt register.bak")
    kills = 0
    for place, step in each_killed("reach", killed, template, tmp_path, SLOW):
        services = reopen(place / "register")
        services.backups.reach_copies()
        assert holders(place / "register", services, "204118") == [], step
        assert len(holders(place / "register", services, "204119")) == 3, step
        assert not any(services.backups.drill().values()), step
        assert not list(place.glob("register/**/*.uferdig"))
        assert not list(place.glob("register/**/slettes.txt"))
        services.close()
        kills += 1
    services = reopen(template / "register")
    before = holders(template / "register", services, "204118")
    services.close()
    assert len(before) == 3
    figure(
        "R18",
        f"the erased out of copies, {kills} kills: 0 of 3 copies hold them, all others are in all of them",
        control="without it, 3 of 3 copies hold them",
    )
