"""The control of the attacks: the program does a whole day's work as the same users, over the same rights."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from sentralbord_desktop import bootstrap
from sentralbord_desktop.cli import session
from sentralbord_desktop.domain.access import Operator
from sentralbord_desktop.domain.dialling import Dialling
from sentralbord_desktop.domain.errors import NotAllowedError, SwitchboardError, WrongPinError
from sentralbord_desktop.domain.messages.message import MailServer
from sentralbord_desktop.domain.messages.settings import MAIL_SECRET, SendingSettings
from sentralbord_desktop.domain.policies import POLICY_TOML, Source, decide
from sentralbord_desktop.domain.progress import Progress
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.services.telephony import SET_HERE
from sentralbord_desktop.storage.encryption.pin_hash import fits
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.operators import operators
from sentralbord_desktop.storage.sharing.local_copy import LocalCopy
from sentralbord_desktop.storage.sharing.transfer import copy_all
from tests.helpers import calls
from tests.helpers.command import cli
from tests.helpers.engines import KEY
from tests.helpers.import_files import HEAD, csv_file, member, previewed
from tests.helpers.privacy import as_entry
from tests.helpers.server_desks import desk_of
from tests.helpers.shared_register import SharedRegister
from tests.helpers.unmatched import leave

WORD = "hemmelig"


@pytest.fixture
def maja(shared_register: SharedRegister, tmp_path: Path) -> Iterator[Services]:
    services = desk_of(shared_register.as_user("maja"), tmp_path / "maja", r"F\maja")
    yield services
    services.close()


@pytest.fixture
def boss(shared_register: SharedRegister, tmp_path: Path) -> Iterator[Services]:
    services = desk_of(shared_register.as_user("sjefen"), tmp_path / "sjef", "sjef")
    yield services
    services.close()


def unlogged(there: SharedRegister) -> int:
    owner = Database.server(there.url)
    with owner.engine.connect() as raw:
        count = raw.execute(text("SELECT count(*) FROM member_change WHERE source = 'basen'"))
        found = int(count.scalar_one())
    owner.close()
    return found


def test_an_operators_day(maja: Services, shared_register: SharedRegister) -> None:
    before = unlogged(shared_register)
    maja.session.update(name="Maja Hovde", loop=2, help_level="vant")
    (hit,) = [one for one in maja.members.search("fjeldheim") if one.number == "204118"]
    member = maja.members.open(hit.id).member
    for draft in (
        calls.dismissal(maja, member),
        calls.new_details(maja, member, phone="99000500"),
        calls.ring_back(maja, member),
        calls.resignation(maja, member),
    ):
        maja.parking.keep(draft, running=True)
        receipt = maja.inquiries.complete(draft)
    maja.inquiries.reopen(receipt.inquiry_id)
    maja.members.remark(member.id, "Spurte om ferie")
    maja.members.change(maja.members.open(member.id).member, {"place": "Hamar"})
    for message in maja.outbox.all():
        if message.waits:
            maja.outbox.handed_over(message)
    for callback in maja.callbacks.all_open():
        maja.callbacks.attempt(callback, "svarte")
    maja.case_handover.confirm(maja.members.open(member.id).cases[0])
    unplaced = calls.ready(maja, "annet", None, "Vil ha svar", "ring", "i morgen 10", "990 00 777")
    maja.inquiries.complete(unplaced)
    maja.breaches.begin("Sendte til feil avdeling")
    assert len(maja.breaches.all()) == 1
    with pytest.raises(NotAllowedError):
        maja.privacy.lookups()
    assert unlogged(shared_register) == before


FORGED_BESIDE = (
    "INSERT INTO remark (written, author, text, category, pinned, member_id, inquiry_id, corrects, withdrawn) SELECT now(), "
    "'LT', a.content || ' (Ført inn i medlemsbildet 01.01.2026. MH)', '', false, 1, a.inquiry_id, min(r.id), true "
    "FROM inquiry_action a, remark r WHERE a.state = 'uten_medlem' AND a.kind = 'NOTE' GROUP BY a.content, a.inquiry_id",
    "INSERT INTO member_change (member_id, field, before, after, at, author, source, inquiry_id) SELECT 1, 'henvendelse', '', "
    "'Truet oss', now(), 'LT', 'samtale', inquiry_id FROM inquiry_action WHERE state = 'uten_medlem'",
)
"""With the rights to enter another's note: to take another note back, and a line that nobody said."""


