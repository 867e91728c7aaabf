"""Sjekk registeret: is everything whole, does the search know everybody; and mend the search."""

from PySide6.QtWidgets import QFrame, QPushButton

from sentralbord_desktop.gui.settings.part import furnish
from sentralbord_desktop.gui.tasks import TaskRunner
from sentralbord_desktop.gui.widgets.small import row
from sentralbord_desktop.gui.widgets.work import WorkBar
from sentralbord_desktop.services.register import RegisterService


class UpkeepPart(QFrame):
    """Two buttons; both may be stopped, and both let the desk work on meanwhile."""

    def __init__(self, register: RegisterService, tasks: TaskRunner) -> None:
        super().__init__()
        self._register = register
        self.check = QPushButton("Sjekk registeret")
        self.rebuild = QPushButton("Bygg søket på nytt")
        self.bar = WorkBar(tasks, (self.check, self.rebuild))
        self.check.clicked.connect(self._check)
        self.rebuild.clicked.connect(self._rebuild)
        layout = furnish(
            self, "Sjekk registeret",
            "Ser om filen er hel, og om søket kjenner alle medlemmene slik de står. Du kan søke og "
            "ta samtaler i mens.",
        )  # fmt: skip
        layout.addLayout(row(self.check, self.rebuild, None))
        layout.addWidget(self.bar)
        layout.addStretch(1)

    def _check(self) -> None:
        def done(faults: list[str]) -> None:
            if faults:
                self.bar.tell("\n".join(faults), "danger")
            else:
                self.bar.tell("Registeret er i orden. Søket kjenner alle.")

        self.bar.run(
            lambda progress, stop: self._register.faults(progress=progress, cancel=stop), done
        )

    def _rebuild(self) -> None:
        self.bar.run(
            lambda progress, stop: self._register.rebuild_search(progress=progress, cancel=stop),
            lambda count: self.bar.tell(f"Søket er bygd på nytt for {count} medlemmer."),
        )
