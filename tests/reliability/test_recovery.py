"""The PC is gone: a new one gets the register back from the second place, by the code on paper."""

from pathlib import Path

import pytest

from sentralbord_desktop.bootstrap import open_services
from sentralbord_desktop.domain.backup import RecoveryCodeError, new_code
from sentralbord_desktop.domain.errors import BackupError, WrongKeyError
from sentralbord_desktop.services.office import Services
from tests.helpers.passphrase import PASSPHRASE
from tests.helpers.registers import first_pc

WORDS = "fire gamle ord her"


def new_pc(folder: Path, passphrase: str | None) -> Services:
    services = open_services(folder, passphrase=passphrase, os_user="ny.bruker")
    if services.session.is_new:
        services.session.update(name="Ny Bruker", initials="NB")
    return services


def test_a_new_pc_gets_the_register_back_by_the_code_and_opens_it_without(
    tmp_path: Path, vault: dict[tuple[str, str], str]
) -> None:
    second, home = tmp_path / "nett", tmp_path / "ny"
    code, made = first_pc(tmp_path / "gammel", None, second)
    vault.clear()  # it was that PC's
    services = new_pc(home, None)
    [(folder, found)] = services.backups.elsewhere(second)
    assert found == made
    assert services.backups.needs_words(folder, found)
    with pytest.raises(BackupError, match="Skriv gjenopprettingskoden"):
        services.backups.restore(found, folder)
    with pytest.raises(RecoveryCodeError):
        services.backups.restore(found, folder, "ikke en kode")
    with pytest.raises(WrongKeyError):
        services.backups.restore(found, folder, new_code())
    assert services.members.count() == 0
    services.backups.restore(found, folder, code.lower())
    services.close()
    again = new_pc(home, None)
    assert [hit.number for hit in again.members.search("fjeldheim")] == ["1"]
    assert again.recovery.has_code, "the same paper opens it on"
    aside = [b for b in again.backups.found() if b.why == "gjenoppretting"]
    assert len(aside) == 1
    assert again.backups.drill(aside)[aside[0].name].startswith("Den er av et annet register")
    again.close()


@pytest.mark.night
def test_where_words_open_it_either_the_words_or_the_code_bring_it_back(tmp_path: Path) -> None:
    second = tmp_path / "nett"
    code, _ = first_pc(tmp_path / "gammel", WORDS, second)
    for number, words in enumerate((code, WORDS)):
        home = tmp_path / f"ny-{number}"
        services = new_pc(home, PASSPHRASE)
        [(folder, found)] = services.backups.elsewhere(second)
        services.backups.restore(found, folder, words)
        services.close()
        again = open_services(home, passphrase=WORDS, os_user="ny.bruker")
        assert again.members.count() == 1
        again.close()


def test_one_that_was_changed_on_the_way_is_refused(tmp_path: Path) -> None:
    second = tmp_path / "nett"
    code, made = first_pc(tmp_path / "gammel", WORDS, second)
    services = new_pc(tmp_path / "ny", PASSPHRASE)
    [(folder, found)] = services.backups.elsewhere(second)
    file = folder / made.name / "sentralbord.db"
    whole = bytearray(file.read_bytes())
    whole[len(whole) // 2] ^= 1
    file.write_bytes(whole)
    with pytest.raises(BackupError, match="endret etter at kopien ble tatt"):
        services.backups.restore(found, folder, code)
    services.close()


def test_a_folder_without_backups_has_none(tmp_path: Path) -> None:
    services = new_pc(tmp_path / "ny", PASSPHRASE)
    (tmp_path / "tom").mkdir()
    assert services.backups.elsewhere(tmp_path / "tom") == []
    services.backups.take()
    [(folder, _)] = services.backups.elsewhere(tmp_path / "ny")
    assert folder == services.backups.folder
    services.close()


def test_a_backup_of_the_same_name_is_not_taken_for_the_one_that_was_chosen(tmp_path: Path) -> None:
    """Two PCs that back up by the clock, in the same second."""
    second = tmp_path / "nett"
    code, made = first_pc(tmp_path / "gammel", WORDS, second)
    services = new_pc(tmp_path / "ny", PASSPHRASE)
    own = services.backups.take()
    (services.backups.folder / own.name).rename(services.backups.folder / made.name)
    [(folder, found)] = services.backups.elsewhere(second)
    services.backups.restore(found, folder, code)
    services.close()
    again = open_services(tmp_path / "ny", passphrase=WORDS, os_user="ny.bruker")
    assert again.members.count() == 1
    again.close()


def test_where_the_own_copy_is_damaged_the_second_one_serves(tmp_path: Path) -> None:
    services = new_pc(tmp_path / "ny", PASSPHRASE)
    services.backups.save_second(str(tmp_path / "nett"))
    made = services.backups.take()
    file = services.backups.folder / made.name / "sentralbord.db"
    file.write_bytes(file.read_bytes()[:-4096])
    services.recovery.is_possible = False
    [(folder, found)] = services.backups.elsewhere(tmp_path / "nett")
    services.backups.restore(found, folder)
    services.close()
    again = new_pc(tmp_path / "ny", PASSPHRASE)
    assert not again.session.is_new
    again.close()


def test_own_pcs_register_comes_back_after_another_was_tried(tmp_path: Path, vault: dict[tuple[str, str], str]) -> None:
    """Its key is in the keyring still: nobody has to have a code for it."""
    code, _ = first_pc(tmp_path / "gammel", None, tmp_path / "nett")
    vault.clear()
    home = tmp_path / "ny"
    services = new_pc(home, None)
    [(folder, found)] = services.backups.elsewhere(tmp_path / "nett")
    services.backups.restore(found, folder, code)
    services.close()
    other = open_services(home, os_user="maja.hovde")  # who is an administrator there
    assert other.members.count() == 1
    [own] = [b for b in other.backups.found() if b.why == "gjenoppretting"]
    assert not other.backups.needs_words(other.backups.folder, own)
    other.backups.restore(own)
    other.close()
    back = new_pc(home, None)
    assert back.members.count() == 0
    back.close()
