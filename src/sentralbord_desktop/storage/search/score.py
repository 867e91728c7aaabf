"""How well a member matches a query: fact by fact, names above the rest. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from sentralbord_desktop.domain.members.member import Why
from sentralbord_desktop.domain.telephony import spoken_number
from sentralbord_desktop.domain.text.folding import words, words_once
from sentralbord_desktop.storage.search.candidate import Candidate

WHOLE_NAME, BEGUN_NAME, INITIAL = 100.0, 70.0, 30.0
WHOLE_PLACE, BEGUN_PLACE = 45.0, 35.0
IDENTITY, BIRTH, MONTH, TAIL, YEAR, POST, EMAIL = 200.0, 130.0, 90.0, 90.0, 60.0, 40.0, 50.0
BEGUN_YEAR = 45.0
SLIP, MIN_SLIP_CHARS = 45.0, 5
MIN_DATE_DIGITS = 4
NOT_FOUND, WRONG_FACT = -45.0, -12.0
"""For a name that does not match; for a place or year that does not (people move, years are misheard)."""
OWN_PLACE = 4.0
"""For a first name in first position and a last name in last position."""


@dataclass(frozen=True, repr=False, slots=True)
class MatchedPart:
    """One part of the query, with similar words of the register -> similarity."""

    text: str
    is_word: bool
    year: int
    names: Mapping[str, float]
    place_words: Mapping[str, float]
    is_place: bool
    """Whether it is a place or employer, or a prefix of one, and not a name."""
    is_weak: bool = False


def score(who: Candidate, heard: Sequence[MatchedPart], said: Sequence[str]) -> float:
    """The mean score of the parts, about 100 for a name; a missing part subtracts. `said`: the words' texts."""
    total = 0.0
    for part in heard:
        fit = _word(who, part) if part.is_word else _digits(who, part)
        total += fit or _missing(part)
    return (total + _order(who, said)) / len(heard)


def has_all(who: Candidate, heard: Sequence[MatchedPart]) -> bool:
    """Whether every part is in the record exactly or as a prefix of a word. Requires the phones."""
    return all(part.is_weak or _has(who, part.text) for part in heard)


def _has(who: Candidate, text: str) -> bool:
    begun = f" {text}"
    if begun in who.named or begun in who.placed or begun in who.mailed:
        return True
    if who.plain_number.startswith(text):
        return True
    if not who.number.isdigit() and any(w.startswith(text) for w in words_once(who.number)):
        return True
    if not text.isdigit():
        return False
    year = who.year
    return (
        any(number.startswith(text) or number.endswith(text) for number in who.plain_phones)
        or (len(text) >= MIN_DATE_DIGITS and any(date.startswith(text) for date in who.dates))
        or text in (year, year[2:])
        or (len(text) == 3 and year.startswith(text))
        or _begins_post(who, text)
    )


def needs_phones(who: Candidate, digits: Sequence[MatchedPart]) -> bool:
    """Whether some of `digits` can only be a phone number, and the phones were not read."""
    return not who.phones and not all(_digits(who, part) for part in digits)


def _missing(part: MatchedPart) -> float:
    if part.is_weak:
        return 0.0
    return WRONG_FACT if part.year or part.is_place else NOT_FOUND


def _word(who: Candidate, part: MatchedPart) -> float:
    text = part.text
    length = len(text)
    near = part.names
    best = 0.0
    for name in who.names:
        if name == text:
            return WHOLE_NAME
        if name.startswith(text):
            best = max(best, INITIAL if length == 1 else BEGUN_NAME + 20 * length / len(name))
        elif name in near:
            best = max(best, WHOLE_NAME * near[name])
    is_street_number = text.isdigit()
    if best >= BEGUN_NAME or (length == 1 and not is_street_number):
        return best
    begun, placed, place_words = f" {text}", who.placed, part.place_words
    if f"{begun} " in placed:
        return max(best, WHOLE_PLACE)
    if not is_street_number:
        if begun in placed:
            best = max(best, BEGUN_PLACE)
        for word in who.place_words if place_words else ():
            if word in place_words and not word.startswith(text):
                best = max(best, WHOLE_PLACE * place_words[word])
    return EMAIL if best < EMAIL and begun in who.mailed else best


def _digits(who: Candidate, part: MatchedPart) -> float:
    text = part.text
    number = who.plain_number
    if number == text:
        return IDENTITY
    best = 0.0
    for phone in who.plain_phones:
        if phone == text:
            return IDENTITY
        if len(text) >= 3 and (phone.startswith(text) or phone.endswith(text)):
            best = TAIL
    if who.birth:
        best = max(best, _birth(who, part))
    if best < POST and (number.startswith(text) or _begins_post(who, text)):
        best = POST
    begun = f" {text}"
    if best < WHOLE_PLACE and begun in who.placed:
        best = max(best, WHOLE_PLACE if f"{begun} " in who.placed else BEGUN_PLACE)
    return best or (SLIP if _slipped(who, text) else 0.0)


