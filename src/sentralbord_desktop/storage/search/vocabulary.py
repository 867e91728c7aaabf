"""Every word of the index in memory: by prefix, by sound, by similarity. Fuzzy matching works on some ten thousand
words instead of the members. The words are read from the index itself (`vocabulary_cache.py`)."""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA

from sentralbord_desktop.domain.text.phonetic import key

MAX_COMPLETIONS = 48
MAX_BEGINNINGS, FOLLOWING = 16, 16
"""Similar prefixes, and the words taken after each."""
SHORT, LONG = 3, 5
"""Words of SHORT letters may have one slip (a letter wrong, missing, extra, or two swapped), of LONG two."""
SAME, SOUND = 1.0, 0.9
SLIPS = {1: 0.8, 2: 0.6}
SOUND_SLIPS = {0: SOUND, 1: 0.68, 2: 0.45}
"""Similarity: the same word, the same sound, by number of slips in writing or in sound."""
CLOSE, NEAR, FAR = 0.8, 0.67, 0.44
"""Similarity of the same sound or one slip in writing, of a likely mishearing, and of two slips in sound."""
MAX_CACHED_WORDS = 512
T = TypeVar("T")


class WordCache(Generic[T]):
    """Results for the words asked for last. Cleared when a word is learned, also by another thread."""

    def __init__(self) -> None:
        self._of: dict[str, T] = {}
        self._forgotten = 0

    def get(self, word: str, make: Callable[[str], T]) -> T:
        found = self._of.get(word)
        if found is None:
            before = self._forgotten
            found = make(word)
            if len(self._of) >= MAX_CACHED_WORDS:
                self._of.clear()
            self._of[word] = found
            if self._forgotten != before:
                self._of.pop(word, None)
        return found

    def forget(self) -> None:
        self._forgotten += 1
        self._of.clear()


class Slips:
    """Finds known words one slip away without comparing each: two such words are equal after deleting one letter
    from one of them or from both (Garbe's SymSpell)."""

    def __init__(self, words: Iterable[str]) -> None:
        self._shorter: dict[str, str] = {}
        for word in words:
            self.add(word)

    def add(self, word: str) -> None:
        for shorter in {word, *_shorter(word)}:
            others = self._shorter.get(shorter)
            self._shorter[shorter] = f"{others} {word}" if others else word

    def near(self, word: str) -> list[str]:
        """The known words at most one slip from `word`."""
        if len(word) < SHORT:
            return []
        found: set[str] = set()
        for shorter in {word, *_shorter(word)}:
            found.update(self._shorter.get(shorter, "").split())
        return [near for near in found if OSA.distance(word, near, score_cutoff=1) <= 1]


def _shorter(word: str) -> list[str]:
    return [word[:place] + word[place + 1 :] for place in range(len(word))]


class ByLength:
    """Known words grouped by length: two slips change the length by at most two."""

    def __init__(self, words: Iterable[str]) -> None:
        self._of: dict[int, list[str]] = {}
        for word in words:
            self.add(word)

    def add(self, word: str) -> None:
        self._of.setdefault(len(word), []).append(word)

    def two_away(self, word: str) -> list[str]:
        """The known words at most two slips away, the nearest first; none for a word shorter than LONG."""
        length = len(word)
        if length < LONG:
            return []
        found = [
            (slips, near)
            for each in range(length - 2, length + 3)
            for near, slips, _ in process.extract(
                word, self._of.get(each, ()), scorer=OSA.distance, processor=None, score_cutoff=2, limit=None
            )
        ]
        return [near for _, near in sorted(found)]


class Beginnings:
    """Prefixes of known words; all those one slip (a letter wrong, or two swapped) from a start are looked up."""

    def __init__(self, words: Sequence[str]) -> None:
        self._known = words
        self._letters = set().union(*words)
        self._of: dict[int, set[str]] = {}
        self._learned = 0

    def add(self, word: str) -> None:
        self._learned += 1
        self._letters = self._letters.union(word)  # a copy: a search may be reading the old set
        for length, kept in list(self._of.items()):  # a copy: a search may be adding a length
            if len(word) > length:
                kept.add(word[:length])

    def near(self, start: str) -> list[str]:
        """At most MAX_BEGINNINGS prefixes that are `start` or one slip from it, `start` first."""
        length = len(start)
        if length < SHORT:
            return []
        kept = self._of.get(length)
        if kept is None:
            kept = self._laid(length)
        slips = sorted(kept.intersection(self._slips(start))) if length > SHORT else []
        return [*([start] if start in kept else ()), *slips][:MAX_BEGINNINGS]

    def _laid(self, length: int) -> set[str]:
        """The prefixes of one length; not cached when a word was learned during the computation."""
        before = self._learned
        laid = self._of[length] = {word[:length] for word in self._known if len(word) > length}
        if self._learned != before:
            self._of.pop(length, None)
        return laid

    def _slips(self, start: str) -> Iterator[str]:
        for place, typed in enumerate(start):
            before, after = start[:place], start[place + 1 :]
            for letter in self._letters - {typed}:
                yield before + letter + after
            if after and after[0] != typed:
                yield before + after[0] + typed + after[1:]


