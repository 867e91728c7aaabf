"""Two members that are one: merged by a person, both histories kept, undone, on both engines."""

from datetime import date
from pathlib import Path

import pytest

from sentralbord_desktop.domain.callbacks import CallbackFields
from sentralbord_desktop.domain.errors import ChangedMeanwhileError, MemberGoneError, NotAllowedError, SwitchboardError
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.services.office import Services
from tests.helpers.engines import MOMENT, Enrol


@pytest.fixture
def twice(enrol: Enrol, services: Services) -> tuple[Member, Member]:
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
    services.members.remark(old.id, "Ringte i vår.")
    services.members.remark(new.id, "Ringte i høst.")
    services.callbacks.add(
        CallbackFields(
            name="Kari", number="41512345", subject="Faktura", category="kontingent", promised_by="MH", created=MOMENT
        ),
        new.id,
    )
    return old, new


def found(services: Services, text: str) -> list[str]:
    return [hit.number for hit in services.members.search(text) if hit.sure]


def places(services: Services, member_id: int) -> dict[int, str]:
    phones = services.members.open(member_id).member.phones
    return {phone.position: phone.number for phone in phones}


def test_the_pair_is_shown_and_not_again_once_somebody_has_told_them_apart(
    services: Services, twice: tuple[Member, Member]
) -> None:
    [pair] = services.duplicates.pairs()
    assert (pair.one.number, pair.two.number) == ("100100", "200200")
    assert pair.why == ("samme fødselsdato", "ett etternavn felles")
    operator = services.session.operator
    services.session.switch_to(operator.model_copy(update={"id": 9, "roles": "avdeling", "department": 6}))
    with pytest.raises(NotAllowedError):  # who may not merge them may not hide them either
        services.duplicates.keep_apart(pair)
    services.session.switch_to(operator)
    services.duplicates.keep_apart(pair)
    assert services.duplicates.pairs() == []


def test_the_merged_member_has_the_chosen_fields_all_phones_and_both_histories(
    services: Services, twice: tuple[Member, Member]
) -> None:
    old, new = services.duplicates.both(twice[0].id, twice[1].id)
    looked = [one.member_id for one in services.privacy.lookups() if one.what == "sammenlignet"]
    assert sorted(map(int, filter(None, looked))) == sorted(one.id for one in twice)
    services.duplicates.merge(old, new, {"last_name", "middle_name", "place"})
    record = services.members.open(old.id)
    member = record.member
    assert (member.number, member.name) == ("100100", "Kari Bjørnstad Olsen")
    assert (member.place, member.employer) == ("Bergen", "Renhold Øst AS")
    assert [phone.number for phone in member.phones] == ["99000418", "41512345"]
    assert {remark.text for remark in record.remarks} == {"Ringte i vår.", "Ringte i høst."}
    assert [callback.subject for callback in record.callbacks] == ["Faktura"]
    assert "sammenslaing" in {change.field for change in record.changes}
    assert services.members.open(new.id).member.number == "100100"  # an old link leads on
    assert services.members.count() == 1


def test_search_finds_the_one_that_is_kept_by_both_numbers_and_nobody_twice(
    services: Services, twice: tuple[Member, Member]
) -> None:
    old, new = services.duplicates.both(twice[0].id, twice[1].id)
    services.duplicates.merge(old, new, {"last_name"})
    for text in ("kari olsen", "200200", "100100", "415 12 345", "14.03.1979"):
        assert found(services, text) == ["100100"], text
    [hit] = services.members.search("kari olsen")
    assert hit.callback_due
    assert services.member_imports.faults() == []


def test_the_one_who_is_kept_is_found_by_both_numbers_after_an_edit_too(
    services: Services, twice: tuple[Member, Member]
) -> None:
    old, new = services.duplicates.both(twice[0].id, twice[1].id)
    services.duplicates.merge(old, new, {"last_name"})
    services.members.change(services.members.open(old.id).member, {"place": "Moss"})
    services.members.add_phone(old.id, "22123456")
    for text in ("200200", "100100 moss", "22 12 34 56"):
        assert found(services, text) == ["100100"], text


