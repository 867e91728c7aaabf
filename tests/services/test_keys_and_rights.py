"""No way around: the code, the backups, the keyring that refuses, and texts that are not one's own."""

import json
from datetime import UTC, datetime
from pathlib import Path

import keyring
import pytest
from keyring.errors import PasswordSetError
from sqlmodel import select

from sentralbord_desktop.bootstrap import DATABASE_FILE, open_office
from sentralbord_desktop.domain.access.operator import Operator
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
from sentralbord_desktop.services.backup.backups import is_whole, usable
from sentralbord_desktop.services.office import Office
from sentralbord_desktop.storage.backup.restore import bring_back
from sentralbord_desktop.storage.encryption import keys
from sentralbord_desktop.storage.encryption.keys import SLOT_FILE, KeySlots, PassphraseNeededError
from sentralbord_desktop.storage.messages import outbox
from sentralbord_desktop.storage.privacy import erasure
from sentralbord_desktop.storage.tables import AccessRow
from tests import calls
from tests.conftest import PASSPHRASE
from tests.storage.test_privacy import as_entry


def only_operator(office: Office) -> None:
    office.people.keep(Operator(id=0, initials="LT", name="Lars", roles="operator"))
    lars = next(one for one in office.people.all() if one.initials == "LT")
    office.session.switch_to(lars)


def test_only_an_administrator_exchanges_the_code_and_it_is_logged(office: Office) -> None:
    office.recovery.keep(first := office.recovery.new_code())
    only_operator(office)
    with pytest.raises(NotAllowedError):
        office.recovery.keep(office.recovery.new_code())
    with pytest.raises(NotAllowedError):
        office.recovery.change_passphrase("fem ville hester til", "fem ville hester til")
    slots = KeySlots(office.folder / DATABASE_FILE)
    assert slots.recover(first).check == office.database.key.check
    with office.database.reading() as session:
        logged = session.exec(select(AccessRow.what)).all()
    assert logged.count("ny gjenopprettingskode") == 1


def test_an_older_code_opens_no_backup_either(office: Office, tmp_path: Path) -> None:
    office.backups.save_second(str(tmp_path / "to"))
    office.recovery.keep(old := office.recovery.new_code())
    made = office.backups.take()
    office.recovery.keep(new := office.recovery.new_code())
    second = office.backups.second_folder()
    assert second is not None
    for folder in (office.backups.folder, second):
        slots = KeySlots(folder / made.name / "sentralbord.db")
        with pytest.raises(WrongKeyError):
            slots.recover(old)
        assert slots.recover(new).check == office.database.key.check
    assert not any(office.backups.drill().values())


def test_a_backup_without_its_key_moves_nothing(office: Office) -> None:
    made = office.backups.take()
    register = office.folder / DATABASE_FILE
    office.close()
    (office.backups.folder / made.name / SLOT_FILE).write_text("{")
    assert not is_whole(register, made)
    before = register.read_bytes()
    with pytest.raises(BackupError, match="Nøkkelfilen"):
        bring_back(register, office.backups.folder, made, datetime(2026, 11, 26, tzinfo=UTC))
    assert register.read_bytes() == before
    assert (office.folder / SLOT_FILE).exists()


def test_where_only_backups_are_left_no_empty_register_is_made(office: Office) -> None:
    office.backups.take()
    office.close()
    for file in office.folder.glob("sentralbord.db*"):
        file.unlink()
    (office.folder / SLOT_FILE).unlink()
    with pytest.raises(RegisterMissingError, match="sikkerhetskopiene er der"):
        open_office(office.folder, passphrase=PASSPHRASE)
    assert not (office.folder / SLOT_FILE).exists()
    assert is_whole(office.folder / DATABASE_FILE, usable(office.folder / DATABASE_FILE)[0])


class Refusing:
    """A keyring that is there and takes nothing."""

    priority = 1


def refuse(*_: object) -> None:
    raise PasswordSetError


def test_the_right_code_opens_though_the_keyring_refuses(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.recovery.keep(code := office.recovery.new_code())
    office.close()
    file = office.folder / SLOT_FILE
    slots = json.loads(file.read_text())
    slots["keyring"] = {"name": "borte", **slots.pop("passphrase")}
    file.write_text(json.dumps(slots))
    monkeypatch.setattr(keys, "keyring_backend", Refusing)
    monkeypatch.setattr(keyring, "set_password", refuse)
    again = open_office(office.folder, code=code)
    again.close()


def test_a_new_register_asks_for_words_where_the_keyring_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "keyring_backend", Refusing)
    monkeypatch.setattr(keyring, "set_password", refuse)
    with pytest.raises(PassphraseNeededError):
        open_office(tmp_path / "nytt")


def test_whoever_is_not_shown_a_text_cannot_send_it(office: Office) -> None:
    with office.database.transaction() as session:
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
                created=office.session.clock(),
                state="klar",
            ),
            member_id=None,
            inquiry_id=None,
        )
    office.people.keep(Operator(id=0, initials="AV", name="Ada", roles="avdeling", department=4))
    office.session.switch_to(next(one for one in office.people.all() if one.initials == "AV"))
    (message,) = office.outbox.all()
    assert message.body == ""
    with pytest.raises(NotAllowedError):
        office.outbox.handed_over(message)
    with office.database.reading() as session:
        assert outbox.newest(session)[0].state == "klar"


def test_the_calls_of_an_erased_member_stay_as_numbers(office: Office, ingunn: Member) -> None:
    office.inquiries.complete(calls.ring_back(office, ingunn))
    with office.database.transaction() as session, erasure.erasing(session):
        erasure.erase_member(session, ingunn.id)
    with office.database.reading() as session:
        counted = session.connection().exec_driver_sql("SELECT category, calls FROM call_count")
        assert [tuple(row) for row in counted] == [("annet", 1)]


def test_what_the_house_sends_by_and_rings_with_is_for_an_administrator(office: Office, tmp_path: Path) -> None:
    settings, dialling = office.sending.read(), office.telephone.read()
    only_operator(office)
    with pytest.raises(NotAllowedError):
        office.sending.save(settings)
    with pytest.raises(NotAllowedError):
        office.telephone.save(dialling)
    with pytest.raises(NotAllowedError):
        office.backups.save_second(str(tmp_path))


def test_a_breach_is_its_own_tellers_until_it_is_reported_and_nobodys_when_it_is_closed(office: Office) -> None:
    first = office.breaches.begin("En liste ble sendt feil")
    maja = office.session.operator
    only_operator(office)
    assert office.breaches.all() == []
    with pytest.raises(NotAllowedError):
        office.breaches.keep(first, {"what": "noe annet"})
    own = office.breaches.begin("En PC ble stjålet")
    assert office.breaches.keep(own, {"contact": "IT"}).facts["contact"] == "IT"
    office.session.switch_to(maja)
    assert len(office.breaches.all()) == 2
    closed = office.breaches.close(office.breaches.keep(own, {"measures": "Den var kryptert."}))
    with pytest.raises(SwitchboardError, match="lukket"):
        office.breaches.keep(closed, {"what": "x"})


def test_a_number_does_not_come_in_by_a_rectified_text(office: Office, ingunn: Member) -> None:
    office.members.remark(ingunn.id, "Ringte om ferie")
    remark = office.members.open(ingunn.id).remarks[0]
    with pytest.raises(SensitiveError):
        office.privacy.rectify(as_entry(remark), "Fødselsnummer 01017012345 og sykemeldt")
