"""What the search remembers from key to key gives what the register gives, on both engines."""

import gc
import random
import weakref
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection

from sentralbord_desktop.domain.members.member import Hit, Member
from sentralbord_desktop.services.members import MAX_HITS
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.members import members
from sentralbord_desktop.storage.search import candidate_reader
from sentralbord_desktop.storage.search.candidate import Candidate
from sentralbord_desktop.storage.search.candidate_reader import CachedCandidate
from sentralbord_desktop.storage.search.digit_slips import Question
from sentralbord_desktop.storage.search.query import MemberIndex
from sentralbord_desktop.storage.search.search import find
from tests.helpers.engines import MOMENT, Enrol, enrolling

FIRST = ("Kari", "Karin", "Kåre", "Karl", "Ola", "Olav", "Ole", "Mohammed", "Wojciech", "Thor Åge", "Tore", "Siv")
LAST = (
    "Nordmann",
    "Nordman",
    "Nordli",
    "Hansen",
    "Hanssen",
    "Hagen",
    "Wold",
    "Li",
    "Lie",
    "Lien",
    "Abdi",
    "Kowalski",
    "Kvam",
    "Å",
    "Åsen",
    "Berg",
    "Berge",
    "Bergersen",
    "Vold",
    "Moe",
    "Mo",
)
PLACES = ("Oslo", "Bergen", "Hamar", "Lierbyen", "Karmøy")
"""Names that begin alike, sound alike, and are places too."""
MOST = 101
"""More than are read for one question."""


@pytest.fixture(scope="module")
def crowd(shared: Database) -> Sequence[Member]:
    chance, enrol = random.Random(11), enrolling(shared)
    for number in range(MOST):
        enrol(str(300000 + number), "Kamilla", "Lunde")
        enrol(str(301000 + number), "Per", "Vo")
    enrol("302000", "Ka", "Lund")
    enrol("302001", "Kai", "Wo")
    return [
        enrol(
            str(200000 + number),
            first,
            last,
            place=chance.choice(PLACES),
            employer=chance.choice(LAST) + " AS",
            phone=f"9{chance.randint(1000000, 9999999)}" if number % 5 else "",
            birth_date=date(1950, 1, 1) + timedelta(chance.randint(0, 18_000)),
        )
        for number, (first, last) in enumerate((first, last) for first in FIRST for last in LAST)
    ]


def said(crowd: Sequence[Member], seed: int, texts: int = 50) -> Iterator[str]:
    """What is typed of them, with slips; each half a new query, half the one before with more to it."""
    chance, text = random.Random(seed), ""
    for _ in range(texts):
        who = chance.choice(crowd)
        born = who.birth_date or date.min
        phone = who.phones[0].number if who.phones else "99"
        facts = [
            who.first_name,
            who.last_name,
            who.last_name,
            who.place,
            f"{born:%Y}",
            f"{born:%d.%m.%y}",
            phone,
            phone[-4:],
            who.number,
            who.employer,
            "k",
        ]
        fact = chance.choice(facts)
        if chance.random() < 0.3 and len(fact) > 3:
            slip = chance.randrange(1, len(fact))
            fact = fact[:slip] + chance.choice("aeinrst") + fact[slip + chance.choice((0, 1)) :]
        text = fact if len(text.split()) > 2 or chance.random() < 0.4 else f"{text} {fact}"
        yield text


def asked(database: Database, text: str, *, anew: bool = False) -> list[Hit]:
    with database.looking() as connection:
        if anew:
            connection.connection.info.pop(CachedCandidate, None)
        return find(connection, text)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_typing_key_by_key_gives_what_asking_at_once_does(shared: Database, crowd: Sequence[Member], seed: int) -> None:
    for text in said(crowd, seed):
        typed = [asked(shared, text[:end]) for end in range(1, len(text) + 1)][-1]
        at_once = asked(shared, text, anew=True)
        assert typed == at_once, text
        assert [hit.why for hit in typed] == [hit.why for hit in at_once], text


@pytest.mark.parametrize("text", ["k", "ka"])
def test_what_many_begin_with_fills_the_list_and_tells_that_there_are_more(
    shared: Database, crowd: Sequence[Member], text: str
) -> None:
    with shared.looking() as connection:
        assert len(find(connection, text, MAX_HITS + 1)) == MAX_HITS + 1


@pytest.mark.parametrize(("text", "name"), [("ka lun", "Ka Lund"), ("k wo", "Kai Wo")])
def test_one_who_has_it_exactly_is_found_behind_many_who_nearly_have_it(
    shared: Database, crowd: Sequence[Member], text: str, name: str
) -> None:
    """The wider answer is cut before it comes to them."""
    typed = [asked(shared, text[:end]) for end in range(1, len(text) + 1)][-1]
    assert typed[0].name == name


@pytest.mark.parametrize("database", ["sqlcipher"], indirect=True)
def test_a_search_reads_one_state_of_the_file(database: Database, enrol: Enrol) -> None:
    """Whoever is written between two of its questions is there for the next search."""
    enrol("204118", "Anne", "Lund")

    def ids(connection: Connection) -> list[int]:
        return MemberIndex(connection).ids(((("lund", False),),))

    with database.looking() as connection:
        before = ids(connection)
        enrol("204119", "Berit", "Lund")
        assert ids(connection) == before
    with database.looking() as connection:
        assert len(ids(connection)) == 2


