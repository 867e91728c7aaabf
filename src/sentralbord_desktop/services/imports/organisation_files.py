"""Import and export of the organisation: one sheet for each list, with the headings of the screen."""

from collections.abc import Iterator
from pathlib import Path

from sentralbord_desktop.domain.errors import ChangedMeanwhileError, RegisterFileError
from sentralbord_desktop.domain.imports.headings import match, recognise
from sentralbord_desktop.domain.imports.organisation import (
    KIND_KEYS,
    KINDS,
    OrganisationKind,
    OrganisationPreview,
    OrganisationSheet,
    compare_sheets,
    kind_of_sheet,
    present_in,
)
from sentralbord_desktop.domain.imports.preview import ImportDone
from sentralbord_desktop.domain.members.fields import MEMBERS
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.domain.progress import Progress
from sentralbord_desktop.domain.text.file_names import shown_file_name
from sentralbord_desktop.procedures.workplace import post_codes_of
from sentralbord_desktop.services.change_notices import ChangeNotices
from sentralbord_desktop.services.imports.read_tables import RawTable, read_tables
from sentralbord_desktop.services.imports.write_tables import Sheet, save_table, save_workbook
from sentralbord_desktop.services.organisation import LOG_WHAT, OrganisationService
from sentralbord_desktop.services.sharing.transfer import refuse_file_of_moved
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.organisation import read_organisation, save_entry

MAX_ORGANISATION_ROWS = 20_000
CHANGED_SINCE_PREVIEW = "Organisasjonen er endret siden forhåndsvisningen. Lag den på nytt."
UNKNOWN_HEADINGS = "Kjenner ikke igjen overskriftene i filen. Eksporter organisasjonen, og bruk den filen som mal."


class OrganisationFiles:
    """Import in two steps: `preview` what the file would do, `write` it. Nothing is ever deleted.

    Files that cannot be used raise RegisterFileError with one sentence for the screen.
    """

    def __init__(self, database: Database, organisation: OrganisationService, change_notices: ChangeNotices) -> None:
        self._database = database
        self._organisation = organisation
        self._change_notices = change_notices

    def export(self, path: Path, kind: str | None = None) -> int:
        """Export all lists to .xlsx, or one `kind` (of KIND_KEYS) to .xlsx or .csv; returns the number of rows. Logged.
        Raises NotAllowedError for those who may not edit the catalogue, because it contains secret calendar
        addresses."""
        self._organisation.require_keeper()
        with self._database.transaction() as session:
            self._organisation.log_file(session, "eksport")
        organisation = self._organisation.read()
        sheets = [_sheet(it, organisation) for it in KINDS if kind in (None, it.key)]
        if path.suffix.casefold() == ".xlsx":
            return save_workbook(path, sheets)
        if kind is None and path.suffix.casefold() == ".csv":
            raise RegisterFileError(
                f"En CSV-fil har bare én liste. Velg hvilken ({', '.join(KIND_KEYS)}), eller .xlsx."
            )
        return save_table(path, sheets[0].rows, phones=sheets[0].phones)

    def preview(self, path: Path, *, kind: str = "") -> OrganisationPreview:
        """What the file would change; nothing is written. `kind` (of KIND_KEYS) decides where the headings fit two
        kinds of list. Only for those who may edit the catalogue."""
        self._organisation.require_keeper()
        refuse_file_of_moved(self._database)
        sheets: list[OrganisationSheet] = []
        unread: list[str] = []
        for table in _tables(path):
            has_members = "number" in match(MEMBERS, table.headings).values()
            if not has_members and (found := kind_of_sheet(table.headings, table.sheet, kind)):
                columns = recognise(found, table.headings, {})
                sheet = table.sheet or found.title
                sheets.append(OrganisationSheet(sheet, found, table.headings, table.rows, table.numbers, columns))
                unread += [f"{sheet}: kolonnen «{h}» leses ikke." for h, field in columns.items() if field is None]
            else:
                unread.append(f"Arket «{table.sheet}» leses ikke. Overskriftene er ikke kjent.")
        if not sheets:
            raise RegisterFileError(UNKNOWN_HEADINGS)
        organisation = self._organisation.read()
        compared = compare_sheets(sheets, organisation, post_codes_of(organisation))
        return OrganisationPreview(
            file=shown_file_name(path.name),
            kind=sheets[0].kind,
            new=tuple(compared.new),
            changed=tuple(compared.changed),
            unchanged=compared.unchanged,
            rejected=tuple(compared.rejected),
            unread=tuple(unread),
            present=present_in(organisation),
        )

    def write(self, preview: OrganisationPreview) -> ImportDone:
        """Write the preview in one transaction; raises ChangedMeanwhileError when it is out of date, and
        NotAllowedError for those who may not edit the catalogue."""
        self._organisation.require_keeper()
        refuse_file_of_moved(self._database)
        with self._database.transaction() as session:
            if present_in(read_organisation(session)) != preview.present:
                raise ChangedMeanwhileError(CHANGED_SINCE_PREVIEW)
            for found in (*preview.new, *preview.changed):
                save_entry(session, found.entry)
            self._organisation.log_file(session, LOG_WHAT)
        if preview.changes_anything:
            self._change_notices.notify("organisation")
        return preview.done


def _sheet(kind: OrganisationKind, organisation: Organisation) -> Sheet:
    rows = [[column.heading for column in kind.columns]]
    for entry in kind.entries(organisation):
        rows.append([column.text(getattr(entry, column.field)) for column in kind.columns])
    phones = [place for place, column in enumerate(kind.columns) if column.is_phone]
    return Sheet(kind.title, rows, phones)


def _tables(path: Path) -> Iterator[RawTable]:
    count = 0
    for table in read_tables(path, None, Progress()):
        count += len(table.rows)
        if count > MAX_ORGANISATION_ROWS:
            raise RegisterFileError(f"Filen har for mange rader. Den kan ha {MAX_ORGANISATION_ROWS}. Del den opp.")
        yield table
