"""A message as tomorrow's colleague reads it: whether it left, and whether somebody must see to it now."""

from datetime import date, datetime, timedelta

import pytest

from sentralbord_desktop.domain.dates.clock import OSLO
from sentralbord_desktop.domain.messages.outgoing import Outgoing

NOW = datetime(2026, 11, 30, 11, 0, tzinfo=OSLO)
"""A Monday."""


def message(**fields: object) -> Outgoing:
    plain = {"id": "1", "kind": "epost", "subject": "Spørsmål om kurs", "strength": "skal", "created": NOW}
    return Outgoing.model_validate({**plain, **fields})


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("klar", "ikke sendt"),
        ("apnet", "ikke sendt"),
        ("feilet", "ikke sendt"),
        ("sendt", "sendt 10.40"),
        ("overlatt", "sendt 10.40"),
        ("usikker", "usikkert"),
        ("trukket", "trukket"),
    ],
)
def test_the_record_says_of_each_message_whether_it_left(state: str, words: str) -> None:
    one = message(state=state, handed_over=NOW - timedelta(minutes=20))
    assert one.left_words(NOW) == words
    assert one.has_left is words.startswith("sendt")


@pytest.mark.parametrize(
    ("fields", "presses"),
    [
        ({}, False),
        ({"deadline": date(2026, 12, 3)}, True),
        ({"deadline": date(2026, 12, 4)}, False),
        ({"deadline": date(2026, 11, 27)}, True),
        ({"body": "Frist: i dag kl. 14."}, True),
        ({"body": "Ringte 30.11.2026 kl. 10.40."}, False),
        ({"body": "Frist: i dag kl. 14.", "created": NOW - timedelta(hours=20)}, False),
        ({"created": datetime(2026, 11, 27, 10, 59, tzinfo=OSLO)}, True),
        ({"created": datetime(2026, 11, 27, 11, 1, tzinfo=OSLO)}, False),
        ({"deadline": date(2026, 12, 1), "strength": "bor"}, False),
        ({"deadline": date(2026, 12, 1), "state": "sendt"}, False),
        ({"deadline": date(2026, 12, 1), "not_before": NOW + timedelta(minutes=1)}, False),
        ({"subject": "HASTER – oppsigelse", "strength": "bor"}, True),
    ],
)
def test_what_the_procedure_demands_presses_when_its_time_is_near(fields: dict[str, object], presses: bool) -> None:
    """TR-7: only a subject that began with HASTER was red; the rest lay under «Må sendes for hånd» past its deadline."""
    assert message(**fields).is_pressing(NOW) is presses
