"""The clocks that a wait is counted by, in a test's hand: nobody sleeps."""

from datetime import timedelta

import pytest

from sentralbord_desktop.services.office import Services


class Clocks:
    """`wall` is what the PC says, `on` how long it has been on (seconds), `server` what a shared register's says."""

    def __init__(self, services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
        self.wall = self.server = services.session.clock()
        self.on = 50_000.0
        monkeypatch.setattr(services.session, "clock", lambda: self.wall)
        monkeypatch.setattr(services.session, "since_boot", lambda: self.on)
        if services.database.is_server:
            monkeypatch.setattr(services.database, "time", lambda: self.server)

    def go_on(self, passed: timedelta) -> None:
        """As time does: all of them."""
        self.wall += passed
        self.server += passed
        self.on += passed.total_seconds()
