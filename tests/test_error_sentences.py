"""What goes wrong is said with what to do about it: in every sentence that an error of ours carries."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import sentralbord_desktop

HOME = Path(sentralbord_desktop.__file__).parent
WORDS = (
    "adresser be bruk bruker bytt del fjern flytt fullfør fyll gi gå hent kontroller la lag lagre last legg les logg lukk "
    "meld oppdater prøv prøves purr rett ring rydd sammenlign se send si skriv slett slå spør start stopp svar sett lim "
    "kjør behold søk ta trykk utfør velg vent åpne angre avbryt importer registrer"
)
DO = set(WORDS.split())
"""How a sentence begins that says what to do; a question asks for it."""
TOLD = re.compile(
    r"skal (ha|være)|må (ha|være|begynne|vente)|[Ee]n ny tas|lest på nytt|er et tall fra|er … til .+ tall|er bare navnet"
    r"|kan (åpne|føre|melde)|Der tar IT|endres der|bare slettes|går bare|^Mangler: …$|^[… :]+$"
)
"""What it must be, who can do it, or that it mends itself."""
OUTBOX_SAYS = ("TryLaterError", "DoubtError", "RefusedError", "SettingsWrongError")
"""What is safe and what to do is added to the kind where it is sent (`delivery/mail.py`, `delivery/sms.py`)."""
TECHNICAL = {"ValueError", "TypeError", "RuntimeError", "OSError", "KeyError"}
"""Bugs, or caught and given a sentence before anybody sees them."""
SAID_ELSEWHERE = {
    "Kopien er ikke hel.": "the list of backups, which goes on «Velg en annen» or «Ta en ny kopi»",
    "Avdelingen endres ikke her. Avdelingen medlemmet går ut av, foretar overføringen.": "says who does",
    "…: … Ingenting er skrevet.": "the history, whose row has «Se over og avgjør»",
    "… finnes ikke": "a cell of a file: the column stands before it",
}


def sentences() -> Iterator[tuple[str, str]]:
    """Where, and the text, of every error that is raised with words; what is filled in is «…»."""
    left_out = (HOME / "procedures", HOME / "gui" / "_generated")
    files = [f for f in HOME.rglob("*.py") if not any(map(f.is_relative_to, left_out))]
    trees = {file: ast.parse(file.read_text(encoding="utf-8")) for file in files}
    elsewhere: dict[str, str] = {}
    for tree in trees.values():
        elsewhere |= constants(tree, {})
    for file, tree in trees.items():
        named = constants(tree, elsewhere)
        for node in ast.walk(tree):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and node.exc.args:
                kind = getattr(node.exc.func, "id", "")
                text = words(node.exc.args[0], named)
                if kind in OUTBOX_SAYS:
                    continue
                if kind.endswith("Error") and kind not in TECHNICAL and kind[0] != "_" and text:
                    yield f"{file.relative_to(HOME)}:{node.lineno}", text


def constants(tree: ast.Module, known: dict[str, str]) -> dict[str, str]:
    found = dict(known)
    for node in tree.body:
        if isinstance(node, ast.Assign) and (text := words(node.value, found)):
            found |= {target.id: text for target in node.targets if isinstance(target, ast.Name)}
    return found


def words(node: ast.expr, named: dict[str, str]) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(words(part, named) or "…" for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return words(node.value, named)
    if isinstance(node, ast.BinOp):
        return words(node.left, named) + words(node.right, named)
    return named.get(getattr(node, "id", ""), "")


def says_what_to_do(text: str) -> bool:
    parts = re.split(r"(?<=[.:?!;»…])\s+|, (?:og|eller|så) |, ", text)
    firsts = [part.split()[0].strip("«.,…").casefold() for part in parts if part.split()]
    return "?" in text or bool(TOLD.search(text)) or any(first in DO for first in firsts)


def test_every_error_says_what_to_do() -> None:
    found = dict(sentences())
    assert len(found) > 150
    mute = {
        where: text
        for where, text in found.items()
        if text.startswith(tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅ«…"))
        and not says_what_to_do(text)
        and text not in SAID_ELSEWHERE
    }
    assert not mute, "\n".join(f"{where}: {text}" for where, text in mute.items())
