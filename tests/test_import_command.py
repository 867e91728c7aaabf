"""`sentralbord-cli import`: what it keeps, says and refuses."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sentralbord_desktop.bootstrap import open_services
from sentralbord_desktop.services.office import Services
from tests.helpers.command import cli
from tests.helpers.import_files import HEAD, csv_file, member
from tests.helpers.passphrase import PASSPHRASE

LINE = "300;Odd;Fjeldhaug;30.01.1958;{phone};2;Pensjonist"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A register with one member, from a file."""
    home = tmp_path / "kontor"
    assert cli("--data", home, "import", csv_file(tmp_path, HEAD, LINE.format(phone="99000423"))).returncode == 0
    return home


@contextmanager
def opened(office: Path) -> Iterator[Services]:
    services = open_services(office, passphrase=PASSPHRASE)
    yield services
    services.close()


def test_the_command_keeps_corrections_and_says_so(office: Path, tmp_path: Path) -> None:
    with opened(office) as services:
        services.members.change(member(services, "300"), {"phone": "40011222"})
    file = csv_file(tmp_path, HEAD, LINE.format(phone="99000423"))
    for more in (["--preview"], []):
        done = cli("--data", office, "import", file, *more)
        assert "1 rettet her siden forrige fil. De blir stående som de er rettet:" in done.stdout
        assert "Linje 2, Odd Fjeldhaug, Telefon: her «40011222»" in done.stdout
        assert "i filen «99000423»" in done.stdout
    assert "1 rettet her siden forrige fil, og beholdt." in done.stdout
    with opened(office) as services:
        assert member(services, "300").phone == "40011222"
    assert cli("--data", office, "export", "corrections", tmp_path / "r.csv").returncode == 0
    assert '"300";"Odd Fjeldhaug";"Telefon";"99000423";"40011222"' in (tmp_path / "r.csv").read_text("utf-8-sig")
