"""Gjenopprettingskode: shown once, printed, confirmed by typing two groups, and valid only then."""

import secrets
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QPushButton, QVBoxLayout, QWidget

from sentralbord_desktop.domain.backup import GROUPS
from sentralbord_desktop.domain.dates.calendar import note_date
from sentralbord_desktop.domain.dates.clock import now, today
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.letter import NO_PLACE, Letter
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.widgets.field_grid import EMAIL, NUMBER, Field, FieldGrid
from sentralbord_desktop.gui.widgets.keys.key_press import bind
from sentralbord_desktop.gui.widgets.labels import keycap, label, parted, primary, row
from sentralbord_desktop.gui.widgets.settings_panel import Panel, Section, put
from sentralbord_desktop.services.backup.recovery_code import RecoveryCodeService

HELP = (
    "Nøkkelen til registeret ligger på denne PC-en. Blir passordet til Windows nullstilt, eller går "
    "PC-en i stykker, er koden på papir det eneste som åpner registeret og sikkerhetskopiene."
)
BY_WORDS = (
    "Registeret åpnes med passordsetningen. Blir den glemt, er koden på papir det eneste som åpner "
    "registeret og sikkerhetskopiene."
)
NOT_HERE = "Her trengs ingen kode: øvingsregisteret og en felles tjener har ingen nøkkel å miste."
KEEP_SAFE = "Skriv den ut, eller skriv den av. Legg den i safen, ikke på denne PC-en. Den vises bare nå."
SHEET = (
    "Gjenopprettingskode for Sentralbord\n\n{code}\n\nKoden åpner registeret og sikkerhetskopiene når "
    "nøkkelen på PC-en er borte eller passordsetningen er glemt. Den som har koden og filene, kan "
    "lese alt. Legg arket i safen.\n\n"
    "Slik brukes den: start Sentralbord, skriv koden der det spørres, og trykk Enter.\n"
    "Laget {day}. Eldre koder virker ikke lenger, heller ikke på kopiene."
)


WIDTH, BESIDE = 760, 12
LATER = "Har du ingen skriver her, kan du gjøre det senere: Innstillinger > Vedlikehold."


