"""Lagringstid: months for each kind, erasing what is due after a confirmation, and the reports (PR-8)."""

from collections.abc import Sequence
from threading import Event

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QListWidget, QPushButton

from sentralbord_desktop.domain.dates.calendar import near_day
from sentralbord_desktop.domain.dates.clock import now, today
from sentralbord_desktop.domain.dates.screen_time import day_at_time
from sentralbord_desktop.domain.inquiries.case_handover import AWAITS_HANDOVER, awaiting_words
from sentralbord_desktop.domain.privacy.retention import BY_KEY
from sentralbord_desktop.domain.progress import ReportProgress
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.widgets.field_grid import NUMBER, Field, FieldGrid
from sentralbord_desktop.gui.widgets.fields.field_block import FieldBlock, in_columns
from sentralbord_desktop.gui.widgets.fields.form_foot import FormFoot
from sentralbord_desktop.gui.widgets.fitted_scroll_area import come_into_view
from sentralbord_desktop.gui.widgets.labels import label, row
from sentralbord_desktop.gui.widgets.progress_row import ProgressRow
from sentralbord_desktop.gui.widgets.settings_panel import CancelOnEscape, setup_scrolling_panel
from sentralbord_desktop.services.privacy.retention import Awaited, Due, RetentionService

HELP = (
    "Hvor mange måneder hver ting beholdes. Ingenting slettes av seg selv: se hva som er klart, og slett "
    "det når du har sett over. Hvor mange samtaler det var, blir stående som tall."
)
NO_NUMBER = "Skriv månedene som tall."
NOTHING_DUE = "Ingenting er klart til å slettes."
HOW = "Det føres i medlemsbildet, med «DS har overtatt»."


