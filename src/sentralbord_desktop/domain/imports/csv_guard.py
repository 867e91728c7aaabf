"""Cells that a spreadsheet would run as a formula."""

from sentralbord_desktop.domain.telephony.phone_numbers import is_phone_number

FORMULA_STARTS = tuple("=+-@−＝＋－＠﹦﹢﹣﹫")
"""How a formula can begin, in full-width and small forms too."""


def guarded(text: str, *, phone: bool = False) -> str:
    """`text` with an apostrophe before what a spreadsheet would run; a phone number is let be.

    Spaces in front do not help, nor signs that cannot be seen: some programs take them away first.
    """
    bare = text.lstrip() if text.isprintable() else "".join(c for c in text if c.isprintable()).lstrip()
    if (not bare or bare[0] not in FORMULA_STARTS) and text[:1] not in ("\t", "\r", "\n"):
        return text
    return text if phone and is_phone_number(text) else "'" + text
