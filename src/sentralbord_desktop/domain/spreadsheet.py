"""Cells that leave for a spreadsheet must never be read as formulas (reliability, item 15)."""

import re

STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
PHONE = re.compile(r"\+?[\d ]{5,20}")


def safe_cell(text: str) -> str:
    """`text` with an apostrophe in front when a spreadsheet would compute it; phones are left."""
    if text.startswith(STARTS) and not PHONE.fullmatch(text):
        return "'" + text
    return text
