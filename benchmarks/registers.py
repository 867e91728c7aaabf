"""A practice register with thousands of members, made by the product's own services."""

import os
import subprocess
import sys
from pathlib import Path

from sentralbord_desktop.composition import open_office
from sentralbord_desktop.services.office import Office

MEMBERS_PY = Path(__file__).parent / "members.py"
MEMBERS = 30_000
SEED = 7
PRACTICE_PEOPLE = 400
"""These come with a practice register, and with them a house, callbacks and an outbox."""


def write_members(path: Path, count: int) -> Path:
    """The register file of `count` invented members, by members.py."""
    command = [sys.executable, str(MEMBERS_PY), "--n", str(count), "--seed", str(SEED)]
    subprocess.run([*command, "--out", str(path)], check=True, stderr=subprocess.DEVNULL)
    return path


def open_practice(folder: Path) -> Office:
    """A practice register asks for no passphrase; the first start is behind it."""
    os.environ["SENTRALBORD_NO_KEYRING"] = "1"
    office = open_office(folder, practice=True)
    if office.shift.is_new:
        office.shift.settle(name="Øvende")
    return office


def filled(folder: Path, members: int = MEMBERS) -> Path:
    """A closed register of `members`: the practice people and the first of the generated ones."""
    file = write_members(folder / "members.csv", members - PRACTICE_PEOPLE)
    register = folder / "register"
    office = open_practice(register)
    try:
        office.register.write(office.register.preview(office.register.read(file)))
        if office.members.count() != members:
            raise RuntimeError(f"expected {members} members, got {office.members.count()}")
    finally:
        office.close()
    return register
