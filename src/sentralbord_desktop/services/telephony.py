"""Click to dial: its settings, and dialling."""

from pathlib import Path
from typing import NamedTuple

from sentralbord_desktop.domain.dialling import Dialling, DiallingError, check_dialling, command_for, number_to_dial
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.members.member import IS_DEAD
from sentralbord_desktop.domain.policies import TELEPHONE
from sentralbord_desktop.domain.telephony import normal_number, spoken_number
from sentralbord_desktop.services.service import Service
from sentralbord_desktop.services.session import OperatorSession
from sentralbord_desktop.storage import settings
from sentralbord_desktop.storage.members.members import is_number_of_dead
from sentralbord_desktop.storage.sharing.own_telephone import OwnTelephone

SETTING = "telefon"
SET_HERE = (
    "Programmet som ringer, hentes ikke fra det felles registeret. Skriv det på denne PC-en i Innstillinger > Telefon, "
    "eller be IT sette telephone.command."
)


class Dialled(NamedTuple):
    """`link` is for the window to open, «» where the PC has rung; `sentence` says what was done."""

    link: str
    sentence: str

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


class TelephoneService(Service):
    """`never`: practice, no number is called. With a shared register only the command on this PC (`OwnTelephone`) or
    in a policy is run, never one from the register."""

    def __init__(self, operator_session: OperatorSession, folder: Path, *, never: bool) -> None:
        super().__init__(operator_session)
        self._own = OwnTelephone(folder) if self._database.is_server else None
        self._never = never

    def read(self) -> Dialling:
        with self._database.reading() as session:
            kept = settings.setting(session, SETTING)
        if self._own is not None:
            kept = {**kept, "command": self._own.read()}
        return Dialling.model_validate(self.policies.over(kept, TELEPHONE))

    def save(self, dialling: Dialling) -> None:
        """Save; administrators only, because the PC runs the command. Raises SwitchboardError if invalid."""
        self._operator_session.require("administrator")
        check_dialling(dialling)
        written = dialling.model_dump(mode="json")
        with self._database.transaction() as session:
            stored = settings.setting(session, SETTING)
            kept = self.policies.kept(written, stored, TELEPHONE)
            command = str(kept.get("command", ""))
            if self._own is not None:
                kept = {**kept, "command": ""}
            if kept != stored:
                settings.save_setting(session, SETTING, kept)
            self._operator_session.log(session, "endret innstilling", "telefon")
        if self._own is not None and not self.policies.locks("telephone.command"):
            self._own.keep(command)

    def dial(self, text: str) -> Dialled:
        """Call `text`. Raises DiallingError, and SwitchboardError for a number that only dead members have."""
        with self._database.reading() as session:
            if is_number_of_dead(session, normal_number(text)):
                raise SwitchboardError(f"{IS_DEAD} Har en pårørende det samme nummeret, slå det på telefonen.")
        dialling = self.read()
        number = number_to_dial(text, dialling)
        shown = spoken_number(normal_number(text))
        if self._never:
            return Dialled("", f"Øving ringer ingen. På ekte ville {shown} blitt ringt nå.")
        if dialling.way == "av":
            raise DiallingError("Oppringing herfra er slått av. Slå den på i Innstillinger > Telefon.")
        if dialling.way == "tel":
            return Dialled(f"tel:{number}", f"Ringer {shown} …")
        if self._own is not None and not dialling.command:
            raise DiallingError(SET_HERE)
        check_dialling(dialling)  # a policy may choose a program without naming one
        from sentralbord_desktop.delivery.softphone import start

        start(command_for(number, dialling))
        return Dialled("", f"Ringer {shown} …")
