"""`sentralbord-cli import`: what it keeps, says and refuses."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sentralbord_desktop.bootstrap import open_services
from sentralbord_desktop.domain.imports.source import read_source
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage.settings import save_setting
from sentralbord_desktop.storage.sharing.transfer import MOVED
from tests.helpers.command import cli
from tests.helpers.exports.outcome import SYSTEMS, departments_file, wrong_fields
from tests.helpers.import_files import HEAD, csv_file, member
from tests.helpers.member_api import MemberApi, Reply, file_of, person
from tests.helpers.passphrase import PASSPHRASE

LINE = "300;Odd;Fjeldhaug;30.01.1958;{phone};2;Pensjonist"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A register with one member, from a file."""
    home = tmp_path / "kontor"
    assert cli("--data", home, "import", csv_file(tmp_path, HEAD, LINE.format(phone="99000423"))).returncode == 0
    return home


@contextmanager
def opened(office: Path) -> Iterator[Services]:
    services = open_services(office, passphrase=PASSPHRASE)
    yield services
    services.close()


def test_the_command_keeps_corrections_and_says_so(office: Path, tmp_path: Path) -> None:
    with opened(office) as services:
        services.members.change(member(services, "300"), {"phone": "40011222"})
    file = csv_file(tmp_path, HEAD, LINE.format(phone="99000423"))
    for more in (["--preview"], []):
        done = cli("--data", office, "import", file, *more)
        assert "1 rettet her siden forrige fil. De blir stående som de er rettet:" in done.stdout
        assert "Linje 2, Odd Fjeldhaug, Telefon: her «40011222»" in done.stdout
        assert "i filen «99000423»" in done.stdout
    assert "1 rettet her siden forrige fil, og beholdt." in done.stdout
    with opened(office) as services:
        assert member(services, "300").phone == "40011222"
    assert cli("--data", office, "export", "corrections", tmp_path / "r.csv").returncode == 0
    assert '"300";"Odd Fjeldhaug";"Telefon";"99000423";"40011222"' in (tmp_path / "r.csv").read_text("utf-8-sig")


def test_a_file_without_the_number_is_told_how_to_name_its_column(office: Path, tmp_path: Path) -> None:
    file = csv_file(tmp_path, "Løpenr.;Navn", "301;Kari Lie")
    refused = cli("--data", office, "import", file)
    [named] = re.findall("--map «Overskrift=(.*)»", refused.stderr + refused.stdout)
    assert refused.returncode != 0
    assert "Lest inn: 1 ny" in cli("--data", office, "import", file, "--yes", "--map", f"Løpenr.={named}").stdout


def test_a_heading_that_comes_twice_stops_the_command_until_one_is_chosen(office: Path, tmp_path: Path) -> None:
    file = csv_file(tmp_path, "Medl.nr;Navn;Født;Telefon;Telefon", "301;Kari Lie;01.02.1980;99000418;22112211")
    asked = cli("--data", office, "import", file)
    assert (asked.returncode, asked.stdout) == (3, "")
    assert "først på linje 2: «Telefon» har «99000418», «Telefon (5)» har «22112211»." in asked.stderr
    [answer] = re.findall('--map "(.*)"', asked.stderr)
    assert cli("--data", office, "import", file, "--map", answer).returncode == 0
    assert cli("--data", office, "import", file).returncode == 0, "the answer is remembered"
    with opened(office) as services:
        assert member(services, "301").phone == "22112211"


HUNDRED = [f"{n};Kari{n};Lie;01.02.1980;990{n:05};2;Student" for n in range(1000, 1100)]


def test_a_file_that_touches_too_much_of_the_register_is_refused(office: Path, tmp_path: Path) -> None:
    data = ("--data", office)
    file = csv_file(tmp_path, HEAD, *HUNDRED)
    assert "100 nye" in cli(*data, "import", file, "--preview").stdout
    done = cli(*data, "import", file)
    assert done.returncode == 1
    assert "legger til eller endrer 100 medlemmer, og registeret har 1 medlem. Grensen er 20 %." in done.stderr
    assert "Det har 1 medlem." in cli(*data, "check").stdout
    assert cli(*data, "import", file, "--max-changes", "100").returncode == 0
    assert "Det har 101 medlemmer." in cli(*data, "check").stdout
    assert cli(*data, "import", file, "--max-changes", "mye").returncode == 2


