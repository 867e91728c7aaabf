"""The name of a file, as it is shown and kept. Pure."""

UNSHOWN = "\N{REPLACEMENT CHARACTER}"


def shown_file_name(name: str) -> str:
    """`name` with a mark for each sign that has no picture: a name on a disk may hold line breaks, marks that turn the
    reading direction, and bytes that are no text and could not be kept."""
    return "".join(sign if sign.isprintable() else UNSHOWN for sign in name)
