"""The imports of the last days, and one of them undone."""

from contextlib import nullcontext
from pathlib import Path

from sentralbord_desktop.domain.errors import NotAllowedError
from sentralbord_desktop.domain.imports.import_run import ImportRun, Undoing
from sentralbord_desktop.domain.imports.preview import Loss
from sentralbord_desktop.domain.imports.report import LOSS_HEADINGS, loss_rows
from sentralbord_desktop.domain.progress import Cancel, Progress, ReportProgress
from sentralbord_desktop.services.imports.members import LONG
from sentralbord_desktop.services.imports.write_tables import save_table
from sentralbord_desktop.services.service import Service
from sentralbord_desktop.storage.imports import losses, runs
from sentralbord_desktop.storage.imports import undo as storage_undo
from sentralbord_desktop.storage.privacy.erasure import forget_words

CELL = LOSS_HEADINGS.index("Står i filen")


class ImportHistory(Service):
    """For administrators. Undoing an import never undoes what was done after it."""

    def latest(self) -> list[ImportRun]:
        """The imports of the last UNDO_DAYS, the newest first; none for others than an administrator."""
        try:
            self._operator_session.require("administrator")
        except NotAllowedError:
            return []
        with self._database.reading() as session:
            return runs.latest(session, self._operator_session.clock())

    def losses(self, run: ImportRun) -> list[Loss]:
        """The losses of the import; rejected rows come first. Administrators only; logged before (PR-4)."""
        self._operator_session.require("administrator")
        self._log("så over import", f"{run.file}: det som ikke kom inn")
        with self._database.reading() as session:
            return losses.of_run(session, run.id)

    def save_losses(self, run: ImportRun, path: Path) -> int:
        """Save the losses with their reasons as CSV (or XLSX, by the file name); returns how many. Administrators only;
        logged before (PR-4)."""
        self._operator_session.require("administrator")
        self._log("eksport", f"det som ikke kom inn: {run.file}")
        with self._database.reading() as session:
            return save_table(path, loss_rows(losses.of_run(session, run.id)), phones=(CELL,))

    def forget_old(self) -> None:
        """Delete the data kept for imports that can no longer be undone, whoever sits here: no administrator may come
        for months. On a server the database lets administrators only."""
        if self._operator_session.may("administrator") or not self._database.is_server:
            with self._database.transaction() as session:
                runs.forget_old(session, self._operator_session.clock())

    def weigh(self, run: ImportRun, *, progress: ReportProgress | None = None, cancel: Cancel | None = None) -> Undoing:
        """What undoing the import would do; nothing is written."""
        self._operator_session.require("administrator")
        with self._database.reading() as session:
            return storage_undo.weigh(session, run.id, self._operator_session.clock(), Progress(progress, cancel))

    def undo(self, run: ImportRun, *, progress: ReportProgress | None = None, cancel: Cancel | None = None) -> Undoing:
        """Undo it in one transaction, logged (PR-4); when cancelled, nothing is changed. Raises SwitchboardError for an
        import that is too old or undone already."""
        self._operator_session.require("administrator")
        moment = self._operator_session.clock()
        long = run.new + run.changed >= LONG
        with self._database.held() if long else nullcontext(), self._database.transaction() as session:
            done = storage_undo.undo(
                session, run.id, author=self._operator_session.sign, moment=moment, progress=Progress(progress, cancel)
            )
            why = f"{run.file}: {done.removed} tatt ut, {done.restored} satt tilbake"
            self._operator_session.log(session, storage_undo.UNDONE, why, at=moment)
        if done.removed:
            forget_words(self._database)
        self._change_notices.notify("members")
        return done
