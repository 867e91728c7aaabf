"""What should not be written in a note: a fødselsnummer, or words about health (PR-3). Pure, and checked on this PC
only. It warns; the operator decides, and gives a reason to keep the text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from stdnum.no import fodselsnummer

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.text.word_list import word_list

_BETWEEN = r"[ \t\u00a0\u00ad\u2009\u200b\u202f\u2060\ufeff.:/\u2013-]{0,3}"
"""Separators, also invisible ones from web pages and PDFs."""
ELEVEN = re.compile(rf"(?<![\d+])\d{{2}}{_BETWEEN}\d{{2}}{_BETWEEN}\d{{2}}{_BETWEEN}\d{{3}}{_BETWEEN}\d{{2}}(?!\d)")
STEMS = word_list(
    """
    sykm sykem sykdom sykefrav sykepeng sykeperm sjukm sjukdom sjukefrav sjukepeng diagnos depresjon deprimer angst
    kreftsyk kreftbeh kreftdiag brystkreft lungekreft svulst graviditet spontanabort hjerteinfarkt hjerneslag
    hjertefeil prolaps migrene diabete epilep astma autis bipolar psykisk psykiat psykose psykotisk rusproblem rusmis
    alkoholprobl alkoholis ufør arbeidsavklaring legeerkl legeatt fastlege legetime demens fibromyalgi selvmord
    sjølvmord spiseforstyrr anoreksi skizofreni schizofreni covid koronasmit blodtrykk traumati traumer ryggskad
    ryggsmert nakkesleng selvskad sjølvskad suicid utbren langtidssyk langtidssjuk arbeidsufør friskmeld svangerskap
    hjernerystels sukkersyk senebetenn ryggplag nakkeplag leddgikt kneoperasjon hofteoperasjon ryggoperasjon
    """
)
HEALTH_WORDS = frozenset(
    word_list(
        """
        syk sykt sjuk kreft gravid gravide abort infarkt operert innlagt medisin medisiner medisinar adhd hiv smerte
        smerter legen psykolog psykologen aap
        """
    )
)
SELF_HARM = (
    r"ta(?:r|tt)?\s+(?:livet\s+(?:sitt|av\s+seg)|(?:sitt\s+)?eget\s+liv)"
    r"|skad(?:e|er|et)\s+seg\s+(?:selv|sjølv)|gj(?:øre?r?|ort)\s+seg\s+(?:selv|sjølv)\s+(?:noe|noko)"
)
"""«ta livet sitt», «skade seg selv»: an operator's words about a caller who threatens to do it."""
HEALTH = re.compile(
    rf"(?<!\w)(?:(?:{'|'.join(STEMS)})\w*|(?:{'|'.join(HEALTH_WORDS)}|{SELF_HARM})(?!\w))", re.IGNORECASE
)
MAX_WORDS_NAMED = 3
WORKPLACE_ENDINGS = word_list(
    "forbundet foreningen kontoret kontor senteret senter klinikken klinikk teamet stiftelsen laget"
)
"""A word with this ending is a workplace."""


class SensitiveError(SwitchboardError):
    """A text to be stored holds sensitive words, and no reason was given."""


@dataclass(frozen=True)
class Sensitive:
    """What was found in a text: the numbers are never shown again, the words are."""

    numbers: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.numbers or self.words)

    def __repr__(self) -> str:
        return f"<Sensitive {len(self.numbers)} {len(self.words)}>"

    @property
    def sentence(self) -> str:
        """The warning, with what to do about it."""
        if self.numbers:
            return "Dette ligner et fødselsnummer. Ta det bort?"
        named = ", ".join(f"«{word}»" for word in self.words[:MAX_WORDS_NAMED])
        return f"{named} handler om helse. Skriv det på en annen måte, eller si hvorfor det må stå."


def look_for(texts: str | Iterable[str]) -> Sensitive:
    """The findings in these texts, each once, as written."""
    text = texts if isinstance(texts, str) else "\n".join(texts)
    numbers = [m[0] for m in ELEVEN.finditer(text) if is_birth_number(m[0])]
    words = [
        word
        for match in HEALTH.finditer(text)
        if not (word := match[0].casefold()).endswith(WORKPLACE_ENDINGS)
        and not text[match.end() :].casefold().startswith((" helsevern", " helse "))
    ]
    return Sensitive(tuple(dict.fromkeys(numbers)), tuple(dict.fromkeys(words)))


def is_birth_number(digits: str) -> bool:
    """Eleven digits with a birth date (D- and H-numbers too) and two right control digits."""
    return bool(fodselsnummer.is_valid(re.sub(r"\D", "", digits)))


def without_numbers(text: str) -> str:
    """The text without any fødselsnummer, and without the gap."""
    if not any(is_birth_number(match[0]) for match in ELEVEN.finditer(text)):
        return text
    rest = ELEVEN.sub(lambda match: "" if is_birth_number(match[0]) else match[0], text)
    return re.sub(r" +([.,;)])", r"\1", re.sub(r"  +", " ", rest)).strip(" ")


def check(text: str, reason: str) -> None:
    """Raises SensitiveError for sensitive words without a reason, and for a fødselsnummer in the reason."""
    found = look_for(text)
    if found and not reason.strip():
        raise SensitiveError(found.sentence)
    refuse_numbers([reason])


def refuse_numbers(texts: Iterable[str]) -> None:
    """Raises SensitiveError for a fødselsnummer in a field or a reason, where no reason justifies it."""
    numbers = look_for(texts).numbers
    if numbers:
        raise SensitiveError(Sensitive(numbers).sentence)
