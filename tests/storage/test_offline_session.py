"""The server has not answered since the program was started: what the copy on this PC shows, and to whom."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sentralbord_desktop.bootstrap import open_meanwhile
from sentralbord_desktop.domain.errors import NotAllowedError, SwitchboardError, WrongPinError
from sentralbord_desktop.domain.policies import POLICY_TOML, Source, decide
from sentralbord_desktop.services.offline_session import OfflineSession
from sentralbord_desktop.services.pin_wait import FREE_TRIES
from sentralbord_desktop.storage.encryption.pin_hash import hashed
from sentralbord_desktop.storage.sharing.local_copy import COPY_FILE as COPY
from sentralbord_desktop.storage.sharing.local_copy import FOLDER
from tests.helpers.moved_registers import SECRET, Place
from tests.helpers.postgres import Cluster


@pytest.fixture
def place(cluster: Cluster, tmp_path: Path, vault: dict[tuple[str, str], str]) -> Iterator[Place]:
    made = Place(cluster, tmp_path)
    yield made
    made.close()


def seated(place: Place) -> OfflineSession:
    offline_session = place.start()
    assert offline_session is not None
    offline_session.here()
    offline_session.sit_down()
    return offline_session


def files(place: Place) -> dict[str, bytes]:
    return {name: (place.folder / FOLDER / name).read_bytes() for name in (COPY, "tjener.txt")}


def test_a_member_is_found_and_opened_and_it_is_logged_once_when_the_server_is_back(place: Place) -> None:
    member = place.copied()
    before = files(place)
    offline_session = seated(place)
    assert [hit.id for hit in offline_session.members.search("fjeldhaim")] == [member.id]
    record = offline_session.members.open(member.id)
    assert record.remarks[0].text == SECRET
    taken = offline_session.copied_at
    offline_session.close()
    assert files(place) == before, "nothing is written in the copy"
    services = place.is_back()
    for _ in range(2):
        services.sync()
    (looked,) = [one for one in services.privacy.lookups() if "kopien" in one.why]
    assert (looked.author, looked.what, looked.member_id) == ("MH", "åpnet", member.id)
    assert services.local_copy.copied_at == taken


def test_nothing_can_be_read_after_it_is_closed(place: Place) -> None:
    place.copied()
    offline_session = seated(place)
    members = offline_session.members
    assert members.search("fjeldheim")
    offline_session.close()
    with pytest.raises(SwitchboardError, match="Ikke kontakt"):
        members.search("fjeldheim")


def test_an_opening_that_cannot_be_kept_shows_nothing(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    member = place.copied()
    offline_session = seated(place)
    monkeypatch.setattr("sentralbord_desktop.services.offline_queue.can_queue", lambda _: False)
    with pytest.raises(SwitchboardError, match="kan ikke logges"):
        offline_session.members.open(member.id)


def test_who_may_not_read_a_case_does_not_read_it_here_either(place: Place) -> None:
    member = place.copied(roles="avdeling", department=9)
    record = seated(place).members.open(member.id)
    assert record.remarks[0].text == "Skjult: sak i avdeling 4."


def test_without_leave_from_it_there_is_nothing(place: Place) -> None:
    place.copied()
    assert place.start(allowed="nei") is None
    assert place.start() is not None


def test_a_copy_of_another_server_is_no_copy(place: Place) -> None:
    place.copied()
    assert place.start(url=place.url.replace(place.name, "en_annen")) is None


def test_a_register_on_this_pc_has_no_copy(place: Place) -> None:
    place.copied()
    policies = decide([Source(POLICY_TOML, {"register": {"local_copy": "ja"}})])
    assert open_meanwhile(place.folder, policies) is None


def test_who_is_not_in_the_copy_sees_nothing(place: Place) -> None:
    place.copied()
    offline_session = place.start("FORBUNDET\\fremmed")
    assert offline_session is not None
    with pytest.raises(NotAllowedError, match="vet ikke hvem du er"):
        offline_session.here()
    for act in (offline_session.sit_down, lambda: offline_session.members):
        with pytest.raises(SwitchboardError, match="vet ikke hvem du er"):
            act()


def test_who_has_left_sees_nothing(place: Place) -> None:
    services = place.office()
    today = services.session.clock().date()
    services.close()
    place.copied(left=today)
    offline_session = place.start()
    assert offline_session is not None
    with pytest.raises(NotAllowedError, match="sluttet"):
        offline_session.here()
    with pytest.raises(SwitchboardError):
        offline_session.sit_down()


@pytest.mark.parametrize(("roles", "known"), [("operator", True), ("operator,personvern", False)])
def test_a_plain_name_from_before_is_known_but_not_one_with_more_rights(place: Place, roles: str, known: bool) -> None:
    place.copied(os_user="maja", roles=roles)
    offline_session = place.start()
    assert offline_session is not None
    if known:
        assert [one.initials for one in offline_session.here()] == ["MH"]
        offline_session.sit_down()
        assert offline_session.members.search("fjeldheim")
    else:
        with pytest.raises(NotAllowedError):
            offline_session.here()


def test_who_shares_the_pc_shows_the_pin(place: Place) -> None:
    lars: dict[str, object] = {"initials": "LT", "pin": hashed("2719")}
    new: dict[str, object] = {"initials": "NY", "pin": ""}
    place.copied(lars, new, pin=hashed("1234"))
    offline_session = place.start()
    assert offline_session is not None
    offline_session.here()
    able = offline_session.who_sign_in(windows=False)
    assert [one.initials for one in able] == ["MH", "LT"]
    with pytest.raises(NotAllowedError):
        offline_session.sit_down()
    with pytest.raises(WrongPinError):
        offline_session.sign_in(able[1].id, "1234")
    with pytest.raises(SwitchboardError):
        _ = offline_session.members
    offline_session.sign_in(able[1].id, "2719")
    assert offline_session.operator_session.sign == "LT"
    assert offline_session.members.search("fjeldheim")


def test_too_many_wrong_pins_must_wait(place: Place) -> None:
    place.copied(pin=hashed("1234"))
    offline_session = place.start()
    assert offline_session is not None
    (own,) = offline_session.here()
    for _ in range(FREE_TRIES):
        with pytest.raises(WrongPinError, match="ikke riktig"):
            offline_session.sign_in(own.id, "4321")
    with pytest.raises(WrongPinError, match="For mange forsøk"):
        offline_session.sign_in(own.id, "1234")


def test_a_start_code_is_changed_at_the_server_and_opens_nothing_here(place: Place) -> None:
    services = place.office()
    until = services.session.clock().replace(year=2099)
    services.close()
    place.copied(pin=hashed("123456"), code_until=until)
    offline_session = place.start()
    assert offline_session is not None
    (own,) = offline_session.here()
    with pytest.raises(NotAllowedError, match="PIN"):
        offline_session.who_sign_in(windows=False)
    with pytest.raises(WrongPinError):
        offline_session.sign_in(own.id, "123456")


def test_the_password_of_windows_is_for_the_pcs_own_user_alone(place: Place) -> None:
    place.copied({"initials": "LT", "pin": hashed("2719")})
    offline_session = place.start()
    assert offline_session is not None
    offline_session.here()
    assert [one.initials for one in offline_session.who_sign_in(windows=False)] == ["LT"]
    own, lars = offline_session.who_sign_in(windows=True)
    for who, shown in ((own, "feil"), (lars, "riktig")):
        with pytest.raises(WrongPinError):
            offline_session.sign_in(who.id, shown, lambda words: words == "riktig")
    offline_session.sign_in(own.id, "riktig", lambda words: words == "riktig")
    assert offline_session.operator_session.sign == "MH"


def test_a_copy_without_its_key_is_refused_in_plain_words(place: Place, vault: dict[tuple[str, str], str]) -> None:
    place.copied()
    before = files(place)
    vault.clear()
    offline_session = place.start()
    assert offline_session is not None
    with pytest.raises(SwitchboardError, match="nøkkelen ligger ikke i nøkkelringen"):
        offline_session.here()
    assert files(place) == before


@pytest.mark.parametrize("damage", ["truncated", "another version"])
def test_a_copy_that_cannot_be_used_says_so_and_not_that_the_register_is_lost(
    place: Place, damage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.copied()
    if damage == "truncated":
        file = place.folder / FOLDER / COPY
        file.write_bytes(b"\x01" * 8192)
    else:
        monkeypatch.setattr("sentralbord_desktop.storage.engine.schema_version.HEAD", "0099")
    offline_session = place.start()
    assert offline_session is not None
    words = "kan ikke leses" if damage == "truncated" else "en annen versjon"
    with pytest.raises(SwitchboardError, match=f"Kopien på denne PC-en .*{words}"):
        offline_session.here()
