"""IT's command: its words and its exit codes, some of it as a program of its own, as IT runs it."""

import json
import os
import re
import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from sentralbord_desktop.bootstrap import open_services
from sentralbord_desktop.cli import main as command
from sentralbord_desktop.cli import session
from sentralbord_desktop.domain.imports.report import report_lines
from sentralbord_desktop.domain.inquiries.inquiry import Facts, MemberFacts
from sentralbord_desktop.domain.policies import NOTHING_DECIDED
from sentralbord_desktop.procedures.facts import FACTS
from sentralbord_desktop.procedures.loader import library
from sentralbord_desktop.system.policy_sources import read_policies
from tests.helpers.command import cli, program
from tests.helpers.member_system import made_export
from tests.helpers.passphrase import PASSPHRASE

SCENARIO = {
    "id": "S99",
    "call_date": "2026-03-02",
    "received_on": "sloyfe:1",
    "caller": "medlem",
    "identity_confirmed": True,
    "member": {"member_no": "M-1", "department": 4, "name": "Odd Berg", "phone": "99000423"},
    "availability": {"sloyfe_1": True},
    "expected_actions": [],
}
WAITS_FOR_PERSON = 3


@pytest.fixture
def members(tmp_path: Path) -> Path:
    path = tmp_path / "medlemmer.csv"
    path.write_text("Medlemsnr;Navn;Avd;Kallenavn\n1;Åse Øyen;4;Åsa\n2;;4;\n", encoding="utf-8")
    return path


def test_command_imports_exports_and_checks(tmp_path: Path, members: Path) -> None:
    data = ("--data", tmp_path / "kontor")
    done = program(*data, "import", members, "--yes", "--report", tmp_path / "rapport.csv")
    assert (done.returncode, done.stderr) == (WAITS_FOR_PERSON, "")
    assert "Lest inn: 1 ny, 0 endret, 0 uendret, 1 kom ikke inn." in done.stdout
    assert "Linje 3, 2: Nytt medlem uten navn." in done.stdout
    assert "avvist" in (tmp_path / "rapport.csv").read_text("utf-8-sig")
    done = program(*data, "export", "members", tmp_path / "ut.csv")
    assert (done.returncode, "1 rad er skrevet." in done.stdout) == (0, True)
    assert "Øyen" in (tmp_path / "ut.csv").read_text("utf-8-sig")
    assert program(*data, "export", "changes", tmp_path / "ut.xlsx").returncode == 0
    done = program(*data, "check")
    assert (done.returncode, done.stdout) == (0, "Registeret er i orden. Det har 1 medlem.\n")


def test_a_preview_writes_nothing(tmp_path: Path, members: Path) -> None:
    data = ("--data", tmp_path / "kontor")
    assert "1 ny" in cli(*data, "import", members, "--preview").stdout
    assert "Det har 0 medlemmer" in cli(*data, "check").stdout


def test_columns_can_be_mapped_by_hand(tmp_path: Path, members: Path) -> None:
    data = ("--data", tmp_path / "kontor")
    done = cli(*data, "import", members, "--map", "Kallenavn=Mellomnavn", "--map", "Avd=", "--yes")
    assert done.returncode == WAITS_FOR_PERSON
    cli(*data, "export", "members", tmp_path / "ut.csv")
    row = (tmp_path / "ut.csv").read_text("utf-8-sig").splitlines()[1]
    assert row.startswith('"1";"Åse";"Åsa";"Øyen"')
    assert '"4"' not in row


def test_a_file_without_names_birth_dates_or_numbers_is_not_written_without_a_yes(tmp_path: Path) -> None:
    data, path = ("--data", tmp_path / "kontor"), tmp_path / "avdelinger.csv"
    path.write_text("Medl.nr;Kallenavn;Avd\n1;Åsa;4\n", encoding="utf-8")
    done = cli(*data, "import", path)
    assert done.returncode == 1
    assert done.stderr.startswith("Ingen kolonne er koblet til navn, fødselsdato og telefon. Ingenting er skrevet.")
    assert "Kallenavn: Åsa" in done.stdout
    assert "Det har 0 medlemmer" in cli(*data, "check").stdout
    assert cli(*data, "import", path, "--preview").returncode == WAITS_FOR_PERSON, "a preview is only shown"
    done = cli(*data, "import", path, "--map", "Kallenavn=Fornavn", "--map", "Avd=", "--yes")
    assert (done.returncode, "Lest inn: 1 ny" in done.stdout) == (0, True)