def test_another_enters_the_note_of_a_call_in_the_words_that_were_said(
    maja: Services, shared_register: SharedRegister, tmp_path: Path
) -> None:
    """X-5: signed by whoever had the call, in their words; who entered it is in them, and beside them."""
    lars = desk_of(shared_register.as_user("lars"), tmp_path / "lars", r"F\lars")
    waits = leave(lars)
    lars.close()
    forged = (
        "BEGIN; INSERT INTO remark (written, author, text, category, pinned, member_id, inquiry_id, withdrawn) SELECT now(), "
        "'LT', {words} || ' (Ført inn i medlemsbildet 01.01.2026. {sign})', '', false, 1, inquiry_id, false "
        "FROM inquiry_action WHERE state = 'uten_medlem' AND kind = 'NOTE'; ROLLBACK"
    )
    for words, sign, goes in (
        ("content", "MH", True),
        ("content", "LT", False),
        ("'x' || right(content, -1)", "MH", False),
    ):
        done = shared_register.psql("maja", forged.format(words=words, sign=sign))
        assert ("row-level security" not in done.stderr) is goes, (words, sign)
    for others in FORGED_BESIDE:
        done = shared_register.psql("maja", others)
        assert "row-level security" in done.stderr, (others, done.stdout, done.stderr)
    member = maja.members.search("fjeldheim")[0]
    maja.unmatched_calls.assign(waits, member.id)
    owner = Database.server(shared_register.url)
    with owner.engine.connect() as raw:
        asked = "SELECT author, db_user FROM remark WHERE text LIKE '%Ført inn i medlemsbildet%'"
        assert [tuple(row) for row in raw.execute(text(asked))] == [("LT", "maja")]
    owner.close()


def test_an_administrators_day(boss: Services, shared_register: SharedRegister, tmp_path: Path) -> None:
    before = unlogged(shared_register)
    path = tmp_path / "medlemmer.csv"
    path.write_text(
        "Medlemsnummer;Fornavn;Etternavn;Født;Mobil\n300;Odd;Fjell;01.02.1980;99000300\n"
        "204118;Inga;Fjeldheim;;99000301\n",
        encoding="utf-8",
    )
    boss.member_imports.write(boss.member_imports.preview(boss.member_imports.read(path)))
    assert unlogged(shared_register) == before
    code = boss.people.keep(Operator(id=0, initials="NY", name="Ny", roles="operator"))
    assert len(code) == 6
    boss.organisation.save_facts(boss.organisation.read())
    boss.sending.save(SendingSettings(undo_seconds=30))
    (run, *_) = boss.import_history.latest()
    boss.import_history.undo(run)
    assert unlogged(shared_register) == before


