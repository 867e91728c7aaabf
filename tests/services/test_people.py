"""Who may do what, and the PIN on a PC that several share (PR-1)."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from sentralbord_desktop.bootstrap import open_services
from sentralbord_desktop.domain.dates.clock import today
from sentralbord_desktop.domain.errors import NotAllowedError, SwitchboardError, WrongPinError
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage.access import operators
from sentralbord_desktop.storage.encryption.pin_hash import fits, hashed
from sentralbord_desktop.storage.privacy.access_log import lookups
from sentralbord_desktop.storage.tables import AccessRow
from tests.helpers import calls
from tests.helpers.clocks import Clocks
from tests.helpers.passphrase import PASSPHRASE
from tests.helpers.people import named, person, sit_down


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
    assert services.members.reread(ingunn.id).member.first_name == "Ingunn"  # type: ignore[union-attr]
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
    for ask in (services.inquiries.answers_of, services.inquiries.actions_of):
        with pytest.raises(NotAllowedError, match="skjult"):
            ask(done.inquiry_id)
    assert [one.status for one in services.members.open(ingunn.id).callbacks] == ["apen"]
    services.session.switch_to(operator)
    assert services.inquiries.answers_of(done.inquiry_id)
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
    services.organisation.save(services.organisation.read())
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
        ("endret katalogen", "", None),
    ]


def test_only_an_administrator_makes_the_code_that_makes_administrators(services: Services) -> None:
    services.people.keep(person("LT"))
    services.session.switch_to(named(services, "LT"))
    assert services.recovery.is_missing
    assert not services.recovery.is_asked_for
    with pytest.raises(NotAllowedError):
        services.recovery.keep(services.recovery.new_code())
    assert not services.recovery.has_code
