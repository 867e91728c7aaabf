"""What callers say that no single rule of the search expects: house numbers, firms, addresses, joined words."""

from datetime import date

import pytest

from sentralbord_desktop.domain.callbacks import CallbackFields
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.search import search
from sentralbord_desktop.storage.search.digit_slips import Group
from sentralbord_desktop.storage.search.query_parser import QueryPart
from sentralbord_desktop.storage.search.query_tiers import QueryPlanner
from sentralbord_desktop.storage.search.search import find, having
from sentralbord_desktop.storage.search.vocabulary import NEAR
from tests.helpers.engines import MOMENT, Enrol, enrolling


@pytest.fixture(scope="module")
def crowd(shared: Database) -> None:
    enrol: Enrol = enrolling(shared)
    enrol(
        "100001",
        "Matilde",
        "Håkonsen",
        birth_date=date(1957, 2, 9),
        street="Industrivei 41",
        email="m.hakonsen@eksempel.no",
        employer="Nærbutikken",
        place="Oslo",
    )
    enrol(
        "414141", "Eva", "Håkonsen", street="Industrivei 7", place="Oslo", post_code="4110", employer="Nilsen Maskin AS"
    )
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
    enrol("100014", "Kjersti", "Øvrebø", birth_date=date(1985, 3, 14), phone="92233418", street="Multemyra 52")
    enrol("100015", "Leif", "Nguyen", street="Multemyra 5")
    enrol("100016", "Bergljot", "Berg", street="Granveien 24")
    enrol("100017", "Asta", "Nyland", street="Granveien 4")
    enrol("100018", "Brita", "Nyland", street="Granveien 4", phone="92233444")
    enrol("100019", "Haakon", "Aasen", phone="92233444")
    enrol("100020", "Andre", "Marthinsen", birth_date=date(1955, 7, 2))
    enrol("100021", "Wanda", "Sund", birth_date=date(1961, 3, 2))
    enrol("100022", "Unni", "Wang", email="bergersen.tine2@eksempel.no")
    enrol("100023", "Odd", "Wang", email="bergljotstua@eksempel.no")


def found(database: Database, text: str) -> list[str]:
    with database.looking() as connection:
        return [hit.number for hit in find(connection, text)]


@pytest.mark.parametrize("text", ["håkonsen industrivei 41", "Håkonsen, Industrivei 41 A"])
def test_the_number_of_a_house_is_nobodys_post_code_or_member_number(shared: Database, crowd: None, text: str) -> None:
    assert found(shared, text)[0] == "100001"


@pytest.mark.parametrize(
    ("text", "number"),
    [("qasim.fatima@eksempel.no", "100004"), ("fatima.qasim@eksempel.no", "100003"), ("QASIM.FATIMA", "100004")],
)
def test_an_address_that_is_said_whole_is_of_one_person(shared: Database, crowd: None, text: str, number: str) -> None:
    assert found(shared, text)[0] == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("bergersen.tin", "100022"),
        ("bergersen.tine", "100022"),
        ("bergersen punktum tine", "100022"),
        ("bergljot@", "100023"),
        ("bergljots", "100023"),
    ],
)
def test_an_address_that_has_others_names_is_found_while_it_is_written(
    shared: Database, crowd: None, text: str, number: str
) -> None:
    assert number in found(shared, text)


@pytest.mark.parametrize(("text", "number"), [("tine berge rsen", "100006"), ("ivartveit 1955", "100008")])
def test_a_name_in_two_pieces_or_two_in_one_goes_before_a_misheard_one(
    shared: Database, crowd: None, text: str, number: str
) -> None:
    assert found(shared, text)[0] == number


def test_an_employer_that_is_another_now_and_has_a_surname_in_it_may_be_left_out(shared: Database, crowd: None) -> None:
    assert found(shared, "hilde moen nilsen maskin as 1970")[0] == "100010"


def test_as_is_a_surname_too(shared: Database, crowd: None) -> None:
    assert found(shared, "per as") == ["100011"]
    assert found(shared, "as per moss") == ["100011"]


def test_what_is_far_from_a_word_is_looked_for_only_when_nothing_nearer_is_found(
    shared: Database, crowd: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float] = []
    real = QueryPlanner._like

    def counted(self: QueryPlanner, part: QueryPart, fit: float) -> Group:
        asked.append(fit)
        return real(self, part, fit)

    monkeypatch.setattr(QueryPlanner, "_like", counted)
    monkeypatch.setattr(search, "TIME_BUDGET_S", 10.0)
    assert found(shared, "hilde moen nilsen maskin as 1970")[0] == "100010"
    far = min(asked)
    at_first = asked.index(far)
    assert asked[:at_first].count(NEAR)  # the nearer ones had their turn
    monkeypatch.setattr(search, "TIME_BUDGET_S", -1.0)
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
        ("22. 5. 1985", None),
        ("14. 3. 1985", "100014"),
        ("14 3 1985", "100014"),
        ("kjersti 14.03.", "100014"),
        ("kjersti 14.3", "100014"),
        ("fjortende mars 1985", "100014"),
        ("kjersti fjortende mars", "100014"),
        ("andre mar", "100020"),
        ("andre mars", "100021"),
        ("34 18", "100014"),
        ("kjersti 34 18", "100014"),
    ],
)
def test_a_number_is_taken_for_what_it_is_where_it_is_said(
    shared: Database, crowd: None, text: str, number: str | None
) -> None:
    with shared.looking() as connection:
        sure = [hit.number for hit in find(connection, text) if hit.sure]
    assert sure[:1] == ([number] if number else [])


def test_whoever_lives_in_the_house_goes_before_those_along_the_street(shared: Database, crowd: None) -> None:
    assert set(found(shared, "granveien 4")[:2]) == {"100017", "100018"}
    assert found(shared, "multemyra 5")[0] == "100015"