def test_a_map_file_is_written_mended_and_used(tmp_path: Path) -> None:
    data, path, mapping = ("--data", tmp_path / "kontor"), tmp_path / "inn.csv", tmp_path / "kobling.toml"
    path.write_text(
        "Medl.nr;Navn;F.dato;Mobil;Stand\n1;Åse Øyen;14.03.79;990 00 418;Passiv\n2;Odd Li;01.02.1980;;Student\n",
        encoding="utf-8",
    )
    assert cli(*data, "import", path, "--preview", "--map", "Stand=Status", "--save-map", mapping).returncode == 3
    text = mapping.read_text("utf-8")
    assert '"Medl.nr" = "Medlemsnummer"' in text
    assert '"Passiv" = ""' in text
    mapping.write_text(text.replace('"Passiv" = ""', '"Passiv" = "Utmeldt"'), encoding="utf-8")
    other = ("--data", tmp_path / "et annet")
    assert cli(*other, "import", path, "--map", mapping).returncode == 3, "one is utmeldt, and is not brought in"
    cli(*other, "export", "members", tmp_path / "ut.csv")
    assert "Utmeldt" in (tmp_path / "ut.csv").read_text("utf-8-sig")
    mapping.write_text("[kolonner", encoding="utf-8")
    broken = cli(*other, "import", path, "--map", mapping)
    assert (broken.returncode, len(broken.stderr.splitlines())) == (1, 1)


def test_the_command_says_what_the_window_says(tmp_path: Path) -> None:
    export = made_export(800)
    path = export.write(tmp_path / "uttrekk.csv")
    folder = tmp_path / "kontor"
    services = open_services(folder, passphrase=PASSPHRASE)
    preview = services.member_imports.preview(services.member_imports.read(path))
    services.close()
    done = cli("--data", folder, "import", path, "--preview", "--mend", tmp_path / "rett.csv")
    assert done.stdout.splitlines()[0] == preview.summary
    assert set(report_lines(preview)) <= set(done.stdout.splitlines())
    assert "Overskriftene er på linje 4." in done.stdout
    assert "Fødselsnr: hentes aldri inn." in done.stdout
    lost = {row for row, _ in export.lost} | export.rejected
    assert len((tmp_path / "rett.csv").read_text("utf-8-sig").splitlines()) > len(lost)
    assert done.returncode == WAITS_FOR_PERSON


def test_what_a_person_can_mend_is_one_sentence_and_exit_code_1(tmp_path: Path) -> None:
    for done in (
        cli("--data", tmp_path / "k", "import", tmp_path / "borte.csv"),
        cli("--data", tmp_path / "k", "export", "members", tmp_path / "ut.doc"),
        program("--data", tmp_path / "k", "check", passphrase=PASSPHRASE[1:]),
        cli("procedures", "check", tmp_path),
        cli("procedures", "play", "utmelding", "--facts", "-", given="{}"),
        cli("procedures", "play", "utmelding", "--facts", "-", "--answers", "9", given=json.dumps(SCENARIO)),
    ):
        assert (done.returncode, done.stdout) == (1, ""), done
        assert len(done.stderr.strip().splitlines()) == 1, done.stderr
        assert "Traceback" not in done.stderr


def test_without_a_passphrase_and_nobody_to_ask_it_says_so(tmp_path: Path) -> None:
    done = program("--data", tmp_path / "k", "check", passphrase="")
    assert (done.returncode, "SENTRALBORD_PASSPHRASE" in done.stderr) == (1, True)


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("fly",),
        ("export", "alt", "x.csv"),
        ("import", "x.csv", "--map", "uten"),
        ("procedures", "play", "finnesikke", "--facts", "-"),
    ],
)
def test_wrong_usage_is_exit_code_2(arguments: tuple[str, ...]) -> None:
    done = cli(*arguments) if arguments else program()
    assert done.returncode == 2
    english = {"usage", "error", "argument", "arguments", "required", "choice", "invalid", "choose"}
    assert not english & set(re.findall(r"[a-z]+", done.stderr.casefold())), done.stderr


