"""Two members that are one: merged by a person, both histories kept, undone, on both engines."""

from datetime import date
from pathlib import Path

import pytest

from sentralbord_desktop.domain.callbacks.callback import CallbackFields
from sentralbord_desktop.domain.errors import ChangedMeanwhileError, MemberGoneError, NotAllowedError, SwitchboardError
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.services.office import Office
from tests.storage.conftest import MOMENT, Enrol


@pytest.fixture
def twice(enrol: Enrol, office: Office) -> tuple[Member, Member]:
    """Kari was registered again after she married and moved."""
    old = enrol(
        "100100",
        "Kari",
        "Bjørnstad",
        birth_date=date(1979, 3, 14),
        phone="99000418",
        email="kari@eksempel.no",
        employer="Renhold Øst AS",
        place="Hamar",
    )
    new = enrol(
        "200200",
        "Kari",
        "Olsen",
        middle_name="Bjørnstad",
        birth_date=date(1979, 3, 14),
        phone="41512345",
        place="Bergen",
    )
    office.members.remark(old.id, "Ringte i vår.")
    office.members.remark(new.id, "Ringte i høst.")
    office.callbacks.add(
        CallbackFields(
            name="Kari", number="41512345", subject="Faktura", category="kontingent", promised_by="MH", created=MOMENT
        ),
        new.id,
    )
    return old, new


def found(office: Office, text: str) -> list[str]:
    return [hit.number for hit in office.members.search(text) if hit.sure]


def places(office: Office, member_id: int) -> dict[int, str]:
    phones = office.members.open(member_id).member.phones
    return {phone.position: phone.number for phone in phones}


def test_the_pair_is_shown_and_not_again_once_somebody_has_told_them_apart(
    office: Office, twice: tuple[Member, Member]
) -> None:
    [pair] = office.duplicates.pairs()
    assert (pair.one.number, pair.two.number) == ("100100", "200200")
    assert pair.why == ("samme fødselsdato", "ett etternavn felles")
    operator = office.session.operator
    office.session.switch_to(operator.model_copy(update={"id": 9, "roles": "avdeling", "department": 6}))
    with pytest.raises(NotAllowedError):  # who may not merge them may not hide them either
        office.duplicates.tell_apart(pair)
    office.session.switch_to(operator)
    office.duplicates.tell_apart(pair)
    assert office.duplicates.pairs() == []


def test_the_merged_member_has_the_chosen_fields_all_phones_and_both_histories(
    office: Office, twice: tuple[Member, Member]
) -> None:
    old, new = office.duplicates.both(twice[0].id, twice[1].id)
    looked = [one.member_id for one in office.privacy.lookups() if one.what == "sammenlignet"]
    assert sorted(map(int, filter(None, looked))) == sorted(one.id for one in twice)
    office.duplicates.merge(old, new, {"last_name", "middle_name", "place"})
    record = office.members.open(old.id)
    member = record.member
    assert (member.number, member.name) == ("100100", "Kari Bjørnstad Olsen")
    assert (member.place, member.employer) == ("Bergen", "Renhold Øst AS")
    assert [phone.number for phone in member.phones] == ["99000418", "41512345"]
    assert {remark.text for remark in record.remarks} == {"Ringte i vår.", "Ringte i høst."}
    assert [callback.subject for callback in record.callbacks] == ["Faktura"]
    assert "sammenslaing" in {change.field for change in record.changes}
    assert office.members.open(new.id).member.number == "100100"  # an old link leads on
    assert office.members.count() == 1


def test_search_finds_the_one_that_is_kept_by_both_numbers_and_nobody_twice(
    office: Office, twice: tuple[Member, Member]
) -> None:
    old, new = office.duplicates.both(twice[0].id, twice[1].id)
    office.duplicates.merge(old, new, {"last_name"})
    for text in ("kari olsen", "200200", "100100", "415 12 345", "14.03.1979"):
        assert found(office, text) == ["100100"], text
    [hit] = office.members.search("kari olsen")
    assert hit.callback_due
    assert office.register.faults() == []


