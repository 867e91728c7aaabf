"""The words of a column heading: split, spelled out, folded. Pure.

«Arb.giver navn», «ARBGIVERNAVN» and «EmployerName» all have words that `words_of` gives as concepts of CONCEPTS.
"""

import re
from functools import lru_cache

from sentralbord_desktop.domain.text.folding import fold

CONCEPTS = """
medlem: medlems medlemmet medlemmets medlemskap medl mdl mdlm member members membership
nummer: nr num nummeret no number id ident identifikator
navn: namn name
fornavn: fornamn førenamn fornvn fnavn forename given first
mellomnavn: mellomnamn mnavn middle
etternavn: etternamn etternvn enavn slektsnavn slektsnamn familienavn surname last family
fødsel: fødsels fødsl født fødd f birth born
dato: dt dag date day
epost: mail email
adresse: adr address addr
linje: line
gate: gata gateadr vei veg street
post: postal mailing
kode: koder kd code codes
tekst: text beskrivelse
sted: stad place
by: city town
zip:
status: stat
type: typ
kategori: kat category
avdeling: avdelings avd avdl avdelning department dept branch
lokal: lokale local
lag:
forening:
arbeid: arbeids arb arbeidet work
giver: gjevar gjever gver
employer:
bedrift: bedrifts bedr firma virksomhet virksomhets company
plass: plassen
workplace:
jobb: job
innmeldt: innmelding innmeldings innmeldelse innmeld innm joined join
utmeldt: utmeldelse utmeldelses utmelding utmeldings utm resigned left
siden: since
fra: from
til:
start:
forsikring: forsikrings forsikringer forsikr fors insurance
tillitsvalgt: tillitsvald tillitsvalgte tillitsv tillv tv
shop:
steward:
ønsker: ønskjer ynskjer vil
ikke: ikkje ei not
sms:
reservert: reservasjon reservasjons res
telefon: telefonen telefonnr telf tlf tel phone
mobil: mobiltlf mob mobile cell
privat: priv private
hjem: hjemme heime bosted home
kveld: kvelds
person: pers personal
organisasjon: organisasjons org
konto:
faktura: fakt invoice
forfall: forfalls due
beløp: sum amount
betalt: innbetalt paid
utstedt: issued issue
mangler: manglende missing
dokumentasjon: dok documentation
endret: endra oppdatert changed updated
kommune: komm
region:
fullt: hele full fullstendig
hoved: primær primary main
"""
"""A concept on each line, with its other forms in headings: inflected, short, in nynorsk and in English."""
STOPS = """
og i på pa av mot den er ja nei j n y the of at and c s
ddmmaa ddmmaaaa aaaammdd ddmmyy ddmmyyyy yyyymmdd dd mm aa aaaa yy yyyy
"""
STOP = frozenset(STOPS.split())
"""Words that name no column, including those of «(ja/nei)», «(ddmmåå)» and «Status__c»."""
ENDINGS = ("ets", "ens", "ene", "et", "en", "er", "s", "e")
LINKS = ("", "s", "e", "er")
"""Letters between the parts of a compound: «medlem-s-nummer»."""
MIN_PREFIX_CHARS = 4
MAIL = re.compile(r"\be[ .-]{0,2}(post|mail)", re.IGNORECASE)
CAMEL = re.compile(r"(?<=[a-zæøå])(?=[A-ZÆØÅ])")
TOKEN = re.compile(r"([a-z]+)(\.?)|(\d+)")

_SPELLED = {
    fold(word): fold(concept)
    for concept, _, more in (line.partition(":") for line in CONCEPTS.split("\n") if line)
    for word in (concept, *more.split())
}


@lru_cache(maxsize=2000)
def words_of(heading: str) -> frozenset[str]:
    """The concepts of a heading; an unknown word is kept as it is."""
    text = fold(MAIL.sub(lambda found: "epost ", CAMEL.sub(" ", heading)))
    found: list[str] = []
    for word, dot, digits in TOKEN.findall(text):
        if digits:
            found.append(str(int(digits)) if len(digits) < 4 else digits)
        elif word not in STOP:
            found += _concepts(word, is_short=bool(dot))
    return frozenset(found)


def _concepts(word: str, *, is_short: bool) -> list[str]:
    """One word, or the parts of a compound. `is_short`: a full stop follows it."""
    if known := _known(word):
        return [known]
    if parts := _parts(word):
        return list(parts)
    return [_spelled_out(word, is_short=is_short) or word]


def _known(word: str) -> str:
    if word in _SPELLED:
        return _SPELLED[word]
    bare = (word.removesuffix(end) for end in ENDINGS if word.endswith(end) and len(word) - len(end) > 2)
    return next((_SPELLED[stem] for stem in bare if stem in _SPELLED), "")


def _parts(word: str) -> tuple[str, ...]:
    """The fewest known words that together make up the whole `word`; () when there are none."""
    best: dict[int, tuple[str, ...]] = {0: ()}
    for end in range(1, len(word) + 1):
        for start in range(end):
            if start not in best or (end - start == 1 and start > 0):
                continue
            known = _known(word[start:]) if end == len(word) else _linked(word[start:end])
            if known and (end not in best or len(best[start]) + 1 < len(best[end])):
                best[end] = (*best[start], known)
    return best.get(len(word), ())


def _linked(part: str) -> str:
    """The forms of a known word, with and without linking letters."""
    for link in LINKS:
        stem = part.removesuffix(link) if link else part
        if part.endswith(link) and (len(stem) > 1 or stem == part) and stem in _SPELLED:
            return _SPELLED[stem]
    return ""


def _spelled_out(word: str, *, is_short: bool) -> str:
    """The only concept that begins with `word`; for a word with a full stop, also the only one that contains its
    letters in order."""
    if len(word) >= (2 if is_short else MIN_PREFIX_CHARS):
        begun = {concept for spelled, concept in _SPELLED.items() if spelled.startswith(word)}
        if len(begun) == 1:
            return begun.pop()
    if not is_short or len(word) < 3:
        return ""
    contained = {c for spelled, c in _SPELLED.items() if spelled[0] == word[0] and _in_order(word, spelled)}
    return contained.pop() if len(contained) == 1 else ""


def _in_order(letters: str, word: str) -> bool:
    rest = iter(word)
    return all(letter in rest for letter in letters)
