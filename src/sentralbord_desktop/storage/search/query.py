"""A question in the SQL of each engine, and its rows. Raw SQL on the driver's own cursor."""

import json
from collections.abc import Iterable, Sequence
from string import ascii_lowercase, digits
from typing import Any

from sqlalchemy import Connection
from sqlmodel import Session

from sentralbord_desktop.storage.search.digit_slips import Group, Question
from sentralbord_desktop.storage.search.query_tiers import PREFIX_INDEXED

CANDIDATES = 100
"""Members read for each question before the best are chosen."""
SHORT, FEW = 3, 51
"""A single prefix of at most SHORT characters: FEW members are read, one more than are shown."""
SAMPLE = 4_000
SIGNS = ascii_lowercase + digits

MATCHING = "SELECT rowid FROM member_search WHERE member_search MATCH ? LIMIT ?"
ON_SQLITE = f"FROM member m WHERE m.id IN ({MATCHING})"
FITS = "with_beginnings(tokens) @@ cast(%s AS tsquery)"
FOUND = f"SELECT id FROM member_search WHERE {FITS}"
ON_SERVER = f"""
    FROM (WITH found AS MATERIALIZED ({FOUND}{{and_more}})
        SELECT id FROM found LIMIT %s) s JOIN member m ON m.id = s.id
"""
"""The index is always used. With the LIMIT visible, PostgreSQL may expect many matches and scan every member for a
few (2 s at 1 000 000 members). Each group is its own condition (`and_more`): with one condition the index visits
every member with any term, which takes twice the time."""
ALONE_ON_SERVER = f"""
    FROM (WITH near AS MATERIALIZED (
            SELECT id FROM (SELECT id, tokens FROM member_search ORDER BY id LIMIT {SAMPLE}) f
            WHERE tokens @@ cast(%s AS tsquery) LIMIT %s),
        enough AS MATERIALIZED (SELECT count(*) >= %s AS yes FROM near),
        found AS MATERIALIZED ({FOUND} AND NOT (SELECT yes FROM enough))
        SELECT id FROM near WHERE (SELECT yes FROM enough)
        UNION ALL (SELECT id FROM found LIMIT %s)) s JOIN member m ON m.id = s.id
"""
"""For a prefix that half the register has («s») the index would list half the register. The first SAMPLE members are
tested first; the index is not used when enough of them match."""


class MemberIndex:
    """One register for one search, through one cursor of the driver: SQLAlchemy's rows, or a connection looked up
    for each question, would double the time per key."""

    def __init__(self, register: Session | Connection) -> None:
        connection = register if isinstance(register, Connection) else register.connection()
        self._driver = connection.connection
        self.is_on_server = connection.dialect.name == "postgresql"

    def rows(self, columns: str, question: Question) -> Sequence[Any]:
        """`columns` of `member m` for at most CANDIDATES members that have a term of every group."""
        if not self.is_on_server:
            return self._fetch(columns, ON_SQLITE, _on_file(question))
        most, groups = most_read(question), [_indexed(group) for group in question]
        if len(question) == 1:
            plain = _either(question[0], " | ", "'", ":*")
            return self._fetch(columns, ALONE_ON_SERVER, (plain, most, most, *groups, most))
        asked = ON_SERVER.format(and_more=f" AND {FITS}" * (len(groups) - 1))
        return self._fetch(columns, asked, (*groups, most))

    def ids(self, question: Question) -> list[int]:
        """File only: the ids of the members of `rows`."""
        return [each for (each,) in self._fetch("rowid", f"FROM ({MATCHING})", _on_file(question))]

    def among(self, columns: str, rest: str, column: str, ids: Iterable[int]) -> Sequence[Any]:
        one_of = "= ANY(%s)" if self.is_on_server else "IN (SELECT value FROM json_each(?))"
        return self._fetch(columns, f"{rest} WHERE {column} {one_of}", (self._listed(ids),))

    def of_each(self, columns: str, ids: Iterable[int]) -> Sequence[Any]:
        each = "SELECT unnest(%s) AS id" if self.is_on_server else "SELECT value AS id FROM json_each(?)"
        return self._fetch(columns, f"FROM ({each}) hit", (self._listed(ids),))

    def _listed(self, ids: Iterable[int]) -> object:
        """The ids as one value: the statement is the same for every key and its plan is cached."""
        wanted = [int(each) for each in ids]
        return wanted if self.is_on_server else json.dumps(wanted)

    def _fetch(self, columns: str, rest: str, values: tuple[object, ...] = ()) -> Sequence[Any]:
        """From SQLite all rows come as one JSON value: the driver would wait for the GIL at each row."""
        asked = columns if self.is_on_server else f"json_group_array(json_array({columns}))"
        cursor = self._driver.cursor()
        try:
            cursor.execute(f"SELECT {asked} {rest}", values)
            found = cursor.fetchall()
        finally:
            cursor.close()
        return found if self.is_on_server else json.loads(found[0][0])


def most_read(question: Question) -> int:
    return FEW if len(question) == 1 and len(question[0][0][0]) <= SHORT else CANDIDATES


def _on_file(question: Question) -> tuple[str, int]:
    match = " AND ".join(_either(_spelt(group), " OR ", '"', "*") for group in question)
    return match, most_read(question)


def _either(group: Group, or_: str, quote: str, star: str) -> str:
    """One group as a query expression. Tokens contain only a-z and 0-9, so no escaping is needed."""
    terms = or_.join(f"{quote}{token}{quote}{star if begun else ''}" for token, begun in group)
    return f"({terms})"


def _spelt(group: Group) -> Group:
    """A file's index has no prefix list for one letter (`engine/new_register.py`): the letter, and its two-sign prefixes."""
    return tuple(
        term
        for token, begun in group
        for term in (
            [(token, False), *((token + sign, True) for sign in SIGNS)]
            if begun and len(token) == 1
            else [(token, begun)]
        )
    )


def _indexed(group: Group) -> str:
    """A short prefix is a token of its own in the server's index (server.sql)."""
    own = tuple(
        (f"{token}*", False) if begun and 1 < len(token) <= PREFIX_INDEXED else (token, begun) for token, begun in group
    )
    return _either(own, " | ", "'", ":*")