def test_phones_that_were_learned_change_nothing_for_the_next_query(database: Database, enrol: Enrol) -> None:
    enrol("204118", "Anne", "Aas", phone="20411111")
    enrol("300000", "Berit", "Berg", phone="20410000")
    assert [hit.name for hit in asked(database, "1111")] == ["Anne Aas"]
    assert [hit.name for hit in asked(database, "2041")] == ["Berit Berg", "Anne Aas"]


def test_what_came_by_another_connection_is_there_at_the_next_key(database: Database, enrol: Enrol) -> None:
    who = enrol("204118", "Ingunn", "Fjeldheim", employer="Hamar AS")
    with database.looking() as connection:
        assert find(connection, "ingunn")[0].employer == "Hamar AS"
        change(database, who, employer="Ottestad AS")
    assert asked(database, "ingunn f")[0].employer == "Ottestad AS"


def test_few_are_not_asked_for_exactly_when_the_wider_answer_has_them(
    shared: Database, crowd: Sequence[Member], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One question for each key of a name that few have, where there were two."""
    questions: list[Question] = []
    fitting = candidate_reader.CandidateReader.fitting

    def counted(self: candidate_reader.CandidateReader, question: Question) -> list[Candidate]:
        questions.append(question)
        return fitting(self, question)

    monkeypatch.setattr(candidate_reader.CandidateReader, "fitting", counted)
    asked(shared, "kari kv", anew=True)
    before = len(questions)
    asked(shared, "kari kva")
    assert (before, len(questions) - before) == (2, 1)
    assert asked(shared, "kari kvam")[0].name == "Kari Kvam"


def test_what_a_hit_was_found_by_stands_while_one_types_on(shared: Database, crowd: Sequence[Member]) -> None:
    who = next(member for member in crowd if member.phones)
    tail = who.phones[0].number[-5:]
    hit = next(hit for hit in asked(shared, tail, anew=True) if hit.id == who.id)
    asked(shared, who.first_name)
    asked(shared, f"{who.first_name} {who.last_name}")
    assert hit.why.marks == (tail,)


def change(database: Database, who: Member, **fields: str) -> None:
    with database.transaction() as session:
        members.change_member(session, who.id, fields, author="XX", at=MOMENT, source="import")


def test_what_others_write_is_there_at_the_next_key(services: Services, database: Database, enrol: Enrol) -> None:
    who = enrol("204118", "Ingunn", "Fjeldheim", phone="99000418", employer="Hamar AS")
    enrol("204119", "Ingunn", "Fjell", employer="Moss AS")
    assert {hit.employer for hit in asked(database, "ingunn fj")} == {"Hamar AS", "Moss AS"}
    change(database, who, employer="Ottestad AS", phone="41000000")
    [hit] = [hit for hit in asked(database, "ingunn fje") if hit.id == who.id]
    assert (hit.employer, hit.phone) == ("Ottestad AS", "41000000")
    assert [hit.id for hit in asked(database, "41000000")] == [who.id]
    services.members.remark(who.id, "Ringer tilbake i morgen")
    assert len(asked(database, "ingunn fjel")) == 2


def test_who_was_erased_is_gone_at_the_next_key(services: Services, database: Database, enrol: Enrol) -> None:
    who = enrol("204118", "Ingunn", "Fjeldheim", phone="99000418")
    assert [hit.name for hit in asked(database, "0418")] == ["Ingunn Fjeldheim"]
    services.privacy.erase(who, "204118", "ba om det")
    enrol("204120", "Ingunn", "Li", phone="41000418")
    assert [(hit.name, hit.phone) for hit in asked(database, "ingunn")] == [("Ingunn Li", "41000418")]
    assert [hit.name for hit in asked(database, "0418")] == ["Ingunn Li"]


def test_what_was_taken_back_was_never_true(database: Database, enrol: Enrol) -> None:
    who = enrol("204118", "Ingunn", "Fjeldheim", employer="Hamar AS")
    asked(database, "ingunn")

    class TakenBackError(Exception):
        pass

    def changed_and_found() -> None:
        with database.transaction() as session:
            members.change_member(session, who.id, {"employer": "Moss AS"}, author="XX", at=MOMENT, source="import")
            assert find(session, "ingunn")[0].employer == "Moss AS"
            raise TakenBackError

    with pytest.raises(TakenBackError):
        changed_and_found()
    assert asked(database, "ingunn f")[0].employer == "Hamar AS"


def test_what_was_remembered_goes_with_the_connection(database: Database, enrol: Enrol) -> None:
    """As when the register is locked. With the connection open it is there, or this would tell nothing."""
    enrol("204118", "Ingunn", "Fjeldheim")
    hits = asked(database, "ingunn")
    with database.looking() as connection:
        known = weakref.ref(connection.connection.info[CachedCandidate])
    gc.collect()
    assert known() is not None
    del hits, connection
    database.close()
    gc.collect()
    assert known() is None


def test_a_long_day_of_searching_does_not_fill_the_memory(
    shared: Database, crowd: Sequence[Member], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those that are forgotten go a few at a time, and they do go."""
    monkeypatch.setattr(candidate_reader, "MAX_CACHED_MEMBERS", 40)
    monkeypatch.setattr(candidate_reader, "AT_A_TIME", 4)
    here = []
    for place, text in enumerate(said(crowd, 4, texts=150)):
        asked(shared, text)
        if place % 25 == 24:
            here.append(sum(isinstance(each, Candidate) for each in gc.get_objects()))
    with shared.looking() as connection:
        known = candidate_reader.remembered_by(connection)
    assert len(known.people) <= 40
    assert max(here[3:]) < 1.5 * max(here[:3]), "more and more of them"
