"""Lagringstid: months for each kind, erasing what is due after a confirmation, and the reports (PR-8)."""

from collections.abc import Sequence
from threading import Event
from typing import NamedTuple

from PySide6.QtWidgets import QListWidget, QPushButton

from sentralbord_desktop.domain.dates.calendar import near_day
from sentralbord_desktop.domain.dates.clock import now, today
from sentralbord_desktop.domain.dates.screen_time import day_at_time
from sentralbord_desktop.domain.errors import WrongFieldsError
from sentralbord_desktop.domain.inquiries.case_handover import AWAITS_HANDOVER, awaiting_words
from sentralbord_desktop.domain.privacy.retention import BY_KEY
from sentralbord_desktop.domain.progress import ReportProgress
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.lists.wrapping_table import wrap_rows
from sentralbord_desktop.gui.widgets.field_block import FieldBlock, in_columns
from sentralbord_desktop.gui.widgets.field_grid import NUMBER, Field
from sentralbord_desktop.gui.widgets.fitted_scroll_area import come_into_view
from sentralbord_desktop.gui.widgets.labels import label, row
from sentralbord_desktop.gui.widgets.settings_panel import Question, SettingsForm
from sentralbord_desktop.services.privacy.retention import Awaited, Due, RetentionService

HELP = (
    "Hvor mange måneder hver ting beholdes. Ingenting slettes av seg selv: se hva som er klart, og slett "
    "det når du har sett over. Hvor mange samtaler det var, blir stående som tall."
)
NO_NUMBER = "Skriv månedene som tall."
NOTHING_DUE = "Ingenting er klart til å slettes."
HOW = "Det føres i medlemsbildet, med «DS har overtatt»."


class Retention(NamedTuple):
    months: dict[str, int]
    reports: list[str]
    awaited: Awaited


class RetentionPanel(SettingsForm[Retention, dict[str, int]]):
    def __init__(self, retention: RetentionService, tasks: TaskRunner) -> None:
        super().__init__(
            "Lagringstid",
            HELP,
            tasks,
            read=lambda: Retention(retention.months(), self._reports(), retention.awaited()),
            fields=lambda stored: self._month_fields(stored.months),
            checks=months_of,
            save=retention.save_months,
            said="Lagret. Se på nytt hva som er klart.",
            verb="Lagre månedene",
            columns=3,
        )
        self._retention = retention
        self._count = 0
        self.save = self.foot.save
        self.look, self.erase = QPushButton("Se hva som er klart"), QPushButton("Slett …")
        self.question = Question(self, "Ja, slett det")
        self.waits = label("", "meta", wrap=True)
        self.list = QListWidget()
        wrap_rows(self.list)
        self.list.setAccessibleName("Klart til å slettes, og hva som er slettet før")
        self.list.setMinimumHeight(72)
        self.bar.locked += (self.look, self.erase, self.question.yes)
        self.lay_out(self.form, self.waits, row(self.look, self.erase, None), self.question, self.list, stretch=1)
        self.waits.hide()
        self.erase.setEnabled(False)
        self.look.clicked.connect(self._look)
        self.erase.clicked.connect(self._ask)

    def show_stored(self, stored: Retention) -> None:
        super().show_stored(stored)
        in_columns(self.form.findChildren(FieldBlock))
        self._show_awaited(stored.awaited)
        self.list.clear()
        self.list.addItems(stored.reports or ["Ingenting er slettet ennå."])

    def _month_fields(self, months: dict[str, int]) -> list[Field]:
        locks = self._retention.policies.locks
        return [
            Field(
                key, f"{BY_KEY[key].nb}, {BY_KEY[key].why}", str(count), width=NUMBER, locked=locks(f"retention.{key}")
            )
            for key, count in months.items()
        ]

    def _show_awaited(self, awaited: Awaited) -> None:
        """Cases whose retention period has not begun, so that they are not overlooked."""
        words = awaiting_words(awaited.count)
        self.waits.setText(f"{words} {HOW}" if words else "")
        self.waits.setVisible(bool(words))

    def saved(self, result: object) -> None:
        self._nothing_due()
        super().saved(result)

    def _nothing_due(self) -> None:
        self._count = 0
        self.erase.setEnabled(False)
        self.question.leave()

    def _look(self) -> None:
        self.act(self._retention.preview, self._show)

    def _reports(self) -> list[str]:
        return [
            f"Slettet {day_at_time(report.at, now())} av {report.author}: {report.what}, "
            f"{rows(sum(report.counts.values()))}. {report.reason}."
            for report in self._retention.reports()
        ]

    def _show(self, due: list[Due]) -> None:
        awaited = self.stored.awaited
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
        self.list.addItems(self.stored.reports)
        self.erase.setEnabled(bool(self._count))
        ready = counted(self._count, "rad er klar", "rader er klare")
        self.bar.show_result(f"{ready} til å slettes." if self._count else NOTHING_DUE, "warn" if self._count else "ok")
        self.question.leave()
        come_into_view(self.list)

    def _ask(self) -> None:
        whole = counted(self._count, "rad og alt om den", "rader og alt om dem")
        self.question.ask(
            f"{whole} slettes for godt. Det kan ikke hentes tilbake her, men "
            "sikkerhetskopiene holder det til de går ut.",
            self._erase,
        )

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
        self.question.leave()  # after it has begun, so that Esc reaches the bar


def months_of(written: dict[str, str]) -> dict[str, int]:
    if wrong := {key: NO_NUMBER for key, text in written.items() if not text.isdecimal()}:
        raise WrongFieldsError(wrong)
    return {key: int(text) for key, text in written.items()}


def _whom(due: Due) -> list[str]:
    """The members of a kind's rows, and how many more there are."""
    also = ", med alt om medlemmet" if due.key == "resigned" else ""
    return _named([f"{name}{also}" for name in due.names], due.count)


def _named(names: Sequence[str], count: int) -> list[str]:
    more = [f"    … og {count - len(names)} til"] if count > len(names) > 0 else []
    return [f"    {name}" for name in names] + more


def rows(count: int) -> str:
    return counted(count, "rad", "rader")
