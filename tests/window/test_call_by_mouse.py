"""The mouse alone in the real window: whole calls, the switches of the review, a discard and a form. The
pointer goes to what the accessibility tree gives as the place of a name; no key is sent."""

from pathlib import Path

import pytest

from tests.helpers.desktop import Node, Window, plain
from tests.helpers.window_register import Register, prepare, put_on_the_first_page

pytestmark = pytest.mark.night

RANG = ("Hilde Petrauskas", "Kjersti Storhaugen", "Nora Lindqvistmo", "Silje Steinbråten")
"""Who stands under «Ringte nylig», at any hour: the practice calls there are more or fewer as the day goes."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("vindu")
    prepare(made / "register")
    put_on_the_first_page(made / "register", RANG)
    return made


@pytest.fixture
def mouse(window: Window, monkeypatch: pytest.MonkeyPatch) -> Window:
    """The window, to whoever has no keyboard."""

    def no_key(*words: str) -> None:
        raise AssertionError(f"a key was used: {words}")

    monkeypatch.setattr(window, "keys", no_key)
    monkeypatch.setattr(window, "type", no_key)
    return window


def begin(mouse: Window, name: str, topic: str) -> None:
    """From the first page: somebody who rang before rings again, and is who they say."""
    mouse.click(f", {name}, ", "list item", times=2)
    mouse.click("Begge stemmer")
    mouse.sees("Bekreftet")
    mouse.click(topic, "button")


def is_on(mouse: Window, switch: str) -> bool:
    return "checked" in mouse.sees(switch, "check box")["states"]


def turn(mouse: Window, switch: str, *, on: bool) -> None:
    assert is_on(mouse, switch) is not on
    mouse.click(switch, "check box")

    def turned(nodes: list[Node]) -> bool:
        return any(switch in plain(node["name"]) and ("checked" in node["states"]) is on for node in nodes)

    mouse.until(turned, f"the switch of «{switch}» turned")


def test_a_whole_call_is_taken_by_the_mouse_with_the_switches_of_the_review(mouse: Window, register: Register) -> None:
    before = len(register.messages())
    begin(mouse, "Hilde Petrauskas", "Utmelding")
    mouse.click("Skjemaet på Min Side", "radio")
    mouse.sees("Se over og fullfør")
    turn(mouse, "SMS medlem", on=True)
    turn(mouse, "Henvis til", on=False)
    mouse.click("Fullfør", "button")
    mouse.sees("Lagret for Hilde Petrauskas")
    record = register.record("hilde petrauskas")
    assert record.calls[0].category == "utmelding"
    assert any("ønsket utmelding" in remark.text for remark in record.remarks)
    assert len(register.messages()) == before + 1, "the SMS that was turned on"


def test_what_must_be_said_and_a_way_back_are_clicked(mouse: Window, register: Register) -> None:
    begin(mouse, "Kjersti Storhaugen", "Trøbbel på jobben")
    mouse.click("Oppsagt", "check box")
    mouse.click("Videre")
    mouse.sees("Når fikk du brevet?")
    mouse.click("Hva har skjedd?", "list item")  # the trail: back to the first question
    mouse.sees("«Hva har skjedd?»")
    mouse.click("Videre")
    for step, answer in (
        ("Når fikk du brevet?", "2, I går"),
        ("forhandlingsmøte", "2, "),
        ("Vil du ha jobben tilbake", "1, "),
        ("Er du i prøvetid", "1, "),
        ("Var det skriftlig", "1, "),
        ("Når går oppsigelsestiden", "0, "),
        ("Har du snakket med tillitsvalgt", "2, "),
    ):
        mouse.sees(step)
        mouse.click(answer, "radio")
    mouse.click("Alt stemmer")
    mouse.click("Tok samtalen")
    mouse.sees("Se over og fullfør")
    if any("Sagt" in plain(node["name"]) for node in mouse.nodes() if node["clickable"]):
        mouse.click("Sagt")
    mouse.click("Fullfør", "button")
    mouse.sees("Fullført for Kjersti Storhaugen")
    assert register.record("kjersti storhaugen").calls[0].category == "trobbel"


def test_a_call_is_discarded_by_the_mouse(mouse: Window, register: Register) -> None:
    before = len(register.record("nora lindqvistmo").calls)
    begin(mouse, "Nora Lindqvistmo", "Utmelding")
    mouse.sees("Hvordan vil du sende det?")
    mouse.click("bytt emne, eller forkast samtalen")
    mouse.click_row(1, of=2)
    mouse.sees("Samtalen med Nora Lindqvistmo er forkastet")
    assert len(register.record("nora lindqvistmo").calls) == before


def test_a_form_is_filled_and_saved_by_the_mouse(mouse: Window, register: Register) -> None:
    before = register.callbacks_about("annet")
    mouse.click(", Silje Steinbråten, ", "list item", times=2)
    mouse.click("Avtal oppringing")
    mouse.sees("Gjenta nummeret høyt")
    mouse.click("Avtal", "button", whole=True)
    mouse.sees("Oppringing avtalt")
    assert sorted(register.callbacks_about("annet")) == sorted([*before, "Silje Steinbråten"])
