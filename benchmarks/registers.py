"""A practice register with thousands of members, made by the product's own services."""

import os
import subprocess
import sys
from itertools import count, islice
from pathlib import Path

from sentralbord_desktop.bootstrap import open_services
from sentralbord_desktop.domain.imports.decide import with_resigned
from sentralbord_desktop.services.office import Services

MEMBERS_PY = Path(__file__).parent / "members.py"
MEMBERS = 30_000
SEED = 7
PART_ROWS = 150_000
PRACTICE_PEOPLE = 400
"""These come with a practice register, and with them an organisation, callbacks and an outbox."""


def write_members(path: Path, members: int) -> Path:
    """The register file of `members` invented members, by members.py."""
    command = [sys.executable, str(MEMBERS_PY), "--n", str(members), "--seed", str(SEED)]
    subprocess.run([*command, "--out", str(path)], check=True, stderr=subprocess.DEVNULL)
    return path


def import_members(services: Services, file: Path) -> None:
    """Import the register file in parts of `PART_ROWS`: a larger file is refused, to bound the memory."""
    with file.open(encoding="utf-8") as lines:
        heading = next(lines)
        for number in count(1):
            rows = list(islice(lines, PART_ROWS))
            if not rows:
                return
            part = file.with_name(f"{file.stem}-{number}.csv")
            part.write_text("".join([heading, *rows]), encoding="utf-8")
            services.member_imports.write(
                with_resigned(services.member_imports.preview(services.member_imports.read(part)))
            )
            part.unlink()


def open_practice(folder: Path) -> Services:
    """A practice register asks for no passphrase; the first start is behind it."""
    os.environ["SENTRALBORD_NO_KEYRING"] = "1"
    services = open_services(folder, practice=True)
    if services.session.is_new:
        services.session.update(name="Øvende")
    return services


def filled(folder: Path, members: int = MEMBERS) -> Path:
    """A closed register of `members`: the practice people and the first of the generated ones."""
    file = write_members(folder / "members.csv", members - PRACTICE_PEOPLE)
    register = folder / "register"
    services = open_practice(register)
    try:
        import_members(services, file)
        if services.members.count() != members:
            raise RuntimeError(f"expected {members} members, got {services.members.count()}")
    finally:
        services.close()
    return register
