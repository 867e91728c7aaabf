"""Ways in past a door (R17): each attack is refused, and its control does what a person may do."""

import pytest
from sqlmodel import select

from sentralbord_desktop.domain.errors import NotAllowedError, SwitchboardError
from sentralbord_desktop.services.office import Office
from sentralbord_desktop.storage import desk
from sentralbord_desktop.storage.tables import AccessRow
from tests.figures import Say
from tests.services.test_people import named, sit_down

PRIVILEGED = (
    "utsending", "hemmeligheter", "telefon", "lagring", "sikkerhetskopi", "import.kolonner", "hus", "postnummer",
    "medlem.id", "flyttet", "hva som helst",
)  # fmt: skip


def trail(office: Office) -> list[AccessRow]:
    with office.database.reading() as session:
        return list(session.exec(select(AccessRow).order_by(AccessRow.id)))  # type: ignore[arg-type]  # SQLModel's own


@pytest.mark.figures("R17")
@pytest.mark.parametrize(
    "field",
    [
        "roles",
        "id",
        "os_user",
        "pin",
        "left",
        "department",
        "wrong_pins",
        "pin_waits",
        "code_until",
    ],
)
def test_nobody_gives_themselves_a_role_or_another_name_by_their_own_choices(
    office: Office, field: str, figure: Say
) -> None:
    sit_down(office, "LT")
    given = {"roles": "administrator", "id": 1, "os_user": "maja.hovde"}.get(field)
    with pytest.raises(TypeError):
        office.shift.settle(**{field: given})  # type: ignore[arg-type]  # what is tried
    assert named(office, "LT").roles == "operator"
    figure("R17", f"settle({field}=…): refused")


@pytest.mark.figures("R17")
def test_what_is_ones_own_to_choose_is_kept_and_other_initials_are_told(
    office: Office, figure: Say
) -> None:
    sit_down(office, "LT")
    now = office.shift.settle(name="Lars Tveit", loop=3, help_level="kort", lock_minutes=5)
    assert (now.name, now.loop, now.help_level, now.lock_minutes) == ("Lars Tveit", 3, "kort", 5)
    with pytest.raises(SwitchboardError, match="i bruk av en annen"):
        office.shift.settle(initials="MH")
    office.shift.settle(initials="LTV")
    last = trail(office)[-1]
    assert (last.author, last.what, last.why) == ("LTV", "endret egne initialer", "LT → LTV")
    figure("R17", control="settle: name, loop, help and lock kept; new initials in the trail")


def test_who_comes_in_by_a_windows_user_is_in_the_trail_with_the_roles_they_got(
    office: Office,
) -> None:
    rows = [(row.author, row.why) for row in trail(office) if row.what == "ny person"]
    assert rows == [("MH", "MH: operator,vedlikehold,administrator,personvern")]


@pytest.mark.figures("R17")
@pytest.mark.parametrize("key", PRIVILEGED)
def test_settings_that_decide_something_are_not_read_or_written_by_the_way_of_small_things(
    office: Office, key: str, figure: Say
) -> None:
    with office.database.reading() as session:
        before = desk.setting(session, key)
    for act in (
        lambda: office.settings.save(key, {"command": "x"}),
        lambda: office.settings.read(key),
    ):
        with pytest.raises(NotAllowedError, match="Innstillinger"):
            act()
    with office.database.reading() as session:
        assert desk.setting(session, key) == before
    figure("R17", f"settings «{key}»: refused")


@pytest.mark.figures("R17")
def test_small_things_are_remembered(office: Office, figure: Say) -> None:
    office.settings.save("vindu", {"bredde": 900})
    assert office.settings.read("vindu") == {"bredde": 900}
    figure("R17", control="settings «vindu»: kept")
