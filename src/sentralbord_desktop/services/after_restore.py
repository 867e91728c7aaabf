"""After a restore: carries over data of the replaced register."""

from sentralbord_desktop.services.backup.restore_request import REQUEST
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage import settings
from sentralbord_desktop.storage.backup.backup import REGISTER_FILE
from sentralbord_desktop.storage.backup.restore import Steps, forget
from sentralbord_desktop.storage.engine.wal_marker import ASIDE
from sentralbord_desktop.storage.privacy.access_log import carry_over

SETTING = "hentet tilbake"
"""The setting with the replaced registers that were carried over."""


def log_restore(services: Services, steps: Steps) -> None:
    """Carry over the access log and the erasures since the backup, as far as the replaced register is readable, and
    log the restore (PR-4). A setting in the restored register ensures that it happens once, also after a kill. On
    failure the services are closed."""
    database, aside = services.database, list(steps.all_aside)
    with services.closed_on_failure():
        with database.transaction() as session:
            if settings.setting(session, SETTING).get("aside") != aside:
                for name in aside:
                    carry_over(
                        session,
                        services.folder / ASIDE / name / REGISTER_FILE,
                        database.key,
                        author=services.session.sign,
                        at=services.session.clock(),
                    )
                services.session.log(session, "hentet tilbake en sikkerhetskopi", steps.title)
                settings.save_setting(session, SETTING, {"aside": aside})
        (services.folder / REQUEST).unlink(missing_ok=True)
        forget(services.folder)
