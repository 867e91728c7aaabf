"""Which workstations can send: this one by its passwords, the others by what they announce at the server."""

import platform

from sentralbord_desktop.domain.messages.sending_reach import KINDS, SendingReach, SendingWorkstation
from sentralbord_desktop.domain.messages.settings import SendingSettings
from sentralbord_desktop.services.messages.settings import MessageSettingsService
from sentralbord_desktop.services.session import OperatorSession
from sentralbord_desktop.services.sharing.live import LiveService


class SendingWorkstations:
    """Passwords are stored per PC, so another workstation may be the only one that can send."""

    def __init__(self, operator_session: OperatorSession, sending: MessageSettingsService, live: LiveService) -> None:
        self._operator_session = operator_session
        self._sending = sending
        self._live = live

    def read(self) -> SendingReach:
        """Which messages can be sent automatically now, and from which workstation."""
        settings = self._sending.read()
        others = self._live.sending_elsewhere() if any(map(settings.sends, KINDS)) else ()
        return SendingReach(settings, self._here(settings), others, self._live.is_shared)

    def announce(self) -> None:
        """Tell the other workstations what this one can send; nothing for a register on this PC."""
        if self._live.is_shared:
            kinds = self._here(self._sending.read())
            mine = SendingWorkstation(self._operator_session.sign, platform.node(), kinds)
            self._live.announce_sending(mine if kinds else None)

    def _here(self, settings: SendingSettings) -> frozenset[str]:
        def has_secret(kind: str) -> bool:
            asked = settings.secret_for(kind)
            return not asked or bool(self._sending.secret(asked, settings))

        return frozenset(kind for kind in KINDS if settings.sends(kind) and has_secret(kind))
