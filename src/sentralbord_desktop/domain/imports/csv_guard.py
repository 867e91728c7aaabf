"""Cells that a spreadsheet would run as a formula."""

from sentralbord_desktop.domain.telephony.phone_numbers import is_phone_number

FORMULA_STARTS = tuple("=+-@−＝＋－＠﹦﹢﹣﹫")
"""First characters of a formula, also in full-width and small forms."""


def guarded(text: str, *, phone: bool = False) -> str:
    """`text` with an apostrophe in front if a spreadsheet would run it; a phone number is left unchanged.

    Leading spaces and invisible characters are ignored in the check, because some programs remove them.
    """
    bare = text.lstrip() if text.isprintable() else "".join(c for c in text if c.isprintable()).lstrip()
    if (not bare or bare[0] not in FORMULA_STARTS) and text[:1] not in ("\t", "\r", "\n"):
        return text
    return text if phone and is_phone_number(text) else "'" + text
