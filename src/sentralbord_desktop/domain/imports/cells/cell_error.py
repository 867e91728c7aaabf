"""Why the text of a cell cannot be used. Pure."""

from typing import Any

ADDRESSES, NUMBERS = SEVERAL = ("har flere adresser", "har flere numre")


class CellError(ValueError):
    """The reason in Norwegian, to follow the column's heading; never contains the text of the cell.

    `detail` is a sentence about this one cell. Cells with the same error but other details have the same cause. `kept`
    is the value that is read from a cell with several (SEVERAL).
    """

    def __init__(self, why: str, detail: str = "", kept: Any = None) -> None:
        super().__init__(why)
        self.detail, self.kept = detail, kept
