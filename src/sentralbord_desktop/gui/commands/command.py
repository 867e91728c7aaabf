"""A command is one row: its key, its names, what it does, and why it cannot. Ctrl+K finds one by its words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sentralbord_desktop.domain.text.word_list import word_list
from sentralbord_desktop.gui.workspace.workspace import Workspace

ALL = ()
"""Of `pages`: every page."""
FILLERS = word_list(
    "jeg vil kan skal må hvordan hvor hva å en et ei de den det på i til for fra av om med min mitt mine meg er og eller har"
)
"""Words that do not describe the wanted command."""
LIKE = 3
"""The rank of a command that is only similar to the words."""
MAX_ENDING_CHARS = 3
"""Longest ending of an inflected word: «importere», «brukerne»."""


def always(_: Workspace) -> bool:
    return True


def never(_: Workspace) -> str:
    return ""


@dataclass(frozen=True)
class Command:
    """`act` acts on the workspace, on the page that is shown; a sentence that it gives is why it did nothing."""

    key: str
    """As written on the screen; «» for a command without one."""
    title: str = ""
    """Its name in Ctrl+K; «» for a key that is only pressed."""
    words: str = ""
    """What else it is called: search words of Ctrl+K."""
    group: str = ""
    """The heading of its key in the lists of keys, F1 and Innstillinger; «» where it is in none."""
    act: Callable[[Workspace], object] | None = None
    """None for a key that the widget with the focus takes itself."""
    why: Callable[[Workspace], str] = never
    """Why it cannot act now, said in the bar; «» when it can."""
    pages: tuple[str, ...] = ALL
    """The pages on which F1 lists the key."""
    when: Callable[[Workspace], object] = always
    """Whether the key, which may act, would change anything now: a further condition of F1."""
    does: str = ""
    """What the lists of keys say that it does."""

    def is_live(self, at: Workspace) -> bool:
        """Whether F1 lists the key now."""
        is_here = self.pages == ALL or at.window.page in self.pages
        return is_here and not self.why(at) and bool(self.when(at))

    @property
    def spoken(self) -> str:
        key = self.key.replace("↓", "pil ned").replace("←", "pil venstre").replace("→", "pil høyre")
        return f"{self.title}, {key}" if key else self.title


def find(commands: Iterable[Command], text: str) -> list[Command]:
    """Commands that every word of `text` is about, the nearest first; what is only like the words where nothing has
    them."""
    wanted = text.casefold().split()
    ranked = [(place, one) for one in commands if (place := rank(one.title, one.words, wanted)) is not None]
    has_exact = any(place < LIKE for place, _ in ranked)
    return [one for place, one in sorted(ranked, key=lambda pair: pair[0]) if place < LIKE or not has_exact]


def rank(title: str, words: str, wanted: list[str]) -> int | None:
    """0 when each wanted word begins a word of the title, 1 when each is a word, 2 when each begins one, 3 when each is
    like one, fillers apart; None when one is not."""
    of_title = title.casefold().split()
    known = [*of_title, *words.casefold().split()]
    if all(any(word.startswith(one) for word in of_title) for one in wanted):
        return 0
    if all(one in known for one in wanted):
        return 1
    if all(any(word.startswith(one) for word in known) for one in wanted):
        return 2
    telling = [one for one in wanted if one not in FILLERS] or wanted
    if all(any(word.startswith(one) or _is_like(word, one) for word in known) for one in telling):
        return LIKE
    return None


def _is_like(word: str, wanted: str) -> bool:
    """The same word with another ending."""
    shorter = min(len(word), len(wanted))
    same = next((n for n in range(shorter) if word[n] != wanted[n]), shorter)
    least = shorter - 1 if shorter > MAX_ENDING_CHARS + 1 else shorter
    return same >= max(MAX_ENDING_CHARS, least) and len(wanted) - same <= MAX_ENDING_CHARS
