"""The wait after wrong PINs, by clocks that whoever guesses cannot set forward."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sentralbord_desktop.domain.access.operator import Operator
from sentralbord_desktop.domain.dates.clock import clock
from sentralbord_desktop.domain.errors import SwitchboardError, WrongPinError

FREE_TRIES = 5
WAIT = timedelta(minutes=1)
"""After so many wrong PINs each further one costs a minute, doubled each time, at most an hour."""
MOST = timedelta(hours=1)
UNTRIED: dict[str, object] = {
    "wrong_pins": 0,
    "pin_waits": None,
    "pin_wait_s": 0,
    "pin_boot_s": None,
    "code_until": None,
}
GONE = "Du står som sluttet her. En administrator kan melde deg tilbake under Innstillinger > Folk."
TOO_MANY = "For mange forsøk. Prøv igjen kl. {at}."
TOO_OLD = "Startkoden gjelder ikke lenger. Be en administrator om en ny."
CHANGED_PIN = "PIN-en er endret i mellomtiden. Prøv igjen."


@dataclass(frozen=True)
class Instant:
    """A moment on the wall, and by how long this PC has been on, in seconds.

    `is_servers`: the wall is the server's of a shared register, which no workstation can set; other workstations' PCs have been
    on for other times, so nothing is counted by that then.
    """

    wall: datetime
    since_boot: float
    is_servers: bool = False


def still_waits(person: Operator, at: Instant) -> timedelta:
    """How much is left of the wait; nothing or less when it is over.

    Beside the wall it must have passed since the PC was started. A reading lower than the one of the wrong PIN is of
    another start, since when all of it has passed; a higher one may be of another start too, and then more has
    passed than is counted. A wall that was set back stops nobody for longer than the wait itself.
    """
    if person.pin_waits is None:
        return timedelta(0)
    whole = timedelta(seconds=person.pin_wait_s)
    by_wall = person.pin_waits - at.wall
    if at.is_servers or person.pin_boot_s is None:
        return by_wall
    passed = at.since_boot - person.pin_boot_s
    by_boot = whole - timedelta(seconds=passed if passed >= 0 else at.since_boot)
    return by_boot if by_wall > whole else max(by_wall, by_boot)


def may_try(person: Operator, at: Instant) -> None:
    """Raises WrongPinError when it is too early, or there is nothing to try; SwitchboardError for one who has left."""
    if person.left is not None:
        raise SwitchboardError(GONE)
    if (left := still_waits(person, at)) > timedelta(0):
        raise WrongPinError(TOO_MANY.format(at=clock(_minute_up(at.wall + left))))
    if not person.pin and not person.os_user:
        raise WrongPinError("Du har ingen PIN ennå. Be en administrator om en startkode.")
    if person.code_until is not None and at.wall >= person.code_until:
        raise WrongPinError(TOO_OLD)


def _minute_up(moment: datetime) -> datetime:
    """The first whole minute that is not before `moment`: a clock without seconds promises no too early try."""
    whole = moment.replace(second=0, microsecond=0)
    return whole if whole == moment else whole + timedelta(minutes=1)


def once_more_wrong(person: Operator, at: Instant) -> Operator:
    """After a wrong PIN; from the fifth on the next must wait."""
    wrong = person.wrong_pins + 1
    over = wrong - FREE_TRIES
    if over < 0:
        return person.model_copy(update={"wrong_pins": wrong})
    wait = min(MOST, WAIT * 2 ** min(over, 10))
    return person.model_copy(
        update={
            "wrong_pins": wrong,
            "pin_waits": at.wall + wait,
            "pin_wait_s": int(wait.total_seconds()),
            "pin_boot_s": at.since_boot,
        }
    )
