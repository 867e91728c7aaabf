"""Docstrings and comments are in plain technical English: six words of literary style are rare in them."""

import ast
import io
import re
import tokenize
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src/sentralbord_desktop"
COMPILED = "_generated"
LITERARY = re.compile(r"\b(whoever|nobody|stands|mend|house|said)\b", re.IGNORECASE)
MAX_PER_1000_WORDS = 1.0


def prose_of(source: str) -> str:
    """Every docstring, of attributes too, and every comment."""
    docs = [
        statement.value.value
        for statement in ast.walk(ast.parse(source))
        if isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    ]
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return "\n".join([*docs, *(token.string[1:] for token in tokens if token.type == tokenize.COMMENT)])


def measured(files: Iterable[Path]) -> tuple[int, dict[str, list[str]]]:
    """All words, and the literary ones by file."""
    words, found = 0, {}
    for file in files:
        prose = prose_of(file.read_text(encoding="utf-8"))
        words += len(prose.split())
        if here := LITERARY.findall(prose):
            found[file.relative_to(SOURCE).as_posix()] = here
    return words, found


def test_docstrings_and_comments_are_plain() -> None:
    words, found = measured(file for file in SOURCE.rglob("*.py") if COMPILED not in file.parts)
    share = 1000 * sum(map(len, found.values())) / words
    worst = sorted(found.items(), key=lambda one: -len(one[1]))[:20]
    assert share <= MAX_PER_1000_WORDS, f"{share:.1f} in 1000 words: {worst}"


def test_words_are_counted_in_docstrings_and_comments_only() -> None:
    source = 'A = "nobody said"\n"""Whoever knows."""\n\n\ndef house() -> None:\n    """It stands."""  # mend it\n'
    assert LITERARY.findall(prose_of(source)) == ["Whoever", "stands", "mend"]
