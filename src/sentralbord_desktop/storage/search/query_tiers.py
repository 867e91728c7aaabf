"""Questions to the search index, narrow before wide. Pure. A question has one group of terms for each part; a member
must have a term of every group. Narrow questions come first because the index truncates a long answer by row number,
not by score."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sentralbord_desktop.storage.search.digit_slips import STRONG_DIGITS, Group, Question, Term, dates_amiss, slips
from sentralbord_desktop.storage.search.query_parser import SHORTENED, QueryPart, joined, part_of
from sentralbord_desktop.storage.search.score import MatchedPart
from sentralbord_desktop.storage.search.tokens import TAGS
from sentralbord_desktop.storage.search.vocabulary import CLOSE, FAR, MAX_COMPLETIONS, NEAR, Vocabulary


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


PREFIX_INDEXED = 4
"""The longest prefix with its own entry in the index; longer ones are expanded to whole words here."""
MAX_SIMILAR_WORDS = 24
MAX_FACTS = 7
"""With more facts than this, no fact is dropped in turn: queries that long are rare, and each question costs time."""
MAX_WEAK_FACTS = 3
"""Initials asked for when a query has nothing else: six take 60 ms at 1 000 000 members. The others rank hits."""
MAX_WORDS_BEFORE_PLACE = 2
"""Words before a place that may belong to the employer's name."""
NEARLY_ALL = 75.0
"""The mean score (score.py) of a member who matches everything except for a slip in one name."""
UNFINISHED = 0.5
"""The similarity of a name whose beginning is one slip from the query."""


@dataclass(frozen=True, repr=False)
class QueryTier:
    """Questions of equal width for one reading of the query; words count from similarity `fit`. The search ends
    after `enough` sure hits. Hits of a tier that is not `sure` lack a part of the query or differ much from it. In
    an `unfinished` tier each word may have a slip and be incomplete."""

    questions: tuple[Question, ...]
    parts: tuple[QueryPart, ...]
    enough: int
    fit: float = 1.0
    sure: bool = True
    unfinished: bool = False
    within: Question | None = None
    """The next, wider question. When its answer is not truncated it includes the members of this tier."""

    @property
    def hearing(self) -> tuple[tuple[QueryPart, ...], float, bool]:
        """What the score of a member depends on; equal for tiers that score equally."""
        return self.parts, self.fit, self.unfinished


