"""IT's command, as IT runs it: a program of its own, its words and its exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sentralbord_desktop.domain.inquiries import Facts, MemberFacts
from sentralbord_desktop.procedures.facts import FACTS

PASSPHRASE = "fire ville hester galopperer"
SCENARIO = {
    "id": "S99", "call_date": "2026-03-02", "received_on": "sloyfe:1", "caller": "medlem",
    "member": {"member_no": "M-1", "department": 4, "name": "Odd Berg", "phone": "99000423"},
    "availability": {"sloyfe_1": True}, "expected_actions": [],
}  # fmt: skip


def cli(*arguments: str | Path, given: str = "", passphrase: str = PASSPHRASE) -> Any:
    environment = {
        **os.environ, "SENTRALBORD_PASSPHRASE": passphrase, "SENTRALBORD_NO_KEYRING": "1",
        "PYTHONUTF8": "1",
    }  # fmt: skip
    command = [sys.executable, "-m", "sentralbord_desktop.cli", *map(str, arguments)]
    return subprocess.run(
        command, input=given, capture_output=True, text=True, encoding="utf-8", timeout=60,
        check=False, env=environment,
    )  # fmt: skip


@pytest.fixture
def members(tmp_path: Path) -> Path:
    path = tmp_path / "medlemmer.csv"
    path.write_text("Medlemsnr;Navn;Avd;Kallenavn\n1;Åse Øyen;4;Åsa\n2;;4;\n", encoding="utf-8")
    return path


def test_it_imports_exports_and_checks(tmp_path: Path, members: Path) -> None:
    data = ("--data", tmp_path / "kontor")
    done = cli(*data, "import", members, "--report", tmp_path / "rapport.csv")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Lest inn: 1 nye, 0 endret, 0 uendret, 1 avvist." in done.stdout
    assert "Rad 3: Nytt medlem uten navn." in done.stdout
    assert "avvist" in (tmp_path / "rapport.csv").read_text("utf-8-sig")
    done = cli(*data, "export", "members", tmp_path / "ut.csv")
    assert (done.returncode, "1 rader" in done.stdout) == (0, True)
    assert "Øyen" in (tmp_path / "ut.csv").read_text("utf-8-sig")
    assert cli(*data, "export", "changes", tmp_path / "ut.xlsx").returncode == 0
    done = cli(*data, "check")
    assert (done.returncode, done.stdout) == (0, "Registeret er i orden. Det har 1 medlemmer.\n")


def test_a_preview_writes_nothing(tmp_path: Path, members: Path) -> None:
    data = ("--data", tmp_path / "kontor")
    assert "1 nye" in cli(*data, "import", members, "--preview").stdout
    assert "Det har 0 medlemmer" in cli(*data, "check").stdout


def test_columns_can_be_mapped_by_hand(tmp_path: Path, members: Path) -> None:
    data = ("--data", tmp_path / "kontor")
    done = cli(*data, "import", members, "--map", "Kallenavn=Mellomnavn", "--map", "Avd=")
    assert done.returncode == 0
    cli(*data, "export", "members", tmp_path / "ut.csv")
    row = (tmp_path / "ut.csv").read_text("utf-8-sig").splitlines()[1]
    assert row.startswith('"1";"Åse";"Åsa";"Øyen"')
    assert '"4"' not in row


def test_what_a_person_can_mend_is_one_sentence_and_exit_code_1(tmp_path: Path) -> None:
    for done in (
        cli("--data", tmp_path / "k", "import", tmp_path / "borte.csv"),
        cli("--data", tmp_path / "k", "export", "members", tmp_path / "ut.doc"),
        cli("--data", tmp_path / "k", "check", passphrase=PASSPHRASE[1:]),
        cli("procedures", "check", tmp_path),
        cli("procedures", "play", "utmelding", "--facts", "-", given="{}"),
        cli("procedures", "play", "utmelding", "--facts", "-", "--answers", "9",
            given=json.dumps(SCENARIO)),
    ):  # fmt: skip
        assert (done.returncode, done.stdout) == (1, ""), done
        assert len(done.stderr.strip().splitlines()) == 1, done.stderr
        assert "Traceback" not in done.stderr


def test_without_a_passphrase_and_nobody_to_ask_it_says_so(tmp_path: Path) -> None:
    done = cli("--data", tmp_path / "k", "check", passphrase="")
    assert (done.returncode, "SENTRALBORD_PASSPHRASE" in done.stderr) == (1, True)


@pytest.mark.parametrize(
    "arguments",
    [(), ("fly",), ("export", "alt", "x.csv"), ("import", "x.csv", "--map", "uten"),
     ("procedures", "play", "finnesikke", "--facts", "-")],
)  # fmt: skip
def test_wrong_usage_is_exit_code_2(arguments: tuple[str, ...]) -> None:
    assert cli(*arguments).returncode == 2


def test_a_damaged_register_is_told(tmp_path: Path, members: Path) -> None:
    cli("--data", tmp_path / "k", "import", members)
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
    assert (listed.returncode, len(listed.stdout.splitlines())) == (0, 12)
    checked = cli("procedures", "check")
    assert (checked.returncode, checked.stdout) == (0, "12 prosedyrer er i orden.\n")


def test_a_call_can_be_played_as_json(tmp_path: Path) -> None:
    facts = tmp_path / "fakta.json"
    facts.write_text(json.dumps(SCENARIO), encoding="utf-8")
    before = json.loads(cli("procedures", "play", "utmelding", "--facts", facts, "--json").stdout)
    assert (before["complete"], before["step"]["id"]) == (False, "maate")
    after = json.loads(
        cli("procedures", "play", "utmelding", "--facts", facts, "--answers", "1", "--json").stdout
    )
    assert after["complete"]
    assert "AWAIT_CONFIRMATION" in {action["type"] for action in after["actions"]}


def test_a_call_that_switches_category_goes_on_in_the_new_one() -> None:
    done = cli(
        "procedures", "play", "utmelding", "--facts", "-", "--answers", "4", "--json",
        given=json.dumps(SCENARIO),
    )  # fmt: skip
    told = json.loads(done.stdout)
    assert (told["category"], told["switched_from"]) == ("overforing_forbund", ["utmelding"])


def test_a_call_can_be_played_for_a_person_to_read() -> None:
    done = cli("procedures", "play", "utmelding", "--facts", "-", given=json.dumps(SCENARIO))
    assert done.returncode == 0
    assert "Hvordan vil du sende det?" in done.stdout
    assert "1  Skjemaet på Min Side" in done.stdout


def test_every_fact_is_documented() -> None:
    told = (Path(__file__).parents[1] / "docs" / "fakta.md").read_text("utf-8")
    keys = [*Facts.model_fields, *MemberFacts.model_fields, *(f"fakta.{name}" for name in FACTS)]
    assert [key for key in keys if f"| `{key}` |" not in told] == []


def test_the_command_never_loads_qt() -> None:
    code = (
        "import sys, sentralbord_desktop.cli, sentralbord_desktop.composition;"
        "sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
