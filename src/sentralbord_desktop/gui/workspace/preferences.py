"""The operator's preferences at this workstation: loop, colours, help level."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QSettings

from sentralbord_desktop.domain.access import Operator
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.core.theme import Theme
from sentralbord_desktop.gui.window.main_window import MainWindow
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.services.session import OwnChoices

LOOKS = {"windows": "Utseende som Windows", "lyst": "Lyst utseende", "morkt": "Mørkt utseende"}


class Preferences(QObject):
    """Each choice is stored at once; one that IT has decided is refused with a sentence."""

    def __init__(
        self,
        window: MainWindow,
        colours: Theme,
        services: Services,
        tasks: TaskRunner,
        failed: Callable[[Exception], None],
    ) -> None:
        super().__init__(window)
        self._window, self._theme, self._services = window, colours, services
        self._tasks, self._failed = tasks, failed

    def choose_loop(self, number: int) -> None:
        if self._services.policies.locks("operator.loop"):
            self._window.show_bar("Sløyfen på denne PC-en er bestemt av IT.")
            return
        self.settle({"loop": number})

    @property
    def operator(self) -> Operator:
        return self._services.session.operator

    def settle(self, changes: OwnChoices) -> None:
        """Store name, initials, loop, help level … of the operator."""
        self._tasks.run(self, lambda: self._services.session.update(**changes), self.show_me, self._failed)

    def show_me(self, operator: Operator) -> None:
        self._window.header.show_me(operator.initials, operator.name, operator.loop)

    def choose_look(self, choice: str) -> None:
        """«windows», «lyst» or «morkt»."""
        if self._services.policies.locks("look.colours"):
            self._window.show_bar("Fargene på denne PC-en er bestemt av IT.")
            return
        QSettings().setValue("utseende", choice)
        self._theme.choose(choice)
        announce(self._window, LOOKS[choice])

    def choose_text_size(self, scale: float) -> None:
        """1.0 is 100 %."""
        if self._services.policies.locks("look.text_size"):
            self._window.show_bar("Tekststørrelsen på denne PC-en er bestemt av IT.")
            return
        QSettings().setValue("tekst", scale)
        self._window.show_bar(f"Teksten vises i {scale * 100:.0f} % fra neste start.", "ok")

    def set_own_presence(self, kind: str) -> None:
        """«ledig», «opptatt» or «borte» for the operator, on the board."""
        who = f"operator:{self._services.session.sign}"
        self._tasks.run(self, lambda: self._services.availability.set_presence(who, kind), lambda _: None)
