"""What the services that write to the register have in common."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TypedDict

from sqlmodel import Session

from sentralbord_desktop.services.session import OperatorSession


class Signed(TypedDict):
    """The keywords of what is written with a signature."""

    author: str
    at: datetime


class Service:
    """Over the register that is open in a session, for its operator."""

    def __init__(self, operator_session: OperatorSession) -> None:
        self._operator_session = operator_session
        self._database = operator_session.database
        self._change_notices = operator_session.change_notices
        self.policies = operator_session.policies

    def _signed(self) -> Signed:
        return Signed(author=self._operator_session.sign, at=self._operator_session.clock())

    @contextmanager
    def _writing(self, *subjects: str) -> Iterator[Session]:
        """One transaction; after its commit the listeners are notified that `subjects` have changed."""
        with self._database.transaction() as session:
            yield session
        self._change_notices.notify(*subjects)

    def _log(self, what: str, why: str = "", member_id: int | None = None) -> None:
        """A line in the access log, in a transaction of its own: before what is logged (PR-4)."""
        with self._database.transaction() as session:
            self._operator_session.log(session, what, why, member_id)
