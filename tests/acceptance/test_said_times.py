"""What is promised of a time that was said on the phone, and what is left of it: GE-5, TR-7."""

import pytest

from sentralbord_desktop.procedures.checks.simulate import answer_with
from tests.acceptance.test_rules import action, take
from tests.acceptance.test_what_is_left import AWAY, kinds, text

DISMISSED = ("trobbel", "oppsagt")
NO_TALKS = ("ikke_holdt", "jobb", "ingen", "ingen", "vet_ikke", "ja")


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
)
def test_nobody_is_promised_a_call_when_nobody_is_there(called: str, wished: str, due: str, promised: str) -> None:
    """GE-5, 4.2: «24. desember kl. 10» was promised, and the offices are closed on the eve."""
    run = take("annet", "pensjon", "ring", wished, call_date=called)
    assert action(run, "CALLBACK")["due"] == due
    assert f", {promised}.»" in text(run, "I-CB")
    moved = f"ønsket {wished}, kontoret kan være stengt da"
    if due.endswith("T08:00:00"):
        assert action(run, "CALLBACK")["window"] == moved
    note = text(run, "N-CB")
    assert f"ringt opp {promised} på 990 00 418 om pensjon" in note
    assert (f"om pensjon ({moved})." in note) == due.endswith("T08:00:00"), "who asked for what"


def test_a_case_does_not_wait_until_the_eve() -> None:
    """TR-7, 4.2: two working days before 29 December were the 24th, when nobody rings and nobody answers."""
    case = take(*DISMISSED, "15.12", *NO_TALKS, availability=AWAY, call_date="2026-12-18")
    assert action(case, "CALLBACK")["due"] == "2026-12-23T10:00:00"
    assert "innen onsdag 23. desember, må du ringe igjen." in text(case, "I-FRIST")
    monday = take(*DISMISSED, "15.12", *NO_TALKS, availability=AWAY, call_date="2025-12-18")
    assert "innen tirsdag 23. desember, må du ringe igjen." in text(monday, "I-FRIST")  # of the 29th
    near = take(*DISMISSED, "14.12", *NO_TALKS, availability=AWAY, call_date="2026-12-23")
    assert action(near, "CALLBACK")["due"] == "2026-12-23T11:00:00"
    assert "innen klokka 15.00 i dag, må du ringe igjen." in text(near, "I-FRIST")


HURRIES = (*DISMISSED, "2026-03-10", *NO_TALKS)
"""On 23.03.2026: two weeks are over tomorrow."""
IN_GOOD_TIME = (*DISMISSED, "2026-03-16", *NO_TALKS)
"""On 23.03.2026: two weeks are over on the 30th, so a callback is made on the 26th."""


@pytest.mark.parametrize(
    ("suits", "due"),
    [
        ("i morgen etter 14", "2026-03-24T14:00:00"),
        ("onsdag", "2026-03-25T10:00:00"),
        ("tirsdag eller onsdag etter 12", "2026-03-24T12:00:00"),
        ("fredag etter 12", "2026-03-26T10:00:00"),  # the deadline goes before
        ("etter 14", "2026-03-26T14:00:00"),
        ("i morgen etter 18", "2026-03-26T10:00:00"),  # the house is closed then
    ],
)
def test_a_member_is_rung_on_the_day_they_name_when_the_deadline_allows(suits: str, due: str) -> None:
    """GE-5, TR-7: «best i morgen etter 14» stood beside a callback two days later."""
    case = take(*IN_GOOD_TIME, f"best_tid={suits}", availability=AWAY)
    assert action(case, "CALLBACK")["due"] == due
    assert f", best {suits}" in text(case, "E-TR")


