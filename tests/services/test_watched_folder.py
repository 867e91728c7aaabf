"""Files of a watched folder: taken when they are whole, known by what they hold, and a failure is told once."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sentralbord_desktop.bootstrap import build, open_services
from sentralbord_desktop.domain.errors import NotAllowedError, SwitchboardError
from sentralbord_desktop.domain.imports.doubt import ChangeLimit
from sentralbord_desktop.domain.imports.import_run import NO_NEW_FILES, NOTHING_NEW, RunOutcome
from sentralbord_desktop.domain.imports.source import read_source
from sentralbord_desktop.domain.initials import PROGRAM
from sentralbord_desktop.domain.policies import NOTHING_DECIDED, POLICY_TOML, Policies, Source, decide
from sentralbord_desktop.services.imports.pull import NO_FOLDER, READ_FOLDER, PullRequest, look, put_away
from sentralbord_desktop.services.imports.source_settings import FOLDER_NAME, NEVER, OF_IT
from sentralbord_desktop.services.office import Services
from tests.helpers.doors import sit
from tests.helpers.import_files import HEAD, ODD, good_xlsx, member

NAME = "Nattfilen"
SOURCE = read_source({"name": NAME, "kind": "mappe", "folder": "inn"})


@pytest.fixture
def folder(services: Services, tmp_path: Path) -> Path:
    """A folder that is watched, without a wait between two looks at it."""
    made = tmp_path / "inn"
    made.mkdir()
    services.pulls.sleep = lambda _: None
    services.import_sources.save(read_source({"name": NAME, "kind": "mappe", "folder": str(made)}))
    return made


@pytest.fixture
def changes_only(services: Services, folder: Path) -> None:
    """The files of the folder have only what has changed."""
    made = {"name": NAME, "kind": "mappe", "folder": str(folder), "is_whole": False}
    services.import_sources.save(read_source(made), before=NAME)


def lay(folder: Path, *lines: str, name: str = "medlemmer.csv", day: int = 1) -> Path:
    path = folder / name
    path.write_text("\r\n".join((HEAD, *lines)), encoding="utf-8")
    os.utime(path, (1_700_000_000 + day, 1_700_000_000 + day))
    return path


def runs(services: Services) -> list[tuple[str, int, int, bool]]:
    return [(run.file, run.new, run.changed, run.is_failed) for run in services.import_history.latest()]


def test_a_file_is_read_once_and_stays_where_it_is(services: Services, folder: Path) -> None:
    file = lay(folder, ODD)
    (outcome,) = services.pulls.daily()
    assert (outcome.file, outcome.new) == (f"{NAME}: medlemmer.csv", 1)
    assert member(services, "300").last_name == "Fjeldhaug"
    for _ in range(3):
        assert [one.text for one in services.pulls.daily()] == [NO_NEW_FILES]
    assert file.exists()
    assert runs(services) == [(NAME, 0, 0, False), (f"{NAME}: medlemmer.csv", 1, 0, False)]
    os.utime(file)  # the same content under another time
    file.rename(folder / "samme.csv")
    assert [one.text for one in services.pulls.daily()] == [NO_NEW_FILES]
    assert services.pulls.pull(NAME, PullRequest(from_start=True))[0].text == NOTHING_NEW


def test_files_are_read_in_the_order_in_which_they_were_made(services: Services, folder: Path) -> None:
    lay(folder, ODD.replace("990 00 423", "400 11 222"), name="a.csv", day=9)
    lay(folder, ODD, name="b.csv", day=3)
    (folder / "c.xlsx").write_bytes(good_xlsx())
    assert [(one.file, one.new, one.changed) for one in services.pulls.pull(NAME)][:2] == [
        (f"{NAME}: b.csv", 1, 0),
        (f"{NAME}: a.csv", 0, 1),
    ]
    assert member(services, "300").phone == "40011222"


def test_a_file_that_is_still_written_is_left_until_it_is_whole(services: Services, folder: Path) -> None:
    file = lay(folder, ODD)

    def grow(_: float) -> None:
        with file.open("a", encoding="utf-8") as more:
            more.write("\r\n301;Kari;Lie;01.02.1980;99000424;2;Student")

    services.pulls.sleep = grow
    assert [one.text for one in services.pulls.daily()] == [NO_NEW_FILES]
    assert services.members.count() == 0
    services.pulls.sleep = lambda _: None
    assert [one.new for one in services.pulls.daily()] == [2]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
@pytest.mark.parametrize("name", [b"medl\xff.csv", b"medl\n.csv", "medl\u202e.csv".encode()])
def test_a_name_that_is_no_text_stops_neither_its_file_nor_the_others(
    services: Services, folder: Path, name: bytes
) -> None:
    lay(folder, ODD, name=os.fsdecode(name))
    lay(folder, ODD.replace("300", "301").replace("Odd", "Kari"), name="b.csv", day=3)
    assert [one.new for one in services.pulls.daily()] == [1, 1]
    assert runs(services)[-1][0] == f"{NAME}: medl\ufffd.csv"
    chosen = services.member_imports.read(folder / os.fsdecode(name))
    assert chosen.name == "medl\ufffd.csv"
    services.member_imports.preview(chosen)


@pytest.mark.parametrize("name", ["medlemmer.csv.tmp", "~$medlemmer.xlsx", ".medlemmer.csv", "les meg.pdf"])
def test_a_file_on_its_way_is_taken_once_it_has_its_name(services: Services, folder: Path, name: str) -> None:
    file = lay(folder, ODD, name=name)
    assert [one.text for one in services.pulls.daily()] == [NO_NEW_FILES]
    file.rename(folder / "medlemmer.csv")
    assert [one.new for one in services.pulls.daily()] == [1]


def test_a_file_that_is_refused_is_told_once_and_tried_again_when_somebody_asks(
    services: Services, folder: Path
) -> None:
    file = folder / "medlemmer.csv"
    file.write_text("Medlemsnummer;Fornavn\r\n300;Odd\r\n", encoding="utf-8")
    with pytest.raises(SwitchboardError, match="Ingen kolonne er koblet til fødselsdato og telefon"):
        services.pulls.daily()
    for _ in range(2):
        assert [one.text for one in services.pulls.daily()] == [NO_NEW_FILES]
    assert services.pulls.pull(NAME)[0].is_failed
    assert services.members.count() == 0
    services.import_sources.save(
        read_source({"name": NAME, "kind": "mappe", "folder": str(folder), "columns": {"Fornavn": ""}}), before=NAME
    )
    with pytest.raises(SwitchboardError, match="Ingen kolonne er koblet til navn, fødselsdato og telefon"):
        services.pulls.daily()  # the settings were changed
    lay(folder, ODD)
    services.import_sources.save(read_source({"name": NAME, "kind": "mappe", "folder": str(folder)}), before=NAME)
    assert [one.new for one in services.pulls.daily()] == [1]


def test_a_folder_that_is_away_is_told(services: Services, folder: Path) -> None:
    folder.rmdir()
    with pytest.raises(SwitchboardError, match="Mappen som skal leses, finnes ikke"):
        services.pulls.daily()
    assert services.pulls.daily()[0].text == NO_FOLDER
    folder.mkdir()
    lay(folder, ODD)
    assert services.pulls.daily()[0].new == 1


def test_the_round_reads_whoever_sits_here_and_a_person_only_where_they_may(services: Services, folder: Path) -> None:
    lay(folder, ODD)
    sit(services, "operator")
    with pytest.raises(NotAllowedError):
        services.pulls.pull(NAME)
    with pytest.raises(NotAllowedError):
        services.pulls.to_decide(NAME)
    assert services.members.count() == 0
    outcomes = services.pulls.daily()
    if services.database.is_server:  # which asks for the rights of an administrator
        assert (outcomes, services.members.count()) == ([], 0)
        return
    assert [(one.file, one.new) for one in outcomes] == [(f"{NAME}: medlemmer.csv", 1)]
    assert services.import_history.latest() == [], "not shown to an operator"
    assert member(services, "300").phone == "99000423"
    lay(folder, ODD.replace("990 00 423", "400 11 222"), day=2)
    assert services.pulls.daily()[0].changed == 1
    (change,) = [c for c in services.members.open(member(services, "300").id).changes if c.field == "phone"]
    assert (change.author, change.source) == (PROGRAM, "import")
    sit(services, "administrator")
    lay(folder, ODD.replace("990 00 423", "400 11 333"), day=3)
    assert services.pulls.daily()[0].changed == 1
    assert {run.author for run in services.import_history.latest() if run.changed} == {PROGRAM, services.session.sign}


def test_practice_pulls_nothing(tmp_path: Path) -> None:
    (tmp_path / "inn").mkdir()
    lay(tmp_path / "inn", ODD)
    policies = decided(folder=str(tmp_path / "inn"), folder_after="slett")
    practice = open_services(tmp_path / "oving", practice=True, policies=policies)
    try:
        assert practice.import_sources.read() == []
        assert practice.pulls.daily() == []
        for act in (
            practice.pulls.pull,
            lambda: practice.pulls.try_out(SOURCE),
            lambda: practice.import_sources.save(SOURCE),
        ):
            with pytest.raises(SwitchboardError, match=NEVER):
                act()
    finally:
        practice.close()
    assert (tmp_path / "inn/medlemmer.csv").exists()


def test_what_a_person_turned_off_is_not_fetched(services: Services, folder: Path) -> None:
    lay(folder, ODD)
    off = read_source({"name": NAME, "kind": "mappe", "folder": str(folder), "is_on": False})
    services.import_sources.save(off, before=NAME)
    assert services.pulls.daily() == []
    assert services.pulls.pull() == []
    assert services.pulls.pull(NAME)[0].new == 1


# ---------------------------------------------------------------- what IT decides


def decided(**imports: object) -> Policies:
    return decide([Source(POLICY_TOML, {"imports": imports})])


def under(services: Services, policies: Policies) -> Services:
    made = build(services.database, services.folder, os_user="maja.hovde", policies=policies)
    made.pulls.sleep = lambda _: None
    return made


@pytest.mark.parametrize("after", ["la_ligge", "flytt", "slett", ""])
def test_the_policy_says_which_folder_and_what_becomes_of_its_files(
    services: Services, tmp_path: Path, after: str
) -> None:
    inn = tmp_path / "inn"
    inn.mkdir()
    file = lay(inn, ODD)
    says = {"folder_after": after} if after else {}
    it = under(services, decided(folder=str(inn), folder_whole="nei", **says))
    assert [one.name for one in it.import_sources.read()] == [FOLDER_NAME]
    assert not it.import_sources.read()[0].is_whole
    assert it.pulls.daily()[0].new == 1
    assert file.exists() == (after in ("la_ligge", ""))
    assert [one.name.endswith("-medlemmer.csv") for one in inn.glob("lest/*")] == [True] * (after == "flytt")


def test_a_refused_file_is_neither_moved_nor_deleted(services: Services, tmp_path: Path) -> None:
    inn = tmp_path / "inn"
    inn.mkdir()
    (inn / "medlemmer.csv").write_text("Medlemsnummer;Fornavn\r\n300;Odd\r\n", encoding="utf-8")
    it = under(services, decided(folder=str(inn), folder_after="slett"))
    assert it.pulls.pull(FOLDER_NAME)[0].is_failed
    assert (inn / "medlemmer.csv").exists()


def test_what_is_decided_is_locked(services: Services, tmp_path: Path) -> None:
    it = under(services, decided(folder=str(tmp_path), max_changes=5))
    (source,) = it.import_sources.read()
    assert (it.import_sources.is_decided(source.name), source.max_changes) == (True, "5 %")
    with pytest.raises(SwitchboardError, match=OF_IT):
        it.import_sources.save(source)
    with pytest.raises(SwitchboardError, match=OF_IT):
        it.import_sources.remove(source.name)
    own = read_source({"name": "Egen", "kind": "mappe", "folder": str(tmp_path), "max_changes": "90%"})
    it.import_sources.save(own)
    assert it.import_sources.named("egen").max_changes == "5 %"
    assert under(services, NOTHING_DECIDED).import_sources.named("Egen").max_changes == "90%"


SOURCE_FILE = """
[[source]]
name = "Medlemssystemet"
kind = "https"
url = "https://medlem.eksempel.no/api"
headers = { Authorization = "Bearer {hemmelighet}" }
"""


def test_a_file_from_it_has_sources(services: Services, tmp_path: Path) -> None:
    file = tmp_path / "kilder.toml"
    file.write_text(SOURCE_FILE, encoding="utf-8")
    it = under(services, decided(sources=str(file)))
    (source,) = it.import_sources.read()
    it.import_sources.save_secret(source, "hemmelig")
    assert it.import_sources.secret(source) == "hemmelig"
    for text in (
        "[[source",
        "annet = 1",
        SOURCE_FILE.replace("url =", "adresse ="),
        SOURCE_FILE.replace("https://", "http://"),
    ):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(SwitchboardError):
            it.import_sources.read()
    file.unlink()
    with pytest.raises(SwitchboardError, match="Filen med kilder fra IT"):
        it.import_sources.read()


def test_an_outcome_is_one_line() -> None:
    done = RunOutcome("Nattfilen", "Nattfilen: a.csv", "Venter på deg: 1 ukjent ord.", new=1, changed=2)
    assert done.shown == "Nattfilen: a.csv: 1 ny, 2 endret. Venter på deg: 1 ukjent ord."


@pytest.mark.parametrize("after", ["slett", "flytt"])
def test_a_file_that_was_written_again_meanwhile_is_not_put_away(tmp_path: Path, after: str) -> None:
    """The member system wrote the next file under the same name while the first was brought in: it was deleted unread."""
    path = tmp_path / "medlemmer.csv"
    path.write_text("en", "utf-8")
    (file,) = look(tmp_path)
    path.write_text("den neste", "utf-8")
    put_away(file, after)
    assert path.read_text("utf-8") == "den neste"
    (again,) = look(tmp_path)
    put_away(again, after)
    assert not path.exists()
    assert (tmp_path / READ_FOLDER).is_dir() is (after == "flytt")


# ---------------------------------------------------------------- much in one day


def crowd(first: int, count: int, phone: str = "990") -> list[str]:
    """`phone` is the beginning of each number."""
    return [
        f"{number};Odd;Fjeldhaug;30.01.1958;{phone}{number:05};2;Pensjonist" for number in range(first, first + count)
    ]


@pytest.mark.usefixtures("changes_only")
def test_several_files_of_one_day_do_not_go_past_the_limit_together(services: Services, folder: Path) -> None:
    services.session.clock = lambda: datetime(2026, 11, 25, 22, 30, tzinfo=UTC)
    lay(folder, *crowd(1000, 300))
    assert services.pulls.daily()[0].new == 300, "an empty register has no limit"
    lay(folder, *crowd(2000, 40), name="b.csv", day=2)
    lay(folder, *crowd(1000, 30, "400"), name="c.csv", day=3)
    done = services.pulls.pull(NAME)
    assert [(one.new, one.changed, one.is_failed) for one in done] == [(40, 0, False), (0, 0, True)]
    assert "før i dag, legger til eller endrer 70 medlemmer, og registeret har 300 medlemmer." in done[1].text
    assert done[1].text.endswith("sett grensen i kilden til 70, og hent på nytt.")
    assert services.pulls.pull(NAME)[0].is_failed, "nor in the next round of the same day"
    services.session.clock = lambda: datetime(2026, 11, 25, 23, 30, tzinfo=UTC)  # the next day in Norway
    assert services.pulls.pull(NAME)[0].changed == 30


@pytest.mark.usefixtures("changes_only")
def test_what_a_person_let_in_does_not_fill_the_limit_of_the_day(services: Services, folder: Path) -> None:
    lay(folder, *crowd(1000, 100))
    services.pulls.daily()
    lay(folder, *crowd(2000, 60), name="b.csv", day=2)
    assert services.pulls.pull(NAME)[0].is_failed
    assert services.pulls.pull(NAME, PullRequest(limit=ChangeLimit(60, is_share=False)))[0].new == 60
    lay(folder, *crowd(3000, 5), name="c.csv", day=3)
    assert services.pulls.daily()[0].new == 5
    run = next(it for it in services.import_history.latest() if it.new == 60)
    services.import_history.undo(run)
    lay(folder, *crowd(3005, 45), name="d.csv", day=4)
    assert services.pulls.daily()[0].new == 45, "with the five, just within"
    lay(folder, *crowd(3050, 1), name="e.csv", day=5)
    with pytest.raises(SwitchboardError, match="51 medlemmer"):
        services.pulls.daily()


def test_what_waits_is_read_again_also_from_a_file_that_was_put_away(services: Services, folder: Path) -> None:
    lay(folder, ODD, "301;Liv;Moe;01.02.1971;990 00 424;2;Utmeldt")
    (outcome,) = services.pulls.daily()
    assert "1 ny utmeldt" in outcome.text
    services.pulls.daily()
    waiting = [run.waits for run in services.import_history.latest()]
    assert waiting == [False, True], "a round without new files answers nothing"
    (folder / "medlemmer.csv").rename(_made(folder / READ_FOLDER) / "1-medlemmer.csv")
    table = services.pulls.to_decide(NAME)
    assert [row[0] for row in table.rows] == ["300", "301"]


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_a_file_with_a_column_to_choose_waits_and_nothing_of_it_is_written(services: Services, folder: Path) -> None:
    file = folder / "medlemmer.csv"
    file.write_text(f"{HEAD};Mobil\r\n{ODD};22112211", encoding="utf-8")
    (outcome,) = services.pulls.daily()
    assert outcome.text == "Venter på deg: «Mobil» står 2 ganger i overskriftene, med ulikt innhold."
    assert services.members.count() == 0
    assert services.import_history.latest()[0].waits
    table = services.pulls.to_decide(NAME)
    services.member_imports.write(services.member_imports.preview(table, {"Mobil (8)": "phone"}))
    assert member(services, "300").phone == "22112211"
    file.write_text(f"{HEAD};Mobil\r\n{ODD};22112212", encoding="utf-8")
    assert services.pulls.daily()[0].changed == 1, "the choice is remembered"
