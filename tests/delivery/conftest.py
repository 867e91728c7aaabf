"""What every test of delivery has: no proxy on the way to the servers of the test."""

import pytest
from hypothesis import settings

settings.register_profile("huset", deadline=None, database=None, max_examples=100)
settings.load_profile("huset")


@pytest.fixture(autouse=True)
def straight(no_proxies: None) -> None:
    """No proxy."""