@pytest.mark.parametrize("command", [(), ("import",), ("organisation", "export"), ("procedures", "play")])
def test_the_help_is_norwegian_throughout(command: tuple[str, ...]) -> None:
    shown = (cli if command else program)(*command, "--help").stdout
    assert shown.startswith("bruk: sentralbord-cli")
    assert "vis denne hjelpen" in shown
    assert not {"usage", "options", "show"} & set(re.findall(r"[a-z]+", shown)), shown


def test_what_it_decided_and_could_not_be_used_is_said_and_logged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Else a typing error beside the address of the server would open a register of this PC, in silence. A new one
    is not made at all."""
    file = tmp_path / "policy.toml"
    file.write_text('[register]\ndatabase_url = "postgresql+psycopg://hemmelig\n')
    monkeypatch.setattr(session, "read_policies", lambda: read_policies(file))
    monkeypatch.setenv("SENTRALBORD_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("SENTRALBORD_NO_KEYRING", "1")
    fault = "policy.toml er ikke gyldig TOML. Se linje 2. Hele filen er sett bort fra."
    assert command.run(["--data", str(tmp_path / "ny"), "check"]) == 1
    assert "et nytt er ikke laget" in capsys.readouterr().err
    assert not list((tmp_path / "ny").glob("*.db"))
    monkeypatch.setattr(session, "read_policies", lambda: NOTHING_DECIDED)
    assert command.run(["--data", str(tmp_path / "k"), "check"]) == 0
    capsys.readouterr()
    monkeypatch.setattr(session, "read_policies", lambda: read_policies(file))
    assert command.run(["--data", str(tmp_path / "k"), "check"]) == 0
    assert capsys.readouterr().err == f"{fault}\n"
    log = (tmp_path / "k/logg/sentralbord-cli.log").read_text(encoding="utf-8")
    assert log.count(f"policy ignored: {fault}\n") == 1
    assert "hemmelig" not in log


def test_where_no_log_can_be_the_fault_is_said_once(tmp_path: Path) -> None:
    """A program of its own: pytest takes what Python writes on stderr for a log without a place."""
    file = tmp_path / "policy.toml"
    file.write_text("[mail\n")
    code = (
        "import sys; from pathlib import Path; from sentralbord_desktop.cli import main, session; "
        "from sentralbord_desktop.system import policy_sources; "
        "session.read_policies = lambda: policy_sources.read_policies(Path(sys.argv[1]));"
        "sys.exit(main.run(['--data', sys.argv[1] + '/k', 'check']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(file)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert done.returncode == 1
    fault = "policy.toml er ikke gyldig TOML. Se linje 1. Hele filen er sett bort fra."
    assert done.stderr.splitlines().count(fault) == 1, done.stderr


def test_a_damaged_register_is_told(tmp_path: Path, members: Path) -> None:
    cli("--data", tmp_path / "k", "import", members, "--yes")
    path = tmp_path / "k" / "sentralbord.db"
    with path.open("r+b") as file:
        file.seek(path.stat().st_size - 3000)
        file.write(os.urandom(64))
    done = cli("--data", tmp_path / "k", "check")
    assert done.returncode == 1
    assert "Krypteringen" in done.stdout or "skadet" in done.stderr


def test_the_practice_register_is_its_own(tmp_path: Path) -> None:
    done = cli("--data", tmp_path / "oving", "--practice", "check", passphrase="")
    assert (done.returncode, "Det har 400 medlemmer" in done.stdout) == (0, True)


def test_procedures_are_listed_and_are_in_order() -> None:
    listed = cli("procedures", "list")
    assert (listed.returncode, len(listed.stdout.splitlines())) == (0, 13)


@pytest.mark.night
def test_every_way_through_the_procedures_is_in_order() -> None:
    checked = cli("procedures", "check")
    assert (checked.returncode, checked.stdout) == (0, "13 prosedyrer er i orden.\n")


def test_a_call_can_be_played_as_json(tmp_path: Path) -> None:
    facts = tmp_path / "fakta.json"
    facts.write_text(json.dumps(SCENARIO), encoding="utf-8")
    before = json.loads(cli("procedures", "play", "utmelding", "--facts", facts, "--json").stdout)
    assert (before["complete"], before["step"]["id"]) == (False, "maate")
    after = json.loads(cli("procedures", "play", "utmelding", "--facts", facts, "--answers", "1", "--json").stdout)
    assert after["complete"]
    assert "AWAIT_CONFIRMATION" in {action["type"] for action in after["actions"]}


def test_a_call_that_switches_category_goes_on_in_the_new_one() -> None:
    done = program(
        "procedures", "play", "utmelding", "--facts", "-", "--answers", "4", "--json", given=json.dumps(SCENARIO)
    )
    told = json.loads(done.stdout)
    assert (told["category"], told["switched_from"]) == ("overforing_forbund", ["utmelding"])


def test_a_call_is_played_with_the_files_of_a_folder(tmp_path: Path) -> None:
    """The procedure owner tries a change before anybody else meets it."""
    shutil.copytree(str(files("sentralbord_desktop") / "procedures"), tmp_path / "mine")
    file = tmp_path / "mine" / "nb" / "utmelding.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("Hvordan vil du sende det?", "Brev eller e-post?"), "utf-8")
    arguments = ("procedures", "play", "utmelding", "--facts", "-", "--folder", tmp_path / "mine")
    assert "Brev eller e-post?" in cli(*arguments, given=json.dumps(SCENARIO)).stdout
    file.unlink()
    refused = cli(*arguments, given=json.dumps(SCENARIO))
    assert refused.returncode == 1
    assert "har ingen fil" in refused.stdout + refused.stderr


def test_a_call_can_be_played_for_a_person_to_read() -> None:
    done = cli("procedures", "play", "utmelding", "--facts", "-", given=json.dumps(SCENARIO))
    assert done.returncode == 0
    assert "Hvordan vil du sende det?" in done.stdout
    assert "1  Skjemaet på Min Side" in done.stdout


def test_who_it_is_is_asked_with_the_sentence_of_the_record() -> None:
    unasked = json.dumps({**SCENARIO, "identity_confirmed": False})
    done = cli("procedures", "play", "kontingent", "--facts", "-", given=unasked)
    assert f"SI «{library().identity_sentence}»" in done.stdout


def test_every_fact_is_documented() -> None:
    told = (Path(__file__).parents[1] / "docs" / "fakta.md").read_text("utf-8")
    keys = [*Facts.model_fields, *MemberFacts.model_fields, *(f"fakta.{name}" for name in FACTS)]
    assert [key for key in keys if f"| `{key}` |" not in told] == []


def test_the_command_never_loads_qt() -> None:
    code = (
        "import sys, sentralbord_desktop.cli.main, sentralbord_desktop.bootstrap;"
        "sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# ---------------------------------------------------------------- the organisation


def test_the_house_goes_out_and_comes_in_again(tmp_path: Path) -> None:
    data = ("--data", tmp_path / "kontor")
    done = cli(*data, "organisation", "export", tmp_path / "hus.xlsx")
    assert (done.returncode, done.stdout, done.stderr) == (0, "17 rader er skrevet.\n", "")
    done = cli(*data, "organisation", "import", tmp_path / "hus.xlsx")
    assert (done.returncode, done.stdout.splitlines()) == (
        0,
        ["0 nye, 0 endres, 17 er like, 0 kommer ikke inn", "Lest inn: 0 nye, 0 endret, 17 uendret, 0 kom ikke inn."],
    )


def test_the_house_is_previewed_before_it_is_read(tmp_path: Path) -> None:
    data = ("--data", tmp_path / "kontor")
    path = tmp_path / "hus.csv"
    path.write_text("Avdeling;Navn;E-post;Farge\n4;Innlandet;a@b.no;blå\n5;;;\n", "utf-8")
    told = [
        "1 ny, 0 endres, 0 er like, 1 kommer ikke inn",
        "Avdelinger: kolonnen «Farge» leses ikke.",
        "Avdelinger, rad 3, Navn: Navn mangler.",
        "Avdelinger, rad 2, avd. 4 Innlandet: ny",
    ]
    done = cli(*data, "organisation", "import", path, "--preview")
    assert (done.returncode, done.stdout.splitlines()) == (WAITS_FOR_PERSON, told)
    done = cli(*data, "organisation", "import", path)
    assert done.stdout.splitlines() == [*told, "Lest inn: 1 ny, 0 endret, 0 uendret, 1 kom ikke inn."]
    done = cli(*data, "organisation", "export", tmp_path / "ut.csv", "--kind", "avdelinger")
    assert (done.returncode, "Innlandet" in (tmp_path / "ut.csv").read_text("utf-8-sig")) == (0, True)


def test_a_house_file_that_cannot_be_used_is_one_sentence(tmp_path: Path, members: Path) -> None:
    for done in (
        cli("--data", tmp_path / "k", "organisation", "import", members),
        cli("--data", tmp_path / "k", "organisation", "import", tmp_path / "borte.xlsx"),
        cli("--data", tmp_path / "k", "organisation", "export", tmp_path / "ut.csv"),
    ):
        assert (done.returncode, done.stdout) == (1, ""), done
        assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert cli("organisation").returncode == 2
    assert cli("organisation", "export", "ut.csv", "--kind", "alt").returncode == 2


def test_what_it_has_decided_is_listed_with_its_faults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path))  # stands for %PROGRAMDATA% here
    assert "Ingenting er bestemt" in cli("policies").stdout
    folder = tmp_path / "Sentralbord"
    folder.mkdir()
    (folder / "policy.toml").write_text(
        f'[register]\nfolder = "{(tmp_path / "register").as_posix()}"\n[mail]\nhost = "smtp.hus"\n'
        'port = 99999\nown_domains = ["a.no", "b.no"]\n',
        encoding="utf-8",
    )
    done = cli("policies")
    assert done.returncode == 1
    assert "mail.host = smtp.hus  (policy.toml)" in done.stdout
    assert "mail.own_domains = a.no, b.no  (policy.toml)" in done.stdout
    assert "policy.toml: «mail.port» skal være fra 1 til 65535." in done.stdout
    assert "Det har 0 medlemmer." in cli("check").stdout
    assert (tmp_path / "register" / "sentralbord.db").exists()


def test_backups_are_taken_listed_tried_and_asked_back(tmp_path: Path, members: Path) -> None:
    home = tmp_path / "register"
    assert cli("--data", home, "import", members, "--yes").returncode == WAITS_FOR_PERSON
    taken = cli("--data", home, "backup", "take")
    assert "Åpnet og kontrollert." in taken.stdout
    name = cli("--data", home, "backup", "list").stdout.split()[0]
    assert cli("--data", home, "backup", "check").returncode == 0
    wrong = cli("--data", home, "backup", "restore", "en annen")
    assert (wrong.returncode, wrong.stderr.strip()) == (
        1,
        "Ingen kopi heter det. Se listen: sentralbord-cli backup list",
    )
    assert cli("--data", home, "backup", "restore", name).returncode == 0
    assert cli("--data", home, "check").returncode == 0
    assert len(list((home / "lagt-til-side").iterdir())) == 1
    for file in (home / "kopier").glob("*/sentralbord.db"):
        file.write_bytes(b"x")
    bad = cli("--data", home, "backup", "check")
    assert bad.returncode == 1
    assert "Filen er endret etter at kopien ble tatt." in bad.stdout


def test_where_the_window_asks_for_a_pin_the_commands_do_too(tmp_path: Path) -> None:
    """PR-1: whoever sits at a shared PC would else read everything out by its Windows user."""
    data = tmp_path / "kontor"
    services = open_services(data, passphrase=PASSPHRASE)
    services.session.update(name="Maja Hovde", initials="MH")
    services.people.choose_pin("271828")
    services.close()
    out = tmp_path / "ut.csv"
    words = ("--data", data, "export", "members", out)
    refused = cli(*words)
    assert refused.returncode == 1
    assert "Maja Hovde (MH) må vise PIN. Sett SENTRALBORD_PIN." in refused.stderr
    wrong = cli(*words, env={"SENTRALBORD_PIN": "314159"})
    assert wrong.returncode == 1
    assert not out.exists()
    stranger = cli(*words, env={"SENTRALBORD_PIN": "271828", "SENTRALBORD_USER": "XX"})
    assert "Ingen med initialene XX" in stranger.stderr
    assert cli(*words, env={"SENTRALBORD_PIN": "271828"}).returncode == 0
    assert out.exists()