class Words:
    def __init__(self, found: Iterable[str]) -> None:
        self.sorted = sorted(found)
        self._known = set(self.sorted)
        self._by_sound: dict[str, list[str]] = {}
        for word in self.sorted:
            self._by_sound.setdefault(key(word), []).append(word)
        self._sounds = sorted(self._by_sound)
        self._written = Slips(self.sorted)
        self._heard = Slips(self._sounds)
        self._by_length = ByLength(self.sorted)
        self._sounds_by_length = ByLength(self._sounds)
        self._starts = Beginnings(self.sorted)
        self._sound_starts = Beginnings(self._sounds)
        self._alike, self._far = WordCache[dict[str, float]](), WordCache[dict[str, float]]()
        self._unfinished = WordCache[list[str]]()

    def __contains__(self, word: str) -> bool:
        return word in self._known

    def __len__(self) -> int:
        return len(self.sorted)

    def add(self, word: str) -> None:
        if word in self._known:
            return
        self._known.add(word)
        insort(self.sorted, word)
        self._written.add(word)
        self._by_length.add(word)
        self._starts.add(word)
        sound = key(word)
        is_new = sound not in self._by_sound
        self._by_sound.setdefault(sound, []).append(word)  # first: a search may find it through the other lists
        if is_new:
            insort(self._sounds, sound)
            self._heard.add(sound)
            self._sounds_by_length.add(sound)
            self._sound_starts.add(sound)
        self._alike.forget()
        self._far.forget()
        self._unfinished.forget()

    def beginning(self, start: str, most: int = MAX_COMPLETIONS) -> list[str]:
        """At most `most` + 1 words that begin with `start`, sorted."""
        first = bisect_left(self.sorted, start)
        found = []
        for word in self.sorted[first : first + most + 1]:
            if not word.startswith(start):
                break
            found.append(word)
        return found

    def begins(self, start: str) -> bool:
        return bool(self.beginning(start, 0))

    def alike(self, word: str, fit: float) -> dict[str, float]:
        """Words written or sounding like `word` -> similarity >= `fit` (NEAR or FAR); a code matches only itself."""
        if not word.isalpha():
            return {word: SAME} if word in self._known else {}
        if fit >= NEAR:
            return self._alike.get(word, self._one_slip)
        return self._far.get(word, self._two_slips)

    def _one_slip(self, word: str) -> dict[str, float]:
        sound = key(word)
        found = dict.fromkeys(self._by_sound.get(sound, ()), SOUND)
        for near in self._written.near(word):
            found[near] = max(found.get(near, 0.0), SLIPS[1])
        for near in self._heard.near(sound):
            for same in self._by_sound[near]:
                found[same] = max(found.get(same, 0.0), SOUND_SLIPS[near != sound])
        if word in self._known:
            found[word] = SAME
        return found

    def _two_slips(self, word: str) -> dict[str, float]:
        found = dict(self.alike(word, NEAR))
        for near in self._by_length.two_away(word):
            found[near] = max(found.get(near, 0.0), SLIPS[2])
        for near in self._sounds_by_length.two_away(key(word)):
            for same in self._by_sound[near]:
                found[same] = max(found.get(same, 0.0), SOUND_SLIPS[2])
        return found

    def nearly_beginning(self, start: str) -> list[str]:
        """Words whose beginning is, or sounds, one slip from `start`, for an incomplete word; the nearest first."""
        return self._unfinished.get(start, self._one_slip_begun)

    def _one_slip_begun(self, start: str) -> list[str]:
        sound = key(start)
        found = [word for near in self._starts.near(start) for word in _after(self.sorted, near, FOLLOWING)]
        found += [
            word
            for near in self._sound_starts.near(sound)
            for after in _after(self._sounds, near, FOLLOWING)
            for word in self._by_sound[after]
        ]
        return list(dict.fromkeys(found))


def _after(known: Sequence[str], start: str, most: int) -> list[str]:
    first = bisect_left(known, start)
    return [word for word in known[first : first + most] if word.startswith(start)]


class Vocabulary:
    """`names` are names of people; `place_words` are of employers, workplaces, towns and streets."""

    def __init__(self, names: Sequence[str], place_words: Sequence[str]) -> None:
        self.names = Words(names)
        self.place_words = Words(place_words)

    def add(self, tokens: Iterable[str], place_tag: str) -> None:
        for token in tokens:
            if token[:1].isalpha():
                self.names.add(token)
            elif token[:1] == place_tag and token[1:2].isalpha():
                self.place_words.add(token[1:])
