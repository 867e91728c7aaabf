"""Fixtures of a practice register that tests of several folders open a window over."""

from pathlib import Path

import pytest

from sentralbord_desktop.bootstrap import open_services


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "night: not by day (dev.py test), but with `dev.py test --night`")
    config.addinivalue_line("markers", "server: asks a PostgreSQL, with `dev.py test --server` and at night")
    config.addinivalue_line("markers", "own_window: this test does not share the window of its module")
    config.addinivalue_line("markers", "text_scale(factor): the window of this test has text of this size")


@pytest.fixture
def text_scale(request: pytest.FixtureRequest) -> float:
    """1.5 is text at 150 %: what the mark says, or the parameter of a test that is run at several sizes."""
    marker = request.node.get_closest_marker("text_scale")
    return float(marker.args[0]) if marker else 1.0


@pytest.fixture(scope="session")
def practised(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice register, to be copied: inventing its people takes ten times as long as opening it."""
    folder = tmp_path_factory.mktemp("mal") / "register"
    open_services(folder, practice=True).close()
    return folder
