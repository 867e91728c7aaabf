"""What is asked of the index, narrow before wide. Pure.

A question is one group of terms for each part; a member must have a term of every group. Narrow
questions come first because the index cuts a long answer by row and not by fit.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sentralbord_desktop.storage.search.digit_slips import STRONG_DIGITS, Group, Question, Term, dates_amiss, slips
from sentralbord_desktop.storage.search.query_parser import SHORTENED, QueryPart, part_of
from sentralbord_desktop.storage.search.score import MatchedPart
from sentralbord_desktop.storage.search.split_join import joined_alike, plainly_otherwise, split
from sentralbord_desktop.storage.search.tokens import TAGS
from sentralbord_desktop.storage.search.vocabulary import CLOSE, FAR, MAX_COMPLETIONS, NEAR, Vocabulary

PREFIX_INDEXED = 4
"""The longest beginning that the index can look up at once; longer ones are completed here."""
MAX_SIMILAR_WORDS = 24
MAX_FACTS = 7
"""Of more than so many facts none is left out in turn: nobody says so much, and each costs."""
MAX_WEAK_FACTS = 3
"""Of nothing but initials so many are asked for: each fits half the register, and six of them take 60 ms of a
million. The rest decide between those that are found."""
MAX_WORDS_BEFORE_PLACE = 2
"""Words before a place that may be of the employer's name."""
NEARLY_ALL = 75.0
"""The mean fit (score.py) of a member who has all that was said, but for a slip: one name letter by letter and the
other half."""
UNFINISHED = 0.5
"""How near a name is whose beginning is a slip from what was typed."""


@dataclass(frozen=True, repr=False)
class QueryTier:
    """Questions that are equally wide, for one reading of the text; words down to `fit` count.

    `enough` sure hits end the search after it. What a tier that is not `sure` gives lacks
    something that was said, or is far from it. In an `unfinished` one each word may have a slip
    and not be typed to its end.
    """

    questions: tuple[Question, ...]
    parts: tuple[QueryPart, ...]
    enough: int
    fit: float = 1.0
    sure: bool = True
    unfinished: bool = False
    within: Question | None = None
    """A wider question that comes next and gives these members too, when its answer is not cut."""

    @property
    def hearing(self) -> tuple[tuple[QueryPart, ...], float, bool]:
        """What decides how well a member fits: tiers that have it in common judge alike."""
        return self.parts, self.fit, self.unfinished


