"""Opens the register for a command: policies, log, passphrase and sign-in."""

import argparse
import getpass
import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.policies import Policies
from sentralbord_desktop.system.log_setup import COMMAND_LOG, begin_log, end_log
from sentralbord_desktop.system.paths import on_network
from sentralbord_desktop.system.policy_sources import read_policies, register_folder

log = logging.getLogger("sentralbord")


def with_services(options: argparse.Namespace, work: Callable[[Any], int], *, alone: bool = False) -> int:
    """Open the register, sign in, do `work` and close it. Returns the exit code. `alone`: the caller holds its lock."""
    with place(options) as (folder, policies):
        services = _opened(options, folder, policies, alone=alone)
        if services.leftovers:
            from sentralbord_desktop.services.imports.write_tables import DELETED

            print(DELETED, file=sys.stderr)
        try:
            services.people.let_in()
            sign_in(services)
            return work(services)
        finally:
            services.close()


class RegisterPlace(NamedTuple):
    folder: Path
    policies: Policies


@contextmanager
def place(options: argparse.Namespace) -> Iterator[RegisterPlace]:
    """The folder of the register, with its log. Prints faults of policies: they may have named another register."""
    policies = read_policies()
    folder = register_folder(policies, options.data, practice=options.practice)
    for fault in policies.faults:
        print(fault, file=sys.stderr)
    with _logged(folder):
        for fault in policies.faults:
            log.warning("policy ignored: %s", fault)
        yield RegisterPlace(folder, policies)


@contextmanager
def _logged(folder: Path) -> Iterator[None]:
    """Log to the folder, unless it is on a network drive or not writable: opening the register reports that."""
    handler: logging.Handler = logging.NullHandler()
    with suppress(OSError):
        if not on_network(folder):
            handler = begin_log(folder, COMMAND_LOG)
    log.addHandler(handler)  # without a handler, Python writes to stderr
    try:
        yield
    finally:
        end_log(handler)


def _opened(options: argparse.Namespace, folder: Path, policies: Policies, *, alone: bool) -> Any:
    """The services; asks for the passphrase where one is needed."""
    from sentralbord_desktop.bootstrap import open_services
    from sentralbord_desktop.storage.encryption.keys import PassphraseNeededError

    how: dict[str, Any] = {
        "practice": options.practice,
        "policies": policies,
        "code": getattr(options, "code", None),
        "without_log": options.without_log,
        "alone": alone,
    }
    passphrase = os.environ.get("SENTRALBORD_PASSPHRASE") or None
    try:
        return open_services(folder, passphrase=passphrase, **how)
    except PassphraseNeededError as error:
        if not sys.stdin.isatty():
            raise SwitchboardError(f"{error} Sett SENTRALBORD_PASSPHRASE.") from None
        return open_services(folder, passphrase=getpass.getpass(f"{error} "), **how)


def sign_in(services: Any) -> None:
    """Ask for a PIN where the window would: that of the PC's own user, or of SENTRALBORD_USER."""
    if services.practice or not services.people.must_sign_in:
        return
    initials = os.environ.get("SENTRALBORD_USER") or services.session.operator.initials
    people = [one for one in services.people.here() if one.initials == initials.upper()]
    if not people:
        raise SwitchboardError(f"Ingen med initialene {initials} bruker denne PC-en. Sett SENTRALBORD_USER.")
    pin = os.environ.get("SENTRALBORD_PIN") or None  # an empty one counts as none
    if pin is None and not sys.stdin.isatty():
        raise SwitchboardError(f"{people[0].shown} må vise PIN. Sett SENTRALBORD_PIN.")
    if not people[0].pin:
        raise SwitchboardError(f"{people[0].shown} har ingen PIN ennå. Velg en i vinduet først.")
    services.people.sign_in(people[0].id, pin or getpass.getpass(f"PIN for {people[0].shown}: "))
