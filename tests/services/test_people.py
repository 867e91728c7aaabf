"""Who may do what, and the PIN on a PC that several share (PR-1)."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from sentralbord_desktop.composition import open_office
from sentralbord_desktop.domain.desk import Operator
from sentralbord_desktop.domain.errors import NotAllowedError, SwitchboardError, WrongPinError
from sentralbord_desktop.domain.members import Member
from sentralbord_desktop.domain.times import today
from sentralbord_desktop.services.office import Office
from sentralbord_desktop.storage import desk
from sentralbord_desktop.storage.pins import fits, hashed
from sentralbord_desktop.storage.tables import AccessRow
from sentralbord_desktop.storage.trace import lookups
from tests import calls
from tests.clocks import Clocks
from tests.conftest import PASSPHRASE


def person(initials: str, roles: str = "operator", **more: object) -> Operator:
    return Operator.model_validate({"id": 0, "initials": initials, "roles": roles, **more})


def named(office: Office, initials: str) -> Operator:
    return next(one for one in office.people.all() if one.initials == initials)


def sit_down(office: Office, initials: str, roles: str = "operator") -> int:
    """A new one, entered by who sits here, who then sits down with the PIN 2719."""
    code = office.people.keep(person(initials, roles))
    who = named(office, initials).id
    office.people.sign_in(who, code, chosen="2719")
    return who


def test_the_first_in_a_register_may_do_all_of_it_and_the_next_only_answer_calls(
    office: Office,
) -> None:
    assert office.shift.operator.roles == "operator,vedlikehold,administrator,personvern"
    sit_down(office, "LT")
    assert office.shift.operator.roles == "operator"
    assert office.shift.sign == "LT"
    for role in ("administrator", "personvern"):
        with pytest.raises(NotAllowedError, match="Spør en som har den"):
            office.shift.require(role)
    with pytest.raises(NotAllowedError):
        office.people.keep(person("XX", "administrator"))


def test_the_register_leaves_and_comes_in_by_those_whose_work_it_is(
    office: Office, ingunn: Member, tmp_path: Path
) -> None:
    """Export, import and bringing back are no part of answering calls."""
    file = tmp_path / "inn.csv"
    file.write_text("medlemsnummer;fornavn\n204118;Inga\n", encoding="utf-8")
    preview = office.register.preview(office.register.read(file))
    backup = office.backups.take()
    acts = (
        lambda: office.register.export_members(tmp_path / "ut.csv"),
        lambda: office.register.export_changes(tmp_path / "endringer.csv"),
        lambda: office.register.write(preview),
        lambda: office.backups.restore(backup),
    )
    office.people.keep(person("LT"))
    office.people.keep(person("VE", "operator,personvern"))
    owner = office.shift.operator
    office.shift.become(named(office, "LT"))
    for act in acts:
        with pytest.raises(NotAllowedError, match="Administrator"):
            act()
    assert not list(tmp_path.glob("*ut.csv"))
    assert office.members.reread(ingunn.id).member.first_name == "Ingunn"  # type: ignore[union-attr]
    office.shift.become(named(office, "VE"))
    acts[0]()
    with pytest.raises(NotAllowedError):
        acts[2]()
    office.shift.become(owner)
    for act in acts[1:]:
        act()


def test_there_is_always_an_administrator(office: Office) -> None:
    own = office.people.all()[0]
    with pytest.raises(SwitchboardError, match="Noen må være administrator"):
        office.people.keep(own.model_copy(update={"roles": "operator"}))
    office.people.keep(person("LT", "administrator"))
    office.people.keep(own.model_copy(update={"roles": "operator"}))
    assert not office.shift.may("administrator")  # at once, not at the next start


@pytest.mark.parametrize("roles", ["", "sjef", "avdeling"])
def test_a_person_has_a_role_that_there_is_and_a_department_where_it_needs_one(
    office: Office, roles: str
) -> None:
    with pytest.raises(SwitchboardError):
        office.people.keep(person("LT", roles))


def test_a_pc_that_nobody_shares_asks_for_nothing(office: Office) -> None:
    asked = [office.people.must_sign_in]
    for pin in ("2719", ""):
        office.people.choose_pin(pin)
        asked.append(office.people.must_sign_in)
    assert asked == [False, True, False]


def test_a_new_one_chooses_a_pin_with_the_start_code_and_is_asked_for_it_from_then_on(
    office: Office,
) -> None:
    code = office.people.keep(person("LT"))
    assert office.people.must_sign_in
    other = named(office, "LT").id
    assert code not in named(office, "LT").pin
    with pytest.raises(WrongPinError, match="ikke riktig startkode"):
        office.people.sign_in(other, "000000" if code != "000000" else "000001", chosen="2719")
    for bad in ("12", "abcd", "1111", "1" * 13, ""):
        with pytest.raises(SwitchboardError, match="En PIN er"):
            office.people.sign_in(other, code, chosen=bad)
    with pytest.raises(SwitchboardError, match="annen PIN enn startkoden"):
        office.people.sign_in(other, code, chosen=code)
    assert office.shift.operator.initials == "MH"
    office.people.sign_in(other, f"{code[:3]} {code[3:]}", chosen="2719")
    kept = named(office, "LT").pin
    assert kept.startswith("$argon2id$")
    assert "2719" not in kept
    for wrong in ("2718", code):  # the code works once
        with pytest.raises(WrongPinError):
            office.people.sign_in(other, wrong, chosen="8265")
    assert office.people.sign_in(other, "2719").initials == "LT"


def test_a_start_code_does_not_last_and_cannot_be_guessed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    clocks = Clocks(office, monkeypatch)
    code = office.people.keep(person("LT"))
    other = named(office, "LT").id
    for _ in range(5):
        with pytest.raises(WrongPinError, match="ikke riktig startkode"):
            office.people.sign_in(other, "x", chosen="2719")
    with pytest.raises(WrongPinError, match="For mange forsøk"):
        office.people.sign_in(other, code, chosen="2719")
    clocks.go_on(timedelta(days=7))
    with pytest.raises(WrongPinError, match="gjelder ikke lenger"):
        office.people.sign_in(other, code, chosen="2719")
    office.people.sign_in(other, office.people.new_code(other), chosen="2719")


def test_whoever_was_entered_before_there_were_codes_asks_for_one(office: Office) -> None:
    office.people.keep(person("LT"))
    without = named(office, "LT").model_copy(update={"pin": "", "code_until": None})
    with office.database.transaction() as session:
        desk.save_operator(session, without)
    with pytest.raises(WrongPinError, match="Be en administrator om en startkode"):
        office.people.sign_in(without.id, "2719")


def test_whoever_has_left_does_not_come_in_and_keeps_what_was_signed(office: Office) -> None:
    other = sit_down(office, "LT", "operator,administrator")
    own = next(p for p in office.people.all() if p.initials == "MH")
    with pytest.raises(SwitchboardError, match="En annen administrator"):
        office.people.leave(other)
    office.people.leave(own.id)  # the other administrator is here
    gone = named(office, "MH")
    assert (gone.left, gone.may("administrator"), gone.pin) == (
        today(office.shift.clock()),
        False,
        "",
    )
    assert [p.initials for p in office.people.here()] == ["LT"]
    assert [p.initials for p in office.availability.board().operators] == ["LT"]
    with pytest.raises(SwitchboardError, match="sluttet"):
        office.people.sign_in(own.id, "")
    with pytest.raises(SwitchboardError, match="er i bruk"):
        office.people.keep(person("MH"))  # nobody signs as one who was here before
    assert office.people.come_back(own.id) == ""  # a Windows user of their own
    assert named(office, "MH").may("administrator")


def test_the_pc_of_one_who_has_left_opens_for_those_who_share_it_alone(office: Office) -> None:
    office.people.let_in()
    sit_down(office, "LT", "operator,administrator")
    office.people.leave(named(office, "MH").id)
    office.shift.begin()
    assert office.shift.operator.initials == "MH"
    office.people.let_in()  # LT may sit here
    with office.database.transaction() as session:
        desk.save_operator(
            session, named(office, "LT").model_copy(update={"left": today(office.shift.clock())})
        )
    with pytest.raises(NotAllowedError, match="sluttet"):
        office.people.let_in()


def test_the_last_administrator_cannot_leave(office: Office) -> None:
    sit_down(office, "LT", "administrator")
    own = next(p for p in office.people.all() if p.initials == "MH")
    office.people.keep(own.model_copy(update={"roles": "operator"}))
    office.people.leave(own.id)
    with pytest.raises(SwitchboardError, match="Noen må være administrator"):
        office.people.keep(named(office, "LT").model_copy(update={"roles": "operator"}))


def test_guessing_costs_a_minute_and_then_twice_as_much_and_a_right_pin_waits_too(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    clocks = Clocks(office, monkeypatch)
    office.people.choose_pin("2719")
    own = office.shift.operator.id
    for _ in range(5):
        with pytest.raises(WrongPinError, match="ikke riktig"):
            office.people.sign_in(own, "0000")
    with pytest.raises(WrongPinError, match="For mange forsøk"):
        office.people.sign_in(own, "2719")
    clocks.go_on(timedelta(seconds=61))
    with pytest.raises(WrongPinError, match="ikke riktig"):
        office.people.sign_in(own, "0000")
    clocks.go_on(timedelta(seconds=61))
    with pytest.raises(WrongPinError, match="For mange forsøk"):
        office.people.sign_in(own, "2719")
    clocks.go_on(timedelta(seconds=61))
    office.people.sign_in(own, "2719")
    assert named(office, "MH").wrong_pins == 0


def test_an_administrator_lets_somebody_choose_again(office: Office) -> None:
    other_code = office.people.keep(person("LT"))
    other = named(office, "LT").id
    own = office.shift.operator.id
    office.people.sign_in(other, other_code, chosen="2719")
    with pytest.raises(SwitchboardError, match="må ha en PIN"):
        office.people.choose_pin("")
    with pytest.raises(NotAllowedError):
        office.people.new_code(own)
    office.people.sign_in(own, "4093")  # the others share the PC: from now on it is asked for
    code = office.people.new_code(other)
    with pytest.raises(WrongPinError):
        office.people.sign_in(other, "2719")
    office.people.sign_in(other, code, chosen="8265")
    office.people.prove_again("8265")


def test_what_is_kept_is_salted_and_rubbish_fits_nothing() -> None:
    assert hashed("2719") != hashed("2719")
    assert not fits("2719", "")
    assert not fits("2719", "$argon2id$v=19$m=8,t=1,p=1$!!$!!")


def test_only_those_who_need_it_read_a_case_in_another_department(
    office: Office, ingunn: Member
) -> None:
    office.inquiries.complete(calls.dismissal(office, ingunn))
    for initials, roles, department, hidden in (
        ("AA", "avdeling", 4, False), ("BB", "avdeling", 6, True), ("CC", "avdeling,operator", 6, False),
        ("DD", "avdeling,vedlikehold", 6, True), ("EE", "administrator", None, True),
    ):  # fmt: skip
        reader = person(initials, roles, department=department)
        office.shift.become(reader)
        for record in (office.members.open(ingunn.id), office.members.reread(ingunn.id)):
            assert record is not None
            texts = [remark.text for remark in record.remarks]
            assert (texts == ["Skjult: sak i avdeling 4."]) is hidden, initials
            assert any("ppsigelse" in m.subject + m.body for m in record.sent) is not hidden
            assert record.callbacks or record.sent


def test_a_role_that_was_taken_away_does_not_come_back_with_the_loop(office: Office) -> None:
    sit_down(office, "LT", "operator,administrator,personvern")
    with office.database.transaction() as session:  # another desk takes them
        desk.save_operator(session, named(office, "LT").model_copy(update={"roles": "operator"}))
    with pytest.raises(NotAllowedError):
        office.retention.preview()
    office.shift.settle(loop=3)
    assert named(office, "LT").roles == "operator"
    assert named(office, "LT").loop == 3


def test_the_pcs_own_user_shows_windows_password_where_others_share_it(office: Office) -> None:
    office.people.keep(person("LT"))
    own = office.shift.operator.id
    with pytest.raises(WrongPinError, match="riktig passord"):
        office.people.sign_in(own, "", lambda password: password == "riktig")
    assert office.people.sign_in(own, "riktig", lambda password: password == "riktig").id == own
    with pytest.raises(SwitchboardError, match="En PIN er"):  # without Windows a PIN is chosen
        office.people.sign_in(own, "")


@pytest.fixture
def moved(office: Office) -> Iterator[tuple[Office, str]]:
    """The register on a new PC, opened by a Windows user that it does not know, and the code from the safe."""
    code = office.recovery.new_code()
    office.recovery.keep(code)
    office.people.keep(person("LT"))
    there = open_office(office.folder, passphrase=PASSPHRASE, os_user="mhovde")
    there.shift.settle(name="Maja", initials="MA")
    assert not there.shift.may("administrator")
    yield there, code
    there.close()


def test_who_has_the_printed_code_is_the_same_on_a_new_pc(moved: tuple[Office, str]) -> None:
    there, code = moved
    maja = named(there, "MH")
    assert there.people.take_over(maja.id, code).initials == "MH"
    there.shift.require("administrator")
    assert [one.initials for one in there.people.here() if one.os_user] == ["MH"]
    fresh = named(there, "MA")
    assert (fresh.os_user, fresh.left) == ("", today(there.shift.clock()))
    again = open_office(there.folder, passphrase=PASSPHRASE, os_user="mhovde")
    assert (again.shift.sign, again.shift.is_new) == ("MH", False)
    again.close()
    with there.database.reading() as session:
        last = lookups(session)[0]
    assert (last.author, last.what, last.why) == (
        "MH", "tok over Windows-brukeren her", "med gjenopprettingskoden",
    )  # fmt: skip


def test_who_has_the_printed_code_puts_away_the_user_of_the_pc_and_nobody_else(
    moved: tuple[Office, str],
) -> None:
    """Somebody who shares the PC by a PIN has signed in, and hands it over to MH."""
    there, code = moved
    sits = named(there, "LT")
    there.shift.become(sits)
    there.people.take_over(named(there, "MH").id, code)
    assert named(there, "LT") == sits
    assert [o.initials for o in there.people.all() if o.os_user == "mhovde"] == ["MH"]
    assert named(there, "MA").left is not None


def test_who_has_the_printed_code_may_become_administrator(moved: tuple[Office, str]) -> None:
    there, code = moved
    there.people.take_over(there.shift.operator.id, code)
    assert there.shift.operator.roles == "operator,administrator"
    there.people.keep(person("XX"))
    there.shift.become(named(there, "LT"))  # shares the PC by a PIN, and has no Windows user
    there.people.take_over(there.shift.operator.id, code)
    assert named(there, "LT").roles == "operator,administrator"
    assert named(there, "LT").os_user == ""
    assert named(there, "MA").os_user == "mhovde"


def test_without_the_code_nobody_takes_over_and_nobody_becomes_who_has_left(
    moved: tuple[Office, str],
) -> None:
    there, code = moved
    before = there.people.all()
    for wrong in ("", there.recovery.new_code()):
        with pytest.raises(SwitchboardError):
            there.people.take_over(named(there, "MH").id, wrong)
    with there.database.transaction() as session:
        gone = {"left": today(there.shift.clock())}
        desk.save_operator(session, named(there, "LT").model_copy(update=gone))
    with pytest.raises(SwitchboardError, match="har sluttet"):
        there.people.take_over(named(there, "LT").id, code)
    assert [(o.initials, o.os_user, o.roles) for o in there.people.all()] == [
        (o.initials, o.os_user, o.roles) for o in before
    ]
    assert there.shift.sign == "MA"


def test_a_hidden_case_is_not_opened_by_reopening_it(office: Office, ingunn: Member) -> None:
    """PR-1, PR-4"""
    done = office.inquiries.complete(calls.dismissal(office, ingunn))
    operator = office.shift.operator
    office.people.keep(person("BB", "avdeling", department=6))
    office.shift.become(named(office, "BB"))
    with pytest.raises(NotAllowedError, match="skjult"):
        office.inquiries.reopen(done.inquiry_id)
    for ask in (office.inquiries.answers_of, office.inquiries.actions_of):
        with pytest.raises(NotAllowedError, match="skjult"):
            ask(done.inquiry_id)
    assert [one.status for one in office.members.open(ingunn.id).callbacks] == ["apen"]
    office.shift.become(operator)
    assert office.inquiries.answers_of(done.inquiry_id)
    assert office.inquiries.reopen(done.inquiry_id).draft.category == "trobbel"
    assert ("åpnet igjen", "henvendelse", ingunn.id) in traced(office)


def traced(office: Office) -> list[tuple[str, str, int | None]]:
    with office.database.reading() as session:
        return [(row.what, row.why, row.member_id) for row in session.exec(select(AccessRow)).all()]


def test_what_is_changed_about_people_and_settings_is_in_the_trace(
    office: Office, ingunn: Member
) -> None:
    """PR-4: who gave whom what, and that somebody tried to be another."""
    office.people.keep(person("LT"))
    lars = named(office, "LT")
    office.people.keep(lars.model_copy(update={"roles": "operator,personvern"}))
    office.people.new_code(lars.id)
    with pytest.raises(WrongPinError):
        office.people.sign_in(lars.id, "0000")
    office.people.leave(lars.id)
    office.people.come_back(lars.id)
    office.retention.save_months({"calls": 12})
    office.retention.hold(ingunn.id, "krav")
    office.retention.hold(ingunn.id, "")
    office.sending.save(office.sending.read())
    office.telephone.save(office.telephone.read())
    office.organisation.save(office.organisation.read())
    whence = (
        "brukeren postgres i basen" if office.database.is_server else "kontoen maja.hovde på PC-en"
    )
    assert traced(office) == [
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


def test_only_an_administrator_makes_the_code_that_makes_administrators(office: Office) -> None:
    office.people.keep(person("LT"))
    office.shift.become(named(office, "LT"))
    assert office.recovery.is_missing
    assert not office.recovery.is_asked_for
    with pytest.raises(NotAllowedError):
        office.recovery.keep(office.recovery.new_code())
    assert not office.recovery.has_code
