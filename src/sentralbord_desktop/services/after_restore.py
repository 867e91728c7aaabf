"""After a backup was brought back: what the register that was put aside knows is told to the one in its place."""

from pathlib import Path

from sentralbord_desktop.services.backup.backups import REQUEST
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage import settings
from sentralbord_desktop.storage.backup.backup import REGISTER_FILE
from sentralbord_desktop.storage.backup.restore import Steps, begun, forget, put_back
from sentralbord_desktop.storage.engine.wal_marker import ASIDE
from sentralbord_desktop.storage.privacy.access_log import carry_over

TOLD = "hentet tilbake"
"""The setting that names what was put aside for the backup that is in its place, once it has told what it knew."""


def log_restore(services: Services, steps: Steps) -> None:
    """Who looked at what since the backup was taken stays known, with what was erased and what else must not be
    forgotten, as far as what was put aside can be read; and that it was brought back (PR-4). Once: the register
    itself knows that it was told, whenever the program ends. Where it cannot be written, the office is closed."""
    database, aside = services.database, list(steps.all_aside)
    with services.closed_on_failure():
        with database.transaction() as session:
            if settings.setting(session, TOLD).get("aside") != aside:
                for name in aside:
                    carry_over(
                        session,
                        services.folder / ASIDE / name / REGISTER_FILE,
                        database.key,
                        author=services.session.sign,
                        at=services.session.clock(),
                    )
                services.session.log(session, "hentet tilbake en sikkerhetskopi", steps.title)
                settings.save_setting(session, TOLD, {"aside": aside})
        (services.folder / REQUEST).unlink(missing_ok=True)
        forget(services.folder)


def left_of_return(home: Path) -> Steps | None:
    """Where nobody asks any more: what is in its place has still to be told of; what was only begun is put back."""
    steps = begun(home)
    return steps if steps is not None and steps.placed else put_back(home)
