"""Whoever takes a case over, and whoever waits for it, is told how it stands: no more was promised than is done."""

import pytest

from sentralbord_desktop.procedures.play import answer_with
from tests.acceptance.test_rules import take
from tests.acceptance.test_what_is_left import AWAY, text

HURRIES = ("trobbel", "oppsagt", "2026-03-10", "ikke_holdt", "jobb", "ingen", "nei")
"""Two weeks are over tomorrow."""
NEARBY = {**AWAY, "nearby_DS": None}

# ---------------------------------------------------------------- trøbbel


def test_the_members_own_ds_is_told_that_a_neighbour_has_the_case() -> None:
    """X-2, TR-5: the mail told to ring a member whom another DS was speaking with, and said that they waited."""
    asked = take(*HURRIES, availability=NEARBY)
    over = text(answer_with(answer_with(asked, "ja"), "ja"), "E-TR")
    assert "mulig frist 24.03.2026. Satt over til DS i nærliggende avdeling etter samtykke." in over
    assert "at du tar kontakt" not in over
    none = text(answer_with(answer_with(asked, "ja"), "nei"), "E-TR")
    assert "Ingen DS i nærliggende avdeling ledig." in none
    waits = text(answer_with(asked, "nei"), "E-TR")
    assert "Ville vente på egen DS." in waits
    for mail in (none, waits):
        assert "Medlemmet har fått beskjed om at du tar kontakt." in mail


@pytest.mark.parametrize(
    ("when", "where", "template"),
    [("2026-03-20", "ingen", "I-FRIST"), ("2026-03-01", "ingen", "I-FRIST-UTE"),
     ("vet_ikke", "ingen", "I-FRIST-UKJENT"), ("i dag", "staten", "I-STAT")],
)  # fmt: skip
def test_whoever_was_dismissed_is_always_told_what_to_do(
    when: str, where: str, template: str
) -> None:
    """4.4, TR-7: «always add an action», also where no date can be said; it was said with a date only."""
    answers = ("trobbel", "oppsagt", when, "ikke_holdt", "jobb", where)
    written = text(take(*answers, "ja", availability=AWAY), template)
    assert " Ta vare på brevet og konvolutten. Ikke skriv under på noe før" in written
    oral = text(take(*answers, "formfeil=muntlig", "ja", availability=AWAY), template)
    assert "konvolutten" not in oral
    assert ". Ikke skriv under på noe før du har snakket med oss." in oral
