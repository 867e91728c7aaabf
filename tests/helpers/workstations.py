"""Desks at one server: an office each, what it has heard of the others, and what it was told of the line."""

import time
from collections.abc import Callable
from pathlib import Path

from sentralbord_desktop.bootstrap import build
from sentralbord_desktop.domain.callbacks import CallbackFields
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage.engine.database import Database

SOON, AT_ONCE = 10.0, 1.0


def until(true: Callable[[], object], seconds: float) -> float:
    """How long it took to become true; fails after `seconds`."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds, f"not within {seconds} s"
        time.sleep(0.01)
    return time.monotonic() - began


class Desk:
    """One office at the server, what it has heard, and what it was told of the line."""

    def __init__(self, url: str, folder: Path, user: str) -> None:
        self.services: Services = build(Database.server(url), folder, os_user=user)
        self.services.session.update(name=user, initials=user[:2].upper())
        self.heard: list[frozenset[str]] = []
        self.line: list[bool] = []
        self.services.change_notices.listen(self.heard.append)
        self.services.live.begin(self.line.append)
        until(lambda: self.heard, SOON)  # everything, at the beginning
        self.heard.clear()

    def has_heard(self, subject: str) -> bool:
        return any(subject in subjects for subjects in self.heard)


def promise(desk: Desk, number: int = 0) -> int:
    return desk.services.callbacks.add(
        CallbackFields(number="99000418", subject=str(number), promised_by="MA", created=desk.services.session.clock())
    )
