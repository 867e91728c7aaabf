"""Templates with {fields}. Only names from a fixed list: a file can never run code."""

import re
from collections.abc import Callable
from typing import NamedTuple

Values = Callable[[str], str | None]
"""Name -> the value of {name}, None when it is missing."""
FIELD = re.compile(r"\{([a-z0-9_.]+)\}")
BLANKS = re.compile(r"[ \t]{2,}")
BEFORE_A_SIGN = re.compile(" +(?=[.,;:])")
TWO_STOPS = re.compile(r"(?<!\.)\.\.(?!\.)")
STOP_AFTER_A_SIGN = re.compile(r"(?<=[?!])\.(?!\.)")
AROUND_A_LINE_END = re.compile(r" *\n *")
QUOTED_NOTHING = re.compile("(?<=«) +| +(?=»)|\n«»|^«»\n")
NO_FIELDS = str.maketrans("{}", "()")
"""Escapes braces in a person's words that are put into a template before it is filled."""

FOREIGN_FIELDS = {
    "vi_ringer": "hvor innringeren kan nås",
    "frist_lang": "fristen",
    "frist_aften": "om kontorene er stengt da",
    "frist_bekreftes": "hvem som bekrefter fristen",
    "frist_kontakt": "når vi tar kontakt",
    "frist_neste": "den neste fristen",
    "ring_igjen": "dagen medlemmet må ringe igjen",
    "ring_oss": "hvordan man ringer oss",
}
"""The fields with one variant for each other language: «frist_lang_pl»."""
GENERAL_FIELDS = {
    "dato": "dagens dato",
    "kl": "klokkeslettet",
    "sendt": "når e-posten er skrevet",
    "sign": "initialene dine",
    "operator": "navnet ditt",
    "medlem": "navnet til innringeren",
    "nr": "medlemsnummeret",
    "avd": "avdelingen",
    "uten_avd": "om avdelingen er kjent",
    "avd_navn": "navnet på avdelingen",
    "avd_epost": "avdelingens e-postadresse",
    "avd_adresse": "avdelingens postadresse",
    "avd_hvor": "hvor avdelingen nås",
    "avd_hvor_kort": "hvor avdelingen nås",
    "hvem": "hvem som ringte",
    "notert": "om det er notert",
    "tlf": "hvor innringeren kan nås",
    "paa_tlf": "hvor innringeren kan nås",
    "paa_tlf_sagt": "hvor innringeren kan nås",
    "uten_tlf": "hvor innringeren kan nås",
    "du_tar_kontakt": "hvor innringeren kan nås",
    "ring_igjen": "dagen medlemmet må ringe igjen",
    "naas": "hvor innringeren kan nås",
    "naas_kjent": "hvor innringeren kan nås",
    "kan_du_svare": "spørsmålet om å svare innringeren",
    "ds_svarer": "hvor innringeren kan nås",
    "avd_svarer": "hvor innringeren kan nås",
    "vi_ringer": "hvor innringeren kan nås",
    "vi_prover": "hvor innringeren kan nås",
    "prover_notert": "hvor innringeren kan nås",
    "ringes_opp_notert": "hvor innringeren kan nås",
    "tlf_notert": "hvor innringeren kan nås",
    "ringes_lovet": "når vi ringer",
    "best": "når det passer best å ringe",
    "adresse": "postadressen",
    "adresse_sett": "om adressen er kontrollert",
    "arbeidsgiver": "arbeidsgiveren",
    "koder": "forsikringskodene",
    "faktura_sagt": "fakturaen",
    "venter_paa": "det fakturaen venter på",
    "forbund": "navnet på forbundet",
    "ring_oss": "hvordan man ringer oss",
    "tlf_sentralbord": "sentralbordets telefonnummer",
    "mottaker": "navnet på mottakeren",
    "gf_navn": "hvem som tar GF-innbetalinger",
    "post_navn": "hvem som sender post",
    "media_navn": "hvem som er pressekontakt",
    "lenke_innmelding": "lenken til innmeldingsskjemaet",
    "lenke_minside": "lenken til Min Side",
    "lenke_avtaler": "lenken til avtalene",
    "lenke_kurs": "lenken til kursene",
    "lofavor_tlf": "telefonnummeret til LO Favør",
    "lofavor_ring": "telefonnummeret til LO Favør",
    "skade_tlf": "telefonnummeret til skademelding",
    "nummer_ute": "nummeret til dem som ikke svarte",
    "frist": "fristen",
    "frist_lang": "fristen",
    "frist_emne": "fristen",
    "frist_ring_igjen": "dagen medlemmet må ringe igjen",
    "frist_sagt": "fristen, slik den sies",
    "frist_bekreftes": "hvem som bekrefter fristen",
    "frist_kontakt": "når vi tar kontakt",
    "frist_for": "hva fristen gjelder",
    "frist_formal": "hva fristen gjelder",
    "frist_aften": "om kontorene er stengt da",
    "frist_neste": "den neste fristen",
    "frist_neste_notert": "den neste fristen",
    "frist_grunnlag": "hva fristen bygger på",
    "frist_erstatning": "fristen for bare erstatning",
    "frist_mottatt": "dagen brevet kom",
    "frist_andre": "de andre fristene",
    "frist_naermest": "den nærmeste fristen",
    "frist_naermest_notert": "den nærmeste fristen",
    "frist_naermere_notert": "en frist før den neste",
    "hjelp_for_sent": "om noen er der i tide",
    "haster": "om det haster",
    "avlastning": "om en annen sløyfe tok den",
    "fort_inn": "hva som er ført inn",
    "ringes": "når vi ringer",
    "ringes_nn": "når vi ringer",
    "ringes_en": "når vi ringer",
    "ringes_pl": "når vi ringer",
    "flyttet": "hva som var ønsket",
    **{f"{name}_{language}": words for name, words in FOREIGN_FIELDS.items() for language in ("nn", "en", "pl")},
}
"""Field -> its words when it is missing. Steps and phrases of the procedure are added."""

