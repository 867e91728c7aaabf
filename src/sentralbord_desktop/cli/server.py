"""`sentralbord-cli server`: moves a register to PostgreSQL and back, and sets the rights of the workstations' users."""

import argparse
import os
from typing import Any

from sentralbord_desktop.cli.session import place, sign_in, with_services
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.system.paths import held_alone
from sentralbord_desktop.system.policy_sources import read_policies, register_folder


def add_server(server: argparse.ArgumentParser) -> None:
    server.add_argument("what", choices=("move", "fetch", "rights", "people"))
    server.add_argument("url", metavar="URL", help="postgresql+psycopg://bruker@tjener/base")
    server.add_argument("--db-user", default="", metavar="BRUKER", help="people: brukeren på tjeneren")
    server.add_argument("--initials", default="", metavar="AB", help="people: hvem som hører til brukeren")
    server.add_argument("--name", default="", metavar="NAVN", help="people: legg inn en ny operatør")
    server.add_argument("--windows", default="", metavar="KONTO", help=r"people: FORBUNDET\maja.hovde")
    server.add_argument("--remove", action="store_true", help="people: koble fra igjen")
    server.set_defaults(work=server_command)


def server_command(options: argparse.Namespace) -> int:
    """`move` this PC's register to an empty database, `fetch` one into an empty folder, set the workstations' `rights`,
    join `people` to users of the server. The password of the URL may be in PGPASSWORD or pgpass instead."""
    if options.practice:
        raise SwitchboardError("Øvingsregisteret deles ikke, og flyttes ikke til en tjener. Kjør uten --practice.")
    if options.what == "rights":
        return _rights(options)
    if options.what == "people":
        return _people(options)
    return _move(options) if options.what == "move" else _fetch(options)


def _rights(options: argparse.Namespace) -> int:
    """Print each right that was granted or revoked; prints nothing when run again."""
    from sentralbord_desktop.services.sharing.transfer import give_rights

    changed = give_rights(options.url)
    for line in changed:
        print(line)
    print(RIGHTS_GIVEN if changed else RIGHTS_STOOD)
    return _people(options)


def _people(options: argparse.Namespace) -> int:
    from sentralbord_desktop.services.sharing.transfer import join, part, people_of

    if options.db_user and options.initials:
        if options.remove:
            print(part(options.url, options.db_user, options.initials))
        else:
            print(join(options.url, options.db_user, options.initials, name=options.name, windows=options.windows))
        return 0
    for one in people_of(options.url):
        if not one.initials:
            print(NOBODY_BELONGS.format(user=one.db_user))
        else:
            print(f"{one.db_user or BELONGS_NOWHERE}: {one.initials} ({one.roles})")
    return 0


def _move(options: argparse.Namespace) -> int:
    """Requires the lock of the register: what a window writes during the move would be lost."""
    from sentralbord_desktop.services.sharing.transfer import move, open_server

    def out(services: Any) -> int:
        services.session.require("administrator")
        with services.database.transaction() as session:
            services.session.log(session, "flytter registeret", "til en tjener")
        with open_server(options.url) as server:
            _print_copied(move(services.database, server))
            print(NOW_THERE.format(address=server.place.address))
        return 0

    with held_alone(register_folder(read_policies(), options.data, practice=False)) as alone:
        if not alone:
            raise SwitchboardError(
                "Sentralbord er åpent på denne PC-en. Lukk vinduet, og prøv igjen. Ingenting er flyttet."
            )
        return with_services(options, out, alone=True)


def _fetch(options: argparse.Namespace) -> int:
    """Requires an administrator by the server's own roles. The fetch is written to the server's access log."""
    from sentralbord_desktop.bootstrap import build
    from sentralbord_desktop.services.sharing.transfer import move, open_server
    from sentralbord_desktop.storage.register_file import empty_register, forget_register

    passphrase = os.environ.get("SENTRALBORD_PASSPHRASE") or None
    with place(options) as (folder, policies), open_server(options.url) as server:
        server.revision().require_ours()
        services = build(server, folder, policies=policies)
        services.people.let_in()
        sign_in(services)
        services.session.require("administrator")
        target = empty_register(folder, passphrase=passphrase)
        try:
            with server.transaction() as session:
                services.session.log(session, "henter registeret", "hjem fra tjeneren")
            copied = move(server, target)
        except BaseException:
            target.close()
            forget_register(folder)  # an empty register would block a new try
            raise
        target.close()
    _print_copied(copied)
    print("Ferdig. Ingenting er slettet på tjeneren. Passord for utsending er ikke med.")
    return 0


RIGHTS_GIVEN = "Gruppene har rettighetene de trenger, og ikke mer. Meld brukerne inn i dem."
RIGHTS_STOOD = "Rettighetene sto riktig. Ingenting er endret."
NOBODY_BELONGS = "{user}: ingen operatør. Koble med --db-user {user} --initials …"
BELONGS_NOWHERE = "ingen databasebruker"
NOW_THERE = """\
Ferdig. Ingenting er slettet her: registeret blir liggende som det er, og sier at det er flyttet når det åpnes.
Passord for utsending er ikke med. Det som skrives her fra nå av, kommer ikke med til tjeneren.
Sett dette på hver PC, også denne, hver med sin bruker, før noen arbeider videre:
register.database_url = "{address}\""""


def _print_copied(copied: dict[str, int]) -> None:
    for table, count in copied.items():
        if count:
            print(f"{table}: {counted(count, 'rad', 'rader')}, like på begge steder")
