"""A call in the real window, by keys: a member is opened, the steps are answered, Fullfør."""

import re

from tests.helpers.desktop import Node, Window

Step = tuple[str, str]
"""What is on the screen when the key is pressed, and the key (or «=text» to type, then Enter)."""
DISMISSED: list[Step] = [
    ("Trøbbel på jobben", "7"),
    ("Hva har skjedd?", "1"),
    ("Hva har skjedd?", "Return"),
    ("Når fikk du brevet?", "=-4"),
    ("forhandlingsmøte med arbeidsgiver", "2"),
    ("Vil du ha jobben tilbake", "1"),
    ("Er du i prøvetid", "1"),
    ("Var det skriftlig", "1"),
    ("Når går oppsigelsestiden ut?", "=vet ikke"),
    ("Har du snakket med tillitsvalgt", "2"),
    ("Når vi deg på nummeret som slutter på", "Return"),
    ("Jeg prøver sløyfe 2 nå", "0"),
]
"""A dismissal without negotiations, until loop 2 has not answered."""


def open_member(window: Window, name: str) -> None:
    """Search as on the phone, Enter, and the caller is who they say."""
    window.keys("F3")
    window.focus_is("Søk")
    window.type(name)
    window.sees("1 treff")
    window.keys("Return")
    window.sees("Avdeling")
    window.focus_is("Hva gjelder det?")
    window.keys("space")
    window.sees("Bekreftet")


def press(window: Window, steps: list[Step]) -> None:
    """Each key when its step has come. The pause of 150 ms is the app's own guard."""
    for words, key in steps:
        window.sees(words)
        if key.startswith("="):
            window.type(key[1:])
            window.keys("Return")
        else:
            window.keys(key)


RECEIPT = re.compile(r"telefonlogg\b|Telefonlogg( er ført| og |\.)")
"""«Merknad og telefonlogg er lagret», «Lagret for Per Lie: merknad og telefonlogg», «Telefonlogg er ført». The card of the
review is «Telefonlogg»."""


def receipt_of(nodes: list[Node]) -> Node | None:
    return next((node for node in nodes if RECEIPT.search(str(node["name"]))), None)


def finish(window: Window) -> str:
    """Ctrl+Enter, and what the receipt says."""
    window.sees("Alt er med")
    window.keys("ctrl+Return")
    window.until(receipt_of, "the receipt")
    window.focus_is("Søk")
    return window.texts()
