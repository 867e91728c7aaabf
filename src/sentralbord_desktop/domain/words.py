"""Numbers as they are said."""


def counted(count: int, one: str, many: str) -> str:
    """«1 rad», «30 000 rader»."""
    number = f"{count:,}".replace(",", " ")
    return f"{number} {one if count == 1 else many}"