def test_a_backup_is_taken_before_the_register_is_changed(office: Path, tmp_path: Path) -> None:
    with opened(office) as services:
        assert [one.why for one in services.backups.found()] == [], "the register was empty"
    same, other = LINE.format(phone="99000423"), LINE.format(phone="40011222")
    cli("--data", office, "import", csv_file(tmp_path, HEAD, other), "--preview")
    cli("--data", office, "import", csv_file(tmp_path, HEAD, same))
    with opened(office) as services:
        assert services.backups.found() == [], "nothing was changed"
    cli("--data", office, "import", csv_file(tmp_path, HEAD, other))
    with opened(office) as services:
        assert [(one.why, one.members) for one in services.backups.found()] == [("import", 1)]


def test_an_import_is_listed_and_undone_by_the_command(office: Path, tmp_path: Path) -> None:
    data = ("--data", office)
    cli(*data, "import", csv_file(tmp_path, HEAD, LINE.format(phone="40011222")))
    listed = cli(*data, "imports", "list").stdout.splitlines()
    assert [line.partition(", ")[2] for line in listed] == [
        "medlemmer.csv: 0 nye, 1 endret, av " + listed[0][-2:],
        "medlemmer.csv: 1 ny, 0 endret, av " + listed[0][-2:],
    ]
    latest = listed[0].split()[0]
    assert "1 får tilbake det som sto før." in cli(*data, "imports", "undo", latest, "--preview").stdout
    with opened(office) as services:
        assert member(services, "300").phone == "40011222"
    assert "1 har fått tilbake det som sto før." in cli(*data, "imports", "undo", latest).stdout
    with opened(office) as services:
        assert member(services, "300").phone == "99000423"
    for number in (latest, "99"):
        assert cli(*data, "imports", "undo", number).returncode == 1


def test_what_an_import_lost_is_shown_and_saved_afterwards(office: Path, tmp_path: Path) -> None:
    data = ("--data", office)
    cli(*data, "import", csv_file(tmp_path, HEAD, "301;Liv;Moe;31.02.1980;99000423;2;Student", ";Siri;Moe;;;2;Student"))
    latest = cli(*data, "imports", "list").stdout.splitlines()[0]
    assert "1 ny, 0 endret, 1 kom ikke inn, 1 felt ikke helt" in latest
    shown = cli(*data, "imports", "losses", latest.split()[0]).stdout
    assert "1 rad kommer ikke inn: Medlemsnummer mangler." in shown
    assert "Linje 2, Liv Moe, Fødselsdato «31.02.1980»: Februar 1980 hadde 29 dager. Rett datoen i filen." in shown
    saved = cli(*data, "imports", "losses", latest.split()[0], "--report", tmp_path / "tap.csv")
    assert saved.stdout == "2 linjer er skrevet.\n"
    assert '"Grunn"' in (tmp_path / "tap.csv").read_text("utf-8-sig").splitlines()[0]


def test_a_file_for_a_register_that_was_moved_to_a_server_is_refused(office: Path, tmp_path: Path) -> None:
    with opened(office) as services, services.database.transaction() as session:
        save_setting(session, MOVED, {"at": "2026-11-25T10:00:00+00:00", "to": "tjener/base"})
    done = cli("--data", office, "import", csv_file(tmp_path, HEAD, LINE.format(phone="40011222")))
    assert done.returncode == 1
    assert "ble flyttet til tjener/base 25.11.2026" in done.stderr
    assert "Filen er ikke lest." in done.stderr
    (tmp_path / "avdelinger.csv").write_text("Avdeling;Navn\n2;Fjellheim", "utf-8")
    for more in (["--preview"], []):
        done = cli("--data", office, "organisation", "import", tmp_path / "avdelinger.csv", *more)
        assert done.returncode == 1
        assert "Filen er ikke lest." in done.stderr


