"""Words and values that mean an empty cell. Pure."""

from datetime import date

from sentralbord_desktop.domain.text.folding import plain

SAYS_NOTHING = frozenset(
    {"", "-", "--", "–", "—", "_", ".", "..", "?", "*", "(tom)", "(blank)"}
    | {"#I/T", "#N/A", "#VERDI!", "#VALUE!", "#REF!", "#NAVN?", "#NAME?", "#DIV/0!"}
    | {"NULL", "null", "(null)", "<null>", "<NULL>", "\\N", "None", "nan", "NaN", "NaT", "<NA>"}
    | {"00.00.0000", "00.00.00", "0000-00-00", "0000-00-00 00:00:00", "00/00/0000", "0.0.0000", "00000000"}
    | {"31.12.9999", "9999-12-31", "9999-12-31 00:00:00", "99991231"}
    | {"01.01.1900", "1900-01-01", "1900-01-01 00:00:00", "19000101"}
    | {
        case(word)
        for word in (
            *("ukjent", "ukjend", "n/a", "ikke oppgitt", "ikkje oppgitt", "ikke kjent", "ikkje kjend", "uoppgitt"),
            *("ikke registrert", "ikkje registrert", "ikke angitt", "ikkje oppgjeve", "uoppgjeve"),
        )
        for case in (str, str.upper, str.capitalize)
    }
)
"""Texts in a cell without a value, from people and systems. «Null» is a name."""
SYSTEM_DAYS = frozenset(
    {date(1, 1, 1), date(1753, 1, 1), date(1899, 12, 30), date(1899, 12, 31), date(1900, 1, 1)}
    | {date(2099, 12, 31), date(2999, 12, 31), date(9999, 12, 31)}
)
"""The first and the last day of a system: a day that was never filled in, and an end that has not come."""
NO_SUCH = "ingen|mangler|har ikke|har ikkje|finnes ikke|nei|hemmelig|unntatt|reservert"
"""Words in a cell for a number or an address that mean none."""
OF_WHAT = "|e-post|epostadresse|mail|email|telefon|tlf|mobil|nummer"
"""Words that may follow: «ingen e-post»."""
_NO_SUCH, _OF_WHAT = (tuple(map(plain, words.split("|"))) for words in (NO_SUCH, OF_WHAT))


def is_none(text: str) -> bool:
    """Whether a cell for a number or an address says that there is none: «ingen», «mangler e-post»."""
    word = plain(text)
    return any(word.removeprefix(none) in _OF_WHAT for none in _NO_SUCH if word.startswith(none))
