"""Choices with a name for Ctrl+K: the loop, the size of the text, the lists of the catalogue,
which are found by the names of their fields too, and the lists that are printed."""

from functools import partial

from sentralbord_desktop.gui.organisation.kinds import KINDS
from sentralbord_desktop.gui.organisation.page import OrganisationPage
from sentralbord_desktop.gui.settings.profile_panel import TEXT_SIZES
from sentralbord_desktop.gui.window.command_list import Command
from sentralbord_desktop.gui.window.main_window import MainWindow
from sentralbord_desktop.gui.window.page_commands import list_commands
from sentralbord_desktop.gui.workspace.lazy_pages import LazyPages
from sentralbord_desktop.gui.workspace.preferences import Preferences

LOOPS = {1: "medlemskap forsikring", 2: "trøbbel avtaler", 3: "kurs media annet"}


def choice_commands(window: MainWindow, mine: Preferences, pages: LazyPages) -> list[Command]:
    def show_list(title: str) -> None:
        window.go_to("catalogue", lambda: pages.get("catalogue", OrganisationPage).show_kind(title))

    loops = [
        Command(f"Sløyfe {number}", "", partial(mine.choose_loop, number), f"bytt vakt logg på {words}")
        for number, words in LOOPS.items()
    ]
    sizes = [
        Command(
            f"Tekststørrelse {text}",
            "",
            partial(mine.choose_text_size, size),
            "større mindre skriftstørrelse bokstaver",
        )
        for size, text in TEXT_SIZES
    ]
    lists = [
        Command(f"Katalog: {kind.title}", "", partial(show_list, kind.title), f"organisasjon hvem kontakt {named}")
        for kind in KINDS
        for named in [" ".join(kind.field_names)]
    ]
    return [*loops, *sizes, *lists, *list_commands(window)]
