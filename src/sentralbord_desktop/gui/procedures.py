"""A whole procedure to read without a caller: its rules, and the wizard's steps."""

from collections import Counter
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QSettings, QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QMenu, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from sentralbord_desktop.domain.dates.calendar import note_date
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.core.tip import Tips
from sentralbord_desktop.gui.core.tip_source import give_tip
from sentralbord_desktop.gui.widgets.labels import keycap, label, row
from sentralbord_desktop.procedures.library import Library
from sentralbord_desktop.procedures.model import Procedure, Step
from sentralbord_desktop.procedures.outputs.registry import kind_of
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.procedures.templates import GENERAL_FIELDS, fill, missing_mark
from sentralbord_desktop.procedures.wording import LANGUAGES, Rule

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
        give_tip(self, f"Språket på det du sier til slutt, og på SMS ({KEYS})")
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
        """Hidden where something that the caller may hear is in bokmål alone."""
        self.show_language(run.facts.language)
        spoken = [output.template for output in run.procedure.outputs if kind_of(output.kind).is_spoken]
        self.setVisible(all(run.library.templates[name].other for name in spoken))

    def open_menu(self) -> None:
        """Open the menu by a key: below the button, with the first language marked."""
        self.menu().popup(self.mapToGlobal(self.rect().bottomLeft()))
        self.menu().setActiveAction(self.menu().actions()[0])

    def _choose(self, language: str) -> None:
        announce(self, f"Språk til innringeren: {LANGUAGES[language]}.", about="language")
        self.language_chosen.emit("" if language == BOKMAL else language)


class ProcedureNews(QObject):
    """A new person counts as having read them all."""

    changed = Signal()

    def __init__(self, library: Library, who: Callable[[], int], parent: QObject) -> None:
        super().__init__(parent)
        self._library, self._who = library, who
        self._read: dict[str, int] = {}
        """The settings by key, read once each."""

    @property
    def procedures(self) -> list[Procedure]:
        return sorted(self._library.categories, key=lambda procedure: not self._is_new(procedure))

    def mark_read(self) -> list[str]:
        new = [procedure.title for procedure in self.new]
        self._keep(self._library.categories)
        self.changed.emit()
        return new

    @property
    def new(self) -> list[Procedure]:
        return [procedure for procedure in self.procedures if self._is_new(procedure)]

    def _is_new(self, procedure: Procedure) -> bool:
        if self._key(procedure) not in self._read:
            self._read_all()
        return self._read[self._key(procedure)] < procedure.version

    def _read_all(self) -> None:
        settings = QSettings()
        kept = {procedure.id: settings.value(self._key(procedure)) for procedure in self._library.categories}
        self._read |= {self._key(p): int(str(kept[p.id])) for p in self._library.categories if kept[p.id] is not None}
        self._keep([procedure for procedure in self._library.categories if kept[procedure.id] is None])

    def _keep(self, procedures: Iterable[Procedure]) -> None:
        settings = QSettings()  # one for all: each writes its file, and waits for the disk, when it goes
        for procedure in procedures:
            settings.setValue(self._key(procedure), procedure.version)
            self._read[self._key(procedure)] = procedure.version

    def _key(self, procedure: Procedure) -> str:
        return f"prosedyrer/lest/{self._who()}/{procedure.id}"


ROOM = QSize(760, 560)


def rules_of(procedure: Procedure, library: Library) -> list[Rule]:
    """The rules of its steps and outputs: the category's own first, in the order of the procedure text."""
    used = [r for step in procedure.steps for r in step.rules]
    used += [r for output in procedure.outputs for r in output.rules]
    named = Counter(r.partition("-")[0] for r in used)
    own = max(named, key=lambda prefix: named[prefix], default="")
    found = (rule for name, rule in library.rules.items() if name in used)
    return sorted(found, key=lambda rule: rule.id.partition("-")[0] != own)


OWN = "Sentralbordets egen regel"


def rule_text(rule: Rule) -> str:
    """Its ID and how binding it is, or that it is the switchboard's own, above its sentence."""
    return f"{rule.id}  ({OWN if rule.is_own else rule.strength})\n{rule.quoted}"


def origin(procedure: Procedure) -> str:
    """«Versjon 1 · gjelder fra 01.11.2026 · eies av administrasjonen»."""
    return f"Versjon {procedure.version} · gjelder fra {note_date(procedure.valid_from)} · eies av {procedure.owner}"


def without_a_call(procedure: Procedure, text: str) -> str:
    """`text` as it is when nothing is out of the ordinary: of a phrase its last variant, of a field its name."""

    def read(name: str) -> str | None:
        variants = procedure.phrases.get(name)
        return without_a_call(procedure, variants[-1].text) if variants else None

    return fill(text, read, mark=lambda name: missing_mark(GENERAL_FIELDS.get(name, "et svar")))[0]


def step_text(procedure: Procedure, step: Step) -> str:
    lines = [step.ask]
    if step.say:
        lines.append(f"SI: «{without_a_call(procedure, step.say)}»")
    if step.do:
        lines.append(f"GJØR: {step.do}")
    if step.choices:
        lines.append("Svar: " + " · ".join(choice.text for choice in step.choices))
    return "\n".join(lines)


class ProcedureDialog(QDialog):
    """Esc closes; the arrows scroll."""

    def __init__(self, procedure: Procedure, library: Library, parent: QWidget) -> None:
        super().__init__(parent)
        Tips(self)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"Prosedyren: {procedure.title}")
        rules = "\n\n".join(rule_text(rule) for rule in rules_of(procedure, library))
        steps = "\n\n".join(step_text(procedure, step) for step in procedure.steps)
        self.text = QPlainTextEdit(f"{rules}\n\n\nVEIVISEREN SPØR, NÅR DET GJELDER\n\n{steps}")
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.windowTitle())
        close = QPushButton("Lukk")
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(10)
        layout.addWidget(label(procedure.title, "page"))
        layout.addWidget(label(origin(procedure), "meta"))
        layout.addWidget(self.text, 1)
        layout.addLayout(row(None, close, keycap("Esc")))
        self.resize(ROOM.boundedTo(parent.window().size()))
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)
