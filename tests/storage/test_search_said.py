"""What callers say that no single rule of the search expects: house numbers, firms, addresses, joined words."""

from datetime import date

import pytest

from sentralbord_desktop.storage.database import Database
from sentralbord_desktop.storage.search import find as search
from sentralbord_desktop.storage.search.find import find
from sentralbord_desktop.storage.search.tiers import Asker
from sentralbord_desktop.storage.search.vocabulary import NEAR
from tests.storage.conftest import Enrol, enrolling


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
