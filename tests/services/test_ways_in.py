"""Ways in past a door (R17): each attack is refused, and its control does what a person may do."""

from datetime import timedelta

import pytest
from sqlmodel import select

from sentralbord_desktop.bootstrap import open_services
from sentralbord_desktop.domain.errors import NotAllowedError, SwitchboardError, WrongPinError
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage import settings
from sentralbord_desktop.storage.tables import AccessRow
from sentralbord_desktop.system.boot_clock import since_boot
from tests.helpers.clocks import Clocks
from tests.helpers.figures import Say, Tried
from tests.helpers.passphrase import PASSPHRASE
from tests.helpers.people import named, sit_down

PRIVILEGED = (
    "utsending",
    "hemmeligheter",
    "telefon",
    "lagring",
    "sikkerhetskopi",
    "import.kolonner",
    "hus",
    "postnummer",
    "medlem.id",
    "flyttet",
    "hva som helst",
)


CHOICES = Tried("R17", "{n} fields of oneself by `settle` (roles, id, PIN, Windows user …): refused")
KEYS = Tried("R17", "{n} privileged settings by `SettingsService`: refused")


def trail(services: Services) -> list[AccessRow]:
    with services.database.reading() as session:
        return list(session.exec(select(AccessRow).order_by(AccessRow.id)))  # type: ignore[arg-type]  # SQLModel's own


@pytest.mark.figures("R17")
@pytest.mark.parametrize(
    "field", ["roles", "id", "os_user", "pin", "left", "department", "wrong_pins", "pin_waits", "code_until"]
)
def test_nobody_gives_themselves_a_role_or_another_name_by_their_own_choices(services: Services, field: str) -> None:
    sit_down(services, "LT")
    given = {"roles": "administrator", "id": 1, "os_user": "maja.hovde"}.get(field)
    with pytest.raises(TypeError):
        services.session.update(**{field: given})  # type: ignore[arg-type]  # what is tried
    assert named(services, "LT").roles == "operator"
    CHOICES.one_more()


@pytest.mark.figures("R17")
def test_what_is_ones_own_to_choose_is_kept_and_other_initials_are_told(services: Services, figure: Say) -> None:
    sit_down(services, "LT")
    now = services.session.update(name="Lars Tveit", loop=3, help_level="kort", lock_minutes=5)
    assert (now.name, now.loop, now.help_level, now.lock_minutes) == ("Lars Tveit", 3, "kort", 5)
    with pytest.raises(SwitchboardError, match="i bruk av en annen"):
        services.session.update(initials="MH")
    services.session.update(initials="LTV")
    last = trail(services)[-1]
    assert (last.author, last.what, last.why) == ("LTV", "endret egne initialer", "LT → LTV")
    figure("R17", control="settle: name, loop, help and lock kept; new initials in the trail")


def test_who_comes_in_by_a_windows_user_is_in_the_trail_with_the_roles_they_got(services: Services) -> None:
    rows = [(row.author, row.why) for row in trail(services) if row.what == "ny person"]
    assert rows == [("MH", "MH: operator,vedlikehold,administrator,personvern")]


@pytest.mark.figures("R17")
@pytest.mark.parametrize("key", PRIVILEGED)
def test_settings_that_decide_something_are_not_read_or_written_by_the_way_of_small_things(
    services: Services, key: str
) -> None:
    with services.database.reading() as session:
        before = settings.setting(session, key)
    for act in (lambda: services.settings.save(key, {"command": "x"}), lambda: services.settings.read(key)):
        with pytest.raises(NotAllowedError, match="Innstillinger"):
            act()
    with services.database.reading() as session:
        assert settings.setting(session, key) == before
    KEYS.one_more()


@pytest.mark.figures("R17")
def test_small_things_are_remembered(services: Services, figure: Say) -> None:
    services.settings.save("vindu", {"bredde": 900})
    assert services.settings.read("vindu") == {"bredde": 900}
    figure("R17", control="settings «vindu»: kept")


def guessed(services: Services, tries: int = 5) -> int:
    """The id of whoever sits here, whose PIN (2719) has been guessed at."""
    own = services.session.operator.id
    services.people.choose_pin("2719")
    for _ in range(tries):
        with pytest.raises(WrongPinError, match="ikke riktig"):
            services.people.sign_in(own, "0000")
    return own


def must_wait(services: Services, own: int) -> None:
    with pytest.raises(WrongPinError, match="For mange forsøk"):
        services.people.sign_in(own, "2719")


