"""What code refers to is in the project: each rule has its text, and no paper is cited that is not here."""

import re
from pathlib import Path

from sentralbord_desktop.procedures.loader import library

ROOT = Path(__file__).parents[2]
FAMILIES = {rule.partition("-")[0] for rule in library().rules}
RULE = re.compile(rf"\b(?:{'|'.join(sorted(FAMILIES))})-\d+\b(?!-)")
PAPER = re.compile(r"\b(?:issue \d+|design,? (?:section )?\d|second edition|picture \d+b?)\b", re.IGNORECASE)


def sources(*folders: str) -> dict[str, str]:
    return {
        file.relative_to(ROOT).as_posix(): file.read_text(encoding="utf-8")
        for folder in folders
        for file in (ROOT / folder).rglob("*.py")
        if "_generated" not in file.parts and file != Path(__file__)
    }


def test_each_rule_that_is_cited_has_its_text() -> None:
    assert {"PR", "TR", "X"} <= FAMILIES
    cited = {(file, rule) for file, text in sources("src").items() for rule in RULE.findall(text)}
    assert len(cited) > 100
    assert not sorted(one for one in cited if one[1] not in library().rules)


def test_no_paper_is_cited_that_is_not_in_the_project() -> None:
    cited = {file: PAPER.findall(text) for file, text in sources("src", "tests", "benchmarks").items()}
    assert not {file: found for file, found in cited.items() if found}
