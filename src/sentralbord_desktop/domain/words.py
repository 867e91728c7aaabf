"""Numbers as they are said."""


def counted(count: int, one: str, many: str) -> str:
    """«1 rad», «2 rader»."""
    return f"{count} {one if count == 1 else many}"
