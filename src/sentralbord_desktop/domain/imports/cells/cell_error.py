"""Why the text of a cell cannot be used. Pure."""


class CellError(ValueError):
    """In Norwegian, to be put after the column's heading; never the text of the cell.

    `detail` is a sentence about this one cell. Cells with the same error and other details have the same cause.
    """

    def __init__(self, why: str, detail: str = "") -> None:
        super().__init__(why)
        self.detail = detail
