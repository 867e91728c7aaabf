"""R17: practice opens a practice register and nothing else, and what lies on the disk is for its user alone."""

import json
import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from sentralbord_desktop.bootstrap import DATABASE_FILE, open_services
from sentralbord_desktop.domain.errors import RegisterKindError, SwitchboardError
from sentralbord_desktop.domain.policies import POLICY_TOML, Source, decide
from sentralbord_desktop.services.backup.restore_request import REQUEST
from sentralbord_desktop.storage.encryption.keys import SLOT_FILE, KeySlots, slots_in
from sentralbord_desktop.storage.register_file import empty_register
from tests.helpers.command import cli, program
from tests.helpers.figures import Say
from tests.helpers.passphrase import PASSPHRASE
from tests.helpers.registers import enrol, is_plain, older_register, reopen
from tests.helpers.spoilt import everything, open_to_others

PIN = "271828"


@pytest.fixture(scope="module")
def pupil(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("skole") / "oving"
    open_services(folder, practice=True).close()
    return folder


@pytest.fixture
def school(pupil: Path, tmp_path: Path) -> Path:
    """A closed practice register of its own."""
    return Path(shutil.copytree(pupil, tmp_path / "oving"))


@pytest.fixture
def guarded(tmp_path: Path) -> Path:
    """A closed register with twelve members, where whoever runs this shows a PIN."""
    services = open_services(tmp_path / "vernet", passphrase=PASSPHRASE)
    services.session.update(name="Per Vik", initials="PV")
    for number in range(12):
        enrol(services, str(204118 + number))
    services.people.choose_pin(PIN)
    services.close()
    return tmp_path / "vernet"


def one_sentence(done: CompletedProcess[str]) -> str:
    assert (done.returncode, done.stdout) == (1, ""), done
    (sentence,) = done.stderr.splitlines()
    is_plain(SwitchboardError(sentence.replace("databasetjener", "tjener")))
    return sentence


COMMANDS: list[tuple[str, ...]] = [
    ("export", "members", "{out}/x.csv"),
    ("export", "changes", "{out}/x.csv"),
    ("check",),
    ("import", "{out}/inn.csv"),
    ("organisation", "export", "{out}/x.xlsx"),
    ("organisation", "import", "{out}/inn.csv"),
    ("backup", "take"),
    ("backup", "list"),
    ("backup", "check"),
    ("backup", "restore", "x"),
    ("backup", "rescue"),
    ("recovery", "make"),
    ("recovery", "use"),
    ("server", "move", "postgresql+psycopg://a@localhost:1/b"),
    ("server", "fetch", "postgresql+psycopg://a@localhost:1/b"),
]


@pytest.mark.night
@pytest.mark.figures("R17")
@pytest.mark.parametrize("kind", ["real", "practice"])
def test_no_command_opens_a_register_of_the_other_kind_and_not_a_byte_is_changed(
    kind: str, guarded: Path, school: Path, tmp_path: Path, figure: Say
) -> None:
    folder, words = (guarded, ("--practice",)) if kind == "real" else (school, ())  # asked for the wrong way round
    out = tmp_path / "ut"
    out.mkdir()
    (out / "inn.csv").write_text("Medlemsnr;Navn\n1;Åse Øyen\n", encoding="utf-8")
    before, refused = everything(folder), 0
    for command in COMMANDS:
        said = one_sentence(cli("--data", folder, *words, *(word.format(out=out) for word in command), given="ABCD"))
        refused += "øving" in said.casefold() or command[0] == "server"  # which asks the server first
        assert everything(folder) == before, command
    assert sorted(path.name for path in out.iterdir()) == ["inn.csv"]
    assert refused == len(COMMANDS)
    figure(
        "R17",
        f"{refused} commands on a {kind} register, asked for as the other kind: {refused} refused in one "
        "sentence, 0 bytes changed",
    )


@pytest.mark.figures("R17")
def test_the_control_each_kind_opens_as_what_it_is_and_the_real_one_by_its_pin(
    guarded: Path, school: Path, tmp_path: Path, figure: Say
) -> None:
    out = tmp_path / "ut.csv"
    words = ("--data", guarded, "export", "members", out)
    assert "PIN" in one_sentence(cli(*words))
    assert not out.exists()
    assert cli(*words, env={"SENTRALBORD_PIN": PIN}).returncode == 0
    assert len(out.read_text("utf-8-sig").splitlines()) == 13
    assert cli("--data", school, "--practice", "check", passphrase="").returncode == 0
    figure("R17", control="the same registers open as what they are: the real one by its PIN, 12 members written")


def test_an_empty_pin_is_no_pin_and_the_register_says_so(guarded: Path) -> None:
    said = one_sentence(cli("--data", guarded, "check", env={"SENTRALBORD_PIN": ""}))
    assert "Sett SENTRALBORD_PIN" in said


@pytest.mark.night
def test_a_program_of_its_own_refuses_too(guarded: Path, tmp_path: Path) -> None:
    before = everything(guarded)
    out = tmp_path / "x.csv"
    said = one_sentence(program("--data", guarded, "--practice", "export", "members", out))
    assert "ikke et øvingsregister" in said
    assert everything(guarded) == before
    assert not out.exists()


def refuses(folder: Path, *, practice: bool = True, match: str = "øving") -> None:
    before = everything(folder) if folder.exists() else {}
    with pytest.raises(RegisterKindError, match=match) as caught:
        open_services(folder, practice=practice, passphrase=PASSPHRASE, os_user="maja.hovde")
    is_plain(caught.value)
    assert (everything(folder) if folder.exists() else {}) == before


def test_an_empty_real_register_is_not_filled_with_invented_members(tmp_path: Path) -> None:
    empty = tmp_path / "tomt"
    empty_register(empty, passphrase=PASSPHRASE).close()
    refuses(empty)
    services = reopen(empty)
    assert services.members.count() == 0
    services.close()


def test_an_older_real_register_is_not_upgraded_by_practice(tmp_path: Path, next_version: None) -> None:
    older_register(tmp_path / "eldre", members=2)
    refuses(tmp_path / "eldre")
    assert not (tmp_path / "eldre/kopier").exists()
    services = reopen(tmp_path / "eldre")  # the control: with its backup
    assert [one.why for one in services.backups.found()] == ["oppgradering"]
    services.close()


def test_a_first_start_that_was_cut_off_is_not_gone_on_with_as_practice(tmp_path: Path) -> None:
    KeySlots(tmp_path / DATABASE_FILE).key(PASSPHRASE)
    refuses(tmp_path)


def test_a_backup_that_is_asked_for_is_not_brought_back_by_practice(folder: Path) -> None:
    services = reopen(folder)
    made = services.backups.take()
    services.backups.restore(made)
    services.close()
    assert (folder / REQUEST).exists()
    refuses(folder)


def slots_gone(folder: Path) -> None:
    (folder / SLOT_FILE).unlink()


def slots_are(what: bytes) -> Callable[[Path], object]:
    return lambda folder: (folder / SLOT_FILE).write_bytes(what)


def slots_are_a_folder(folder: Path) -> None:
    (folder / SLOT_FILE).unlink()
    (folder / SLOT_FILE).mkdir()


def slots_lead_nowhere(folder: Path) -> None:
    if os.name != "posix":
        pytest.skip("a link there needs a right that users do not have")
    (folder / SLOT_FILE).unlink()
    (folder / SLOT_FILE).symlink_to("borte.json")


def slots_are_huge(folder: Path) -> None:
    os.truncate(folder / SLOT_FILE, 100_000_000)


@pytest.mark.parametrize("kind", ["real", "practice"])
@pytest.mark.parametrize(
    "spoil",
    [
        slots_gone,
        slots_are(b""),
        slots_are(b"\xff\xfe{"),
        slots_are(b"[1, 2]"),
        slots_are(b"{}"),
        slots_are(b'["practice"]'),
        slots_are(b'"practice"'),
        slots_are_a_folder,
        slots_lead_nowhere,
        slots_are_huge,
    ],
    ids=[
        "gone",
        "empty",
        "no text",
        "a list",
        "no slots",
        "a list with the word",
        "the word",
        "a folder",
        "a link to nowhere",
        "huge",
    ],
)
def test_where_the_slot_file_says_nothing_no_practice_is_opened_and_none_is_made(
    spoil: Callable[[Path], object], kind: str, folder: Path, school: Path
) -> None:
    place = folder if kind == "real" else school
    spoil(place)
    refuses(place, match="øving")
    before = everything(place)
    with pytest.raises(SwitchboardError) as caught:  # and the real way says what is wrong
        reopen(place)
    is_plain(caught.value)
    assert everything(place) == before


@pytest.mark.parametrize("extra", ["keyring", "passphrase", "recovery"])
def test_a_slot_file_that_was_edited_to_be_both_opens_neither_way(extra: str, school: Path, folder: Path) -> None:
    """A practice register that says it has an owner, and a real one that says it is for practice."""
    real, practised = slots_in(folder / SLOT_FILE), slots_in(school / SLOT_FILE)
    mixed = [(school, practised | {extra: real["passphrase"]}), (folder, real | {"practice": practised["practice"]})]
    for place, slots in mixed:
        (place / SLOT_FILE).write_text(json.dumps({k: v for k, v in slots.items() if k != "sum"}))
        refuses(place)
        before = everything(place)
        with pytest.raises(SwitchboardError, match="kan ikke leses"):
            reopen(place)
        assert everything(place) == before


def test_a_new_practice_register_is_made_in_a_folder_of_its_own(tmp_path: Path) -> None:
    open_services(tmp_path / "ny", practice=True).close()
    assert KeySlots(tmp_path / "ny" / DATABASE_FILE).is_practice
    refuses(tmp_path / "ny", practice=False)


@pytest.mark.parametrize("sign", ["felles-register.json", "venter.db", "kopier", "tjenerkopi"])
def test_no_practice_is_made_beside_what_belongs_to_a_real_register(sign: str, tmp_path: Path) -> None:
    (tmp_path / sign).write_text("noe")
    refuses(tmp_path)


def test_no_practice_is_made_where_the_real_register_of_this_pc_will_be(tmp_path: Path) -> None:
    policies = decide([Source(POLICY_TOML, {"register": {"folder": str(tmp_path / "register")}})])
    with pytest.raises(RegisterKindError):
        open_services(tmp_path / "register", practice=True, policies=policies)
    assert not (tmp_path / "register").exists()
    open_services(tmp_path / "annet", practice=True, policies=policies).close()  # the control


def test_practice_never_goes_to_the_server_that_it_has_decided(folder: Path, tmp_path: Path) -> None:
    """The address answers nobody: whoever asked it would say so. And no real mode keeps anything beside practice."""
    url = "postgresql+psycopg://maja@localhost:1/felles"
    policies = decide([Source(POLICY_TOML, {"register": {"database_url": url}})])
    refuses(folder)
    with pytest.raises(RegisterKindError):
        open_services(folder, practice=True, policies=policies)
    services = open_services(tmp_path / "ny", practice=True, policies=policies)
    assert (services.practice, services.database.is_server) == (True, False)
    services.close()
    with pytest.raises(RegisterKindError, match="bare for øving"):
        open_services(tmp_path / "ny", policies=policies)


def test_what_is_open_is_practice_by_its_slots_and_not_by_what_was_asked(school: Path) -> None:
    services = open_services(school, practice=True)
    assert services.practice
    services.close()


# ------------------------------------------------------------------ for its user alone

POSIX = pytest.mark.skipif(os.name != "posix", reason="Windows gives a profile rights of its own")


@pytest.mark.night
@POSIX
@pytest.mark.figures("R17")
def test_what_a_start_makes_is_its_users_alone_and_what_an_older_start_made_is_repaired(
    tmp_path: Path, figure: Say
) -> None:
    """By programs of their own, as somebody starts them, with the usual mask; register, log, backups, request."""
    folder = tmp_path / "kontor"
    (tmp_path / "inn.csv").write_text("Medlemsnr;Navn\n1;Åse Øyen\n", encoding="utf-8")
    assert program("--data", folder, "import", "--yes", tmp_path / "inn.csv").returncode == 0
    assert program("--data", folder, "backup", "take").returncode == 0
    name = program("--data", folder, "backup", "list").stdout.split()[0]
    assert program("--data", folder, "backup", "restore", name).returncode == 0
    assert {"kopier", "logg", SLOT_FILE, REQUEST, DATABASE_FILE} <= {p.name for p in folder.iterdir()}
    assert open_to_others(folder) == []
    made = len(list(folder.rglob("*")))
    (folder / "felles-register.ny").write_text("")
    (folder / "venter.db").write_bytes(b"")
    (folder / "sentralbord.db-wal").write_bytes(b"")
    (folder / "notater.txt").write_text("ikke våre")
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    outside = tmp_path / "utenfor"
    outside.write_text("")
    outside.chmod(0o644)
    (folder / "kopier" / "lenke").symlink_to(outside)
    assert len(open_to_others(folder)) > made  # the control: they were open to others
    assert program("--data", folder, "check").returncode == 0
    assert open_to_others(folder) == ["kontor/notater.txt 644"]
    assert stat.S_IMODE(outside.stat().st_mode) == 0o644
    figure(
        "R17",
        f"{made} files and folders of the program: 0 that another user may read, 0 after a repair",
        control="the same before the repair: every one",
    )


@POSIX
def test_an_open_register_with_its_log_and_lock_is_its_users_alone(folder: Path) -> None:
    (folder / DATABASE_FILE).chmod(0o644)
    services = reopen(folder)
    with services.database.transaction() as session:
        services.session.log(session, "noe", "")
    for name in ("", "-wal", "-shm"):
        assert stat.S_IMODE((folder / f"{DATABASE_FILE}{name}").stat().st_mode) == 0o600, name
    services.close()