def test_a_call_that_was_begun_about_the_one_who_is_gone_is_kept(
    services: Services, twice: tuple[Member, Member]
) -> None:
    """At another desk the member was open while the two became one."""
    old, new = services.duplicates.both(twice[0].id, twice[1].id)
    draft = services.inquiries.begin("annet", member=services.members.open(new.id).member)
    services.duplicates.merge(old, new, {"last_name"})
    services.parking.keep(draft, running=True)
    assert [one.member_id for one in services.parking.drafts()] == [new.id]
    with pytest.raises(MemberGoneError):
        services.parking.keep(draft.model_copy(update={"member_id": new.id + 500}), running=True)


def test_undo_gives_back_two_members_as_they_were(services: Services, twice: tuple[Member, Member]) -> None:
    old, new = services.duplicates.both(twice[0].id, twice[1].id)
    merge_id = services.duplicates.merge(old, new, {"last_name", "place"})
    [latest] = services.duplicates.latest()
    assert (latest.id, latest.kept, latest.gone) == (merge_id, "100100", "200200")
    services.duplicates.undo(merge_id)
    one, two = services.members.open(old.id), services.members.open(new.id)
    assert one.member.name == "Kari Bjørnstad"
    assert one.member.place == "Hamar"
    assert [phone.number for phone in one.member.phones] == ["99000418"]
    assert two.member.number == "200200"
    assert [remark.text for remark in one.remarks] == ["Ringte i vår."]
    assert [remark.text for remark in two.remarks] == ["Ringte i høst."]
    assert found(services, "200200") == ["200200"]
    assert services.members.count() == 2
    assert services.duplicates.latest() == []
    assert services.member_imports.faults() == []
    with pytest.raises(SwitchboardError, match="allerede angret"):
        services.duplicates.undo(merge_id)


def test_what_was_rectified_after_the_merge_stands_when_it_is_undone(
    services: Services, twice: tuple[Member, Member]
) -> None:
    old, new = services.duplicates.both(twice[0].id, twice[1].id)
    merge_id = services.duplicates.merge(old, new, {"place"})
    services.members.change(services.members.open(old.id).member, {"place": "Voss"})
    services.duplicates.undo(merge_id)
    assert services.members.open(old.id).member.place == "Voss"


def test_a_number_that_somebody_has_written_since_the_merge_stays_when_it_is_undone(
    services: Services, twice: tuple[Member, Member]
) -> None:
    old, new = services.duplicates.both(twice[0].id, twice[1].id)
    merge_id = services.duplicates.merge(old, new, ())
    kept = services.members.open(old.id).member
    assert [phone.number for phone in kept.phones] == ["99000418", "41512345"]
    services.members.change(kept, {"phone": "41512345", "phone2": ""})
    services.duplicates.undo(merge_id)
    assert [phone.number for phone in services.members.open(old.id).member.phones] == ["41512345"]


def test_each_number_is_kept_or_not_and_undo_gives_it_its_old_place(
    services: Services, twice: tuple[Member, Member]
) -> None:
    services.members.change(services.members.open(twice[0].id).member, {"phone2": "22334455"})
    old, new = services.duplicates.both(twice[0].id, twice[1].id)
    merge_id = services.duplicates.merge(old, new, (), {"41512345", "22334455"})
    assert places(services, old.id) == {0: "41512345", 1: "22334455"}
    assert found(services, "990 00 418") == []
    services.duplicates.undo(merge_id)
    assert places(services, old.id) == {0: "99000418", 1: "22334455"}
    assert places(services, new.id) == {0: "41512345"}
    assert found(services, "990 00 418") == ["100100"]


def test_a_number_that_was_not_chosen_comes_after_one_written_since(
    services: Services, twice: tuple[Member, Member]
) -> None:
    old, new = services.duplicates.both(twice[0].id, twice[1].id)
    merge_id = services.duplicates.merge(old, new, (), ())
    assert places(services, old.id) == {}
    services.members.change(services.members.open(old.id).member, {"phone": "93000000"})
    services.duplicates.undo(merge_id)
    assert places(services, old.id) == {0: "93000000", 1: "99000418"}


