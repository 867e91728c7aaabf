"""One desktop for all window tests; a window over a practice register with the calls' members."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.desktop import Window, private_desktop
from tests.helpers.window_register import Register, prepare


@pytest.fixture(scope="session")
def desktop() -> Iterator[dict[str, str]]:
    with private_desktop() as environment:
        yield environment


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("vindu")
    prepare(made / "register")
    return made


@pytest.fixture(scope="module")
def window(desktop: dict[str, str], folder: Path) -> Iterator[Window]:
    opened = Window(desktop, folder, "--practice")
    opened.wait_ready()
    yield opened
    opened.close()


@pytest.fixture
def register(folder: Path) -> Iterator[Register]:
    opened = Register(folder / "register")
    yield opened
    opened.close()
