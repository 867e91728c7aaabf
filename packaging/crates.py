"""The Rust crates inside the packages: a line each, and the notices and texts of those that ask for their own, by
licences/crates.toml. Used by notices.py. Standard library only."""

from __future__ import annotations

import re
import textwrap
import tomllib
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

from carried import LICENCES, Carried

GIVEN = frozenset({"Apache-2.0", "Apache-2.0 WITH LLVM-exception"})
"""A crate under one of these licences is used under it; the text is listed under OpenSSL."""
HEAD = """
Used unchanged, by the licences named here. A crate that may be had by Apache-2.0 is used by it: its text stands under
OpenSSL above. The notices of the authors of the others follow the list, with the texts of their licences.
"""
Told = dict[str, Any]
"""What crates.toml holds."""


def told() -> Told:
    return tomllib.loads((LICENCES / "crates.toml").read_text(encoding="utf-8"))


def choices(expression: str) -> set[frozenset[str]]:
    """Every set of licences that fulfils an SPDX expression: of «(MIT OR X) AND Y», {MIT, Y} and {X, Y}."""
    words = re.findall(r"[()]|[^\s()]+(?: WITH [^\s()]+)?", expression)

    def either() -> set[frozenset[str]]:
        found = both()
        while words[:1] == ["OR"]:
            words.pop(0)
            found |= both()
        return found

    def both() -> set[frozenset[str]]:
        found = one()
        while words[:1] == ["AND"]:
            words.pop(0)
            found = {a | b for a, b in product(found, one())}
        return found

    def one() -> set[frozenset[str]]:
        word = words.pop(0)
        if word != "(":
            return {frozenset({word})}
        found = either()
        words.pop(0)
        return found

    return either() if words else set()


def wanted_texts(crate: Carried, known: Told) -> frozenset[str] | None:
    """The licences whose texts are required for this crate: the fewest; None when some are unknown."""
    mine = {text["licence"] for text in known["text"] for group in text["of"] if crate.name in group["crates"]}
    fewest = sorted((choice - GIVEN for choice in choices(crate.licence)), key=lambda c: (len(c), sorted(c)))
    return next((choice for choice in fewest if choice <= mine), None)


def crate_faults(found: Sequence[Carried], known: Told) -> list[str]:
    return [
        f"{crate.name} {crate.version}, {crate.licence or 'no licence'}: no text in licences/crates.toml"
        for crate in found
        if crate.name not in known["without"] and wanted_texts(crate, known) is None
    ]


def crate_lines(found: Sequence[Carried], known: Told) -> Iterator[str]:
    for crate in found:
        yield f"{crate.name} {crate.version}, {crate.licence}, in {crate.inside}"
        yield f"    {' '.join([crate.author, crate.source]).strip()}"
        if why := known["without"].get(crate.name):
            yield f"    The text of its licence is missing here: {why}"


def crate_texts(found: Sequence[Carried], known: Told) -> Iterator[tuple[str, str, str]]:
    """The title, the crates with their lines of copyright, and the words of each text that a crate asks for."""
    for text in known["text"]:
        asking = [crate for crate in found if text["licence"] in (wanted_texts(crate, known) or ())]
        notices = []
        for group in text["of"]:
            mine = [f"{crate.name} {crate.version}" for crate in asking if crate.name in group["crates"]]
            if mine:
                lines = textwrap.wrap(", ".join(mine), 118, break_on_hyphens=False)
                notices += [*lines, *(f"    {line}" for line in group.get("copyright", "").split("\n") if line)]
        if notices:
            words = (LICENCES / text["file"]).read_text(encoding="utf-8")
            yield f"Rust crates by {text['licence']}", "\n".join(notices), words