def test_a_hit_tells_what_it_was_found_by(shared: Database, crowd: None) -> None:
    with shared.looking() as connection:
        why = {text: find(connection, text)[0].why for text in ("100001", "411", "multemyra 52", "bergljot berg")}
    assert why["100001"].fact == "medlemsnr. 100001"
    assert why["411"].fact == "4110"
    assert why["multemyra 52"].fact == "Multemyra 52"
    assert why["bergljot berg"].marks == ("bergljot", "berg")


def test_those_who_share_a_number_all_come_the_one_we_have_promised_first(shared: Database, crowd: None) -> None:
    from sentralbord_desktop.storage import callbacks

    with shared.looking() as connection:
        both = [hit.number for hit in having(connection, "92233444")]
    assert sorted(both) == ["100018", "100019"]
    with shared.transaction() as session:
        promised = next(hit for hit in having(session, "92233444") if hit.number == both[1])
        callbacks.add(
            session,
            CallbackFields(name="", number="92233444", subject="", category="annet", promised_by="MH", created=MOMENT),
            member_id=promised.id,
            inquiry_id=None,
        )
    with shared.looking() as connection:
        assert [hit.number for hit in having(connection, "92233444")] == both[::-1]


@pytest.fixture(scope="module")
def others(shared: Database) -> None:
    enrol: Enrol = enrolling(shared)
    enrol(
        "200001",
        "Åse-Marie",
        "Bjørkhaug",
        birth_date=date(1984, 5, 17),
        phone="41233441",
        street="Storgata 12B",
        employer="Sykehuset Innlandet",
    )
    enrol("200002", "Berit", "Bjørkhaug", birth_date=date(1984, 6, 8), street="Kirkeveien 3")
    enrol("200003", "Siw", "Qvigstad", birth_date=date(1966, 4, 3), phone="45500077")
    enrol("200004", "Ragnhild", "Øyen", birth_date=date(2001, 10, 2), employer="Rema 1000 Førde")
    enrol("200005", "Tor", "Schjølberg", birth_date=date(1959, 9, 8), phone="91122334")
    enrol("200006", "Nina", "Schjølberg", birth_date=date(1959, 9, 18))
    enrol("200007", "Mai", "Strand", birth_date=date(1975, 1, 9))
    enrol("200008", "Ulf", "Strand", birth_date=date(1975, 5, 4))
    enrol("200009", "Er", "Frakk", birth_date=date(1990, 1, 1))
    enrol("200010", "Ingrid", "Frakk", birth_date=date(1991, 1, 1))
    enrol("200011", "Odd Bård", "Kvamme Dalen", birth_date=date(1992, 1, 1))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("schjølberg åttende september 1959", ["200005"]),
        ("schjølberg attende september 1959", ["200006"]),
        ("bjørkhaug 17/5", ["200001"]),
        ("bjørkhaug født i mai 84", ["200001"]),
        ("bjørkhaug juni 1984", ["200002"]),
        ("strand mai 1975", ["200008"]),
        ("mai strand", ["200007"]),
        ("siw 0077", ["200003"]),
        ("siw 00 77", ["200003"]),
        ("slutter på 3441", ["200001"]),
        ("herr tor schjølberg", ["200005"]),
        ("ragnhild øyen jobber i rema 1000", ["200004"]),
        ("fornavn siw etternavn qvigstad", ["200003"]),
        ("telefonnummer 412 33 441", ["200001"]),
        ("bjørkhaug storgt 12", ["200001"]),
        ("bjørkhaug kirkevn 3", ["200002"]),
        ("sjølberg tor", ["200005"]),
        ("er frakk", ["200009"]),
        ("oddbård kvammedalen", ["200011"]),
        ("frakk som ingrid", ["200010"]),
    ],
)
def test_what_is_said_around_a_fact_does_not_hide_whose_it_is(
    shared: Database, others: None, text: str, numbers: list[str]
) -> None:
    with shared.looking() as connection:
        hits = find(connection, text)
    assert [hit.number for hit in hits if hit.sure] == numbers


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("41233451", "200001"),  # one digit wrong
        ("41234341", "200001"),  # two changed about
        ("412334411", "200001"),  # one too many
        ("4123341", "200001"),  # one too few
        ("200013", "200003"),  # of the member number
        ("bjørkhaug 17.05.1985", "200001"),  # the year
        ("bjørkhaug 11.05.1984", "200001"),  # the day
    ],
)
def test_a_digit_heard_wrongly_is_offered_and_never_believed(
    shared: Database, others: None, text: str, number: str
) -> None:
    with shared.looking() as connection:
        hits = find(connection, text)
    assert number in [hit.number for hit in hits[:3]]
    assert not any(hit.sure for hit in hits)


def test_the_digits_a_hit_was_found_by_are_told_and_marked(shared: Database, others: None) -> None:
    def why(text: str) -> tuple[str, tuple[str, ...]]:
        with shared.looking() as connection:
            hit = find(connection, text)[0]
        return hit.why.fact, hit.why.marks

    assert why("bjørkhaug 3441") == ("412 33 441", ("bjorkhaug", "3441"))
    assert why("åse bjørkhaug 84")[1] == ("ase", "bjorkhaug", "1984")
    assert why("bjørkhaug 170584") == ("født 17.05.1984", ("bjorkhaug", "17051984"))
    assert why("41233451") == ("412 33 441", ("41233441",))
    assert why("øyen rema 1000")[1] == ("oyen", "rema", "1000")


def test_nobody_else_is_offered_for_a_number_that_somebody_has(shared: Database, others: None) -> None:
    assert found(shared, "200003") == ["200003"]
    assert found(shared, "412 33 441") == ["200001"]
