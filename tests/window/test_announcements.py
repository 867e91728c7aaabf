"""What a screen reader is told of a call, through AT-SPI. The whole calls, spoken, are in
`python3 dev.py ear`."""

from tests.helpers.desktop import Window
from tests.helpers.ear.hearing import day

DAYS = 4
"""Since the letter came: two weeks less these until the deadline."""


def test_hits_are_counted_with_the_first_of_them_and_each_arrow_names_one(window: Window) -> None:
    window.keys("F3")
    window.focus_is("Søk")
    with window.listening() as ear:
        window.type("fjeldheim")
        ear.is_told("treff", "Fjeldheim")
        window.keys("Down")
        second = ear.is_told("Fjeldheim")
        window.keys("Up")
        assert ear.is_told("Fjeldheim") != second
        window.keys("ctrl+a")
        window.type("nrs26")
        ear.is_told("1 treff", "NrS26")
        window.keys("Return")
        window.focus_is("Hva gjelder det?")


def test_a_step_is_one_sentence_with_its_answers_and_a_deadline_is_announced(window: Window) -> None:
    """Goes on with the member of the test before."""
    window.keys("space")
    window.sees("Bekreftet")
    with window.listening() as ear:
        window.keys("7")
        ear.is_told("Steg 1", "Si: ", "Hva har skjedd?", "1 Oppsagt")
        window.keys("1", "Return")
        window.focus_is("Når fikk du brevet?")
        window.type(f"-{DAYS}")
        ear.is_told(day(-DAYS))
        window.keys("Return")
        ear.is_told("Mulig frist: ", "Steg 3", "forhandlingsmøte", "1 Ja", "2 Ikke holdt")
        window.keys("9")
        ear.is_told("svarer")
    window.keys("ctrl+shift+Delete")
    window.sees("forkastet")


def test_the_review_begins_with_what_to_say_and_the_receipt_is_announced(window: Window) -> None:
    window.keys("F3")
    window.focus_is("Søk")
    window.type("nrs37")
    window.sees("1 treff")
    window.keys("Return")
    window.focus_is("Hva gjelder det?")
    window.keys("space")
    window.sees("Bekreftet")
    with window.listening() as ear:
        for words, key in (("Kurs", "9"), ("Kurs", "1"), ("melde deg på", "1"), ("lenke", "2")):
            window.sees(words)
            window.keys(key)
        ear.is_told("sies: Kurset er ikke åpnet ennå", "2 kort: 1 Henvis")
        window.keys("ctrl+Return")
        ear.is_told("Fullført")
        window.keys("ctrl+z")
        ear.is_told("Åpnet igjen: Kall NrS37")