def test_two_that_were_changed_meanwhile_are_not_merged(services: Services, twice: tuple[Member, Member]) -> None:
    old, new = services.duplicates.both(twice[0].id, twice[1].id)
    services.members.change(new, {"place": "Voss"})
    with pytest.raises(ChangedMeanwhileError):
        services.duplicates.merge(old, new, set())
    assert services.members.count() == 2
    with pytest.raises(SwitchboardError):
        services.duplicates.merge(old, old, set())


def test_one_that_is_about_to_be_registered_is_recognised(services: Services, twice: tuple[Member, Member]) -> None:
    like = services.duplicates.like({"first_name": "Karri", "last_name": "Bjornstad", "birth_date": "14.03.1979"})
    assert [(member.number, why[0]) for member, why in like] == [
        ("100100", "samme fødselsdato"),
        ("200200", "samme fødselsdato"),
    ]
    by_phone = services.duplicates.like({"first_name": "Kari", "last_name": "", "phone": "99000418"})
    assert by_phone == []  # a first name and a phone alone may be anybody's in the house
    stranger = {"first_name": "Per", "last_name": "Bjørnstad", "birth_date": "14.03.1979"}
    assert services.duplicates.like(stranger) == []


def test_a_register_file_that_still_has_the_merged_number_is_told_where_to_go(
    services: Services, twice: tuple[Member, Member], tmp_path: Path
) -> None:
    old, new = services.duplicates.both(twice[0].id, twice[1].id)
    services.duplicates.merge(old, new, set())
    file = tmp_path / "medlemmer.csv"
    file.write_text(
        "Medlemsnummer;Fornavn;Etternavn;Poststed\n100100;Kari;Bjørnstad;Voss\n200200;Kari;Olsen;Bodø\n",
        encoding="utf-8",
    )
    preview = services.member_imports.preview(services.member_imports.read(file))
    assert [row.detail for row in preview.rejected] == ["Medlemmet er slått sammen med 100100. Rett det der."]
    services.member_imports.write(preview)
    assert services.members.open(new.id).member.place == "Voss"


def test_two_merges_in_a_row_are_found_told_and_undone_as_one(services: Services, enrol: Enrol, tmp_path: Path) -> None:
    """H into G, then G into K: whoever reads from H's old card still finds K."""
    first = enrol("100", "Hanna", "Lie", phone="99000418")
    second, third = enrol("200", "Hanna", "Lie"), enrol("300", "Hanna", "Lie")
    services.callbacks.add(CallbackFields(name="Hanna", number="99000418", promised_by="MH", created=MOMENT), first.id)
    merge_ids = []
    for gone, kept in ((first, second), (second, third)):
        one, two = services.duplicates.both(kept.id, gone.id)
        merge_ids.append(services.duplicates.merge(one, two, set()))
    assert found(services, "100") == found(services, "200") == ["300"]
    [hit] = services.members.search("hanna lie")
    assert hit.callback_due
    assert services.member_imports.faults() == []
    file = tmp_path / "inn.csv"
    file.write_text("medlemsnummer;fornavn\n100;Anna\n", encoding="utf-8")
    [rejected] = services.member_imports.preview(services.member_imports.read(file)).rejected
    assert "300" in rejected.detail
    services.duplicates.undo(merge_ids[1])
    assert found(services, "100") == found(services, "200") == ["200"]
    assert found(services, "300") == ["300"]
    services.duplicates.undo(merge_ids[0])
    assert found(services, "100") == ["100"]
    assert services.member_imports.faults() == []


def test_every_merge_can_be_reached_to_be_undone(services: Services, enrol: Enrol) -> None:
    kept = enrol("1", "Kari", "Lie")
    for number in range(2, 25):
        gone = enrol(str(number), "Kari", "Lie")
        services.duplicates.merge(*services.duplicates.both(kept.id, gone.id), set())
    assert len(services.duplicates.latest()) == 20
    assert services.duplicates.latest(100)[-1].gone == "2"
