"""The vocabulary of each open register: read once, and kept true by what this process writes."""

from collections.abc import Iterable
from typing import Any
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
    """The words of this register's index. What another workstation writes comes with `refresh`; what another
    process writes into a file on this PC comes at the next start, and is until then found by what is
    typed of it, but not by what sounds like it."""
    register = _register(session)
    vocabulary = _vocabularies.get(register)
    if vocabulary is None:
        vocabulary = _vocabularies[register] = Vocabulary(*read_words(session))
    return vocabulary


def refresh(session: Session) -> None:
    """The words that other workstations have brought to a server since. Two transactions may end in another
    order than they took their numbers in, so the last ones are read once more."""
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
    """What the reading and the writing engine of one register have in common."""
    bind = session if isinstance(session, Connection) else session.get_bind()
    return bind.engine.pool


def learn(session: Session, tokens: Iterable[str]) -> None:
    """New words, given as the tokens of members that are being written, space between; one word too
    many does no harm. Nothing is done where nobody has searched yet."""
    vocabulary = _vocabularies.get(_register(session))
    if vocabulary is not None:
        vocabulary.add({token for line in tokens for token in line.split()}, TAGS["place"])


def read_words(session: Session | Connection) -> tuple[list[str], list[str]]:
    """Names and places (without their tag) in the index."""
    place = TAGS["place"]
    connection = session if isinstance(session, Connection) else session.connection()
    if connection.dialect.name == "postgresql":
        rows = connection.execute(text("SELECT word, seq FROM member_search_word")).all()
        _read_to[_register(session)] = max((seq for _, seq in rows), default=0)
        places = [word[1:] for word, _ in rows if word[:1] == place]
        return [word for word, _ in rows if word[:1] != place], places
    connection.exec_driver_sql(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.member_search_word USING fts5vocab(main, member_search, row)"
    )
    said = "SELECT term FROM temp.member_search_word WHERE term >= ? AND term < ?"
    names = connection.exec_driver_sql(said, ("a", "{")).scalars().all()
    tagged = connection.exec_driver_sql(said, (f"{place}a", f"{place}{{")).scalars().all()
    return list(names), [token[1:] for token in tagged]
