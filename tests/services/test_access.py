"""Who may do what, the PIN on a shared PC, accounts on several PCs, and attacks on them (PR-1, R17)."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from sentralbord_desktop import bootstrap
from sentralbord_desktop.bootstrap import build, open_services
from sentralbord_desktop.domain.callbacks import CallbackFields
from sentralbord_desktop.domain.dates.clock import today
from sentralbord_desktop.domain.errors import NotAllowedError, SwitchboardError, WrongFieldsError, WrongPinError
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.services.sharing import transfer
from sentralbord_desktop.storage import operators, register_file, settings
from sentralbord_desktop.storage.encryption.pin_hash import fits, hashed
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.privacy import erased_in_copies
from sentralbord_desktop.storage.privacy.access_log import lookups
from sentralbord_desktop.storage.tables import AccessRow, OperatorRow
from sentralbord_desktop.system.boot_clock import since_boot
from tests.helpers import calls
from tests.helpers.clocks import Clocks
from tests.helpers.figures import Say, Tried
from tests.helpers.passphrase import PASSPHRASE
from tests.helpers.people import named, person, sit_down
from tests.helpers.postgres import Cluster
from tests.helpers.typed import present


def test_the_first_in_a_register_may_do_all_of_it_and_the_next_only_answer_calls(services: Services) -> None:
    assert services.session.operator.roles == "operator,vedlikehold,administrator,personvern"
    sit_down(services, "LT")
    assert services.session.operator.roles == "operator"
    assert services.session.sign == "LT"
    for role in ("administrator", "personvern"):
        with pytest.raises(NotAllowedError, match="Spør en som har den"):
            services.session.require(role)
    with pytest.raises(NotAllowedError):
        services.people.keep(person("XX", "administrator"))


def test_the_register_leaves_and_comes_in_by_those_whose_work_it_is(
    services: Services, ingunn: Member, tmp_path: Path
) -> None:
    """Export, import and bringing back are no part of answering calls."""
    file = tmp_path / "inn.csv"
    file.write_text("medlemsnummer;fornavn\n204118;Inga\n", encoding="utf-8")
    preview = services.member_imports.preview(services.member_imports.read(file))
    backup = services.backups.take()
    acts = (
        lambda: services.member_imports.export_members(tmp_path / "ut.csv"),
        lambda: services.member_imports.export_changes(tmp_path / "endringer.csv"),
        lambda: services.member_imports.write(preview),
        lambda: services.backups.restore(backup),
    )
    services.people.keep(person("LT"))
    services.people.keep(person("VE", "operator,personvern"))
    owner = services.session.operator
    services.session.switch_to(named(services, "LT"))
    for act in acts:
        with pytest.raises(NotAllowedError, match="Administrator"):
            act()
    assert not list(tmp_path.glob("*ut.csv"))
    assert present(services.members.reread(ingunn.id)).member.first_name == "Ingunn"
    services.session.switch_to(named(services, "VE"))
    acts[0]()
    with pytest.raises(NotAllowedError):
        acts[2]()
    services.session.switch_to(owner)
    for act in acts[1:]:
        act()


def test_there_is_always_an_administrator(services: Services) -> None:
    own = services.people.all()[0]
    with pytest.raises(SwitchboardError, match="Noen må være administrator"):
        services.people.keep(own.model_copy(update={"roles": "operator"}))
    services.people.keep(person("LT", "administrator"))
    services.people.keep(own.model_copy(update={"roles": "operator"}))
    assert not services.session.may("administrator")  # at once, not at the next start


@pytest.mark.parametrize("roles", ["", "sjef", "avdeling"])
def test_a_person_has_a_role_that_there_is_and_a_department_where_it_needs_one(services: Services, roles: str) -> None:
    with pytest.raises(SwitchboardError):
        services.people.keep(person("LT", roles))


def test_a_pc_that_nobody_shares_asks_for_nothing(services: Services) -> None:
    asked = [services.people.must_sign_in]
    for pin in ("2719", ""):
        services.people.choose_pin(pin)
        asked.append(services.people.must_sign_in)
    assert asked == [False, True, False]


def test_a_new_one_chooses_a_pin_with_the_start_code_and_is_asked_for_it_from_then_on(services: Services) -> None:
    code = services.people.keep(person("LT"))
    assert services.people.must_sign_in
    other = named(services, "LT").id
    assert code not in named(services, "LT").pin
    with pytest.raises(WrongPinError, match="ikke riktig startkode"):
        services.people.sign_in(other, "000000" if code != "000000" else "000001", chosen="2719")
    for bad in ("12", "abcd", "1111", "1" * 13, ""):
        with pytest.raises(SwitchboardError, match="En PIN er"):
            services.people.sign_in(other, code, chosen=bad)
    with pytest.raises(SwitchboardError, match="annen PIN enn startkoden"):
        services.people.sign_in(other, code, chosen=code)
    assert services.session.operator.initials == "MH"
    services.people.sign_in(other, f"{code[:3]} {code[3:]}", chosen="2719")
    kept = named(services, "LT").pin
    assert kept.startswith("$argon2id$")
    assert "2719" not in kept
    for wrong in ("2718", code):  # the code works once
        with pytest.raises(WrongPinError):
            services.people.sign_in(other, wrong, chosen="8265")
    assert services.people.sign_in(other, "2719").initials == "LT"


def test_a_start_code_does_not_last_and_cannot_be_guessed(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    clocks = Clocks(services, monkeypatch)
    code = services.people.keep(person("LT"))
    other = named(services, "LT").id
    for _ in range(5):
        with pytest.raises(WrongPinError, match="ikke riktig startkode"):
            services.people.sign_in(other, "x", chosen="2719")
    with pytest.raises(WrongPinError, match="For mange forsøk"):
        services.people.sign_in(other, code, chosen="2719")
    clocks.go_on(timedelta(days=7))
    with pytest.raises(WrongPinError, match="gjelder ikke lenger"):
        services.people.sign_in(other, code, chosen="2719")
    services.people.sign_in(other, services.people.new_code(other), chosen="2719")


def test_whoever_was_entered_before_there_were_codes_asks_for_one(services: Services) -> None:
    services.people.keep(person("LT"))
    without = named(services, "LT").model_copy(update={"pin": "", "code_until": None})
    with services.database.transaction() as session:
        operators.save_operator(session, without)
    with pytest.raises(WrongPinError, match="Be en administrator om en startkode"):
        services.people.sign_in(without.id, "2719")


def test_whoever_has_left_does_not_come_in_and_keeps_what_was_signed(services: Services) -> None:
    other = sit_down(services, "LT", "operator,administrator")
    own = next(p for p in services.people.all() if p.initials == "MH")
    with pytest.raises(SwitchboardError, match="En annen administrator"):
        services.people.leave(other)
    services.people.leave(own.id)  # the other administrator is here
    gone = named(services, "MH")
    assert (gone.left, gone.may("administrator"), gone.pin) == (today(services.session.clock()), False, "")
    assert [p.initials for p in services.people.here()] == ["LT"]
    assert [p.initials for p in services.availability.board().operators] == ["LT"]
    with pytest.raises(SwitchboardError, match="sluttet"):
        services.people.sign_in(own.id, "")
    with pytest.raises(SwitchboardError, match="er i bruk"):
        services.people.keep(person("MH"))  # nobody signs as one who was here before
    assert services.people.come_back(own.id) == ""  # a Windows user of their own
    assert named(services, "MH").may("administrator")


def test_the_pc_of_one_who_has_left_opens_for_those_who_share_it_alone(services: Services) -> None:
    services.people.let_in()
    sit_down(services, "LT", "operator,administrator")
    services.people.leave(named(services, "MH").id)
    services.session.begin()
    assert services.session.operator.initials == "MH"
    services.people.let_in()  # LT may sit here
    with services.database.transaction() as session:
        operators.save_operator(
            session, named(services, "LT").model_copy(update={"left": today(services.session.clock())})
        )
    with pytest.raises(NotAllowedError, match="sluttet"):
        services.people.let_in()


def test_the_last_administrator_cannot_leave(services: Services) -> None:
    sit_down(services, "LT", "administrator")
    own = next(p for p in services.people.all() if p.initials == "MH")
    services.people.keep(own.model_copy(update={"roles": "operator"}))
    services.people.leave(own.id)
    with pytest.raises(SwitchboardError, match="Noen må være administrator"):
        services.people.keep(named(services, "LT").model_copy(update={"roles": "operator"}))


def test_guessing_costs_a_minute_and_then_twice_as_much_and_a_right_pin_waits_too(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    clocks = Clocks(services, monkeypatch)
    services.people.choose_pin("2719")
    own = services.session.operator.id
    for _ in range(5):
        with pytest.raises(WrongPinError, match="ikke riktig"):
            services.people.sign_in(own, "0000")
    with pytest.raises(WrongPinError, match="For mange forsøk"):
        services.people.sign_in(own, "2719")
    clocks.go_on(timedelta(seconds=61))
    with pytest.raises(WrongPinError, match="ikke riktig"):
        services.people.sign_in(own, "0000")
    clocks.go_on(timedelta(seconds=61))
    with pytest.raises(WrongPinError, match="For mange forsøk"):
        services.people.sign_in(own, "2719")
    clocks.go_on(timedelta(seconds=61))
    services.people.sign_in(own, "2719")
    assert named(services, "MH").wrong_pins == 0


def test_an_administrator_lets_somebody_choose_again(services: Services) -> None:
    other_code = services.people.keep(person("LT"))
    other = named(services, "LT").id
    own = services.session.operator.id
    services.people.sign_in(other, other_code, chosen="2719")
    with pytest.raises(SwitchboardError, match="må ha en PIN"):
        services.people.choose_pin("")
    with pytest.raises(NotAllowedError):
        services.people.new_code(own)
    services.people.sign_in(own, "4093")  # the others share the PC: from now on it is asked for
    code = services.people.new_code(other)
    with pytest.raises(WrongPinError):
        services.people.sign_in(other, "2719")
    services.people.sign_in(other, code, chosen="8265")
    services.people.prove_again("8265")


def test_what_is_kept_is_salted_and_rubbish_fits_nothing() -> None:
    assert hashed("2719") != hashed("2719")
    assert not fits("2719", "")
    assert not fits("2719", "$argon2id$v=19$m=8,t=1,p=1$!!$!!")


def test_only_those_who_need_it_read_a_case_in_another_department(services: Services, ingunn: Member) -> None:
    services.inquiries.complete(calls.dismissal(services, ingunn))
    for initials, roles, department, hidden in (
        ("AA", "avdeling", 4, False),
        ("BB", "avdeling", 6, True),
        ("CC", "avdeling,operator", 6, False),
        ("DD", "avdeling,vedlikehold", 6, True),
        ("EE", "administrator", None, True),
    ):
        reader = person(initials, roles, department=department)
        services.session.switch_to(reader)
        for record in (services.members.open(ingunn.id), services.members.reread(ingunn.id)):
            assert record is not None
            texts = [remark.text for remark in record.remarks]
            assert (texts == ["Skjult: sak i avdeling 4."]) is hidden, initials
            assert any("ppsigelse" in m.subject + m.body for m in record.sent) is not hidden
            assert record.callbacks or record.sent


def test_a_role_that_was_taken_away_does_not_come_back_with_the_loop(services: Services) -> None:
    sit_down(services, "LT", "operator,administrator,personvern")
    with services.database.transaction() as session:  # another desk takes them
        operators.save_operator(session, named(services, "LT").model_copy(update={"roles": "operator"}))
    with pytest.raises(NotAllowedError):
        services.retention.preview()
    services.session.update(loop=3)
    assert named(services, "LT").roles == "operator"
    assert named(services, "LT").loop == 3


def test_the_pcs_own_user_shows_windows_password_where_others_share_it(services: Services) -> None:
    services.people.keep(person("LT"))
    own = services.session.operator.id
    with pytest.raises(WrongPinError, match="riktig passord"):
        services.people.sign_in(own, "", lambda password: password == "riktig")
    assert services.people.sign_in(own, "riktig", lambda password: password == "riktig").id == own
    with pytest.raises(SwitchboardError, match="En PIN er"):  # without Windows a PIN is chosen
        services.people.sign_in(own, "")


@pytest.fixture
def moved(services: Services) -> Iterator[tuple[Services, str]]:
    """The register on a new PC, opened by a Windows user that it does not know, and the code from the safe."""
    code = services.recovery.new_code()
    services.recovery.keep(code)
    services.people.keep(person("LT"))
    there = open_services(services.folder, passphrase=PASSPHRASE, os_user="mhovde")
    there.session.update(name="Maja", initials="MA")
    assert not there.session.may("administrator")
    yield there, code
    there.close()


def test_who_has_the_printed_code_is_the_same_on_a_new_pc(moved: tuple[Services, str]) -> None:
    there, code = moved
    maja = named(there, "MH")
    assert there.people.take_over(maja.id, code).initials == "MH"
    there.session.require("administrator")
    assert [one.initials for one in there.people.here() if one.os_user] == ["MH"]
    fresh = named(there, "MA")
    assert (fresh.os_user, fresh.left) == ("", today(there.session.clock()))
    again = open_services(there.folder, passphrase=PASSPHRASE, os_user="mhovde")
    assert (again.session.sign, again.session.is_new) == ("MH", False)
    again.close()
    with there.database.reading() as session:
        last = lookups(session)[0]
    assert (last.author, last.what, last.why) == ("MH", "tok over Windows-brukeren her", "med gjenopprettingskoden")


def test_who_has_the_printed_code_puts_away_the_user_of_the_pc_and_nobody_else(moved: tuple[Services, str]) -> None:
    """Somebody who shares the PC by a PIN has signed in, and hands it over to MH."""
    there, code = moved
    sits = named(there, "LT")
    there.session.switch_to(sits)
    there.people.take_over(named(there, "MH").id, code)
    assert named(there, "LT") == sits
    assert [o.initials for o in there.people.all() if o.os_user == "mhovde"] == ["MH"]
    assert named(there, "MA").left is not None


def test_who_has_the_printed_code_may_become_administrator(moved: tuple[Services, str]) -> None:
    there, code = moved
    there.people.take_over(there.session.operator.id, code)
    assert there.session.operator.roles == "operator,administrator"
    there.people.keep(person("XX"))
    there.session.switch_to(named(there, "LT"))  # shares the PC by a PIN, and has no Windows user
    there.people.take_over(there.session.operator.id, code)
    assert named(there, "LT").roles == "operator,administrator"
    assert named(there, "LT").os_user == ""
    assert named(there, "MA").os_user == "mhovde"


def test_without_the_code_nobody_takes_over_and_nobody_becomes_who_has_left(moved: tuple[Services, str]) -> None:
    there, code = moved
    before = there.people.all()
    for wrong in ("", there.recovery.new_code()):
        with pytest.raises(SwitchboardError):
            there.people.take_over(named(there, "MH").id, wrong)
    with there.database.transaction() as session:
        gone = {"left": today(there.session.clock())}
        operators.save_operator(session, named(there, "LT").model_copy(update=gone))
    with pytest.raises(SwitchboardError, match="har sluttet"):
        there.people.take_over(named(there, "LT").id, code)
    assert [(o.initials, o.os_user, o.roles) for o in there.people.all()] == [
        (o.initials, o.os_user, o.roles) for o in before
    ]
    assert there.session.sign == "MA"


def test_a_hidden_case_is_not_opened_by_reopening_it(services: Services, ingunn: Member) -> None:
    """PR-1, PR-4"""
    done = services.inquiries.complete(calls.dismissal(services, ingunn))
    operator = services.session.operator
    services.people.keep(person("BB", "avdeling", department=6))
    services.session.switch_to(named(services, "BB"))
    with pytest.raises(NotAllowedError, match="skjult"):
        services.inquiries.reopen(done.inquiry_id)
    with pytest.raises(NotAllowedError, match="skjult"):
        services.inquiries.read_completed(done.inquiry_id)
    assert [one.status for one in services.members.open(ingunn.id).callbacks] == ["apen"]
    services.session.switch_to(operator)
    assert services.inquiries.read_completed(done.inquiry_id).answers
    assert services.inquiries.reopen(done.inquiry_id).draft.category == "trobbel"
    assert ("åpnet igjen", "henvendelse", ingunn.id) in traced(services)


def traced(services: Services) -> list[tuple[str, str, int | None]]:
    with services.database.reading() as session:
        return [(row.what, row.why, row.member_id) for row in session.exec(select(AccessRow)).all()]


def test_what_is_changed_about_people_and_settings_is_in_the_trace(services: Services, ingunn: Member) -> None:
    """PR-4: who gave whom what, and that somebody tried to be another."""
    services.people.keep(person("LT"))
    lars = named(services, "LT")
    services.people.keep(lars.model_copy(update={"roles": "operator,personvern"}))
    services.people.new_code(lars.id)
    with pytest.raises(WrongPinError):
        services.people.sign_in(lars.id, "0000")
    services.people.leave(lars.id)
    services.people.come_back(lars.id)
    services.retention.save_months({"calls": 12})
    services.retention.hold(ingunn.id, "krav")
    services.retention.hold(ingunn.id, "")
    services.sending.save(services.sending.read())
    services.telephone.save(services.telephone.read())
    services.organisation.save_facts(services.organisation.read())
    whence = "brukeren postgres i basen" if services.database.is_server else "kontoen maja.hovde på PC-en"
    assert traced(services) == [
        ("ny person", "MH: operator,vedlikehold,administrator,personvern", None),
        ("ny person", "LT: operator", None),
        ("endret person", "LT: operator → operator,personvern", None),
        ("ny startkode", "LT", None),
        ("feil ved innlogging", f"forsøk 1 på LT, fra {whence}", None),
        ("har sluttet", "LT", None),
        ("kom tilbake", "LT", None),
        ("endret lagringstid", "telefonlogg 12", None),
        ("holdt tilbake", "krav", ingunn.id),
        ("holdes ikke lenger", "", ingunn.id),
        ("endret innstilling", "utsending", None),
        ("endret innstilling", "telefon", None),
        ("endret katalogen", "organisasjonen", None),
    ]


def test_only_an_administrator_makes_the_code_that_makes_administrators(services: Services) -> None:
    services.people.keep(person("LT"))
    services.session.switch_to(named(services, "LT"))
    assert services.recovery.is_missing
    assert not services.recovery.is_asked_for
    with pytest.raises(NotAllowedError):
        services.recovery.keep(services.recovery.new_code())
    assert not services.recovery.has_code


# ---------------------------------------------------------------- accounts of the same name on two PCs are two operators


@pytest.fixture
def url(cluster: Cluster) -> str:
    return cluster.url(cluster.new_database("template0"))


def at_pc(name: str, url: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Services:
    monkeypatch.setattr(bootstrap, "account", lambda: f"{name}\\bruker")
    return build(Database.server(url), folder)


def test_the_same_windows_name_on_two_pcs_is_two_operators(
    url: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = at_pc("PC-1", url, tmp_path_factory.mktemp("en"), monkeypatch)
    assert first.session.operator.initials == "BR"
    first.session.update(name="Ane", initials="AN")
    second = at_pc("PC-2", url, tmp_path_factory.mktemp("to"), monkeypatch)
    assert second.session.is_new
    second.session.update(name="Bo", initials="BO")
    again = at_pc("PC-1", url, tmp_path_factory.mktemp("tre"), monkeypatch)
    assert (again.session.operator.name, again.session.is_new) == ("Ane", False)
    assert not second.session.may("administrator"), "only the first of all has every role"
    for services in (first, second, again):
        services.close()


def test_whoever_moves_the_register_is_the_same_operator_there_and_home_again(
    url: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (bootstrap, transfer):
        monkeypatch.setattr(module, "account", lambda: "FORBUNDET\\maja.hovde")
        monkeypatch.setattr(module, "current_user", lambda: "maja.hovde")
    home = open_services(tmp_path_factory.mktemp("hjemme"), passphrase=PASSPHRASE)
    home.session.update(name="Maja Hovde", initials="MH")
    with transfer.open_server(url) as server:
        transfer.move(home.database, server)
    there = build(Database.server(url), tmp_path_factory.mktemp("pult"))
    assert (there.session.operator.initials, there.session.is_new) == ("MH", False)
    back = register_file.empty_register(tmp_path_factory.mktemp("igjen"), passphrase=PASSPHRASE)
    transfer.move(there.database, back)
    with back.reading() as session:
        assert [row.os_user for row in session.exec(select(OperatorRow))] == ["maja.hovde"]
    for each in (home, there):
        each.close()
    back.close()


def test_who_was_erased_is_not_in_the_settings_of_a_server(url: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A hash of a member number, for the copies on this PC, which each operator there could look up."""
    home = open_services(tmp_path_factory.mktemp("hjemme"), passphrase=PASSPHRASE)
    with home.database.transaction() as session:
        settings.save_setting(session, erased_in_copies.SETTING, {"marks": [erased_in_copies.mark_of("204118")]})
    with transfer.open_server(url) as server:
        transfer.move(home.database, server)
        with server.reading() as session:
            assert erased_in_copies.asked_for(session) == []
    with home.database.reading() as session:
        assert len(erased_in_copies.asked_for(session)) == 1
    home.close()


