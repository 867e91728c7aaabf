"""The keys of F1 in six groups, and the others."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class ListedKeys(NamedTuple):
    """A row: the keys as written on the screen, and their action."""

    keys: str
    words: str


class KeyGroup(NamedTuple):
    title: str
    rows: Sequence[ListedKeys]


RAIL = "Ctrl+1 … {last}"
"""The keys of the pages in the rail; `last` is their number."""
DIGITS = "1–9, 0"
IN_LIST = "det som står ved tallet"
"""The action of the digits where 0 is an ordinary answer, such as «Ordnet»."""
GROUPS: tuple[KeyGroup, ...] = (
    KeyGroup(
        "Samtalen",
        (
            ListedKeys(DIGITS, "svar. 0 er alltid «vet ikke» eller «ingen»"),
            ListedKeys("Mellomrom", "stemmer, sagt, av og på"),
            ListedKeys("Shift+Mellomrom", "ringer for en annen, og tilbake"),
            ListedKeys("←", "ett steg tilbake"),
            ListedKeys("Alt+←", "ett steg tilbake, også fra et felt"),
            ListedKeys("Ctrl+Enter", "fullfør eller lagre"),
            ListedKeys("Ctrl+E", "bytt emne, svarene blir med"),
            ListedKeys("Ctrl+D", "ring nummeret"),
            ListedKeys("F8", "hele prosedyren"),
            ListedKeys("F9", "kort eller full visning"),
            ListedKeys("Ctrl+U", "språket innringeren får høre"),
        ),
    ),
    KeyGroup(
        "Medlemmet",
        (
            ListedKeys("F2", "rett det du ser på"),
            ListedKeys("Ctrl+↓", "siste merknader"),
            ListedKeys("Ctrl+R", "ta det åpne løftet"),
            ListedKeys("Ctrl+B", "bekreftelsen er kommet"),
            ListedKeys("Ctrl+M", "bare en merknad"),
            ListedKeys("Ctrl+T", "avtal oppringing"),
            ListedKeys("Ctrl+N", "innringer uten medlemsbilde"),
            ListedKeys("Ctrl+I", "nummeret som ringer, hører til medlemmet"),
        ),
    ),
    KeyGroup(
        "Parkere",
        (
            ListedKeys("Ctrl+P", "parker eller fortsett"),
            ListedKeys("F4", "ta samtalen som ringer"),
            ListedKeys("Shift+F4", "skjul samtalen som ringer"),
            ListedKeys("Ctrl+Shift+Delete", "forkast samtalen, som så kan angres"),
            ListedKeys("Ctrl+Z", "angre"),
        ),
    ),
    KeyGroup(
        "Sider",
        (
            ListedKeys("F3", "søkefeltet"),
            ListedKeys(RAIL, "sidene til venstre"),
            ListedKeys("F6", "neste panel"),
            ListedKeys("Shift+F6", "forrige panel"),
            ListedKeys("Esc", "ett trinn tilbake"),
        ),
    ),
    KeyGroup(
        "Lister",
        (
            ListedKeys("↑ ↓", "velg rad"),
            ListedKeys("← →", "lukk og åpne gruppen"),
            ListedKeys("Ctrl+C", "kopier nummeret eller raden"),
            ListedKeys("Ctrl+J", "ta den neste oppringingen"),
            ListedKeys("Ctrl+A", "alle oppringingene dine"),
            ListedKeys("Ctrl+O", "overlever oppringingene dine"),
            ListedKeys("Ctrl+L", "bare de som er ledige nå"),
            ListedKeys("F5", "les på nytt"),
            ListedKeys("F7", "åpne meldingen som haster"),
            ListedKeys("Shift+F10", "menyen for raden"),
        ),
    ),
    KeyGroup(
        "Program",
        (
            ListedKeys("F1", "tastene på siden, vis og skjul"),
            ListedKeys("Ctrl+K", "kommandoer: skriv hva du vil gjøre"),
            ListedKeys("Ctrl+,", "innstillinger"),
            ListedKeys("Ctrl+Shift+L", "lås vinduet"),
            ListedKeys("Ctrl+Shift+Ø", "øving"),
        ),
    ),
)
MORE: tuple[ListedKeys, ...] = (
    ListedKeys("Enter", "åpne, godta"),
    ListedKeys("Ctrl+F", "søkefeltet"),
    ListedKeys("Ctrl+V", "lim inn nummer og søk, utenfor felt"),
    ListedKeys("Ctrl+Shift+V", "søk på nummeret du har kopiert"),
    ListedKeys("Ctrl+G", "gjør det linjen under søkefeltet foreslår"),
    ListedKeys("Ctrl+Shift+E", "ett emne til for den som nettopp ringte"),
    ListedKeys("Delete", "forkast den parkerte samtalen, eller stryk det som er valgt"),
    ListedKeys("→", "skjermleseren leser det valgte kortet før Fullfør"),
    ListedKeys("Ctrl+Shift+S", "du har lest det som er nytt i prosedyrene"),
    ListedKeys("Ctrl+Shift+→", "bredere panel, der du står"),
    ListedKeys("Ctrl+Shift+←", "smalere panel, der du står"),
    ListedKeys("Ctrl+Shift+0", "standard bredder på panelene"),
)
"""Keys in the list of Innstillinger only."""


def last_page(keys: Iterable[str]) -> int:
    """The digit of the last page, of the keys of the pages: 6 of «Ctrl+6»."""
    return sum(key.removeprefix("Ctrl+").isdecimal() for key in keys)
