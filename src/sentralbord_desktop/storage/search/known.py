"""The vocabulary of each open register: read once, and kept true by what this process writes."""

from collections.abc import Iterable
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import text
from sqlmodel import Session

from sentralbord_desktop.storage.search.tokens import TAGS
from sentralbord_desktop.storage.search.vocabulary import Vocabulary

_vocabularies: WeakKeyDictionary[Any, Vocabulary] = WeakKeyDictionary()


def vocabulary_of(session: Session) -> Vocabulary:
    """The words of this register's index. Another process's new words come at the next start;
    until then they are found by what is typed of them, but not by what sounds like them."""
    register = _register(session)
    known = _vocabularies.get(register)
    if known is None:
        known = _vocabularies[register] = Vocabulary(*read_words(session))
    return known


def _register(session: Session) -> Any:
    """What the reading and the writing engine of one register have in common."""
    return session.get_bind().engine.pool


def learn(session: Session, tokens: Iterable[str]) -> None:
    """New words, given as the tokens of members that are being written, space between; one word too
    many does no harm. Nothing is done where nobody has searched yet."""
    known = _vocabularies.get(_register(session))
    if known is not None:
        known.add({token for line in tokens for token in line.split()}, TAGS["place"])


def read_words(session: Session) -> tuple[list[str], list[str]]:
    """Names and places (without their tag) in the index."""
    place = TAGS["place"]
    if session.get_bind().dialect.name == "postgresql":
        every = session.execute(
            text("SELECT word FROM ts_stat('SELECT tokens FROM member_search')")
        ).scalars().all()  # fmt: skip
        places = [w[1:] for w in every if w[:1] == place and w[1:2].isalpha()]
        return [w for w in every if w[:1].isalpha()], places
    connection = session.connection()
    connection.exec_driver_sql(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.member_search_word "
        "USING fts5vocab(main, member_search, row)"
    )
    said = "SELECT term FROM temp.member_search_word WHERE term >= ? AND term < ?"
    names = connection.exec_driver_sql(said, ("a", "{")).scalars().all()
    tagged = connection.exec_driver_sql(said, (f"{place}a", f"{place}{{")).scalars().all()
    return list(names), [token[1:] for token in tagged]