def test_the_command_says_who_is_left_out_or_missing_and_marks_them_when_asked(office: Path, tmp_path: Path) -> None:
    data = ("--data", office)
    six = [f"{n};Kari{n};Lie;01.02.1980;9900000{n};2;Student" for n in range(1, 7)]
    cli(*data, "import", csv_file(tmp_path, HEAD, *six))
    file = csv_file(tmp_path, HEAD, *six, "8;Odd;Berg;30.01.1958;40011222;2;Utmeldt")
    done = cli(*data, "import", file)
    assert "1 ny rad er utmeldt eller død, og hentes ikke inn." in done.stdout
    assert "Linje 8, Odd Berg: utmeldt" in done.stdout
    assert "1 i registeret mangler i filen. De blir stående som de er.\n  300 Odd Fjeldhaug" in done.stdout
    with opened(office) as services:
        assert member(services, "300").status == "pensjonist"
    assert "1 ny, 1 endret" in cli(*data, "import", file, "--with-resigned", "--mark-missing").stdout
    with opened(office) as services:
        assert (member(services, "300").status, member(services, "8").status) == ("utmeldt", "utmeldt")


def test_an_empty_cell_clears_when_it_is_said_and_from_then_on(office: Path, tmp_path: Path) -> None:
    file = csv_file(tmp_path, HEAD, LINE.format(phone=""))
    assert "0 endret" in cli("--data", office, "import", file).stdout
    assert "1 felt er tomt i filen" in cli("--data", office, "import", file, "--empty", "Telefon=spør").stdout
    assert "1 endres" in cli("--data", office, "import", file, "--empty", "Telefon=tøm", "--preview").stdout
    assert "1 endret" in cli("--data", office, "import", file).stdout, "it is remembered"
    assert cli("--data", office, "import", file, "--empty", "Status=tøm").returncode == 2


def test_sources_are_pulled_by_the_command(office: Path, member_api: MemberApi, tmp_path: Path) -> None:
    people = [person(number) for number in range(1001, 1004)]
    member_api.replies(file_of(people))
    with opened(office) as services:
        services.import_sources.save(
            read_source({"name": "Medlemssystemet", "kind": "https", "url": f"{member_api.url}/m"})
        )
    data = ("--data", office)
    shown = cli(*data, "imports", "pull", "--dry-run")
    assert shown.returncode == 0
    assert "3 nye, 0 endres" in shown.stdout
    assert "Det har 1 medlem." in cli(*data, "check").stdout
    done = cli(*data, "imports", "pull", "--source", "medlemssystemet")
    assert (done.returncode, done.stdout) == (0, "Medlemssystemet: 3 nye, 0 endret.\n")
    assert "Det har 4 medlemmer." in cli(*data, "check").stdout
    assert "Medlemssystemet: 3 nye, 0 endret, av" in cli(*data, "imports", "list").stdout
    member_api.replies(Reply(403))
    failed = cli(*data, "imports", "pull")
    assert (failed.returncode, failed.stdout, "godtar ikke nøkkelen" in failed.stderr) == (1, "", True)
    member_api.replies(file_of([*people, ";Uten"]))
    assert cli(*data, "imports", "pull").returncode == 3
    assert cli(*data, "imports", "pull", "--source", "Annet").returncode == 1


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_member_of_a_system_comes_in_by_the_command(tmp_path: Path, system: str) -> None:
    file, data = SYSTEMS[system](400), ("--data", tmp_path / "kontor")
    (tmp_path / "kobling.toml").write_text("\n".join(file.map_lines), "utf-8")
    assert cli(*data, "organisation", "import", departments_file(tmp_path)).returncode == 0
    done = cli(*data, "import", file.in_folder(tmp_path), "--map", tmp_path / "kobling.toml", "--with-resigned")
    assert done.returncode == (3 if file.rejected or file.lost else 0), done.stderr
    assert f"{len(file.members)} nye, 0 endret" in done.stdout
    assert len(file.rejected) < len(file.members) / 100, "99 % and more come in"
    unread = done.stdout.partition("Ikke lest (")[2].splitlines()[1:]
    assert {line.strip().partition(": ")[0] for line in unread[: len(file.unread)]} == file.unread
    assert "Verdier som ikke er kjent" not in done.stdout
    with opened(tmp_path / "kontor") as services:
        assert wrong_fields(services, file) == []
