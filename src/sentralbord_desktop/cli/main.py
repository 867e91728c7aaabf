"""The same services without a window, for IT: import and export, checks, backups, procedures.

    sentralbord-cli [--data FOLDER] [--practice] import FILE [--preview] [--map FILE] [--mend FILE] …
    sentralbord-cli [--data FOLDER] [--practice] imports list | undo NUMBER [--preview]
    sentralbord-cli [--data FOLDER] imports pull [--source NAME] [--preview] [--all] [--max-changes N]
    sentralbord-cli [--data FOLDER] [--practice] export members|changes|corrections FILE.csv|FILE.xlsx
    sentralbord-cli [--data FOLDER] [--practice] organisation export FILE.xlsx|FILE.csv [--kind personer]
    sentralbord-cli [--data FOLDER] [--practice] organisation import FILE [--preview] [--kind steder]
    sentralbord-cli [--data FOLDER] [--practice] check
    sentralbord-cli [--data FOLDER] backup take | list | check | restore NAME
    sentralbord-cli [--data FOLDER] recovery make | use
    sentralbord-cli [--data FOLDER] server move | fetch | rights URL
    sentralbord-cli policies
    sentralbord-cli procedures list | check [FOLDER] | play CATEGORY --facts FILE [--answers 1,3]

The passphrase, where there is no keyring, comes from SENTRALBORD_PASSPHRASE or is asked for.
The PIN, where several use the PC, comes from SENTRALBORD_PIN (whose: SENTRALBORD_USER) or is asked for.

Exit codes:
    0   all is well
    1   a problem that a person can solve: one Norwegian sentence on stderr, after the faults of
        policies, a line each (`check`, `policies` and `procedures check`: the faults on stdout,
        a line each)
    2   wrong usage
    3   `import`, `imports pull`: something waits for a person. Either the file is in doubt and nothing is written (`import`
        says it on stderr), or it is read without what is in doubt or lost (printed on stdout). `organisation import`:
        not every row was read
"""

import argparse
import getpass
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sentralbord_desktop import __version__
from sentralbord_desktop.cli.backup import add_backup
from sentralbord_desktop.cli.imports import WAITS_FOR_PERSON, add_import, add_undo
from sentralbord_desktop.cli.procedures import add_procedures
from sentralbord_desktop.cli.server import add_server
from sentralbord_desktop.cli.session import with_services
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.imports.organisation import KIND_KEYS
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.system.argparse_nb import speak_norwegian
from sentralbord_desktop.system.policy_sources import policy_file, read_policies
from sentralbord_desktop.system.private_files import keep_to_ourselves


