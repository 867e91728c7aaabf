"""Lists of words that are written as running text."""


def word_list(text: str) -> tuple[str, ...]:
    """The words of `text`, which are separated by blanks and line ends."""
    return tuple(text.split())
