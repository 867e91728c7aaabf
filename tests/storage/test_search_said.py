"""What callers say that no single rule of the search expects: house numbers, firms, addresses, joined words."""

from datetime import date

import pytest

from sentralbord_desktop.domain.desk import CallbackFields
from sentralbord_desktop.storage.database import Database
from sentralbord_desktop.storage.search import find as search
from sentralbord_desktop.storage.search.find import find, having
from sentralbord_desktop.storage.search.tiers import Asker
from sentralbord_desktop.storage.search.vocabulary import NEAR
from tests.storage.conftest import MOMENT, Enrol, enrolling


@pytest.fixture(scope="module")
def crowd(shared: Database) -> None:
    enrol: Enrol = enrolling(shared)
    enrol("100001", "Matilde", "Håkonsen", birth_date=date(1957, 2, 9), street="Industrivei 41",
          email="m.hakonsen@eksempel.no", employer="Nærbutikken", place="Oslo")  # fmt: skip
    enrol("414141", "Eva", "Håkonsen", street="Industrivei 7", place="Oslo", post_code="4110",
          employer="Nilsen Maskin AS")  # fmt: skip
    enrol("100003", "Fatima", "Qasim", email="fatima.qasim@eksempel.no")
    enrol("100004", "Qasim", "Fatima", email="qasim.fatima@eksempel.no")
    enrol("100005", "Amal Fatima", "Qasim", email="amal7@eksempel.no")
    enrol("100006", "Tine", "Bergersen")
    enrol("100007", "Trine", "Berg Larsen")
    enrol("100008", "Ivar", "Tveit", birth_date=date(1955, 7, 1))
    enrol("100009", "Geir", "Svarttveit", birth_date=date(1955, 7, 1))
    enrol("100010", "Hilde", "Moen", birth_date=date(1970, 8, 14), employer="Vaskeriet")
    enrol("100011", "Per", "Ås", place="Moss")
    enrol("100012", "Lars", "Nilsen", place="Moss")
    enrol("100013", "Kjersti", "Åmot", birth_date=date(1980, 5, 2))
    enrol("100014", "Kjersti", "Øvrebø", birth_date=date(1985, 3, 14), phone="92233418",
          street="Multemyra 52")  # fmt: skip
    enrol("100015", "Leif", "Nguyen", street="Multemyra 5")
    enrol("100016", "Bergljot", "Berg", street="Granveien 24")
    enrol("100017", "Asta", "Nyland", street="Granveien 4")
    enrol("100018", "Brita", "Nyland", street="Granveien 4", phone="92233444")
    enrol("100019", "Haakon", "Aasen", phone="92233444")
    enrol("100020", "Andre", "Marthinsen", birth_date=date(1955, 7, 2))
    enrol("100021", "Wanda", "Sund", birth_date=date(1961, 3, 2))


def found(database: Database, text: str) -> list[str]:
    with database.reading() as session:
        return [hit.number for hit in find(session, text)]


@pytest.mark.parametrize("text", ["håkonsen industrivei 41", "Håkonsen, Industrivei 41 A"])
def test_the_number_of_a_house_is_nobodys_post_code_or_member_number(
    shared: Database, crowd: None, text: str
) -> None:
    assert found(shared, text)[0] == "100001"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("qasim.fatima@eksempel.no", "100004"),
        ("fatima.qasim@eksempel.no", "100003"),
        ("QASIM.FATIMA", "100004"),
    ],
)
def test_an_address_that_is_said_whole_is_of_one_person(
    shared: Database, crowd: None, text: str, number: str
) -> None:
    assert found(shared, text)[0] == number


@pytest.mark.parametrize(
    ("text", "number"), [("tine berge rsen", "100006"), ("ivartveit 1955", "100008")]
)
def test_a_name_in_two_pieces_or_two_in_one_goes_before_a_misheard_one(
    shared: Database, crowd: None, text: str, number: str
) -> None:
    assert found(shared, text)[0] == number


def test_an_employer_that_is_another_now_and_has_a_surname_in_it_may_be_left_out(
    shared: Database, crowd: None
) -> None:
    assert found(shared, "hilde moen nilsen maskin as 1970")[0] == "100010"


def test_as_is_a_surname_too(shared: Database, crowd: None) -> None:
    assert found(shared, "per as") == ["100011"]
    assert found(shared, "as per moss") == ["100011"]


def test_what_is_far_from_a_word_is_looked_for_only_when_nothing_nearer_is_found(
    shared: Database, crowd: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float] = []
    real = Asker._like

    def counted(self: Asker, part: object, fit: float) -> object:
        asked.append(fit)
        return real(self, part, fit)  # type: ignore[arg-type]

    monkeypatch.setattr(Asker, "_like", counted)
    monkeypatch.setattr(search, "PATIENCE", 10.0)
    assert found(shared, "hilde moen nilsen maskin as 1970")[0] == "100010"
    far = min(asked)
    at_first = asked.index(far)
    assert asked[:at_first].count(NEAR)  # the nearer ones had their turn
    monkeypatch.setattr(search, "PATIENCE", -1.0)
    asked.clear()
    found(shared, "hilde moen nilsen maskin as 1970")
    assert far not in asked


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("kjersti 85", "100014"),  # a name that ends as a street does
        ("kjersti 418", "100014"),
        ("multemyra 52", "100014"),  # a street that ends as none does
        ("leif multemyra 5", "100015"),
        ("22. 5. 1985", None), ("14. 3. 1985", "100014"), ("14 3 1985", "100014"),
        ("kjersti 14.03.", "100014"), ("kjersti 14.3", "100014"),
        ("fjortende mars 1985", "100014"), ("kjersti fjortende mars", "100014"),
        ("andre mar", "100020"), ("andre mars", "100021"),
        ("34 18", "100014"), ("kjersti 34 18", "100014"),
    ],
)  # fmt: skip
def test_a_number_is_taken_for_what_it_is_where_it_is_said(
    shared: Database, crowd: None, text: str, number: str | None
) -> None:
    with shared.reading() as session:
        sure = [hit.number for hit in find(session, text) if hit.sure]
    assert sure[:1] == ([number] if number else [])


def test_whoever_lives_in_the_house_goes_before_those_along_the_street(
    shared: Database, crowd: None
) -> None:
    assert set(found(shared, "granveien 4")[:2]) == {"100017", "100018"}
    assert found(shared, "multemyra 5")[0] == "100015"


def test_a_hit_tells_what_it_was_found_by(shared: Database, crowd: None) -> None:
    with shared.reading() as session:
        why = {text: find(session, text)[0].why for text in
               ("100001", "411", "multemyra 52", "bergljot berg")}  # fmt: skip
    assert why["100001"].fact == "medlemsnr. 100001"
    assert why["411"].fact == "4110"
    assert why["multemyra 52"].fact == "Multemyra 52"
    assert why["bergljot berg"].marks == ("bergljot", "berg")


def test_those_who_share_a_number_all_come_the_one_we_have_promised_first(
    shared: Database, crowd: None
) -> None:
    from sentralbord_desktop.storage import callbacks

    with shared.reading() as session:
        both = [hit.number for hit in having(session, "92233444")]
    assert sorted(both) == ["100018", "100019"]
    with shared.transaction() as session:
        promised = next(hit for hit in having(session, "92233444") if hit.number == both[1])
        callbacks.add(session, CallbackFields(
            name="", number="92233444", subject="", category="annet", promised_by="MH", created=MOMENT,
        ), member_id=promised.id, inquiry_id=None)  # fmt: skip
    with shared.reading() as session:
        assert [hit.number for hit in having(session, "92233444")] == both[::-1]