def main() -> None:
    """Run one command; returns the exit code (see the module's docstring)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    keep_to_ourselves()
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    speak_norwegian()
    options = _parser().parse_args(arguments)
    work: Callable[[argparse.Namespace], int] = options.work
    try:
        return work(options)
    except SwitchboardError as error:
        print(error, file=sys.stderr)
    except KeyboardInterrupt:
        print("Avbrutt. Ingenting er endret.", file=sys.stderr)
    except BrokenPipeError:
        sys.stderr.close()
    return 1


def _export(options: argparse.Namespace) -> int:
    def work(services: Any) -> int:
        register = services.member_imports
        exports = {
            "members": register.export_members,
            "changes": register.export_changes,
            "corrections": register.export_corrections,
        }
        print(f"{counted(exports[options.what](options.file), 'rad', 'rader')} er skrevet.")
        return 0

    return with_services(options, work)


def _export_organisation(options: argparse.Namespace) -> int:
    def work(services: Any) -> int:
        print(f"{counted(services.organisation_files.export(options.file, options.kind), 'rad', 'rader')} er skrevet.")
        return 0

    return with_services(options, work)


def _import_organisation(options: argparse.Namespace) -> int:
    def work(services: Any) -> int:
        preview = services.organisation_files.preview(options.file, kind=options.kind)
        print(preview.summary)
        for line in (*preview.unread, *preview.rejected, *preview.new, *preview.changed):
            print(line)
        if not options.preview:
            print(services.organisation_files.write(preview).summary)
        return WAITS_FOR_PERSON if preview.unread or preview.rejected else 0

    return with_services(options, work)


def _check(options: argparse.Namespace) -> int:
    def work(services: Any) -> int:
        faults: list[str] = services.member_imports.faults()
        for fault in faults:
            print(fault)
        if not faults:
            count = services.members.count()
            word = counted(count, "medlem", "medlemmer")
            print(f"Registeret er i orden. Det har {word}.")
        return 1 if faults else 0

    return with_services(options, work)


def _policies(_: argparse.Namespace) -> int:
    policies = read_policies()
    for name, decided in policies.decided.items():
        print(f"{name} = {decided.shown}  ({decided.origin})")
    if not policies.decided:
        print(f"Ingenting er bestemt for denne PC-en. Filen ville vært {policy_file()}.")
    for fault in policies.faults:
        print(fault)
    return 1 if policies.faults else 0


def _recovery(options: argparse.Namespace) -> int:
    """`use` reads the code from the keyboard or stdin, never from the command line."""

    def opened(_: Any) -> int:
        print("Registeret er åpnet med koden.")
        return 0

    if options.what == "use":
        code = getpass.getpass("Koden: ") if sys.stdin.isatty() else sys.stdin.readline()
        options.code = code
        return with_services(options, opened)

    def make(services: Any) -> int:
        if not services.recovery.is_possible:
            raise SwitchboardError("Dette registeret har ingen nøkkel å miste. Lag koden for registeret på en PC.")
        code = services.recovery.new_code()
        services.recovery.keep(code)
        print(code)
        return 0

    return with_services(options, make)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sentralbord-cli", description="Sentralbord uten vindu, for IT.")
    parser.add_argument("--version", action="version", version=__version__, help="vis versjonen")
    parser.add_argument("--data", type=Path, metavar="MAPPE", help="mappen registeret ligger i")
    parser.add_argument("--practice", action="store_true", help="bruk øvingsregisteret")
    parser.add_argument(
        "--without-log",
        action="store_true",
        help="åpne selv om loggen ved siden av registeret er borte eller fremmed; den legges til side",
    )
    commands = parser.add_subparsers(required=True, metavar="KOMMANDO")
    add_import(commands)
    add_undo(commands)
    export = commands.add_parser("export", help="skriv registeret, endringene eller rettelsene til en fil")
    export.add_argument("what", choices=("members", "changes", "corrections"))
    export.add_argument("file", type=Path, metavar="FIL", help=".csv eller .xlsx")
    export.set_defaults(work=_export)
    _add_organisation(commands)
    check = commands.add_parser("check", help="kontroller at registeret er helt")
    check.set_defaults(work=_check)
    add_backup(commands)
    recovery = commands.add_parser("recovery", help="gjenopprettingskoden: lag en, eller bruk den")
    recovery.add_argument("what", choices=("make", "use"))
    recovery.set_defaults(work=_recovery)
    server = commands.add_parser("server", help="flytt registeret til en felles tjener, eller hjem igjen")
    add_server(server)
    decided = commands.add_parser("policies", help="hva IT har bestemt for denne PC-en")
    decided.set_defaults(work=_policies)
    add_procedures(commands)
    return parser


def _add_organisation(commands: Any) -> None:
    organisation = commands.add_parser("organisation", help="avdelinger, personer, roller, kurs")
    group = organisation.add_subparsers(required=True, metavar="KOMMANDO")
    export = group.add_parser("export", help="skriv organisasjonen til Excel, eller én liste")
    export.add_argument("file", type=Path, metavar="FIL", help=".xlsx, eller .csv med --kind")
    export.add_argument("--kind", choices=KIND_KEYS, help="bare denne listen")
    export.set_defaults(work=_export_organisation)
    read = group.add_parser("import", help="les inn organisasjonen; ingenting blir slettet")
    read.add_argument("file", type=Path, metavar="FIL")
    read.add_argument("--preview", action="store_true", help="vis bare hva som ville skje")
    read.add_argument("--kind", choices=KIND_KEYS, default="", help="hva listen er, når overskriftene passer to")
    read.set_defaults(work=_import_organisation)


if __name__ == "__main__":
    main()
