"""Recovery code, backups, the keyring that refuses, and the rights to each."""

import json
from datetime import UTC, datetime
from pathlib import Path

import keyring
import pytest
from keyring.errors import PasswordSetError
from sqlmodel import select

from sentralbord_desktop.bootstrap import DATABASE_FILE, open_services
from sentralbord_desktop.domain.access import Operator
from sentralbord_desktop.domain.errors import (
    BackupError,
    NotAllowedError,
    RegisterMissingError,
    SwitchboardError,
    WrongKeyError,
)
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.domain.messages.outgoing import OutgoingFields
from sentralbord_desktop.domain.privacy.sensitive_text import SensitiveError
from sentralbord_desktop.services.backup.restore_request import is_whole, usable
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage import outbox
from sentralbord_desktop.storage.backup.restore import bring_back
from sentralbord_desktop.storage.encryption import keys
from sentralbord_desktop.storage.encryption.keys import SLOT_FILE, KeySlots, PassphraseNeededError
from sentralbord_desktop.storage.privacy import erasure
from sentralbord_desktop.storage.tables import AccessRow
from tests.helpers import calls
from tests.helpers.passphrase import PASSPHRASE
from tests.helpers.people import only_operator
from tests.helpers.privacy import as_entry


def test_only_an_administrator_exchanges_the_code_and_it_is_logged(services: Services) -> None:
    services.recovery.keep(first := services.recovery.new_code())
    only_operator(services)
    with pytest.raises(NotAllowedError):
        services.recovery.keep(services.recovery.new_code())
    with pytest.raises(NotAllowedError):
        services.recovery.change_passphrase("fem ville hester til", "fem ville hester til")
    slots = KeySlots(services.folder / DATABASE_FILE)
    assert slots.recover(first).check == services.database.key.check
    with services.database.reading() as session:
        logged = session.exec(select(AccessRow.what)).all()
    assert logged.count("ny gjenopprettingskode") == 1


def test_an_older_code_opens_no_backup_either(services: Services, tmp_path: Path) -> None:
    services.backups.save_second(str(tmp_path / "to"))
    services.recovery.keep(old := services.recovery.new_code())
    made = services.backups.take()
    services.recovery.keep(new := services.recovery.new_code())
    second = services.backups.second_folder()
    assert second is not None
    for folder in (services.backups.folder, second):
        slots = KeySlots(folder / made.name / "sentralbord.db")
        with pytest.raises(WrongKeyError):
            slots.recover(old)
        assert slots.recover(new).check == services.database.key.check
    assert not any(services.backups.drill().values())


def test_a_backup_without_its_key_moves_nothing(services: Services) -> None:
    made = services.backups.take()
    register = services.folder / DATABASE_FILE
    services.close()
    (services.backups.folder / made.name / SLOT_FILE).write_text("{")
    assert not is_whole(register, made)
    before = register.read_bytes()
    with pytest.raises(BackupError, match="Nøkkelfilen"):
        bring_back(register, services.backups.folder, made, datetime(2026, 11, 26, tzinfo=UTC))
    assert register.read_bytes() == before
    assert (services.folder / SLOT_FILE).exists()


def test_where_only_backups_are_left_no_empty_register_is_made(services: Services) -> None:
    services.backups.take()
    services.close()
    for file in services.folder.glob("sentralbord.db*"):
        file.unlink()
    (services.folder / SLOT_FILE).unlink()
    with pytest.raises(RegisterMissingError, match="sikkerhetskopiene er der"):
        open_services(services.folder, passphrase=PASSPHRASE)
    assert not (services.folder / SLOT_FILE).exists()
    assert is_whole(services.folder / DATABASE_FILE, usable(services.folder / DATABASE_FILE)[0])


class Refusing:
    """A keyring that is there and takes nothing."""

    priority = 1


def refuse(*_: object) -> None:
    raise PasswordSetError


def test_the_right_code_opens_though_the_keyring_refuses(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    services.recovery.keep(code := services.recovery.new_code())
    services.close()
    file = services.folder / SLOT_FILE
    slots = json.loads(file.read_text())
    slots["keyring"] = {"name": "borte", **slots.pop("passphrase")}
    file.write_text(json.dumps(slots))
    monkeypatch.setattr(keys, "keyring_backend", Refusing)
    monkeypatch.setattr(keyring, "set_password", refuse)
    again = open_services(services.folder, code=code)
    again.close()


def test_a_new_register_asks_for_words_where_the_keyring_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "keyring_backend", Refusing)
    monkeypatch.setattr(keyring, "set_password", refuse)
    with pytest.raises(PassphraseNeededError):
        open_services(tmp_path / "nytt")


def test_whoever_is_not_shown_a_text_cannot_send_it(services: Services) -> None:
    with services.database.transaction() as session:
        outbox.add(
            session,
            "1",
            OutgoingFields(
                kind="epost",
                target="x",
                to_label="DS",
                to_address="ds@forbundet.no",
                subject="HASTER",
                body="sak",
                created=services.session.clock(),
                state="klar",
            ),
            member_id=None,
            inquiry_id=None,
        )
    services.people.keep(Operator(id=0, initials="AV", name="Ada", roles="avdeling", department=4))
    services.session.switch_to(next(one for one in services.people.all() if one.initials == "AV"))
    (message,) = services.outbox.all()
    assert message.body == ""
    with pytest.raises(NotAllowedError):
        services.outbox.handed_over(message)
    with services.database.reading() as session:
        assert outbox.newest(session)[0].state == "klar"


def test_the_calls_of_an_erased_member_stay_as_numbers(services: Services, ingunn: Member) -> None:
    services.inquiries.complete(calls.ring_back(services, ingunn))
    with services.database.transaction() as session, erasure.erasing(session):
        erasure.erase_member(session, ingunn.id)
    with services.database.reading() as session:
        counted = session.connection().exec_driver_sql("SELECT category, calls FROM call_count")
        assert [tuple(row) for row in counted] == [("annet", 1)]


def test_how_the_organisation_sends_and_rings_is_for_an_administrator(services: Services, tmp_path: Path) -> None:
    settings, dialling = services.sending.read(), services.telephone.read()
    only_operator(services)
    with pytest.raises(NotAllowedError):
        services.sending.save(settings)
    with pytest.raises(NotAllowedError):
        services.telephone.save(dialling)
    with pytest.raises(NotAllowedError):
        services.backups.save_second(str(tmp_path))


def test_a_breach_is_its_own_tellers_until_it_is_reported_and_nobodys_when_it_is_closed(services: Services) -> None:
    first = services.breaches.begin("En liste ble sendt feil")
    maja = services.session.operator
    only_operator(services)
    assert services.breaches.all() == []
    with pytest.raises(NotAllowedError):
        services.breaches.keep(first, {"what": "noe annet"})
    own = services.breaches.begin("En PC ble stjålet")
    assert services.breaches.keep(own, {"contact": "IT"}).facts["contact"] == "IT"
    services.session.switch_to(maja)
    assert len(services.breaches.all()) == 2
    closed = services.breaches.close(services.breaches.keep(own, {"measures": "Den var kryptert."}))
    with pytest.raises(SwitchboardError, match="lukket"):
        services.breaches.keep(closed, {"what": "x"})


def test_a_number_does_not_come_in_by_a_rectified_text(services: Services, ingunn: Member) -> None:
    services.members.remark(ingunn.id, "Ringte om ferie")
    remark = services.members.open(ingunn.id).remarks[0]
    with pytest.raises(SensitiveError):
        services.privacy.rectify(as_entry(remark), "Fødselsnummer 01017012345 og sykemeldt")