def test_whoever_speaks_with_a_neighbour_does_not_wait_for_another() -> None:
    """X-2: the member was put through, heard «hører du ikke fra oss», and the own DS was to ring in an hour."""
    asked = take(*HURRIES, "samtykke_naer=ja", availability={**AWAY, "nearby_DS": None})
    over = answer_with(asked, "ja")
    said = text(over, "I-FRIST")
    assert said.startswith(
        "«Jeg sender saken til distriktssekretæren din, og setter deg nå over til en i en "
        "nærliggende avdeling. Du fikk brevet"
    )
    assert said.endswith("før du har snakket med oss.»")
    assert {"CALLBACK"} & set(kinds(over)) == set()
    assert {"EMAIL", "NOTE", "RECORD_MEMBER_DETAILS"} <= set(kinds(over)), "TR-5 and TR-6 stay"
    assert "tar kontakt" not in text(over, "S-FRIST")
    none = answer_with(asked, "nei")
    assert "CALLBACK" in kinds(none)
    assert "Hører du ikke fra oss innen" in text(none, "I-FRIST")


def test_no_line_begins_with_the_space_of_what_was_left_out() -> None:
    """TR-5: «\n Medlemmet er informert …» when DS is not to get in touch."""
    for answers, near in ((HURRIES, ("ja", "ja")), (IN_GOOD_TIME, ())):
        mail = text(take(*answers, *near, availability={**AWAY, "nearby_DS": None}), "E-TR")
        assert [line for line in mail.split("\n") if line != line.strip()] == []


def test_nobody_says_that_the_ds_has_a_case_that_is_sent_to_the_administration() -> None:
    """TR-5, X-5: «Jeg har sendt saken til distriktssekretæren», and nobody knew which."""
    lost = take(
        "trobbel", "ja", "vet_ikke", *IN_GOOD_TIME[1:], "99000777", "Ola", member={}, caller="ukjent", availability=AWAY
    )
    assert lost.current is None
    assert text(lost, "I-FRIST").startswith("«Jeg sender saken videre, så finner vi distriktssekretæren din. Du fikk")
    assert "beskjed om at distriktssekretæren tar kontakt." in text(lost, "E-TR")


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("i morgen", "24.03.2026"),
        ("mandag", "30.03.2026"),
        ("fra 1. april", "01.04.2026"),
        ("16.03", "16.03.2026"),
        ("siden fredag", "20.03.2026"),
        ("uke 15", "uke 15"),
    ],
)
def test_the_first_day_of_a_layoff_is_a_date_for_whoever_reads_it_later(said: str, written: str) -> None:
    """TR-5, D14: «Gjelder fra: i morgen», in a mail that is read the day after."""
    case = take("trobbel", "permittert", "20.03", said, "ja", "ja", availability=AWAY)
    assert f"Gjelder fra: {written}\n" in text(case, "E-TR")
    assert f"gjelder fra: {written}" in action(case, "RECORD_MEMBER_DETAILS")["text"]


def test_a_mail_about_a_meeting_has_its_day_in_the_subject() -> None:
    """D1, X-2: «HASTER … ingen frist beregnet», and the meeting was in two days."""
    case = take("trobbel", "annet", "moete=onsdag", "ja", availability=AWAY)
    assert action(case, "EMAIL")["subject"] == ("HASTER – Alvorlig sak – medlem M-1 – innkalt til møte 25.03.2026")
    plain = take("trobbel", "annet", "ja", availability=AWAY)
    assert action(plain, "EMAIL")["subject"].endswith("– ingen frist beregnet")


@pytest.mark.parametrize("loop", ["2", "1"])
def test_a_member_may_rather_be_rung_than_put_through(loop: str) -> None:
    """GE-5, TR-5: a DS was free, and the note had to say that none was."""
    busy = () if loop == "2" else ("nei",)
    case = take(*IN_GOOD_TIME, *busy, "ringes", "best_tid=i morgen etter 14", received_on=f"sloyfe:{loop}")
    assert case.current is None
    assert "Vil heller bli ringt opp. Sak videreformidlet til DS avd. 4" in text(case, "N-TR")
    assert action(case, "CALLBACK")["due"] == "2026-03-24T14:00:00"
    assert {"EMAIL", "RECORD_MEMBER_DETAILS", "INFORM"} <= set(kinds(case))
    assert "TRANSFER" not in kinds(case)
