"""The vocabulary of each open register: read once, then updated with what this process writes."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, text
from sqlmodel import Session

from sentralbord_desktop.storage.search.tokens import TAGS
from sentralbord_desktop.storage.search.vocabulary import Vocabulary

_vocabularies: WeakKeyDictionary[Any, Vocabulary] = WeakKeyDictionary()
_read_to: WeakKeyDictionary[Any, int] = WeakKeyDictionary()
"""On a server: the number of the newest word that was read."""
READ_AGAIN = 1_000


def vocabulary_of(session: Session | Connection) -> Vocabulary:
    """The words of this register's index. Words from other workstations come with `refresh`. Words that another
    process writes to a file on this PC come at the next start; until then they are found by prefix but not by sound."""
    register = _register(session)
    vocabulary = _vocabularies.get(register)
    if vocabulary is None:
        vocabulary = _vocabularies[register] = Vocabulary(*read_words(session))
    return vocabulary


def refresh(session: Session) -> None:
    """Add the words that other workstations wrote to a server. Transactions may commit in another order than their
    numbers, so the last READ_AGAIN are read again."""
    register = _register(session)
    vocabulary = _vocabularies.get(register)
    if vocabulary is None or session.get_bind().dialect.name != "postgresql":
        return
    last = _read_to.get(register, 0)
    rows = session.execute(
        text("SELECT word, seq FROM member_search_word WHERE seq > :last"), {"last": last - READ_AGAIN}
    ).all()
    vocabulary.add({word for word, _ in rows}, TAGS["place"])
    _read_to[register] = max([last, *(seq for _, seq in rows)])


def _register(session: Session | Connection) -> Any:
    """The pool, which the reading and the writing engine of a register share."""
    bind = session if isinstance(session, Connection) else session.get_bind()
    return bind.engine.pool


def learn(session: Session, tokens: Iterable[str]) -> None:
    """Add the words of written members' tokens, separated by spaces. Does nothing before the first search."""
    vocabulary = _vocabularies.get(_register(session))
    if vocabulary is not None:
        vocabulary.add({token for line in tokens for token in line.split()}, TAGS["place"])


class ReadWords(NamedTuple):
    names: list[str]
    place_words: list[str]


def read_words(session: Session | Connection) -> ReadWords:
    place = TAGS["place"]
    connection = session if isinstance(session, Connection) else session.connection()
    if connection.dialect.name == "postgresql":
        rows = connection.execute(text("SELECT word, seq FROM member_search_word")).all()
        _read_to[_register(session)] = max((seq for _, seq in rows), default=0)
        place_words = [word[1:] for word, _ in rows if word[:1] == place]
        return ReadWords([word for word, _ in rows if word[:1] != place], place_words)
    connection.exec_driver_sql(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.member_search_word USING fts5vocab(main, member_search, row)"
    )
    said = "SELECT term FROM temp.member_search_word WHERE term >= ? AND term < ?"
    names = connection.exec_driver_sql(said, ("a", "{")).scalars().all()
    tagged = connection.exec_driver_sql(said, (f"{place}a", f"{place}{{")).scalars().all()
    return ReadWords(list(names), [token[1:] for token in tagged])