@pytest.mark.figures("R17")
def test_a_clock_that_is_set_forward_or_back_shortens_no_wait(
    services: Services, monkeypatch: pytest.MonkeyPatch, figure: Say
) -> None:
    clocks = Clocks(services, monkeypatch)
    own = guessed(services)
    for moved in (timedelta(minutes=2), timedelta(days=1), timedelta(days=-1), timedelta(days=-400)):
        clocks.wall += moved
        must_wait(services, own)
        clocks.wall -= moved
    clocks.on += 61  # only how long it has been on: the wall must say so too
    must_wait(services, own)
    clocks.wall += timedelta(seconds=61)
    services.people.sign_in(own, "2719")
    figure(
        "R17",
        "wait after wrong PINs: PC's clock 2 min, 1 day forward, 1 and 400 days back: stands",
        control="a minute on both clocks: over",
    )


@pytest.mark.figures("R17")
def test_a_wall_that_was_wrong_and_is_put_right_keeps_nobody_out(
    services: Services, monkeypatch: pytest.MonkeyPatch, figure: Say
) -> None:
    clocks = Clocks(services, monkeypatch)
    clocks.wall += timedelta(days=30)
    own = guessed(services)
    clocks.wall -= timedelta(days=30)
    must_wait(services, own)
    clocks.go_on(timedelta(seconds=61))
    services.people.sign_in(own, "2719")
    figure("R17", control="clock put right by 30 days during a wait: nobody kept out for longer")


@pytest.mark.figures("R17")
def test_starting_the_pc_again_waives_no_wait(services: Services, monkeypatch: pytest.MonkeyPatch, figure: Say) -> None:
    clocks = Clocks(services, monkeypatch)
    own = guessed(services)
    clocks.on, clocks.wall = 20.0, clocks.wall + timedelta(days=1)
    must_wait(services, own)
    clocks.on = 59.0
    must_wait(services, own)
    clocks.on = 61.0
    services.people.sign_in(own, "2719")
    figure(
        "R17",
        "wait after wrong PINs: PC started again and its clock set a day forward: stands",
        control="on for a minute since: over",
    )


@pytest.mark.figures("R17")
def test_a_wait_is_as_it_was_after_the_program_is_started_again(
    services: Services, monkeypatch: pytest.MonkeyPatch, figure: Say
) -> None:
    """Kept in the register, not in the program."""
    if services.database.is_server:
        pytest.skip("a register on this PC")
    own = guessed(services)
    services.close()
    again = open_services(services.folder, passphrase=PASSPHRASE, os_user="maja.hovde")
    try:
        clocks = Clocks(again, monkeypatch)
        kept = named(again, "MH")
        assert (kept.wrong_pins, kept.pin_wait_s) == (5, 60)
        assert kept.pin_boot_s is not None
        clocks.on, clocks.wall = kept.pin_boot_s + 30, clocks.wall + timedelta(days=2)
        must_wait(again, own)
    finally:
        again.close()
    figure("R17", "wait after wrong PINs: program started again, clock forward: stands")


@pytest.mark.figures("R17")
def test_a_wrong_pin_is_signed_by_nobody_and_names_whose_it_was(services: Services, figure: Say) -> None:
    own = guessed(services, 1)
    wrong = trail(services)[-1]
    assert (wrong.author, wrong.what) == ("?", "feil ved innlogging")
    assert wrong.why == "forsøk 1 på MH, fra kontoen maja.hovde på PC-en"
    services.people.sign_in(own, "2719")
    figure("R17", "wrong PIN: signed «?» with whose it was, not by the owner")


def test_a_pin_that_is_chosen_or_taken_away_is_in_the_trail_by_its_owner(services: Services) -> None:
    sit_down(services, "LT")
    services.people.choose_pin("8265")
    services.session.switch_to(named(services, "MH"))
    services.people.choose_pin("2719")
    services.people.choose_pin("")
    told = [(row.author, row.what, row.why) for row in trail(services) if "PIN" in row.what]
    assert told == [
        ("LT", "valgte PIN", "LT"),
        ("LT", "valgte PIN", "LT"),
        ("MH", "valgte PIN", "MH"),
        ("MH", "tok bort PIN", "MH"),
    ]


def test_the_pc_has_been_on_for_a_while_by_a_clock_that_goes_forward() -> None:
    first = since_boot()
    assert 0 < first <= since_boot()
