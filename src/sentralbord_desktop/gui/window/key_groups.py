"""The keys of F1 in six groups, and the others. A row: the keys as they are written, and what they do."""

from collections.abc import Iterable

Row = tuple[str, str]
RAIL = "Ctrl+1 … {last}"
"""The keys of the pages in the rail; `last` is their number."""
DIGITS = "1–9, 0"
IN_LIST = "det som står ved tallet"
"""What the digits do where 0 is an answer as the others are, as «Ordnet»."""
GROUPS: tuple[tuple[str, tuple[Row, ...]], ...] = (
    (
        "Samtalen",
        (
            (DIGITS, "svar. 0 er alltid «vet ikke» eller «ingen»"),
            ("Mellomrom", "stemmer, sagt, av og på"),
            ("Shift+Mellomrom", "ringer for en annen, og tilbake"),
            ("←", "ett steg tilbake"),
            ("Alt+←", "ett steg tilbake, også fra et felt"),
            ("Ctrl+Enter", "fullfør eller lagre"),
            ("Ctrl+E", "bytt emne, svarene blir med"),
            ("Ctrl+D", "ring nummeret"),
            ("F8", "hele prosedyren"),
            ("F9", "kort eller full visning"),
            ("Ctrl+U", "språket innringeren får høre"),
        ),
    ),
    (
        "Medlemmet",
        (
            ("F2", "rett det du ser på"),
            ("Ctrl+↓", "siste merknader"),
            ("Ctrl+R", "ta det åpne løftet"),
            ("Ctrl+B", "bekreftelsen er kommet"),
            ("Ctrl+M", "bare en merknad"),
            ("Ctrl+T", "avtal oppringing"),
            ("Ctrl+N", "innringer uten medlemsbilde"),
            ("Ctrl+I", "nummeret som ringer, hører til medlemmet"),
        ),
    ),
    (
        "Parkere",
        (
            ("Ctrl+P", "parker eller fortsett"),
            ("F4", "ta samtalen som ringer"),
            ("Shift+F4", "skjul samtalen som ringer"),
            ("Ctrl+Shift+Delete", "forkast samtalen, som så kan angres"),
            ("Ctrl+Z", "angre"),
        ),
    ),
    (
        "Sider",
        (
            ("F3", "søkefeltet"),
            (RAIL, "sidene til venstre"),
            ("F6", "neste panel"),
            ("Shift+F6", "forrige panel"),
            ("Esc", "ett trinn tilbake"),
        ),
    ),
    (
        "Lister",
        (
            ("↑ ↓", "velg rad"),
            ("← →", "lukk og åpne gruppen"),
            ("Ctrl+C", "kopier nummeret eller raden"),
            ("Ctrl+J", "ta den neste oppringingen"),
            ("Ctrl+A", "alle oppringingene dine"),
            ("Ctrl+O", "overlever oppringingene dine"),
            ("Ctrl+L", "bare de som er ledige nå"),
            ("F5", "les på nytt"),
            ("F7", "åpne meldingen som haster"),
            ("Shift+F10", "menyen for raden"),
        ),
    ),
    (
        "Program",
        (
            ("F1", "tastene på siden, vis og skjul"),
            ("Ctrl+K", "kommandoer: skriv hva du vil gjøre"),
            ("Ctrl+,", "innstillinger"),
            ("Ctrl+Shift+L", "lås vinduet"),
            ("Ctrl+Shift+Ø", "øving"),
        ),
    ),
)
MORE: tuple[Row, ...] = (
    ("Enter", "åpne, godta"),
    ("Ctrl+F", "søkefeltet"),
    ("Ctrl+V", "lim inn nummer og søk, utenfor felt"),
    ("Ctrl+Shift+V", "søk på nummeret du har kopiert"),
    ("Ctrl+G", "gjør det linjen under søkefeltet foreslår"),
    ("Ctrl+Shift+E", "ett emne til for den som nettopp ringte"),
    ("Delete", "forkast den parkerte samtalen, eller stryk det som er valgt"),
    ("→", "skjermleseren leser det valgte kortet før Fullfør"),
    ("Ctrl+Shift+S", "du har lest det som er nytt i prosedyrene"),
    ("Ctrl+Shift+→", "bredere panel, der du står"),
    ("Ctrl+Shift+←", "smalere panel, der du står"),
    ("Ctrl+Shift+0", "standard bredder på panelene"),
)
"""In the list of Innstillinger only."""


def last_page(keys: Iterable[str]) -> int:
    """The digit of the last page, of the keys of the pages: 6 of «Ctrl+6»."""
    return sum(key.removeprefix("Ctrl+").isdecimal() for key in keys)