class RetentionPanel(QFrame):
    def __init__(self, retention: RetentionService, tasks: TaskRunner) -> None:
        super().__init__()
        self._retention, self._tasks = retention, tasks
        self.form = FieldGrid()
        self.foot = FormFoot("Lagre månedene")
        self.save = self.foot.save
        self.look, self.erase = QPushButton("Se hva som er klart"), QPushButton("Slett …")
        self.question = label("", "strong", wrap=True)
        self.waits = label("", "meta", wrap=True)
        self.yes, self.no = QPushButton("Ja, slett det"), QPushButton("Nei")
        self.list = QListWidget()
        self.list.setAccessibleName("Klart til å slettes, og hva som er slettet før")
        self.bar = ProgressRow(tasks, (self.save, self.look, self.erase, self.yes))
        self.bar.fail_below(self.form, self.foot)
        self._build()
        self._connect()
        self._ask(0)

    def _build(self) -> None:
        layout = setup_scrolling_panel(self, "Lagringstid", HELP, self.foot)
        layout.addWidget(self.form)
        layout.addWidget(self.waits)
        self.waits.hide()
        layout.addLayout(row(self.look, self.erase, None))
        layout.addWidget(self.question)
        layout.addLayout(row(self.yes, self.no, None))
        layout.addWidget(self.bar)
        layout.addWidget(self.list, 1)
        self.list.setMinimumHeight(72)
        self.erase.setEnabled(False)

    def _connect(self) -> None:
        self.foot.saved.connect(self.submit)
        self.foot.cancelled.connect(self.reset)
        self.form.submitted.connect(self.submit)
        self.form.faults.connect(self.foot.show_faults)
        self.look.clicked.connect(self._look)
        self.erase.clicked.connect(lambda: self._ask(self._count))
        self.yes.clicked.connect(self._erase)
        self._esc = CancelOnEscape(self, self.no)
        self.no.clicked.connect(lambda: self._ask(0))

    _count = 0

    def showEvent(self, event: QShowEvent) -> None:
        """Read again when shown; unsaved months are kept."""
        super().showEvent(event)
        if not self.is_touched:
            self.reset()

    @property
    def is_touched(self) -> bool:
        return bool(self.form.half_written())

    def reset(self) -> None:
        """Show what is stored."""
        self.foot.show_state("")
        self._tasks.run(
            self,
            lambda: (self._retention.months(), self._reports(), self._retention.awaited()),
            lambda read: self._begin(*read),
        )

    def _begin(self, months: dict[str, int], reports: list[str], awaited: Awaited) -> None:
        self._show_months(months)
        self._show_awaited(awaited)
        self.list.clear()
        self.list.addItems(reports or ["Ingenting er slettet ennå."])

    def _show_months(self, months: dict[str, int]) -> None:
        policies = self._retention.policies
        self.form.ask(
            [
                Field(
                    key,
                    f"{BY_KEY[key].nb}, {BY_KEY[key].why}",
                    str(count),
                    width=NUMBER,
                    locked=policies.locks(f"retention.{key}"),
                )
                for key, count in months.items()
            ],
            columns=3,
        )
        in_columns(self.form.findChildren(FieldBlock))

    def _show_awaited(self, awaited: Awaited) -> None:
        """Cases whose retention period has not begun, so that they are not overlooked."""
        words = awaiting_words(awaited.count)
        self.waits.setText(f"{words} {HOW}" if words else "")
        self.waits.setVisible(bool(words))

    def submit(self) -> None:
        values = self.form.values()
        if not values:
            return
        self.form.fail({key: NO_NUMBER for key, text in values.items() if not text.isdecimal()})
        if not all(text.isdecimal() for text in values.values()):
            return
        chosen = {key: int(text) for key, text in values.items()}

        def kept(_: object) -> None:
            self._nothing_due()
            self._show_months(chosen)
            self.foot.leave_saved()
            self.foot.show_state("Lagret. Se på nytt hva som er klart.", "ok")

        self.bar.do(lambda: self._retention.save_months(chosen), kept)

    def _nothing_due(self) -> None:
        self._count = 0
        self.erase.setEnabled(False)
        self._ask(0)

    def _look(self) -> None:
        def read() -> tuple[list[Due], list[str], Awaited]:
            return self._retention.preview(), self._reports(), self._retention.awaited()

        self.bar.do(read, lambda found: self._show(*found))

    def _reports(self) -> list[str]:
        return [
            f"Slettet {day_at_time(report.at, now())} av {report.author}: {report.what}, "
            f"{rows(sum(report.counts.values()))}. {report.reason}."
            for report in self._retention.reports()
        ]

    def _show(self, due: list[Due], reports: list[str], awaited: Awaited) -> None:
        self._count = sum(one.count for one in due)
        self.list.clear()
        for one in due:
            if one.count:
                self.list.addItem(f"{one.title}: {one.count} eldre enn {near_day(today(one.before), today(now()))}")
            self.list.addItems(_whom(one))
        self._show_awaited(awaited)
        if awaited.count:
            self.list.addItem(f"{AWAITS_HANDOVER}: {awaited.count}")
            self.list.addItems(_named(awaited.names, awaited.count))
        self.list.addItems(reports)
        self.erase.setEnabled(bool(self._count))
        ready = counted(self._count, "rad er klar", "rader er klare")
        self.bar.show_result(f"{ready} til å slettes." if self._count else NOTHING_DUE, "warn" if self._count else "ok")
        self._ask(0)
        come_into_view(self.list)

    def _ask(self, count: int) -> None:
        for part in (self.question, self.yes, self.no):
            part.setVisible(bool(count))
        if count:
            whole = counted(count, "rad og alt om den", "rader og alt om dem")
            self.question.setText(
                f"{whole} slettes for godt. Det kan ikke hentes tilbake her, men "
                "sikkerhetskopiene holder det til de går ut."
            )
            announce(self.question, self.question.text())
            self.no.setFocus(Qt.FocusReason.OtherFocusReason)

    def _erase(self) -> None:
        def work(progress: ReportProgress, stop: Event) -> tuple[list[Due], list[str], bool]:
            erased = self._retention.erase(progress, stop)
            return erased, self._reports(), any(one.count for one in self._retention.preview())

        def done(found: tuple[list[Due], list[str], bool]) -> None:
            self._nothing_due()
            self.list.clear()
            self.list.addItems(found[1])
            count = sum(one.count for one in found[0])
            more = " Noe mer ble klart av det: se på nytt." if found[2] else ""
            self.bar.show_result(f"{rows(count)} er slettet. Rapporten står under.{more}")

        self.bar.run(work, done)
        self._ask(0)  # after it has begun, so that Esc reaches the bar


def _whom(due: Due) -> list[str]:
    """The members of a kind's rows, and how many more there are."""
    also = ", med alt om medlemmet" if due.key == "resigned" else ""
    return _named([f"{name}{also}" for name in due.names], due.count)


def _named(names: Sequence[str], count: int) -> list[str]:
    more = [f"    … og {count - len(names)} til"] if count > len(names) > 0 else []
    return [f"    {name}" for name in names] + more


def rows(count: int) -> str:
    return counted(count, "rad", "rader")
