"""Whoever stands as resigned and says that they are a member: nobody is told that the record agrees (UT-4)."""

import pytest

from tests.acceptance.test_rules import MEMBER, action, take
from tests.acceptance.test_what_is_left import AWAY, text

RESIGNED = {**MEMBER, "status": "utmeldt"}


@pytest.mark.parametrize(
    ("category", "answers", "template"),
    [
        ("trobbel", ("ja", "annet", "ja"), "E-TR"),
        ("lov_avtale", ("tolkning", "ja", "Pausen?", "nei", "ja"), "E-LA"),
        ("overforing_avdeling", ("ja", "ja", "7"), "E-OA"),
        ("overforing_forbund", ("ja", "ja", "NTL"), "E-OF"),
        ("forsikring", ("avslutte_ny",), "E-GF-AVD"),
    ],
)
def test_whoever_gets_the_case_hears_that_the_record_says_resigned(
    category: str, answers: tuple[str, ...], template: str
) -> None:
    """TR-5, LA-4, OA-2, OF-2, FO-11: «Medlem M-1 ringte», of one who had resigned."""
    mail = text(take(category, *answers, member=RESIGNED, availability=AWAY), template)
    assert "Medlem M-1, som står som utmeldt, " in mail
    plain = take("overforing_avdeling", "ja", "7")
    assert "Medlem M-1 ringte" in text(plain, "E-OA")


def test_nobody_is_told_that_they_are_a_member_until_they_write_when_the_record_says_no() -> None:
    """UT-3, UT-4: «Du er medlem til vi har fått …», said to one who stood as resigned."""
    run = take("utmelding", "nei", "har_adressen", member=RESIGNED)
    assert "Du er medlem" not in text(run, "I-UT")
    assert "«Vi må se på medlemskapet ditt når vi har fått den skriftlige" in text(run, "I-UT")
    assert "Står som utmeldt i medlemsbildet, men sier" in action(run, "NOTE")["text"]
    member = take("utmelding", "har_adressen")
    assert "«Du er medlem til vi har fått den skriftlige bekreftelsen. For" in text(member, "I-UT")
    assert "utmeldt" not in action(member, "NOTE")["text"]