def test_the_one_who_is_kept_is_found_by_both_numbers_after_an_edit_too(
    office: Office, twice: tuple[Member, Member]
) -> None:
    old, new = office.duplicates.both(twice[0].id, twice[1].id)
    office.duplicates.merge(old, new, {"last_name"})
    office.members.change(office.members.open(old.id).member, {"place": "Moss"})
    office.members.add_phone(old.id, "22123456")
    for text in ("200200", "100100 moss", "22 12 34 56"):
        assert found(office, text) == ["100100"], text


def test_a_call_that_was_begun_about_the_one_who_is_gone_is_kept(office: Office, twice: tuple[Member, Member]) -> None:
    """At another desk the member was open while the two became one."""
    old, new = office.duplicates.both(twice[0].id, twice[1].id)
    draft = office.inquiries.begin("annet", member=office.members.open(new.id).member)
    office.duplicates.merge(old, new, {"last_name"})
    office.parking.keep(draft, running=True)
    assert [one.member_id for one in office.parking.drafts()] == [new.id]
    with pytest.raises(MemberGoneError):
        office.parking.keep(draft.model_copy(update={"member_id": new.id + 500}), running=True)


def test_undo_gives_back_two_members_as_they_were(office: Office, twice: tuple[Member, Member]) -> None:
    old, new = office.duplicates.both(twice[0].id, twice[1].id)
    merge_id = office.duplicates.merge(old, new, {"last_name", "place"})
    [latest] = office.duplicates.latest()
    assert (latest.id, latest.kept, latest.gone) == (merge_id, "100100", "200200")
    office.duplicates.undo(merge_id)
    one, two = office.members.open(old.id), office.members.open(new.id)
    assert one.member.name == "Kari Bjørnstad"
    assert one.member.place == "Hamar"
    assert [phone.number for phone in one.member.phones] == ["99000418"]
    assert two.member.number == "200200"
    assert [remark.text for remark in one.remarks] == ["Ringte i vår."]
    assert [remark.text for remark in two.remarks] == ["Ringte i høst."]
    assert found(office, "200200") == ["200200"]
    assert office.members.count() == 2
    assert office.duplicates.latest() == []
    assert office.register.faults() == []
    with pytest.raises(SwitchboardError, match="allerede angret"):
        office.duplicates.undo(merge_id)


def test_what_was_rectified_after_the_merge_stands_when_it_is_undone(
    office: Office, twice: tuple[Member, Member]
) -> None:
    old, new = office.duplicates.both(twice[0].id, twice[1].id)
    merge_id = office.duplicates.merge(old, new, {"place"})
    office.members.change(office.members.open(old.id).member, {"place": "Voss"})
    office.duplicates.undo(merge_id)
    assert office.members.open(old.id).member.place == "Voss"


def test_a_number_that_somebody_has_written_since_the_merge_stays_when_it_is_undone(
    office: Office, twice: tuple[Member, Member]
) -> None:
    old, new = office.duplicates.both(twice[0].id, twice[1].id)
    merge_id = office.duplicates.merge(old, new, ())
    kept = office.members.open(old.id).member
    assert [phone.number for phone in kept.phones] == ["99000418", "41512345"]
    office.members.change(kept, {"phone": "41512345", "phone2": ""})
    office.duplicates.undo(merge_id)
    assert [phone.number for phone in office.members.open(old.id).member.phones] == ["41512345"]


def test_each_number_is_kept_or_not_and_undo_gives_it_its_old_place(
    office: Office, twice: tuple[Member, Member]
) -> None:
    office.members.change(office.members.open(twice[0].id).member, {"phone2": "22334455"})
    old, new = office.duplicates.both(twice[0].id, twice[1].id)
    merge_id = office.duplicates.merge(old, new, (), {"41512345", "22334455"})
    assert places(office, old.id) == {0: "41512345", 1: "22334455"}
    assert found(office, "990 00 418") == []
    office.duplicates.undo(merge_id)
    assert places(office, old.id) == {0: "99000418", 1: "22334455"}
    assert places(office, new.id) == {0: "41512345"}
    assert found(office, "990 00 418") == ["100100"]


