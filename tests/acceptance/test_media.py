"""Media: what comes of a call, by its answers. A call is on 23.03.2026, from a member in avd. 4."""

import re

import pytest

from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.procedures.loader import library
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.services.messages.addressing import address_of
from sentralbord_desktop.services.office import Services
from tests.helpers.acceptance import action, actions, at_home, kinds, press, take, text
from tests.helpers.calls import ready
from tests.helpers.cases import Call, Case, play, situation

MESSAGE = ("redaksjon=VG", "journalist=Kari Nordmo", "tema=oppgjør", "tar_samtalen=ingen", "beskjed=beskjed")

CASES = (
    Case(
        "a member whom the press asks for is never asked nor told of",
        "MD-1: whoever neither works here nor is a representative may be a member.",
        Call(
            (
                "bestemt=ja",
                "etterspurt=ikke_her",
                "redaksjon=VG",
                "journalist=Kari Nord",
                "tema=lønn",
                "presse_ledig=ingen",
                "deadline=i dag 14",
                "tlf=22334455",
            ),
            given={"caller": "media", "member": {}},
            never=("CONSULT",),
            equals={"CALLBACK.to": "role:media"},
            says={"I-MEDIA-UKJENT": "bekrefte eller avkrefte"},
        ),
    ),
    Case(
        "the press hears what happens when nobody answers",
        "MD-3, X-5",
        Call(
            (
                "bestemt=nei",
                "redaksjon=VG",
                "journalist=Kari Nord",
                "tema=lønn",
                "presse_ledig=ingen",
                "deadline=i dag 14",
                "tlf=22334455",
            ),
            given={"member": {}},
            ends={"I-MEDIA-PRESSE": "om fristen din.»"},
        ),
        Call(
            (
                "bestemt=nei",
                "redaksjon=VG",
                "journalist=Kari Nord",
                "tema=lønn",
                "presse_ledig=ingen",
                "deadline=vet_ikke",
                "tlf=22334455",
            ),
            given={"member": {}},
            ends={"I-MEDIA-PRESSE": "Jeg gir beskjed om hva du spør om.»"},
            says={"LOG.text": "Gjelder: lønn. Ringte Trond Erik Thorvaldsen 10.00, svarte ikke."},
        ),
        Call(
            (
                "bestemt=nei",
                "redaksjon=VG",
                "journalist=Kari Nord",
                "tema=lønn",
                "presse_ledig=ingen",
                "deadline=i dag 14",
                "tlf=ingen",
            ),
            given={"member": {}},
            says={"I-MEDIA-PRESSE": "Vi har ikke noe nummer til deg, så ring oss gjerne igjen."},
        ),
    ),
    Case(
        "media without a wish goes to the press contact or by email",
        "MD-3",
        Call(
            ("bestemt=nei", "redaksjon=Avisa", "journalist=Kari", "tema=lønn", "presse_ledig=tok"),
            given={"caller": "media", "member": {}, "availability": {"media": True}},
            does=(("TRANSFER", "role:media", ""),),
        ),
        Call(
            ("bestemt=nei", "redaksjon=Avisa", "journalist=Kari", "tema=lønn", "deadline=16"),
            given={"caller": "media", "member": {}, "caller_phone": "22123456", "availability": {"media": False}},
            does=(("EMAIL", "role:media", "E-MD"),),
        ),
    ),
    Case(
        "the press is rung before its deadline",
        "MD-3",
        Call(
            ("bestemt=nei", "redaksjon=Avisa", "journalist=Per Penn", "tema=streik", "deadline=i dag kl. 20"),
            given={
                "caller": "media",
                "member": {"phone": "99000418"},
                "availability": {"media": False},
                "call_time": "13.00",
            },
            equals={"CALLBACK.due": "2026-03-23T14:00:00", "CALLBACK.window": "frist i dag kl. 20"},
        ),
    ),
    Case(
        "the one the press asks for is the one we consult",
        "MD-2",
        Call(
            (
                "bestemt=ja",
                "etterspurt=Ola Nordmann",
                "redaksjon=VG",
                "journalist=Kari Nordmo",
                "tema=oppgjør",
                "tar_samtalen=ingen",
                "beskjed=beskjed",
                "deadline=16",
                "tlf=22123456",
            ),
            given={"caller": "media", "caller_name": "Kari Nordmo", "member": {}},
            equals={"CONSULT.text": "Ola Nordmann"},
        ),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=situation)
def test_a_call(case: Case) -> None:
    play("media", case)


@pytest.mark.parametrize(
    ("now", "needed", "due"),
    [
        ("12.00", "12.10", "2026-03-23T12:00:00"),  # not on the twelfth of October
        ("10.00", "11.10", "2026-03-23T10:55:00"),
        ("10.00", "10.04", "2026-03-23T11:00:00"),  # the tenth of April is near
    ],
)
def test_a_time_with_a_dot_is_no_day_of_next_autumn(now: str, needed: str, due: str) -> None:
    """MD-3"""
    run = take(
        "media",
        "bestemt=nei",
        "redaksjon=VG",
        "journalist=Kari Nord",
        "tema=lønn",
        "presse_ledig=ingen",
        f"deadline={needed}",
        "tlf=22334455",
        member={},
        call_time=now,
    )
    assert action(run, "CALLBACK")["due"] == due


def test_the_press_contact_who_did_not_answer_is_not_said_to_help() -> None:
    """MD-3: «Pressekontakten vår kan hjelpe deg.», and in the next line that they do not answer."""
    asked = ("bestemt=ja", "etterspurt=ikke_her", "redaksjon=VG", "journalist=Eva Ås", "tema=oppgjør")
    about = {"caller": "media", "member": {}}
    away = take("media", *asked, "presse_ledig=ingen", "deadline=vet_ikke", "tlf=22123456", **about)
    assert text(away, "I-MEDIA-UKJENT") == "«Jeg kan verken bekrefte eller avkrefte at noen er medlem.»"
    free = at_home(take("media", *asked, **about), "presse_ledig=tok")
    assert text(free, "I-MEDIA-UKJENT").endswith("Pressekontakten vår kan hjelpe deg.»")


def test_a_journalist_may_want_neither_a_message_nor_the_press_contact(services: Services) -> None:
    """MD-2: both are offered, and nothing is left for anybody when both are declined."""
    answers = (
        "bestemt=ja",
        "etterspurt=Kari Nord",
        "redaksjon=VG",
        "journalist=Kari Nordmo",
        "tema=oppgjør",
        "tar_samtalen=nei",
        "beskjed=ingen",
    )
    run = take("media", *answers, caller="media", member={})
    assert run.current is None
    assert kinds(run) == ["ASK", "CONSULT", "INFORM", "LOG"]
    receipt = services.inquiries.complete(ready(services, "media", None, *answers, caller="media"))
    assert receipt.by_hand == ()
    assert services.callbacks.all_open() == []


def test_a_message_from_the_press_reaches_whom_it_is_for() -> None:
    """MD-2, X-5: a line in the list at the switchboard tells them nothing."""
    run = press(*MESSAGE, "deadline=16", "tlf=22123456")
    assert ("EMAIL", "etterspurt", "E-MD") in actions(run)
    assert ("CALLBACK", "etterspurt", "") in actions(run)
    mail = next(a for a in Outcome(run).actions() if a.template == "E-MD")
    assert mail.text.startswith("Kari Nordmo, VG, tlf. 22 12 34 56. Gjelder: oppgjør.")
    assert address_of(mail.to, run.organisation, mail.to_label) == "gro@forbundet.no"
    stranger = press(*MESSAGE, "deadline=16", "tlf=22123456", name="etterspurt=Ola Ukjent")
    assert "EMAIL" not in kinds(stranger)  # the callback is what there is
    assert "CALLBACK" in kinds(stranger)


def test_the_press_without_a_deadline_is_rung_all_the_same() -> None:
    """MD-2, GE-5: «ikke oppgitt» is no time that somebody wished for."""
    made = action(press(*MESSAGE, "deadline=vet_ikke", "tlf=22123456"), "CALLBACK")
    assert (made["due"], made["window"]) == ("2026-03-24T10:00:00", "")


@pytest.mark.parametrize(
    ("called", "needed", "due"),
    [
        ("11.50", "12", "2026-03-23T11:50:00"),
        ("11.20", "i dag 12", "2026-03-23T11:45:00"),
        ("13.00", "i dag kl. 20", "2026-03-23T14:00:00"),
        ("15.29", "i morgen 8.30", "2026-03-23T15:44:00"),
        ("10.00", "før Dagsrevyen", "2026-03-23T11:00:00"),
        ("10.00", "straks", "2026-03-23T10:00:00"),
        ("19.40", "kl. 22 i kveld", "2026-03-23T19:55:00"),
        ("19.40", "i kveld halv ni", "2026-03-23T19:55:00"),
        ("19.40", "i kveld", "2026-03-23T19:40:00"),
        ("19.40", "snarest", "2026-03-23T19:40:00"),
    ],
)
def test_the_press_is_rung_before_it_needs_its_answer(called: str, needed: str, due: str) -> None:
    """MD-3: «trenger svar innen 12», said at ten to, was to be rung at ten to one. Words that are no time are soon.
    «kl. 22 i kveld», said after hours, was to be rung when the office opened next: over New Year five days later."""
    run = take(
        "media",
        "bestemt=nei",
        "redaksjon=VG",
        "journalist=Kari Nordmo",
        "tema=oppgjør",
        "presse_ledig=ingen",
        f"deadline={needed}",
        "tlf=22123456",
        caller="media",
        member={},
        call_time=called,
    )
    made = action(run, "CALLBACK")
    assert (made["due"], made["window"]) == (due, f"frist {needed}")


def test_the_press_is_rung_on_its_own_number_when_a_record_is_open(services: Services, ingunn: Member) -> None:
    """MD-2, MD-3: the record of whom they ask about was open, and its number went to the press contact."""
    answers = (
        "bestemt=nei",
        "redaksjon=VG",
        "journalist=Kari Nordmo",
        "tema=oppgjør",
        "presse_ledig=ingen",
        "deadline=16",
    )
    asked = take("media", *answers, caller="media")
    assert asked.current is not None
    assert asked.current.id == "tlf"
    known = take("media", *answers, caller="media", caller_phone="22123456")
    assert "VG, tlf. 22 12 34 56." in action(known, "EMAIL")["text"]
    services.inquiries.complete(ready(services, "media", ingunn, *answers, caller="media", number="22123456"))
    [promise] = services.callbacks.all_open()
    assert (promise.name, promise.number) == ("Kari Nordmo", "22123456")


def test_whoever_the_press_asked_for_has_a_name_in_what_is_left() -> None:
    """MD-2"""
    run = take(
        "media",
        "bestemt=ja",
        "etterspurt=Ola Hansen",
        "redaksjon=VG",
        "journalist=Kari Nordmo",
        "tema=oppgjør",
        "tar_samtalen=tok",
        member={},
        caller="media",
    )
    over = next(a for a in Outcome(run).actions() if a.kind == "TRANSFER")
    assert over.to_label == "Ola Hansen"


@pytest.mark.parametrize(
    ("asked", "rung"),
    [
        ("tar_samtalen=ingen", " Ringte DS 10.00, svarte ikke."),
        ("tar_samtalen=nei", " Ringte DS Gro Bakkerud 10.00, som sa nei."),
    ],
)
def test_the_press_contact_reads_who_was_asked_for_and_rung_first(asked: str, rung: str) -> None:
    """MD-2, MD-3"""
    written = ("redaksjon=VG", "journalist=Kari Nordmo", "tema=oppgjør", asked, "beskjed=presse")
    run = press(*written, "presse_ledig=ingen", "deadline=16", "tlf=22123456")
    assert f"Frist: 16. Spurte etter Gro Bakkerud.{rung} Jeg ringte deg 10.00, uten svar." in text(run, "E-MD")
    contact = "Ringte Trond Erik Thorvaldsen 10.00, svarte ikke."
    log = f"Spurte etter Gro Bakkerud.{rung} Gjelder: oppgjør. {contact} Frist: 16."
    assert log in action(run, "LOG")["text"]
    taken = press(*written, "presse_ledig=tok")
    assert f"Spurte etter Gro Bakkerud.{rung} Gjelder: oppgjør." in action(taken, "LOG")["text"]


def test_the_limit_of_the_press_has_one_word() -> None:
    """«Frist» on the screen, in the mail and in the log; the name of the step is not shown."""
    media = library().procedures["media"]
    shown = [part for step in media.steps for part in (step.ask, step.noun, step.say, step.do, step.short, step.note)]
    shown += [part for step in media.steps for choice in step.choices for part in (choice.text, choice.hint)]
    shown += [re.sub(r"\{[^}]*\}", "", variant.text) for variants in media.phrases.values() for variant in variants]
    shown += [
        re.sub(r"\{[^}]*\}", "", t.body) for key, t in library().templates.items() if "MD" in key or "MEDIA" in key
    ]
    assert not [words for words in shown if "deadline" in words.casefold()]
