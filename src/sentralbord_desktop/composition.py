"""Builds the services over one register. Used by the window (app) and by IT's command (cli)."""

import getpass
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.times import now
from sentralbord_desktop.procedures.load import default_organisation, library
from sentralbord_desktop.services.callbacks import CallbackService, ConfirmationService
from sentralbord_desktop.services.inquiries import InquiryService
from sentralbord_desktop.services.members import MemberService
from sentralbord_desktop.services.notices import Notices
from sentralbord_desktop.services.organisation import OrganisationService
from sentralbord_desktop.services.outbox import OutboxService
from sentralbord_desktop.services.parking import ParkingService
from sentralbord_desktop.services.practice import fill_practice
from sentralbord_desktop.services.register import RegisterService
from sentralbord_desktop.services.settings import SettingsService
from sentralbord_desktop.services.shift import Clock, Shift
from sentralbord_desktop.storage.database import Database
from sentralbord_desktop.storage.keys import SLOT_FILE, KeySlots

DATABASE_FILE = "sentralbord.db"
SMALLEST_FILE = 16
"""A file without even its salt would be taken for a new one and filled with empty tables."""


@dataclass(frozen=True)
class Office:
    """One open register and everything that can be done with it."""

    folder: Path
    practice: bool
    database: Database
    notices: Notices
    shift: Shift
    members: MemberService
    inquiries: InquiryService
    parking: ParkingService
    callbacks: CallbackService
    confirmations: ConfirmationService
    outbox: OutboxService
    organisation: OrganisationService
    register: RegisterService
    settings: SettingsService

    def close(self) -> None:
        self.database.close()


def data_folder(*, practice: bool = False) -> Path:
    """Where the register lives: never on a network drive, the practice register on its own."""
    folder = user_data_path("Sentralbord", appauthor=False)
    return folder / "oving" if practice else folder


def open_office(
    folder: Path, *, passphrase: str | None = None, practice: bool = False,
    clock: Clock = now, os_user: str | None = None,
) -> Office:  # fmt: skip
    """Open (or at the very first start make) the register in `folder`.

    Raises PassphraseNeededError where there is no keyring, and other SwitchboardErrors with one
    Norwegian sentence each; a register that cannot be read is never written to.
    """
    path = folder / DATABASE_FILE
    slots = KeySlots(path)
    if slots.exists and not (path.exists() and path.stat().st_size >= SMALLEST_FILE):
        raise SwitchboardError(
            f"Registeret mangler i {folder}, men nøkkelfilen «{SLOT_FILE}» er der. Hent registeret "
            "fra sikkerhetskopien, eller spør IT. Et nytt, tomt register er ikke laget."
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        key = slots.key(passphrase, practice=practice)
    except OSError:
        raise SwitchboardError(f"Får ikke skrevet i mappen {folder}. Spør IT.") from None
    return build(Database.file(path, key), folder, practice=practice, clock=clock, os_user=os_user)


def build(
    database: Database, folder: Path, *, practice: bool = False, clock: Clock = now,
    os_user: str | None = None,
) -> Office:  # fmt: skip
    """The services over `database`, which is brought up to this version first."""
    try:
        database.migrate()
        notices = Notices()
        shift = Shift(database, notices, os_user or getpass.getuser(), clock)
        shift.begin()
        organisation = OrganisationService(database, notices)
        organisation.start_with(default_organisation())
        office = Office(
            folder=folder,
            practice=practice,
            database=database,
            notices=notices,
            shift=shift,
            members=MemberService(database, shift, notices),
            inquiries=InquiryService(database, shift, notices, library()),
            parking=ParkingService(database, shift, notices),
            callbacks=CallbackService(database, shift, notices),
            confirmations=ConfirmationService(database, shift, notices),
            outbox=OutboxService(database, shift, notices),
            organisation=organisation,
            register=RegisterService(database, shift, notices),
            settings=SettingsService(database),
        )
        if practice:
            fill_practice(database, clock())
    except BaseException:
        database.close()
        raise
    return office
