"""Why the text of a cell cannot be used. Pure."""

from typing import Any

ADDRESSES, NUMBERS = SEVERAL = ("har flere adresser", "har flere numre")


class CellError(ValueError):
    """In Norwegian, to be put after the column's heading; never the text of the cell.

    `detail` is a sentence about this one cell. Cells with the same error and other details have the same cause.
    `kept` is the value of what is read all the same, of a cell that has several (SEVERAL).
    """

    def __init__(self, why: str, detail: str = "", kept: Any = None) -> None:
        super().__init__(why)
        self.detail, self.kept = detail, kept
