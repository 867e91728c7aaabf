"""`sentralbord-cli backup`: take, list, check and restore backups, and rescue a damaged register."""

import argparse
import os
from typing import Any

from sentralbord_desktop.cli.session import place, with_services
from sentralbord_desktop.domain.errors import BackupError
from sentralbord_desktop.system.paths import held_alone
from sentralbord_desktop.system.policy_sources import read_policies, register_folder

OPEN = (
    "Sentralbord er åpent på denne PC-en. Lukk vinduet, og prøv igjen: det som skrives før neste start, ville ikke "
    "blitt med. Ingenting er gjort."
)


def add_backup(commands: Any) -> None:
    backup = commands.add_parser(
        "backup", help="sikkerhetskopier: ta, vis, prøv, hent tilbake, berg et skadet register"
    )
    backup.add_argument("what", choices=("take", "list", "check", "restore", "rescue"))
    backup.add_argument("name", nargs="?", default="", metavar="KOPI", help="navnet på den som hentes")
    backup.set_defaults(work=_backup)


def _backup(options: argparse.Namespace) -> int:
    """Restore and rescue need the lock: a window's writes before the next start would be moved aside with the
    register."""
    if options.what not in ("restore", "rescue"):
        return _with_backups(options, alone=False)
    with held_alone(register_folder(read_policies(), options.data, practice=options.practice)) as alone:
        if not alone:
            raise BackupError(OPEN)
        return _rescue(options) if options.what == "rescue" else _with_backups(options, alone=True)


def _with_backups(options: argparse.Namespace, *, alone: bool) -> int:
    def work(services: Any) -> int:
        backups = services.backups
        if options.what == "take":
            made = backups.take()
            print(f"{made.title}: {made.holds}. Åpnet og kontrollert.")
            return 0
        if options.what == "restore":
            wanted = next((b for b in backups.found() if b.name == options.name), None)
            if wanted is None:
                raise BackupError("Ingen kopi heter det. Se listen: sentralbord-cli backup list")
            backups.restore(wanted)
            print(f"{wanted.title} hentes neste gang Sentralbord starter.")
            return 0
        faults = backups.drill() if options.what == "check" else {}
        for one in backups.found():
            print(f"{one.name}  {one.title}: {one.holds}. {faults.get(one.name, '')}".rstrip())
        return 1 if any(faults.values()) else 0

    return with_services(options, work, alone=alone)


def _rescue(options: argparse.Namespace) -> int:
    """Works without services, because the register may not open. The result is restored at the next start, and the
    damaged register is moved aside."""
    from sentralbord_desktop.bootstrap import DATABASE_FILE
    from sentralbord_desktop.domain.dates.clock import now
    from sentralbord_desktop.domain.progress import Progress
    from sentralbord_desktop.services.backup.rescue import rescue
    from sentralbord_desktop.services.backup.restore_request import ask_for
    from sentralbord_desktop.storage.encryption.keys import KeySlots
    from sentralbord_desktop.storage.encryption.register_kind import require_kind

    with place(options) as here:
        register = here.folder / DATABASE_FILE
        if not register.exists():
            raise BackupError(f"Det er ikke noe register i {here.folder}. Se over mappen.")
        require_kind(register, practice=options.practice)
        key = KeySlots(register).key(os.environ.get("SENTRALBORD_PASSPHRASE") or None)
        rescued = rescue(register, key, now(), Progress())
        ask_for(register, rescued.backup)
    print(f"{rescued.backup.name}: {rescued.backup.holds}. {rescued.salvaged.lost}")
    print("Det hentes neste gang Sentralbord starter. Den skadde filen er ikke rørt.")
    return 0
