"""Other search engines, each over the same register file as ours."""

import csv
import re
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sentralbord_desktop.domain.telephony import is_phone_number, normal_number
from sentralbord_desktop.domain.text.folding import fold
from sentralbord_desktop.domain.text.phonetic import key

MOST = 10
COLUMNS = (
    "first_name",
    "middle_name",
    "last_name",
    "birth_date",
    "phone",
    "phone2",
    "email",
    "street",
    "postcode",
    "place",
    "employer",
)
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Engine:
    """`search` gives the member numbers of at most MOST hits; `seconds` it took to build, and `size` is bytes on
    disk."""

    name: str
    search: Callable[[str], list[str]]
    seconds: float
    size: int


def rows_of(register: Path) -> Iterator[dict[str, str]]:
    with register.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def fts5_prefix(register: Path, folder: Path) -> Engine:
    """What a good programmer does first: FTS5 with unicode61 and prefixes, every word a prefix."""
    begun = time.perf_counter()
    path = folder / "fts5.db"
    database = sqlite3.connect(path)
    database.execute(
        "CREATE VIRTUAL TABLE said USING fts5(number UNINDEXED, text, "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3 4')"
    )
    database.executemany(
        "INSERT INTO said VALUES (?, ?)",
        ((row["member_no"], " ".join([row["member_no"], *_facts(row)])) for row in rows_of(register)),
    )
    database.execute("INSERT INTO said(said) VALUES ('optimize')")
    database.commit()

    def search(text: str) -> list[str]:
        words = _said(text, WORD.findall(text))
        if not words:
            return []
        asked = " ".join(f'"{word}"*' for word in words)
        found = database.execute("SELECT number FROM said WHERE said MATCH ? LIMIT 10", (asked,))
        return [row[0] for row in found]

    return Engine("FTS5 prefix", search, time.perf_counter() - begun, path.stat().st_size)


def tantivy_fuzzy(register: Path, folder: Path) -> Engine:
    """The strongest search library there is for Python: words one slip away, the last as a beginning, and our own key
    for what sounds alike, with its ranking (BM25)."""
    import tantivy

    begun = time.perf_counter()
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("number", stored=True, tokenizer_name="raw")
    builder.add_text_field("text", tokenizer_name="whitespace")
    builder.add_text_field("sound", tokenizer_name="whitespace")
    schema = builder.build()
    place = folder / "tantivy"
    place.mkdir()
    index = tantivy.Index(schema, path=str(place))
    writer = index.writer(heap_size=200_000_000, num_threads=2)
    for row in rows_of(register):
        words = [*fold(" ".join(_facts(row))).replace("-", " ").split(), *_numbers(row)]
        sounds = {key(word) for word in words if word.isalpha()}
        writer.add_document(
            tantivy.Document(number=row["member_no"], text=" ".join([row["member_no"], *words]), sound=" ".join(sounds))
        )
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()
    size = sum(file.stat().st_size for file in place.rglob("*") if file.is_file())
    return Engine(
        "tantivy", lambda text: _ask_tantivy(tantivy, schema, searcher, text), time.perf_counter() - begun, size
    )


def _ask_tantivy(tantivy: Any, schema: Any, searcher: Any, text: str) -> list[str]:
    words = _said(text, re.findall(r"[a-z]+|\d+", fold(text)))
    if not words:
        return []
    must, query = tantivy.Occur.Must, tantivy.Query
    asked = []
    for place, word in enumerate(words):
        last = place == len(words) - 1
        ways = [query.term_query(schema, "text", word)]
        if last:
            ways.append(query.fuzzy_term_query(schema, "text", word, distance=0, prefix=True))
        if word.isalpha() and len(word) > 3:
            ways.append(query.fuzzy_term_query(schema, "text", word, distance=1, prefix=last))
            ways.append(query.term_query(schema, "sound", key(word)))
        asked.append((must, query.boolean_query([(tantivy.Occur.Should, way) for way in ways])))
    found = searcher.search(query.boolean_query(asked), MOST).hits
    return [searcher.doc(address)["number"][0] for _, address in found]


def _said(text: str, words: list[str]) -> list[str]:
    """A phone number in groups is one word, as a person would see."""
    return [normal_number(text).lstrip("+")] if is_phone_number(text) else words


def _facts(row: dict[str, str]) -> Sequence[str]:
    return [row[column] for column in COLUMNS if row[column]]


def _numbers(row: dict[str, str]) -> list[str]:
    """Phones as digits, the birth date the other way round, and the year."""
    phones = [normal_number(row[name]).lstrip("+") for name in ("phone", "phone2") if row[name]]
    born = row["birth_date"].split("-")
    return [*phones, "".join(reversed(born)), "".join(born), born[0]]
