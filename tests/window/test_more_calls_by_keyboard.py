"""More calls in the real window, by keys alone: who took the call, who was not found, who is not the member."""

import pytest

from tests.helpers.desktop import Window
from tests.helpers.desktop_calls import DISMISSED, finish, open_member, press
from tests.helpers.window_register import Register

pytestmark = pytest.mark.night

DS = "Jeg prøver avdelingen din nå"


def unknown_caller(window: Window, number: str, digit: str) -> None:
    """A number that nobody has, and the answer to «Hvem ringer?»."""
    window.keys("F3")
    window.type(number)
    window.sees("Ingen treff på")
    window.keys("Return")
    window.focus_is("Hvem ringer?")
    window.keys(digit)


def test_the_log_names_who_took_the_call(window: Window, register: Register) -> None:
    """S25: whoever answers first, DS or case handler."""
    open_member(window, "nrs25")
    press(window, [*DISMISSED, (DS, "1")])
    finish(window)
    record = register.record("nrs25")
    outcome, _, who = record.calls[0].outcome.partition("satt over til ")
    assert (outcome, len(who.split()) > 2) == ("", True), "a function and a name"
    assert f"mottatt og satt over til {who} kl. " in record.remarks[0].text


def test_a_member_who_is_not_found_is_rung_back_and_not_answered(window: Window, register: Register) -> None:
    unknown_caller(window, "41234567", "1")
    press(
        window,
        [
            ("Forsikring", "6"),
            ("Hva gjelder det? Er det", "2"),
            ("Hva er det du vil vite?", "3"),
            ("Hvilken avdeling hører du til?", "=4"),
            ("Da finner sløyfe 1 medlemsbildet og ringer", "0"),
            ("Hva er navnet ditt?", "=Kari Moen"),
            ("Nummeret det ringes fra", "Return"),
            ("Når passer det best", "Return"),
        ],
    )
    finish(window)
    assert any(one.startswith("Spurte om gruppelivsforsikring. Finn medlemsbildet") for one in register.callbacks())


def test_an_employer_is_told_nothing_of_an_employee(window: Window, register: Register) -> None:
    before = register.messages(), register.callbacks()
    unknown_caller(window, "22998877", "4")
    window.sees("Arbeidsgiver ringer")
    assert "1, Kontingent" not in window.texts(), "only general topics have a digit"
    press(window, [("Trøbbel på jobben", "7"), ("Jeg kan ikke bekrefte eller avkrefte", "space")])
    finish(window)
    assert (register.messages(), register.callbacks()) == before


def test_a_husband_who_is_found_out_in_the_review_leaves_nothing(window: Window, register: Register) -> None:
    """S31: nobody took the call, and all was ready to be sent."""
    before = register.messages(), register.callbacks()
    open_member(window, "nrs31")
    press(window, [*DISMISSED, (DS, "0"), ("Når passer det best", "Return"), ("Se over og fullfør", "shift+space")])
    window.sees("Tatt bort, fordi det ikke er medlemmet som ringer")
    window.keys("space")
    finish(window)
    assert (register.messages(), register.callbacks()) == before
    record = register.record("nrs31")
    assert (record.remarks, record.calls, record.cases) == ((), (), ())


def test_a_birth_date_that_does_not_fit_leaves_no_remark(window: Window, register: Register) -> None:
    """S36: a reminder of GF, and the identity fails."""
    window.keys("F3")
    window.focus_is("Søk")
    window.type("nrs36")
    window.sees("1 treff")
    window.keys("Return")
    window.focus_is("Hva gjelder det?")
    press(
        window,
        [
            ("Forsikring", "6"),
            ("Hva gjelder det? Er det", "6"),
            ("Kan jeg få fødselsdatoen din", "2"),
            ("Se over og fullfør", "space"),
        ],
    )
    finish(window)
    record = register.record("nrs36")
    assert record.remarks == ()
    assert [call.outcome for call in record.calls] == [
        "fullført: Identiteten er ikke bekreftet. Ga bare generell informasjon."
    ]


def test_an_answer_is_corrected_and_what_hung_on_it_goes(window: Window, register: Register) -> None:
    """E01: dismissed, no, laid off."""
    open_member(window, "nre01")
    press(
        window,
        [
            ("Trøbbel på jobben", "7"),
            ("Har du snakket med avdelingen", "2"),
            ("Hva har skjedd?", "1"),
            ("Hva har skjedd?", "Return"),
            ("Når fikk du brevet?", "=-4"),
            ("forhandlingsmøte med arbeidsgiver", "Left"),
            ("Skriv dagen brevet kom fram", "alt+Left"),
            ("Lytt, og velg alt som gjelder", "1"),
            ("Hva har skjedd?", "3"),
            ("Hva har skjedd?", "Return"),
            ("Når fikk du varselet", "=-1"),
            ("Fra hvilken dag gjelder", "=15.12.2026"),
            ("arbeidssøker hos Nav", "2"),
            ("Har du snakket med tillitsvalgt", "1"),
            ("Når vi deg på nummeret som slutter på", "Return"),
            ("Meld deg hos Nav", "1"),
            ("Jeg prøver sløyfe 2 nå", "0"),
            (DS, "0"),
            ("Når passer det best", "Return"),
            ("Se over og fullfør", "space"),
        ],
    )
    finish(window)
    remark = register.record("nre01").remarks[0].text
    assert "Henvendelse mottatt – permittering." in remark
    assert "oppsigelse" not in remark