class QueryPlanner:
    """Creates the questions for one query lazily. `address`: the query is an e-mail address."""

    def __init__(self, vocabulary: Vocabulary, *, address: bool = False) -> None:
        self._words = vocabulary
        self._address = address

    def with_registered_names(self, parts: tuple[QueryPart, ...]) -> tuple[QueryPart, ...]:
        """Parts that depend on the names in the register. The number in «Kjersti 85» is not a street number when
        Kjersti is a name; «på» and «fra» are names where a member has that name; «storgt» is a street prefix where
        no member has that name."""
        names = self._words.names
        known = [
            part_of(part.text)
            if part.only_decides and not part.is_word and parts[place - 1].text in names
            else replace(part, is_between=part.text not in names)
            if part.is_between
            else part
            if part.text in names
            else self._whole_street(part)
            for place, part in enumerate(parts)
        ]
        return tuple(part for part in known if not part.is_between) or parts

    def _whole_street(self, part: QueryPart) -> QueryPart:
        begun = SHORTENED.sub(r"\1\2", part.text)
        return QueryPart(begun) if part.is_word and self._words.place_words.begins(begun) else part

    def hear(self, tier: QueryTier) -> tuple[MatchedPart, ...]:
        """The parts with the similar words of this register; with `fit` 1 only exact matches."""
        return tuple(self._heard(part, tier.fit, unfinished=tier.unfinished) for part in tier.parts)

    def _heard(self, part: QueryPart, fit: float, *, unfinished: bool) -> MatchedPart:
        sounds = fit < 1 and part.is_word and len(part.text) > 1
        names = self._words.names.alike(part.text, fit) if sounds else {}
        if sounds and unfinished:
            begun = self._words.names.nearly_beginning(part.text)
            names = {**dict.fromkeys(begun, UNFINISHED), **names}
        return MatchedPart(
            text=part.text,
            is_word=part.is_word or part.only_decides,
            year=part.year,
            names=names,
            place_words=self._places_similar_to(part.text, fit) if sounds else {},
            is_place=part.is_word and self._is_place(part.text),
            is_weak=part.is_weak,
        )

    def _places_similar_to(self, word: str, fit: float) -> dict[str, float]:
        return self._words.place_words.alike(word, fit) if len(word) >= PREFIX_INDEXED else {}

    def _is_place(self, word: str) -> bool:
        return self._words.place_words.begins(word) and word not in self._words.names

    def tiers(self, parts: tuple[QueryPart, ...], many: int, best: Callable[[], float]) -> Iterator[QueryTier]:
        """Tiers from narrow to wide. `many` exact hits are enough, or one other. `best` gives the best score so far."""
        strong = tuple(part for part in parts if not part.is_weak) or parts[:MAX_WEAK_FACTS]
        yield self._tier(strong, parts, many, lambda p, last: self._starts(p) if last else self._exact(p))
        starts = self._tier(strong, parts, many, lambda p, _: self._starts(p))
        if not any(part.is_word for part in strong):
            yield starts
            if not best():  # no hits
                amiss = self._tier(strong, parts, 1, lambda p, _: slips(p.text))
                yield replace(amiss, sure=False)
            return
        near = self._tier(strong, parts, 1, lambda p, _: self._like(p, NEAR), NEAR)
        yield replace(starts, within=near.questions[0] if near.questions else None)
        for reading in plainly_otherwise(self._words, parts):
            yield self._tier(_telling(reading), reading, 1, lambda p, _: self._starts(p))
        yield near
        for reading in (*joined_alike(self._words, parts), *split(self._words, parts)):
            yield self._tier(_telling(reading), reading, 1, lambda p, _: self._like(p, NEAR), NEAR)
        yield from self._unsure(strong, parts, best)

    def _unsure(
        self, strong: tuple[QueryPart, ...], parts: tuple[QueryPart, ...], best: Callable[[], float]
    ) -> Iterator[QueryTier]:
        """Wide tiers, each created when needed, because finding distant words costs more than the question. None
        when a hit already matches nearly everything. A wrong fact is tried before a second misheard name."""
        ways = [self._begun, self._far, self._left_out]
        if not all(part.is_word and not self._is_only_place(part) for part in strong):
            ways = [self._left_out, self._begun, self._far]
        enough = NEARLY_ALL * len(strong) / len(parts)
        for way in ways:
            if best() >= enough:
                return
            yield replace(way(strong, parts), sure=False)

    def _left_out(self, strong: tuple[QueryPart, ...], parts: tuple[QueryPart, ...]) -> QueryTier:
        return QueryTier(self._dropped(strong), parts, 1, NEAR)

    def _far(self, strong: tuple[QueryPart, ...], parts: tuple[QueryPart, ...]) -> QueryTier:
        return self._tier(strong, parts, 1, lambda p, _: self._like(p, FAR), FAR)

    def _begun(self, strong: tuple[QueryPart, ...], parts: tuple[QueryPart, ...]) -> QueryTier:
        tier = self._tier(strong, parts, 1, lambda p, _: self._like(p, CLOSE) + self._unfinished(p), NEAR)
        return replace(tier, unfinished=True)

    def _tier(
        self,
        strong: Sequence[QueryPart],
        reading: tuple[QueryPart, ...],
        enough: int,
        group: Callable[[QueryPart, bool], Group],
        fit: float = 1.0,
    ) -> QueryTier:
        groups = tuple(group(part, n == len(strong) - 1) for n, part in enumerate(strong))
        return QueryTier((groups,) if all(groups) else (), reading, enough, fit)

    # ------------------------------------------------------------------ the terms of one part

    def _exact(self, part: QueryPart) -> Group:
        if not part.is_word:
            return tuple((token, False) for token in sorted(part.exact))
        tags = (TAGS["name"], TAGS["place"], TAGS["email"], TAGS["number"])
        return tuple((tag + part.text, False) for tag in tags)

    def _starts(self, part: QueryPart) -> Group:
        if not part.is_word:
            begun = [(token, True) for token in sorted(part.starts)]
            return (*begun, *((token, False) for token in sorted(part.exact - part.starts)))
        terms: list[Term] = [
            (TAGS["email"] + part.text, self._may_begin_address(part.text)),
            (TAGS["number"] + part.text, True),
        ]
        for tag, known in (("name", self._words.names), ("place", self._words.place_words)):
            found = known.beginning(part.text)
            unknown = not found  # or new, from another process; a rare prefix costs little
            indexed = len(TAGS[tag] + part.text) <= PREFIX_INDEXED
            if indexed or len(found) > MAX_COMPLETIONS or unknown:
                terms.append((TAGS[tag] + part.text, True))
            else:
                terms += [(TAGS[tag] + word, False) for word in found]
        return tuple(terms)

    def _may_begin_address(self, word: str) -> bool:
        """Most addresses begin with a name. Merging the lists of all addresses that begin with «hansen» is slow:
        «kari nordmann» takes 1.9 ms at 1 000 000 members with them, 0.7 ms without. A prefix is used only when the
        query is an address or no name begins with it."""
        return len(TAGS["email"] + word) <= PREFIX_INDEXED or self._address or not self._words.names.begins(word)

    def _like(self, part: QueryPart, fit: float) -> Group:
        if not part.is_word:
            return self._starts(part)
        terms = [(name, False) for name in _nearest(self._words.names.alike(part.text, fit), fit)]
        terms += [(TAGS["place"] + place, False) for place in _nearest(self._places_similar_to(part.text, fit), fit)]
        return tuple(dict.fromkeys((*self._starts(part), *terms)))

    def _unfinished(self, part: QueryPart) -> Group:
        if not part.is_word:
            return ()
        return tuple((name, False) for name in self._words.names.nearly_beginning(part.text))

    def _dropped(self, parts: Sequence[QueryPart]) -> tuple[Question, ...]:
        """The question without the places, and without each fact in turn (moved, misheard); most likely first."""
        kept = self._without_places(parts)
        kept += [[part for part in parts if part is not left_out] for left_out in sorted(parts, key=self._how_firm)]
        if not 1 < len(parts) <= MAX_FACTS:
            return ()
        like = {part: self._like(part, CLOSE) for part in parts}
        strong = [part for part in parts if self._is_strong(part)]
        questions = (tuple(like[part] for part in rest) for rest in kept if any(part in rest for part in strong))
        return tuple(dict.fromkeys(groups for groups in (*dates_amiss(parts, like), *questions) if all(groups)))

    def _without_places(self, parts: Sequence[QueryPart]) -> list[list[QueryPart]]:
        """The parts without places; then also without one and two words before them («Nilsen Maskin AS»)."""
        only = [self._is_only_place(part) for part in parts]
        found = []
        for _ in range(1 + MAX_WORDS_BEFORE_PLACE if any(only) else 0):
            found.append([part for part, gone in zip(parts, only, strict=True) if not gone])
            only = [
                gone or (part.is_word and any(only[place + 1 : place + 2]))
                for place, (part, gone) in enumerate(zip(parts, only, strict=True))
            ]
        return found

    def _is_only_place(self, part: QueryPart) -> bool:
        """A word of places and employers that is not a name."""
        return part.is_word and part.text in self._words.place_words and part.text not in self._words.names

    def _how_firm(self, part: QueryPart) -> int:
        """Order of dropping: places change, digits are misheard, names are reliable."""
        return 0 if self._is_only_place(part) else 2 if part.is_word else 1

    def _is_strong(self, part: QueryPart) -> bool:
        """Whether the part can identify a member: a name, or many digits."""
        if not part.is_word:
            return len(part.text) >= STRONG_DIGITS
        names = self._words.names
        return names.begins(part.text) or any(names.alike(part.text, fit) for fit in (NEAR, FAR))


def _telling(reading: tuple[QueryPart, ...]) -> tuple[QueryPart, ...]:
    """The parts asked for in an alternative reading: without initials when at least two other parts remain."""
    strong = tuple(part for part in reading if not part.is_weak)
    return strong if len(strong) > 1 else reading


def _nearest(found: Mapping[str, float], fit: float) -> list[str]:
    near = (word for word in found if found[word] >= fit)
    return sorted(near, key=lambda word: (-found[word], word))[:MAX_SIMILAR_WORDS]