def _begins_post(who: Candidate, text: str) -> bool:
    home, work = who.posts
    return len(text) > 1 and (home.startswith(text) or work.startswith(text))


def _slipped(who: Candidate, digits: str) -> str:
    """The phone or member number one digit from these; «» when there is none."""
    if len(digits) < MIN_SLIP_CHARS:
        return ""
    plain = dict(zip(who.plain_phones, map(spoken_number, who.phones), strict=True))
    plain[who.plain_number] = f"medlemsnr. {who.number}"
    near = (number for number in plain if OSA.distance(number, digits, score_cutoff=1) <= 1)
    return next((plain[number] for number in near), "")


def _birth(who: Candidate, part: MatchedPart) -> float:
    text, year, dates = part.text, who.year, who.dates
    if text in dates:
        return BIRTH
    backwards, forwards, _ = dates
    if text == backwards[:6]:
        return MONTH
    if text in (forwards[:4], year) or (len(text) == 2 and text == year[2:]):
        return YEAR
    if len(text) == 3 and year.startswith(text):
        return BEGUN_YEAR
    if len(text) in (6, 8):
        return _near_date(text, forwards[:4] + year[8 - len(text) :], year)
    return near_year(text, year) if part.year else 0.0


def _near_date(said: str, born: str, year: str) -> float:
    """A misheard date: same day and month with a year close to the birth year, or one wrong digit."""
    if said[:4] == born[:4]:
        return YEAR if near_year(year[: 4 - len(said[4:])] + said[4:], year) else YEAR / 2
    return SLIP if OSA.distance(said, born, score_cutoff=1) <= 1 else 0.0


def near_year(said: str, born: str) -> float:
    """A misheard year: one to three apart, digits swapped, one digit wrong."""
    apart = abs(int(said) - int(born))
    if apart <= 1:
        return YEAR * 0.6
    if sorted(said) == sorted(born) or apart in (10, 20):
        return YEAR * 0.5
    if apart <= 3 or sum(a != b for a, b in zip(said, born, strict=True)) == 1:
        return YEAR * 0.4
    return 0.0


def _order(who: Candidate, said: Sequence[str]) -> float:
    if not said:
        return 0.0
    extra = 0.0
    for name in who.first_names:
        if name.startswith(said[0]):
            extra = OWN_PLACE
    for name in who.last_names if len(said) > 1 else ():
        if name.startswith(said[-1]):
            return extra + OWN_PLACE
    return extra


def explain(who: Candidate, heard: Sequence[MatchedPart]) -> Why:
    """The folded words to mark, and matching facts that a hit does not show (birth date, phone …), or «»."""
    marks: list[str] = []
    facts: list[str] = []
    for part in heard:
        if not part.is_word:
            fact = _fact_of_digits(who, part.text)
            facts.append(fact)
            marks.append(_digits_to_mark(who, part.text, fact))
            continue
        shown = [*who.names, *words(who.employer), *words(who.town)]
        near = {**part.place_words, **part.names}
        begun = [word for word in shown if word.startswith(part.text)]
        begun.sort(key=lambda word: word != part.text)
        alike = sorted((w for w in shown if w in near), key=lambda w: -near[w])
        if begun or alike:
            marks.append((begun or alike)[0])
        elif any(word.startswith(part.text) or word in near for word in words(who.workplace)):
            facts.append(who.workplace)
        elif any(word.startswith(part.text) for word in words(who.street)):
            facts.append(who.street)
        elif f" {part.text}" in who.mailed:
            facts.append(who.email)
    return Why(tuple(dict.fromkeys(filter(None, marks))), ", ".join(dict.fromkeys(filter(None, facts))))


def _digits_to_mark(who: Candidate, said: str, fact: str) -> str:
    """The digits to mark: those of the query, or the whole fact when written otherwise or one slip away."""
    if fact:
        shown = "".join(sign for sign in fact if sign.isdigit())
        return said if shown.startswith(said) or shown.endswith(said) else shown
    year = who.year
    if year and (year.startswith(said) or said in (year[2:], year + who.birth[5:7])):
        return said if year.startswith(said) else year
    return said if said in who.place_words else ""


def _fact_of_digits(who: Candidate, text: str) -> str:
    """The phone, birth date, post code, member number or street that the digits match."""
    for number, plain in zip(who.phones, who.plain_phones, strict=True):
        if len(text) >= 3 and (plain.startswith(text) or plain.endswith(text)):
            return spoken_number(number)
    year, month, day = who.birth[:4], who.birth[5:7], who.birth[8:10]
    if (
        who.birth
        and len(text) >= 4
        and text != year
        and text in (day + month, day + month + year, day + month + year[2:], year + month + day, year + month)
    ):
        return f"født {day}.{month}.{year}"
    if post := next((post for post in who.posts if len(text) > 2 and post.startswith(text)), ""):
        return post
    if len(text) >= 3 and who.plain_number.startswith(text):
        return f"medlemsnr. {who.number}"
    if text != year[2:] and text in words_once(who.street):
        return who.street
    return _slipped(who, text)