class RecoveryCodePanel(Section):
    """`kept`: a code was confirmed, and opens the register from now on."""

    kept = Signal()
    shown = Signal(bool)  # whether a code is shown, which Ctrl+Enter then confirms

    def __init__(self, recovery: RecoveryCodeService, tasks: TaskRunner) -> None:
        super().__init__("Gjenopprettingskode", _help(recovery))
        self._recovery = recovery
        self._tasks = tasks
        self._refused = tasks.refusal(lambda sentence: self._show_state(sentence, "danger"))
        self._code = ""
        self._asked: tuple[int, int] = (1, 2)
        self.state = label("", "strong", wrap=True)
        self.make = QPushButton("Lag en kode")
        self.code = label("", "page", wrap=True)
        self.print, self.save = QPushButton("Skriv ut"), QPushButton("Lagre som PDF …")
        self.form = FieldGrid()
        self.confirm, self.drop = primary("Koden er tatt vare på"), QPushButton("Avbryt")
        self.said = label("", wrap=True)
        self.said.hide()
        self.words, self.change = FieldGrid(), QPushButton("Bytt passordsetning")
        self._keep = label(KEEP_SAFE, "", wrap=True)
        self._key = keycap("Ctrl+Enter")
        put(self.body, self.state, row(self.make, None), self.code, self._keep, row(self.print, self.save, None))
        put(self.body, self.form, row(self.confirm, self._key, self.drop, None), self.said)
        put(self.body, self.words, row(self.change, None))
        if self._recovery.has_passphrase:
            new = "Ny passordsetning, for den som vil bytte eller har glemt den"
            self.words.ask(
                [
                    Field("words", new, secret=True, width=EMAIL),
                    Field("again", "Skriv den en gang til", secret=True, width=EMAIL),
                ],
                columns=2,
            )
        self.words.setVisible(self._recovery.has_passphrase)
        self.change.setVisible(self._recovery.has_passphrase)
        self.make.clicked.connect(self.begin)
        self.print.clicked.connect(lambda: self._sheet().print(self))
        self.save.clicked.connect(self._save)
        self.confirm.clicked.connect(self.submit)
        self.form.submitted.connect(self.submit)
        self.drop.clicked.connect(self._forget)
        self.change.clicked.connect(self._change)
        self.words.submitted.connect(self._change)
        self._show()

    @property
    def _shown(self) -> list[QWidget]:
        return [self.code, self._keep, self.print, self.save, self.form, self.confirm, self.drop, self._key]

    def _show(self) -> None:
        possible, has, shows = self._recovery.is_possible, self._recovery.has_code, bool(self._code)
        self.state.setVisible(possible and not shows)
        self.state.setText("Registeret har en kode." if has else "Registeret har ingen kode ennå.")
        theme.restyle(self.state, tone="ok" if has else "warn")
        self.make.setText("Lag en ny kode" if has else "Lag en kode")
        self.make.setVisible(possible and not shows)
        for part in self._shown:
            part.setVisible(shows)
        self.code.setText(parted(self._code, "-"))
        self.shown.emit(shows)
        self.code.setAccessibleName(f"Koden: {self._code}")

    def begin(self) -> None:
        """Show a new code; nothing changes until it is confirmed."""
        self._code = self._recovery.new_code()
        one = secrets.randbelow(GROUPS)
        two = (one + 1 + secrets.randbelow(GROUPS - 1)) % GROUPS
        self._asked = (min(one, two), max(one, two))
        self.form.ask(
            [Field(str(place), f"Skriv gruppe {place + 1} fra papiret", width=NUMBER) for place in self._asked],
            columns=2,
        )
        self.said.hide()
        self._show()
        self.print.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> bool:
        """Store the code after its groups were typed; False when none is shown."""
        if not self._code:
            return False
        groups = self._code.split("-")
        written = self.form.values()
        wrong = [p for p in self._asked if written[str(p)].strip().upper() != groups[p]]
        if wrong:
            place = wrong[0]
            empty = f"Skriv gruppe {place + 1} fra papiret, så er du ferdig."
            unlike = f"Gruppe {place + 1} er ikke lik den på skjermen. Se på papiret."
            self._show_state(unlike if written[str(place)] else empty, "danger")
            self.form.boxes[self._asked.index(place)].setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        code = self._code
        self._tasks.run(self, lambda: self._recovery.keep(code), lambda _: self._kept(), self._refused)
        return True

    def _change(self) -> None:
        written = self.words.values()
        self._tasks.run(
            self,
            lambda: self._recovery.change_passphrase(written["words"], written["again"]),
            lambda _: self._show_state("Den nye passordsetningen gjelder fra neste start.", "ok"),
            self._refused,
        )

    def _kept(self) -> None:
        self._forget()
        self._show_state("Koden gjelder fra nå. En eldre kode virker ikke lenger.", "ok")
        self.kept.emit()

    def _forget(self) -> None:
        """Keep the focus in the panel after widgets are shown or hidden."""
        was_here = self.focusWidget() in (*self.form.boxes, *self._shown)
        self._code = ""
        self._show()
        if was_here and self.isVisible():
            self.make.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        """Drop an unconfirmed code when the page is left, but not when the window is minimised."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._forget()

    def _sheet(self) -> Letter:
        day = note_date(today(now()))
        return Letter("Sentralbord", "", day, SHEET.format(code=self._code, day=day))

    def _save(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, "Lagre koden, ikke på denne PC-en", "gjenopprettingskode.pdf", "PDF (*.pdf)"
        )
        if not chosen:
            return
        try:
            self._sheet().save(Path(chosen))
        except OSError:
            self._show_state(NO_PLACE, "danger")

    def _show_state(self, sentence: str, tone: str) -> None:
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))
        theme.restyle(self.said, tone=tone)
        announce(self.said, sentence)


def _help(recovery: RecoveryCodeService) -> str:
    """What would be lost without a code, by how this register opens."""
    if not recovery.is_possible:
        return NOT_HERE
    return BY_WORDS if recovery.has_passphrase else HELP


class RecoveryCodePage(QWidget):
    """`done`: two groups of the code were typed, or it was postponed."""

    done = Signal()

    def __init__(self, recovery: RecoveryCodeService, tasks: TaskRunner) -> None:
        super().__init__()
        self.part = RecoveryCodePanel(recovery, tasks)
        self.part.drop.setText("Senere")
        for later in (self.part.words, self.part.change):
            later.hide()  # the passphrase was chosen a minute ago
        self._card = Panel("Gjenopprettingskode")
        put(self._card.body, self.part)
        theme.keep_size(self._card)  # see `resizeEvent`
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        outer.addLayout(row(None, self._card, None))  # as high as its wrapped texts need
        words = label(LATER, "meta", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        outer.addWidget(words)
        outer.addStretch(2)
        self.part.kept.connect(self.done)
        bind("Ctrl+Enter", self, self.part.submit)
        self.part.drop.clicked.connect(self.done)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._card.setFixedWidth(min(theme.current().scaled(WIDTH), self.width() - 2 * BESIDE))

    def begin(self) -> None:
        self.part.begin()
