"""Other readings of a query: two words that are one, one that is two. Pure."""

from collections.abc import Iterator

from sentralbord_desktop.storage.search.query_parser import QueryPart, joined
from sentralbord_desktop.storage.search.vocabulary import NEAR, Vocabulary


def plainly_otherwise(vocabulary: Vocabulary, parts: tuple[QueryPart, ...]) -> Iterator[tuple[QueryPart, ...]]:
    """Readings in which an unknown word is a name when joined to its neighbour («Berge rsen») or split in two
    («ivartveit»). They are more likely than a misheard word."""
    names = vocabulary.names
    for together, reading in joined(parts):
        apart = [part for part in parts if part not in reading]
        if together.text in names and any(not names.begins(part.text) for part in apart):
            yield reading
    apart_at = {
        place: cuts
        for place, part in enumerate(parts)
        if part.is_word
        and not names.begins(part.text)
        and part.text not in vocabulary.place_words
        and (cuts := [(QueryPart(a), QueryPart(b)) for a, b in _cuts(part.text) if a in names and b in names])
    }
    if len(apart_at) > 1:  # «perkristian hagenthorsen»
        yield tuple(
            each for place, part in enumerate(parts) for each in (apart_at[place][0] if place in apart_at else (part,))
        )
    for place, cuts in apart_at.items():
        for cut in cuts:
            yield (*parts[:place], *cut, *parts[place + 1 :])


def joined_alike(vocabulary: Vocabulary, parts: tuple[QueryPart, ...]) -> Iterator[tuple[QueryPart, ...]]:
    """Two typed words that are one («Lewando wski»), when the register has a similar word."""
    for together, reading in joined(parts):
        if any(
            words.begins(together.text) or words.alike(together.text, NEAR)
            for words in (vocabulary.names, vocabulary.place_words)
        ):
            yield reading


def split(vocabulary: Vocabulary, parts: tuple[QueryPart, ...]) -> list[tuple[QueryPart, ...]]:
    """Readings in which one typed word is two names («torbjornhansen»)."""
    found, names = [], vocabulary.names
    for place, part in enumerate(parts):
        if not part.is_word or part.text in names or part.text in vocabulary.place_words:
            continue
        for one, two in _cuts(part.text):
            if one in names and names.begins(two):
                found.append((*parts[:place], QueryPart(one), QueryPart(two), *parts[place + 1 :]))
    return found[:4]


def _cuts(word: str) -> Iterator[tuple[str, str]]:
    """All splits in two parts of at least three letters."""
    for cut in range(3, len(word) - 2):
        yield word[:cut], word[cut:]