def test_a_number_that_was_not_chosen_comes_after_one_written_since(
    office: Office, twice: tuple[Member, Member]
) -> None:
    old, new = office.duplicates.both(twice[0].id, twice[1].id)
    merge_id = office.duplicates.merge(old, new, (), ())
    assert places(office, old.id) == {}
    office.members.change(office.members.open(old.id).member, {"phone": "93000000"})
    office.duplicates.undo(merge_id)
    assert places(office, old.id) == {0: "93000000", 1: "99000418"}


def test_two_that_were_changed_meanwhile_are_not_merged(office: Office, twice: tuple[Member, Member]) -> None:
    old, new = office.duplicates.both(twice[0].id, twice[1].id)
    office.members.change(new, {"place": "Voss"})
    with pytest.raises(ChangedMeanwhileError):
        office.duplicates.merge(old, new, set())
    assert office.members.count() == 2
    with pytest.raises(SwitchboardError):
        office.duplicates.merge(old, old, set())


def test_one_that_is_about_to_be_registered_is_recognised(office: Office, twice: tuple[Member, Member]) -> None:
    like = office.duplicates.like({"first_name": "Karri", "last_name": "Bjornstad", "birth_date": "14.03.1979"})
    assert [(member.number, why[0]) for member, why in like] == [
        ("100100", "samme fødselsdato"),
        ("200200", "samme fødselsdato"),
    ]
    by_phone = office.duplicates.like({"first_name": "Kari", "last_name": "", "phone": "99000418"})
    assert by_phone == []  # a first name and a phone alone may be anybody's in the house
    stranger = {"first_name": "Per", "last_name": "Bjørnstad", "birth_date": "14.03.1979"}
    assert office.duplicates.like(stranger) == []


def test_a_register_file_that_still_has_the_merged_number_is_told_where_to_go(
    office: Office, twice: tuple[Member, Member], tmp_path: Path
) -> None:
    old, new = office.duplicates.both(twice[0].id, twice[1].id)
    office.duplicates.merge(old, new, set())
    file = tmp_path / "medlemmer.csv"
    file.write_text(
        "Medlemsnummer;Fornavn;Etternavn;Poststed\n100100;Kari;Bjørnstad;Voss\n200200;Kari;Olsen;Bodø\n",
        encoding="utf-8",
    )
    preview = office.register.preview(office.register.read(file))
    assert [row.why for row in preview.rejected] == ["Medlemmet er slått sammen med 100100. Rett det der."]
    office.register.write(preview)
    assert office.members.open(new.id).member.place == "Voss"


def test_two_merges_in_a_row_are_found_told_and_undone_as_one(office: Office, enrol: Enrol, tmp_path: Path) -> None:
    """H into G, then G into K: whoever reads from H's old card still finds K."""
    first = enrol("100", "Hanna", "Lie", phone="99000418")
    second, third = enrol("200", "Hanna", "Lie"), enrol("300", "Hanna", "Lie")
    office.callbacks.add(CallbackFields(name="Hanna", number="99000418", promised_by="MH", created=MOMENT), first.id)
    merge_ids = []
    for gone, kept in ((first, second), (second, third)):
        one, two = office.duplicates.both(kept.id, gone.id)
        merge_ids.append(office.duplicates.merge(one, two, set()))
    assert found(office, "100") == found(office, "200") == ["300"]
    [hit] = office.members.search("hanna lie")
    assert hit.callback_due
    assert office.register.faults() == []
    file = tmp_path / "inn.csv"
    file.write_text("medlemsnummer;fornavn\n100;Anna\n", encoding="utf-8")
    [rejected] = office.register.preview(office.register.read(file)).rejected
    assert "300" in rejected.why
    office.duplicates.undo(merge_ids[1])
    assert found(office, "100") == found(office, "200") == ["200"]
    assert found(office, "300") == ["300"]
    office.duplicates.undo(merge_ids[0])
    assert found(office, "100") == ["100"]
    assert office.register.faults() == []


def test_every_merge_can_be_reached_to_be_undone(office: Office, enrol: Enrol) -> None:
    kept = enrol("1", "Kari", "Lie")
    for number in range(2, 25):
        gone = enrol(str(number), "Kari", "Lie")
        office.duplicates.merge(*office.duplicates.both(kept.id, gone.id), set())
    assert len(office.duplicates.latest()) == 20
    assert office.duplicates.latest(100)[-1].gone == "2"
