"""A member field is its place in the model, one Column and a migration: everything else is drawn from them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlmodel import SQLModel

import sentralbord_desktop
from sentralbord_desktop.bootstrap import open_services
from sentralbord_desktop.domain.imports.organisation import KINDS
from sentralbord_desktop.domain.members.fields import INVOICES, MEMBER_COLUMNS
from sentralbord_desktop.domain.members.member import MemberFields
from sentralbord_desktop.services.practice_data import MALE
from sentralbord_desktop.storage import tables as tables  # they are known by it

PACKAGE = Path(sentralbord_desktop.__file__).parent
OF_THE_ROW = {"id", "version", "merged_into", "import_run"}
"""Columns of the table that are no fields of a member."""
PHONES = ["phone", "phone2"]
TOY = {
    "domain/members/member.py": (
        "    no_sms: bool = False\n",
        '    no_sms: bool = False\n    trade: str = Field(default="", max_length=40)\n',
    ),
    "domain/members/fields.py": (
        '    _column(\n        "phone",\n',
        '    _column("trade", "Fag", "fagbrev"),\n    _column(\n        "phone",\n',
    ),
}
"""File -> what is changed in it, and to what."""
MIGRATION = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "9999", "{head}"


def upgrade() -> None:
    op.add_column("member", sa.Column("trade", sa.String(length=40), nullable=False, server_default=""))
"""
PROGRAM = """
import sys
from pathlib import Path

sys.path.insert(0, sys.argv[2])
from sentralbord_desktop.bootstrap import open_services
from sentralbord_desktop.gui.call.side_forms import member_fields

folder = Path(sys.argv[1])
services = open_services(folder / "register", practice=True)
services.session.update(name="Prøve")
(folder / "inn.csv").write_text("medlemsnr;fornavn;fagbrev\\n900001;{name};Elektriker\\n", encoding="utf-8")
imports = services.member_imports
assert imports.write(imports.preview(imports.read(folder / "inn.csv"))).new == 1
hit = next(hit for hit in services.members.search("900001") if hit.number == "900001")
member = services.members.open(hit.id).member
form = {{field.key: (field.label, field.value) for field in member_fields(member, services.organisation.read())}}
print("form", *form["trade"])
services.members.change(member, {{"trade": "Rørlegger"}})
change = services.members.open(hit.id).changes[0]
print("log", change.field, change.before, change.after)
imports.export_members(folder / "ut.csv")
heading, *rows = [line.split(";") for line in (folder / "ut.csv").read_text("utf-8-sig").splitlines()]
print("export", *(row[heading.index('"Fag"')] for row in rows if '"900001"' in row))
services.close()
"""


def test_each_column_of_the_member_table_has_one_description() -> None:
    table = set(SQLModel.metadata.tables["member"].columns.keys()) - OF_THE_ROW
    described = [column.field for column in MEMBER_COLUMNS]
    assert len(described) == len(set(described))
    assert set(described) - set(PHONES) == table == set(MemberFields.model_fields)


def test_a_heading_means_one_field() -> None:
    for kind in (INVOICES, *KINDS):
        words = [word for column in kind.columns for word in (column.heading, *column.also.split("|")) if word]
        assert len(words) == len({word.casefold() for word in words}), kind.key


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    """The source with one more field: two files are changed, and there is one more migration."""
    source = tmp_path / "src" / PACKAGE.name
    shutil.copytree(PACKAGE, source, ignore=shutil.ignore_patterns("__pycache__"))
    for name, (before, after) in TOY.items():
        text = (source / name).read_text(encoding="utf-8")
        assert text.count(before) == 1, name
        (source / name).write_text(text.replace(before, after), encoding="utf-8")
    versions = source / "storage" / "migrations" / "versions"
    head = max(file.name for file in versions.glob("m0*.py"))[1:5]
    (versions / "m9999_toy.py").write_text(MIGRATION.format(head=head), encoding="utf-8")
    return source.parent


def test_a_toy_field_comes_in_is_edited_logged_and_goes_out(toy: Path, tmp_path: Path) -> None:
    """In a register of this version, which gets the column by the migration."""
    open_services(tmp_path / "register", practice=True).close()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(name=MALE[0]), str(tmp_path), str(toy)],
        env={**os.environ, "SENTRALBORD_NO_KEYRING": "1", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["form Fag Elektriker", "log trade Elektriker Rørlegger", 'export "Rørlegger"']
