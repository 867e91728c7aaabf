"""The wait after wrong PINs, measured by clocks that the user cannot set forward."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sentralbord_desktop.domain.access import Operator
from sentralbord_desktop.domain.dates.clock import clock
from sentralbord_desktop.domain.errors import SwitchboardError, WrongPinError

FREE_TRIES = 5
WAIT = timedelta(minutes=1)
"""From FREE_TRIES wrong PINs on, each costs a minute, doubled each time, at most MAX_WAIT."""
MAX_WAIT = timedelta(hours=1)
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
    """A time by the clock, and by seconds since this PC was started. `is_servers`: the clock is the server's, which
    no workstation can set; uptimes of different PCs are not comparable and are ignored then."""

    wall: datetime
    since_boot: float
    is_servers: bool = False


def still_waits(person: Operator, at: Instant) -> timedelta:
    """The rest of the wait; zero or negative when it is over.

    It must have passed by the clock and by uptime. An uptime below that of the wrong PIN is from a later start, so all
    of it counts; a higher one may be too, and then more has passed than is counted. A clock that was set back delays no
    longer than the wait itself.
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
    """Raises WrongPinError during the wait and without a PIN; SwitchboardError for an operator who has left."""
    if person.left is not None:
        raise SwitchboardError(GONE)
    if (left := still_waits(person, at)) > timedelta(0):
        raise WrongPinError(TOO_MANY.format(at=clock(_minute_up(at.wall + left))))
    if not person.pin and not person.os_user:
        raise WrongPinError("Du har ingen PIN ennå. Be en administrator om en startkode.")
    if person.code_until is not None and at.wall >= person.code_until:
        raise WrongPinError(TOO_OLD)


def _minute_up(moment: datetime) -> datetime:
    """Rounded up to a whole minute: the displayed time is never too early."""
    whole = moment.replace(second=0, microsecond=0)
    return whole if whole == moment else whole + timedelta(minutes=1)


def once_more_wrong(person: Operator, at: Instant) -> Operator:
    """The operator after a wrong PIN, with a wait from FREE_TRIES on."""
    wrong = person.wrong_pins + 1
    over = wrong - FREE_TRIES
    if over < 0:
        return person.model_copy(update={"wrong_pins": wrong})
    wait = min(MAX_WAIT, WAIT * 2 ** min(over, 10))
    return person.model_copy(
        update={
            "wrong_pins": wrong,
            "pin_waits": at.wall + wait,
            "pin_wait_s": int(wait.total_seconds()),
            "pin_boot_s": at.since_boot,
        }
    )
