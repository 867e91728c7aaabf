"""What every test of delivery has: no proxy on the way to the servers of the test."""

import pytest


@pytest.fixture(autouse=True)
def straight(no_proxies: None) -> None:
    """No proxy."""
