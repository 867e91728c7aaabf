"""A register as an earlier version left it: python older_register.py FOLDER REVISION

Run with the Windows Python, before the installed app is to open it. The key lies in Windows' vault. It
holds two members, written as that revision had the table.
"""

import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from sentralbord_desktop.bootstrap import DATABASE_FILE
from sentralbord_desktop.storage.encryption.keys import KeySlots
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.engine.schema_version import HEAD, MIGRATIONS

MEMBER = (
    "INSERT INTO member (number, first_name, middle_name, last_name, email, street, post_code, place, "
    "status, employer, workplace, workplace_post_code, insurance_codes, shop_steward, no_sms, version) "
    "VALUES (:number, 'Kari', '', 'Berg', '', '', '', '', 'yrkesaktiv', '', '', '', '', '', false, 1)"
)


def main(folder: Path, revision: str) -> None:
    folder.mkdir()
    slots = KeySlots(folder / DATABASE_FILE)
    database = Database.file(folder / DATABASE_FILE, slots.key())
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with database.engine.begin() as raw:
        config.attributes["connection"] = raw
        command.upgrade(config, revision)
        for number in ("700001", "700002"):
            raw.execute(text(MEMBER), {"number": number})
    if not database.revision().is_older:
        raise SystemExit(f"{revision} is not older than {HEAD}")
    database.close()
    slots.confirm()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
