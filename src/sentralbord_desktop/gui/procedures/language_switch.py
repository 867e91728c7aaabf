"""The language that is spoken with the caller: what is said and sent to them is in it, where the procedure has it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.core.tip_source import give_tip
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.procedures.wording import LANGUAGES

KEYS = "Ctrl+U"
BOKMAL = "nb"


class LanguageSwitch(QPushButton):
    """«Bokmål», and a menu with a digit for each language."""

    language_chosen = Signal(str)  # «» for bokmål

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFlat(True)
        for name in ("low", "menu"):
            set_flags(self, name)
        kept = self.sizePolicy()
        kept.setRetainSizeWhenHidden(True)  # the row above a question keeps its height
        self.setSizePolicy(kept)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        give_tip(self, f"Språket innringeren får høre og får på SMS ({KEYS})")
        menu = QMenu(self)
        for digit, (language, name) in enumerate(LANGUAGES.items(), 1):
            action = menu.addAction(f"&{digit}   {name}")
            action.triggered.connect(lambda _=False, chosen=language: self._choose(chosen))
        self.setMenu(menu)
        self.show_language("")
        self.hide()

    def show_language(self, language: str) -> None:
        name = LANGUAGES[language or BOKMAL]
        self.setText(name)
        self.setAccessibleName(f"Språk til innringeren: {name}, {KEYS}")

    def show_run(self, run: ProcedureRun) -> None:
        """Hidden where the procedure has nothing in other languages."""
        self.show_language(run.facts.language)
        templates = (run.library.templates.get(output.template) for output in run.procedure.outputs)
        self.setVisible(any(template is not None and template.other for template in templates))

    def open_menu(self) -> None:
        """Open the menu by a key: below the button, with the first language marked."""
        self.menu().popup(self.mapToGlobal(self.rect().bottomLeft()))
        self.menu().setActiveAction(self.menu().actions()[0])

    def _choose(self, language: str) -> None:
        announce(self, f"Språk til innringeren: {LANGUAGES[language]}.", about="language")
        self.language_chosen.emit("" if language == BOKMAL else language)