MISSING = re.compile("\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}([^›]*)›")
"""The mark of a missing part: «satt over til ‹hvem som tok saken›»."""


def missing_mark(words: str) -> str:
    """The mark of a missing part, `words` naming it."""
    return f"\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}{words}›"


def any_answer(_name: str) -> str:
    return missing_mark("et svar")


def fields_in(text: str) -> list[str]:
    """The {fields} of a template, in order, each once."""
    return list(dict.fromkeys(FIELD.findall(text)))


def without_stop(text: str) -> str:
    """An answer as part of a sentence: «Fagforbundet.» loses its full stop. The stop is kept after several sentences
    and abbreviations («a.s.», «m.fl.»)."""
    return text[:-1] if re.fullmatch(r"[^.]*\w{3}\.", text) else text


class Filled(NamedTuple):
    """A text with its fields filled, and the names of the fields without a value."""

    text: str
    missing: tuple[str, ...]

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


def fill(text: str, value_of: Values, *, whole: bool = True, mark: Callable[[str], str] = any_answer) -> Filled:
    """Fill `text`. For a field without a value `mark` returns the words, and its name is in `missing`. A part of a text
    (not `whole`) keeps its leading space or line break."""
    missing: list[str] = []

    def put(match: re.Match[str]) -> str:
        value = value_of(match[1])
        if value is None:
            missing.append(match[1])
            return mark(match[1])
        return value

    return Filled(tidied(FIELD.sub(put, text), whole=whole), tuple(dict.fromkeys(missing)))


def tidied(text: str, *, whole: bool) -> str:
    """Remove what an empty field leaves behind: two spaces, a space before a full stop, empty quotation marks. A call
    fills some hundred texts at each answer, and few need this: each pattern is tried only where its characters
    occur."""
    if "  " in text or "\t" in text:
        text = BLANKS.sub(" ", text)
    if " ." in text or " ," in text or " ;" in text or " :" in text:
        text = BEFORE_A_SIGN.sub("", text)
    if ".." in text:
        text = TWO_STOPS.sub(".", text)
    if "?." in text or "!." in text:
        text = STOP_AFTER_A_SIGN.sub("", text)
    if not whole:
        return text
    if "\n" in text:  # a line must not begin with the space after a left-out part, and an empty line is not spoken
        text = AROUND_A_LINE_END.sub("\n", text)
    text = text.strip()
    return QUOTED_NOTHING.sub("", text) if "«" in text or "»" in text else text