def test_what_an_operator_corrects_stands_through_the_administrators_files(
    maja: Services, boss: Services, shared_register: SharedRegister, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Import, correct, import again: by the services and by the command, each as the user that IT has given rights."""
    file = csv_file(tmp_path, HEAD, "310;Liv;Berg;30.01.1958;99000310;2;Pensjonist", ";Uten;Nummer;;;;")
    boss.member_imports.write(previewed(boss, file))
    maja.members.change(member(maja, "310"), {"phone": "40011222"})
    again = previewed(boss, file)
    assert [(it.field, it.here, it.in_file) for it in again.corrected] == [("phone", "40011222", "99000310")]
    boss.member_imports.write(again)
    by_it = decide([Source(POLICY_TOML, {"register": {"database_url": shared_register.as_user("sjefen")}})])
    monkeypatch.setattr(session, "read_policies", lambda: by_it)
    monkeypatch.setattr(bootstrap, "account", lambda: "sjef")
    boss.people.choose_pin("4826")
    done = cli("--data", tmp_path / "pc", "import", file, env={"SENTRALBORD_PIN": "4826"})
    assert done.returncode == 3, done.stderr
    assert "1 rettet her siden forrige fil, og beholdt." in done.stdout
    assert member(maja, "310").phone == "40011222"
    boss.member_imports.export_corrections(tmp_path / "rettelser.csv")
    assert '"310";"Liv Berg";"Telefon";"99000310";"40011222"' in (tmp_path / "rettelser.csv").read_text("utf-8-sig")
    run = next(run for run in boss.import_history.latest() if run.new and run.rejected)
    assert (run.loss, boss.import_history.save_losses(run, tmp_path / "tap.csv")) == ("1 kom ikke inn", 1)
    for number in ("40011222", "99000311"):
        line = f"310;Liv;Berg;30.01.1958;{number};2;Pensjonist"
        boss.member_imports.write(previewed(boss, csv_file(tmp_path, HEAD, line)))
        assert member(maja, "310").phone == number, "a file that has the correction settles it"
    with pytest.raises(NotAllowedError):
        maja.import_history.save_losses(run, tmp_path / "tap.csv")


def test_initials_are_not_changed_over_parked_calls_that_are_anothers(boss: Services) -> None:
    """The base lets nobody sign them anew, and with the former initials on them nobody would find them."""
    (lars,) = [one for one in boss.people.all() if one.initials == "LT"]
    with pytest.raises(SwitchboardError, match="LT har parkerte samtaler"):
        boss.people.keep(lars.model_copy(update={"initials": "LTV"}))
    (officer,) = [one for one in boss.people.all() if one.initials == "VE"]
    for initials in ("VEN", "VE"):
        boss.people.keep(officer.model_copy(update={"initials": initials}))
    assert {"LT", "VE"} <= {one.initials for one in boss.people.all()}


def test_a_privacy_officers_day(boss: Services, shared_register: SharedRegister, tmp_path: Path) -> None:
    path = tmp_path / "medlemmer.csv"
    path.write_text("Medlemsnummer;Fornavn;Etternavn\n301;Odd;Elvestad\n", encoding="utf-8")
    boss.member_imports.write(boss.member_imports.preview(boss.member_imports.read(path)))
    (officer,) = [one for one in boss.people.all() if one.initials == "VE"]
    boss.people.keep(officer.model_copy(update={"roles": "operator,personvern"}))
    services = desk_of(shared_register.as_user("vern"), tmp_path / "vern", r"F\vern")
    member = services.members.open(services.members.search("elvestad")[0].id).member
    services.members.remark(member.id, "Spurte om lærd")
    (remark,) = services.members.open(member.id).remarks
    services.privacy.rectify(as_entry(remark), "Spurte om ferie")
    assert services.privacy.lookups(number="301")
    services.retention.save_months({"calls": 3})
    services.retention.preview()
    services.retention.erase()
    others = next(one for one in services.breaches.all() if one.author == "LT")
    services.breaches.close(services.breaches.keep(others, {"measures": "ingen risiko"}))
    services.privacy.erase(member, "301", "ba om det")
    assert services.members.search("elvestad") == []
    with pytest.raises(NotAllowedError):
        services.sending.save(SendingSettings(undo_seconds=20))
    services.close()


def test_a_pin_is_chosen_shown_counted_and_changed(maja: Services) -> None:
    me = maja.session.operator.id
    maja.people.choose_pin("2719")
    assert maja.people.must_sign_in
    with pytest.raises(WrongPinError, match="riktig PIN"):
        maja.people.sign_in(me, "2718")
    maja.people.sign_in(me, "2719")
    maja.people.choose_pin("4093")
    maja.people.sign_in(me, "4093")
    maja.people.prove_again("4093")
    with pytest.raises(WrongPinError):
        maja.people.prove_again("2719")
    maja.people.sign_in(me, "4093")
    maja.people.choose_pin("")
    assert maja.people.here()[0].pin == ""


def test_a_program_is_never_taken_from_the_shared_register(
    boss: Services, maja: Services, shared_register: SharedRegister
) -> None:
    owner = Database.server(shared_register.url)
    with owner.engine.begin() as raw:
        raw.execute(
            text(
                'UPDATE setting SET value = \'{"way": "kommando", "command": "ond {nummer}"}\' WHERE key = \'telefon\''
            )
        )
    owner.close()
    assert maja.telephone.read().command == ""
    with pytest.raises(SwitchboardError) as told:
        maja.telephone.dial("99000418")
    assert str(told.value) == SET_HERE
    boss.telephone.save(Dialling(way="kommando", command="/bin/true {nummer}"))
    assert boss.telephone.read().command == "/bin/true {nummer}"
    assert maja.telephone.read().command == ""


def test_a_password_is_shown_to_the_server_it_was_written_for_alone(
    boss: Services, vault: dict[tuple[str, str], str]
) -> None:
    ours = SendingSettings(mail="smtp", server=MailServer(host="post.forbundet.no", login="post"))
    boss.sending.save(ours, mail_secret=WORD)
    assert boss.sending.secret(MAIL_SECRET) == WORD
    for change in ({"host": "ond.no"}, {"port": 25}, {"login": "en.annen"}, {"security": "ingen"}):
        server = MailServer(**{**ours.model_dump()["server"], **change})
        boss.sending.save(ours.model_copy(update={"server": server}))
        assert boss.sending.secret(MAIL_SECRET) == "", change
    boss.sending.save(ours)
    assert boss.sending.secret(MAIL_SECRET) == WORD


def test_a_copy_on_the_pc_has_what_the_desk_may_read_and_no_more(
    shared_register: SharedRegister, tmp_path: Path, vault: dict[tuple[str, str], str]
) -> None:
    source = Database.server(shared_register.as_user("maja"))
    copy = LocalCopy(tmp_path, "tjeneren")
    copy.take(source, Progress())
    with copy.reading() as session:
        for table, has_some in (("member", True), ("remark", True), ("access", False), ("erasure", False)):
            found = session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
            assert bool(found) is has_some, table
        assert session.execute(text("SELECT count(*) FROM parked WHERE author = 'LT'")).scalar() == 0
        for (kept,) in session.execute(text("SELECT pin FROM operator WHERE pin <> ''")):
            assert len(kept.split("$")) == 5, "how it is derived, and not what it is compared with"
    copy.close()
    target = Database.file(tmp_path / "hjemme.db", KEY)
    with pytest.raises(NotAllowedError, match="som eier det"):
        copy_all(source, target, Progress())
    target.close()
    source.close()


def test_a_desk_whose_user_may_do_too_much_says_so(
    maja: Services, boss: Services, shared_register: SharedRegister, tmp_path: Path
) -> None:
    assert (maja.shared_register.too_wide(), boss.shared_register.too_wide()) == ("", "")
    owner = desk_of(shared_register.url, tmp_path / "eier", "eier")
    assert "den eier registeret" in owner.shared_register.too_wide()
    for grant, said in (
        ("UPDATE (roles) ON operator", "den gir roller"),
        ("SELECT ON access", "den leser sporet"),
        ("SELECT ON operator_pin", "den leser PIN"),
        ("UPDATE ON setting", "den skriver innstillinger"),
    ):
        for verb, whom in (("GRANT", "TO"), ("REVOKE", "FROM")):
            with owner.database.engine.begin() as raw:
                raw.execute(text(f"{verb} {grant} {whom} maja"))
            assert (said in maja.shared_register.too_wide()) is (verb == "GRANT"), grant
    owner.close()


def test_who_signed_in_on_the_pc_is_known_by_the_pin_in_its_copy(
    maja: Services, shared_register: SharedRegister, tmp_path: Path, vault: dict[tuple[str, str], str]
) -> None:
    maja.people.choose_pin("4093")
    source = Database.server(shared_register.as_user("maja"))
    copy = LocalCopy(tmp_path, "tjeneren")
    assert maja.people.server is not None
    for known in (maja.people.server.pins.kept, lambda _: ""):  # and from one copy to the next
        copy.take(source, Progress(), known)
        people = copy_people(copy)
        assert fits("4093", people["MH"].pin)
        assert not fits("2719", people["MH"].pin)
        assert not fits("2719", people["LT"].pin), "Lars has a PIN, and never sat here"
    maja.people.choose_pin("5173")
    copy.take(source, Progress())
    assert not fits("4093", copy_people(copy)["MH"].pin), "nor by the one from before"
    copy.close()
    source.close()
    maja.people.choose_pin("")


def copy_people(copy: LocalCopy) -> dict[str, Operator]:
    with copy.reading() as session:
        return {person.initials: person for person in operators(session)}


def test_what_the_privacy_role_corrects_and_erases(
    maja: Services, boss: Services, shared_register: SharedRegister, tmp_path: Path
) -> None:
    """With the rights of its group: each kind of words put right and blanked, and the member erased."""
    (person,) = [one for one in boss.people.all() if one.initials == "VE"]
    boss.people.keep(person.model_copy(update={"roles": "operator,personvern"}))
    path = tmp_path / "medlemmer.csv"
    path.write_text(
        "Medlemsnummer;Fornavn;Etternavn;Mobil;Avdeling;Status\n777;Sletta;Vik;99000777;4;Aktiv\n", encoding="utf-8"
    )
    boss.member_imports.write(boss.member_imports.preview(boss.member_imports.read(path)))
    (hit,) = maja.members.search("sletta vik")
    member = maja.members.open(hit.id).member
    maja.session.update(loop=2)
    maja.inquiries.complete(calls.dismissal(maja, member))
    maja.inquiries.complete(calls.ring_back(maja, member))
    maja.members.change(maja.members.open(member.id).member, {"place": "Hamar"})
    maja.members.remark(member.id, "Noe som ikke skulle stått")
    for message in maja.outbox.all():
        if message.waits:
            maja.outbox.handed_over(message)
    for callback in maja.callbacks.all_open():
        maja.callbacks.attempt(callback, "svarte")
    vern = desk_of(shared_register.as_user("vern"), tmp_path / "vern", r"F\vern")
    kinds = set()
    for entry in vern.privacy.subject("777").entries:
        if entry.kind in {"remark", "phone_call"}:
            vern.privacy.rectify(entry, "Slik var det.")
    for _ in vern.privacy.subject("777").entries:
        left = [one for one in vern.privacy.subject("777").entries if "personvernet" not in one.words]
        for one in left[:1]:
            kinds.add(one.kind)
            vern.privacy.blank(one, "skulle ikke stått")
    assert {"remark", "phone_call", "member_change"} <= kinds
    assert vern.privacy.lookups(number="777")
    assert vern.privacy.erase(member, "777", "ba om det") > 0
    assert maja.members.search("sletta vik") == []
    vern.close()
