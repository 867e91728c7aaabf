"""What the installed app wrote, read with the Windows Python: python read_register.py FOLDER NAME

Prints the newest remark and the calls of the first member that NAME finds, one line each, and how
many messages wait in the outbox. For a practice register, whose key lies in its slot file.
"""

import sys
from io import TextIOWrapper
from pathlib import Path
from typing import cast

from sentralbord_desktop.bootstrap import DATABASE_FILE
from sentralbord_desktop.storage.encryption.keys import KeySlots
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.members.record import record_of
from sentralbord_desktop.storage.outbox import newest
from sentralbord_desktop.storage.search.search import find


def main(folder: Path, name: str) -> None:
    path = folder / DATABASE_FILE
    database = Database.file(path, KeySlots(path).key())
    with database.reading() as session:
        record = record_of(session, find(session, name)[0].id)
        if record is None:
            raise SystemExit(f"no record of {name}")
        for remark in record.remarks:
            print("remark:", " ".join(remark.text.split()))
        for call in record.calls:
            print("call:", call.category, call.outcome)
        print("messages:", len(list(newest(session))))
    database.close()


if __name__ == "__main__":
    cast("TextIOWrapper", sys.stdout).reconfigure(encoding="utf-8")  # the Windows Python has no tests to import from
    main(Path(sys.argv[1]), sys.argv[2])
