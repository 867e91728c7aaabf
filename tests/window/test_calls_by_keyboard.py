"""The union's calls in the real window: keys only, names read through the accessibility tree."""

import pytest

from tests.helpers.desktop import Window
from tests.helpers.desktop_calls import DISMISSED, Step, finish, open_member, press
from tests.helpers.window_register import Register

CALLS: list[tuple[str, list[Step], list[str]]] = [
    (
        "S10",
        [("Utmelding", "4"), ("trenger vi det skriftlig", "1")],
        ["ønsket utmelding", "avventer skriftlig bekreftelse", "skjema på Min Side"],
    ),
    (
        "S11",
        [
            ("Overføring", "5"),
            ("Til en annen avdeling", "1"),
            ("Er det du selv som ønsker", "1"),
            ("Hvilken avdeling vil du til?", "=9"),
            ("Hvilken avdeling hører du til?", "Return"),
        ],
        ["ønsker selv overføring fra avd. 4 til avd. 9", "avventer skriftlig bekreftelse"],
    ),
    (
        "S14",
        [
            ("Forsikring", "6"),
            ("Hva gjelder det? Er det", "2"),
            ("Hva er det du vil vite?", "1"),
            ("Hvilken avdeling hører du til?", "Return"),
            ("Avdelingen din har oversikten", "1"),
        ],
        ["Satt over til "],
    ),
    (
        "S23",
        [
            ("Forsikring", "6"),
            ("Hva gjelder det? Er det", "7"),
            ("Gjelder det ny GF", "2"),
            ("Hvilken avdeling hører du til?", "Return"),
            ("I medlemsbildet: Granveien 4", "1"),
        ],
        ["Ønsker å avslutte gammel GF", "reservasjonserklæring og returkonvolutt"],
    ),
    (
        "S02",
        [
            ("Kontingent og faktura", "1"),
            ("Hva lurer du på om", "4"),
            ("Da ser jeg om fakturaen", "3"),
            ("Svaret og avtalen?", "=Det ble forklart"),
        ],
        ["Skyldes manglende dokumentasjon: nei", "Det ble forklart"],
    ),
    (
        "S26",
        [
            *DISMISSED,
            ("Jeg prøver avdelingen din nå", "0"),
            ("Når passer det best", "Return"),
            ("Se over og fullfør", "space"),
        ],
        [
            "Henvendelse mottatt – oppsigelse",
            "Tillitsvalgt kontaktet: nei",
            "Sak til DS avd. 8 på e-post, videreformidlet til DS",
        ],
    ),
]


@pytest.mark.parametrize(
    ("call", "steps", "note"),
    [pytest.param(*one, id=one[0], marks=pytest.mark.night if number else ()) for number, one in enumerate(CALLS)],
)
def test_a_call_is_taken_by_keys_alone(
    call: str, steps: list[Step], note: list[str], window: Window, register: Register
) -> None:
    open_member(window, f"nr{call.lower()}")
    press(window, steps)
    finish(window)
    texts = [remark.text for remark in register.record(f"nr{call.lower()}").remarks]
    for words in note:
        assert any(words in text for text in texts), texts


@pytest.mark.night
def test_a_rate_question_is_referred_to_the_web(window: Window, register: Register) -> None:
    """S33"""
    open_member(window, "nrs33")
    press(window, [("Lov og avtaleverk", "8"), ("Gjelder det en sats", "1"), ("Satsene ligger på nettsiden", "1")])
    assert "Henvist til" in finish(window)
    assert register.record("nrs33").calls[0].category == "lov_avtale"


@pytest.mark.night
def test_a_private_case_is_put_through_to_help(window: Window, register: Register) -> None:
    """S24"""
    open_member(window, "nrs24")
    press(
        window,
        [
            ("Forsikring", "6"),
            ("Hva gjelder det? Er det", "8"),
            ("Gjelder saken jobben din?", "1"),
            ("Bli på linjen", "1"),
        ],
    )
    finish(window)
    assert "HELP" in register.record("nrs24").calls[0].outcome


@pytest.mark.night
def test_a_course_that_is_not_open_is_explained(window: Window, register: Register) -> None:
    """S37"""
    open_member(window, "nrs37")
    press(
        window,
        [
            ("Kurs, media og annet", "9"),
            ("Kurs", "1"),
            ("Vil du melde deg på", "1"),
            ("Ligger det lenke ved kurset?", "2"),
        ],
    )
    window.sees("Kurset er ikke åpnet ennå")
    finish(window)
    assert register.record("nrs37").calls[0].category == "kurs"


@pytest.mark.night
def test_a_journalist_without_a_record_leaves_a_message(window: Window, register: Register) -> None:
    """S38"""
    window.keys("F3")
    window.type("22123456")
    window.sees("Ingen treff på")
    window.keys("Return")
    window.focus_is("Hvem ringer?")
    press(
        window,
        [
            ("Journalist", "5"),
            ("Kurs, media og annet", "9"),
            ("Media", "2"),
            ("Er det noen bestemt", "1"),
            ("Hvem?", "=tillitsvalgt på flyplassen"),
            ("Hvilken redaksjon?", "=Avisa"),
            ("Navnet på journalisten?", "=Kari Nordmo"),
            ("Hva gjelder det?", "=oppgjør"),
            ("jeg skal høre om vedkommende", "3"),
            ("Kan jeg ta en beskjed", "1"),
            ("Når er fristen?", "=16"),
            ("Hvilket nummer kan vi nå deg på?", "Return"),
        ],
    )
    finish(window)
    assert any(subject.startswith("Media: Avisa") for subject in register.callbacks())


@pytest.mark.night
def test_a_spouse_is_told_nothing_about_membership(window: Window) -> None:
    """E04"""
    open_member(window, "nre04")
    window.keys("shift+space")
    window.sees("Jeg kan ikke bekrefte eller avkrefte om noen er medlem")
    assert "990 01" not in window.texts()
    window.keys("shift+space")


@pytest.mark.night
def test_the_menu_of_a_row_is_heard_and_its_columns_are_ticked_by_keys(window: Window) -> None:
    window.keys("ctrl+2")
    window.focus_is("Oppringinger")
    with window.listening() as ear:
        window.keys("shift+F10")
        ear.hears("focus", "Svarte")
        for menu in ("Smalere", "Bredere", "Kolonner"):
            window.keys("Up")
            ear.hears("focus", menu)
        window.keys("Right")
        ear.hears("focus", "Tilstand")
        for said in ("Tilstand er tatt bort", "Tilstand vises"):
            window.keys("space")
            ear.hears("said", said)
        window.keys("Escape", "Escape")
        ear.hears("focus", "Oppringinger")
    window.keys("ctrl+1")


def test_an_interrupted_call_is_parked_and_taken_up_exactly(window: Window) -> None:
    open_member(window, "nre10")
    press(window, [("Trøbbel på jobben", "7"), ("Hva har skjedd?", "1"), ("Hva har skjedd?", "Return")])
    window.focus_is("Dato")
    window.type("06.0")
    open_member(window, "nrs03")
    window.sees("parkert")
    window.keys("ctrl+p")
    window.until(
        lambda nodes: [n for n in nodes if n["text"] == "06.0" and "focused" in n["states"]],
        "the half-typed date with the caret in it",
    )
    window.keys("ctrl+p")