class QueryPlanner:
    """Makes the questions for one text, each only when it is needed. `address`: it is written as an e-mail
    address."""

    def __init__(self, vocabulary: Vocabulary, *, address: bool = False) -> None:
        self._words = vocabulary
        self._address = address

    def with_registered_names(self, parts: tuple[QueryPart, ...]) -> tuple[QueryPart, ...]:
        """What depends on who is in the register: a number after what ends as a street does is no street number when
        that is a name («Kjersti 85»), «på» and «fra» are names to those who have one of that name, and «storgt» is
        the beginning of a street where nobody is called so."""
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
        return QueryPart(begun) if part.is_word and self._words.places.begins(begun) else part

    def hear(self, tier: QueryTier) -> tuple[MatchedPart, ...]:
        """The tier's reading as this register hears it; with `fit` 1, only what is said letter by
        letter."""
        return tuple(self._heard(part, tier.fit, tier.unfinished) for part in tier.parts)

    def _heard(self, part: QueryPart, fit: float, unfinished: bool) -> MatchedPart:  # noqa: FBT001 - a tier's own pair
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
            places=self._places_similar_to(part.text, fit) if sounds else {},
            is_place=part.is_word and self._is_place(part.text),
            is_weak=part.is_weak,
        )

    def _places_similar_to(self, word: str, fit: float) -> dict[str, float]:
        return self._words.places.alike(word, fit) if len(word) >= PREFIX_INDEXED else {}

    def _is_place(self, word: str) -> bool:
        """Whether it is, or begins, a place or an employer and no name."""
        return self._words.places.begins(word) and word not in self._words.names

    def tiers(self, parts: tuple[QueryPart, ...], many: int, best: Callable[[], float]) -> Iterator[QueryTier]:
        """From narrow to wide. `many` hits of the exact kinds are enough; of the others one is. `best` is how
        well the best of those found so far fits."""
        strong = tuple(part for part in parts if not part.is_weak) or parts[:MAX_WEAK_FACTS]
        yield self._tier(strong, parts, many, lambda p, last: self._starts(p) if last else self._exact(p))
        starts = self._tier(strong, parts, many, lambda p, _: self._starts(p))
        if not any(part.is_word for part in strong):
            yield starts
            if not best():  # nobody was found at all
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
        """Each made when its turn has come, for it costs more to find what is far from a word than to ask for it,
        and none when somebody fits nearly all that was said. A fact is rather wrong than a name misheard once more."""
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
        """Each word may have a slip and not be typed to its end."""
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
        for tag, known in (("name", self._words.names), ("place", self._words.places)):
            found = known.beginning(part.text)
            unknown = not found  # or new, from another process; a rare beginning costs little
            indexed = len(TAGS[tag] + part.text) <= PREFIX_INDEXED
            if indexed or len(found) > MAX_COMPLETIONS or unknown:
                terms.append((TAGS[tag] + part.text, True))
            else:
                terms += [(TAGS[tag] + word, False) for word in found]
        return tuple(terms)

    def _may_begin_address(self, word: str) -> bool:
        """Most addresses begin with a name, and the lists of those that begin with «hansen» would be merged
        before anything is compared: one question of «kari nordmann» takes 1.9 ms of a million with them, and 0.7
        without. They are asked for by the name itself, and by more only where an address is being written or
        nobody's name begins so."""
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
        """All but the places, and all but one fact: the caller has moved or has another employer,
        the year was heard wrongly. The likeliest first."""
        kept = self._without_places(parts)
        kept += [[part for part in parts if part is not left_out] for left_out in sorted(parts, key=self._how_firm)]
        if not 1 < len(parts) <= MAX_FACTS:
            return ()
        like = {part: self._like(part, CLOSE) for part in parts}
        strong = [part for part in parts if self._is_strong(part)]
        questions = (tuple(like[part] for part in rest) for rest in kept if any(part in rest for part in strong))
        return tuple(dict.fromkeys(groups for groups in (*dates_amiss(parts, like), *questions) if all(groups)))

    def _without_places(self, parts: Sequence[QueryPart]) -> list[list[QueryPart]]:
        """The facts but for the places; then also without one and two words before them, which may belong
        to the employer and be names too («Nilsen Maskin AS»)."""
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
        """A word of places and employers that nobody is called."""
        return part.is_word and part.text in self._words.places and part.text not in self._words.names

    def _how_firm(self, part: QueryPart) -> int:
        """People move, digits are misheard, a name stays."""
        return 0 if self._is_only_place(part) else 2 if part.is_word else 1

    def _is_strong(self, part: QueryPart) -> bool:
        """Whether it can single somebody out: a name, or many digits."""
        if not part.is_word:
            return len(part.text) >= STRONG_DIGITS
        names = self._words.names
        return names.begins(part.text) or any(names.alike(part.text, fit) for fit in (NEAR, FAR))


def _telling(reading: tuple[QueryPart, ...]) -> tuple[QueryPart, ...]:
    """What is asked for of a text read otherwise: initials only decide here too, where two parts tell enough."""
    strong = tuple(part for part in reading if not part.is_weak)
    return strong if len(strong) > 1 else reading


def _nearest(found: Mapping[str, float], fit: float) -> list[str]:
    near = (word for word in found if found[word] >= fit)
    return sorted(near, key=lambda word: (-found[word], word))[:MAX_SIMILAR_WORDS]
