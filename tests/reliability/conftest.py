"""One register in a folder of its own, with its bytes, and how a refusal must look."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from sentralbord_desktop.storage.engine import sqlcipher
from tests.helpers.figures import Say
from tests.helpers.readers import CASES, Reader
from tests.helpers.registers import enrol, reopen


@pytest.fixture(scope="session")
def twelve(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mal") / "kontor"
    services = reopen(folder)
    services.session.update(name="Maja Hovde", initials="MH", loop=2)
    for number in range(12):
        member = enrol(services, str(204118 + number))
        services.members.remark(member.id, f"Spurte om ferie {number}. " * 40)
    services.close()
    return folder


@pytest.fixture
def folder(twelve: Path, tmp_path: Path) -> Path:
    """A closed register with twelve members, a remark each, and its key."""
    return Path(shutil.copytree(twelve, tmp_path / "kontor"))


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits for a lock gives up at once."""
    monkeypatch.setattr(sqlcipher, "BUSY_MILLISECONDS", 50)


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    started = Reader()
    yield started
    started.end()


@pytest.fixture
def counted(figure: Say, request: pytest.FixtureRequest) -> Iterator[None]:
    before = len(CASES)
    yield
    cases = CASES[before:]
    if cases:
        figure(
            "R19",
            f"{request.node.originalname.removeprefix('test_').replace('_', ' ')}: {len(cases)} readings, "
            f"at most {max(peak for peak, _ in cases)} MB and {max(took for _, took in cases):.1f} s",
        )
