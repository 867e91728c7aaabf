"""What is promised of a time that was said on the phone, and what is left of it: GE-5, TR-7."""

import pytest

from tests.acceptance.test_rules import action, take
from tests.acceptance.test_what_is_left import AWAY, text

DISMISSED = ("trobbel", "oppsagt")
NO_TALKS = ("ikke_holdt", "jobb", "ingen", "ja")


@pytest.mark.parametrize(
    ("called", "wished", "due", "promised"),
    [
        ("2026-12-21", "24/12", "2026-12-28T08:00:00", "mandag 28. desember kl. 08"),
        ("2026-12-21", "torsdag kl. 10", "2026-12-28T08:00:00", "mandag 28. desember kl. 08"),
        ("2026-12-30", "i morgen tidlig", "2027-01-04T08:00:00", "mandag 4. januar kl. 08"),
        ("2026-12-24", "i dag 11.30", "2026-12-24T11:30:00", "torsdag 24. desember kl. 11.30"),
        ("2026-03-30", "etter påske", "2026-04-07T10:00:00", "tirsdag 7. april kl. 10"),
        ("2026-03-26", "mandag eller tirsdag", "2026-03-30T10:00:00", "mandag 30. mars kl. 10"),
        ("2026-03-26", "kvart på ti i morgen", "2026-03-27T09:45:00", "fredag 27. mars kl. 09.45"),
    ],
)  # fmt: skip
def test_nobody_is_promised_a_call_when_nobody_is_there(
    called: str, wished: str, due: str, promised: str
) -> None:
    """GE-5, 4.2: «24. desember kl. 10» was promised, and the offices are closed on the eve."""
    run = take("annet", "pensjon", "ring", wished, call_date=called)
    assert action(run, "CALLBACK")["due"] == due
    assert f", {promised}.»" in text(run, "I-CB")
    if called == "2026-12-21":
        assert action(run, "CALLBACK")["window"] == f"ønsket {wished}, kontoret kan være stengt da"


def test_a_case_does_not_wait_until_the_eve() -> None:
    """TR-7, 4.2: two working days before 29 December were the 24th, when nobody rings and nobody answers."""
    case = take(*DISMISSED, "15.12", *NO_TALKS, availability=AWAY, call_date="2026-12-18")
    assert action(case, "CALLBACK")["due"] == "2026-12-23T10:00:00"
    assert "innen onsdag 23. desember, må du ringe igjen." in text(case, "I-FRIST")
    near = take(*DISMISSED, "14.12", *NO_TALKS, availability=AWAY, call_date="2026-12-23")
    assert action(near, "CALLBACK")["due"] == "2026-12-23T11:00:00"
    assert "innen klokka 15.00 i dag, må du ringe igjen." in text(near, "I-FRIST")