def test_who_was_known_by_the_plain_name_is_so_by_the_whole_one_from_now_on(
    url: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    for user, initials in (("sjef", "SJ"), ("bruker", "AN")):
        before = build(Database.server(url), tmp_path_factory.mktemp("før"), os_user=user)
        before.session.update(name="Ane", initials=initials)
        before.close()
    first = at_pc("PC-1", url, tmp_path_factory.mktemp("en"), monkeypatch)
    assert (first.session.operator.initials, first.session.is_new) == ("AN", False)
    second = at_pc("PC-2", url, tmp_path_factory.mktemp("to"), monkeypatch)
    assert second.session.is_new
    for services in (first, second):
        services.close()


def test_nobody_becomes_administrator_by_a_name_that_is_alike(
    url: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """«bruker» is a common name of a Windows user."""
    before = build(Database.server(url), tmp_path_factory.mktemp("før"), os_user="bruker")
    before.session.update(name="Ane", initials="AN")
    before.close()
    there = at_pc("PC-1", url, tmp_path_factory.mktemp("en"), monkeypatch)
    assert there.session.is_new
    assert not there.session.may("administrator")
    there.close()


# ---------------------------------------------------------------- attacks on the sign-in (R17), each with its control

CHOICES = Tried("R17", "{n} fields of oneself by `settle` (roles, id, PIN, Windows user …): refused")


def trail(services: Services) -> list[AccessRow]:
    with services.database.reading() as session:
        return list(session.exec(select(AccessRow).order_by(col(AccessRow.id))))


@pytest.mark.figures("R17")
@pytest.mark.parametrize(
    "field", ["roles", "id", "os_user", "pin", "left", "department", "wrong_pins", "pin_waits", "code_until"]
)
def test_nobody_gives_themselves_a_role_or_another_name_by_their_own_choices(services: Services, field: str) -> None:
    sit_down(services, "LT")
    given: Any = {"roles": "administrator", "id": 1, "os_user": "maja.hovde"}.get(field)
    with pytest.raises(TypeError):
        services.session.update(**{field: given})
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


LIKE_ANOTHER = ["AUTO", "auto", "?", "–", "МН", "ＭＨ", "M\u200bH", "MH ", "mh", "\u202eHM", "12", "-"]


@pytest.mark.parametrize("initials", LIKE_ANOTHER)
def test_nobody_signs_as_the_program_as_nobody_or_like_a_colleague(services: Services, initials: str) -> None:
    with pytest.raises(WrongFieldsError):
        services.people.keep(person(initials))
    sit_down(services, "LT")
    with pytest.raises(SwitchboardError):
        services.session.update(initials=initials)
    assert services.session.sign == "LT"


@pytest.mark.parametrize("initials", ["ALØ", "ÉB", "A-L", "M.H.", "KN2"])
def test_initials_are_letters_of_any_name_here(services: Services, initials: str) -> None:
    services.people.keep(person(initials))
    services.people.keep(named(services, initials).model_copy(update={"name": "Et Navn"}))
    new = initials.replace("M", "N") + "X"
    assert services.session.update(initials=new).initials == new


@pytest.mark.parametrize("who", ["oneself", "an administrator"])
def test_what_is_under_way_follows_to_new_initials(services: Services, ingunn: Member, who: str) -> None:
    lars = sit_down(services, "LT")
    services.parking.keep(calls.half_way(services, "annet", ingunn, "i pausen"), running=False)
    promise = CallbackFields(name="Ingunn", number="99000418", created=services.session.clock(), promised_by="LT")
    services.callbacks.add(promise.model_copy(update={"owner": "LT"}), ingunn.id)
    if who == "oneself":
        services.session.update(initials="LTV")
    else:
        services.session.switch_to(named(services, "MH"))
        services.people.keep(named(services, "LT").model_copy(update={"initials": "LTV"}))
    sit_down_as = services.session.switch_to(named(services, "LTV"))
    assert sit_down_as.id == lars
    assert [one.member_id for one in services.parking.all()] == [ingunn.id]
    assert [one.owner for one in services.callbacks.all_open()] == ["LTV"]
    services.session.switch_to(named(services, "MH"))
    services.people.keep(person("LT"))
    services.session.switch_to(named(services, "LT"))
    assert services.parking.all() == [], "whoever gets the former initials sees nothing of it"


def test_initials_from_before_may_stay(services: Services) -> None:
    with services.database.transaction() as session:
        operators.save_operator(session, person("?"))
    kept = named(services, "?")
    services.people.keep(kept.model_copy(update={"name": "Et Navn"}))
    services.session.switch_to(kept)
    assert services.session.update(loop=3).initials == "?"


def test_who_comes_in_by_a_windows_user_is_in_the_trail_with_the_roles_they_got(services: Services) -> None:
    rows = [(row.author, row.why) for row in trail(services) if row.what == "ny person"]
    assert rows == [("MH", "MH: operator,vedlikehold,administrator,personvern")]


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
