"""The same services without a window, for IT: register in and out, checks, procedures.

    sentralbord-cli [--data FOLDER] [--practice] import FILE [--preview] [--report out.csv] …
    sentralbord-cli [--data FOLDER] [--practice] export members|changes FILE.csv|FILE.xlsx
    sentralbord-cli [--data FOLDER] [--practice] check
    sentralbord-cli procedures list | check [FOLDER] | play CATEGORY --facts FILE [--answers 1,3]

The passphrase, where there is no keyring, comes from SENTRALBORD_PASSPHRASE or is asked for.

Exit codes:
    0   all is well
    1   a problem that a person can mend: one Norwegian sentence on stderr (`check` and
        `procedures check`: the faults on stdout, a line each)
    2   wrong usage
"""

import argparse
import getpass
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sentralbord_desktop.domain.errors import ProcedureError, SwitchboardError
from sentralbord_desktop.domain.inquiries import CATEGORIES
from sentralbord_desktop.domain.register import Preview
from sentralbord_desktop.domain.register_columns import SUBJECTS
from sentralbord_desktop.procedures.check import findings
from sentralbord_desktop.procedures.load import default_organisation, library, read_library
from sentralbord_desktop.procedures.play import answer_with, read_answers, read_facts, report
from sentralbord_desktop.procedures.run import ProcedureRun

LARGEST_FACTS = 1_000_000
MOST_SHOWN = 20


def main() -> None:
    """Run one command; see the module's text for the exit codes."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """The exit code of one command."""
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


# ---------------------------------------------------------------- the register


def _with_office(options: argparse.Namespace, work: Callable[[Any], int]) -> int:
    """Open the register, asking for the passphrase where one is needed, and close it again."""
    from sentralbord_desktop.composition import data_folder, open_office
    from sentralbord_desktop.storage.keys import PassphraseNeededError

    folder = options.data or data_folder(practice=options.practice)
    passphrase = os.environ.get("SENTRALBORD_PASSPHRASE") or None
    try:
        office = open_office(folder, passphrase=passphrase, practice=options.practice)
    except PassphraseNeededError as error:
        if not sys.stdin.isatty():
            raise SwitchboardError(f"{error} Sett SENTRALBORD_PASSPHRASE.") from None
        passphrase = getpass.getpass(f"{error} ")
        office = open_office(folder, passphrase=passphrase, practice=options.practice)
    try:
        return work(office)
    finally:
        office.close()


def _import(options: argparse.Namespace) -> int:
    def work(office: Any) -> int:
        register = office.register
        table = register.read(options.file, options.subject, encoding=options.encoding)
        preview: Preview = register.preview(table, dict(options.map))
        print(preview.summary)
        for heading, why in preview.refused.items():
            print(f"«{heading}»: {why}")
        for rejected in preview.rejected[:MOST_SHOWN]:
            column = f", {rejected.column}" if rejected.column else ""
            print(f"Rad {rejected.row}{column}: {rejected.why}")
        if len(preview.rejected) > MOST_SHOWN:
            print(f"… og {len(preview.rejected) - MOST_SHOWN} til. Bruk --report for alle.")
        if options.report:
            register.save_report(preview, options.report)
        if not options.preview:
            print(register.write(preview).summary)
        return 0

    return _with_office(options, work)


def _export(options: argparse.Namespace) -> int:
    def work(office: Any) -> int:
        export = {
            "members": office.register.export_members,
            "changes": office.register.export_changes,
        }[options.what]
        print(f"{export(options.file)} rader er skrevet.")
        return 0

    return _with_office(options, work)


def _check(options: argparse.Namespace) -> int:
    def work(office: Any) -> int:
        faults: list[str] = office.register.faults()
        for fault in faults:
            print(fault)
        if not faults:
            print(f"Registeret er i orden. Det har {office.members.count()} medlemmer.")
        return 1 if faults else 0

    return _with_office(options, work)


# ---------------------------------------------------------------- procedures


def _list(_: argparse.Namespace) -> int:
    for procedure in library().procedures.values():
        print(f"{procedure.id:22} versjon {procedure.version:<3} {procedure.title}")
    return 0


def _check_procedures(options: argparse.Namespace) -> int:
    books = read_library(options.folder) if options.folder else library()
    faults = findings(books, default_organisation())
    for fault in faults:
        print(fault)
    if not faults:
        print(f"{len(books.procedures)} prosedyrer er i orden.")
    return 1 if faults else 0


def _play(options: argparse.Namespace) -> int:
    facts = read_facts(_text_of(options.facts))
    call = ProcedureRun(library(), options.category, facts, default_organisation())
    for said in read_answers(options.answers):
        call = answer_with(call, said)
    outcome = report(call)
    if options.json:
        print(json.dumps(outcome, ensure_ascii=False, indent=2))
    else:
        _print_outcome(outcome)
    return 0


def _text_of(name: str) -> str:
    """The text of a file, or of stdin for «-»."""
    try:
        if name == "-":
            return sys.stdin.buffer.read(LARGEST_FACTS).decode("utf-8-sig")
        with Path(name).open("rb") as file:
            return file.read(LARGEST_FACTS).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError, ValueError):
        raise ProcedureError("Får ikke lest filen med fakta som tekst i UTF-8.") from None


def _print_outcome(outcome: dict[str, Any]) -> None:
    """The same as --json, for a person: what was answered, what is asked now, what it leads to."""
    print(CATEGORIES[outcome["category"]])
    if outcome["warning"]:
        print(f"! {outcome['warning']}")
    for line in outcome["answered"]:
        print(f"  {line['asks'] or line['step']}: {line['answer']}")
    if step := outcome["step"]:
        print(f"\n{step['ask']}")
        for option in step["options"]:
            print(f"  {option['digit']}  {option['text']}")
        for field in step["fields"]:
            print(f"  {field['key']}: {field['label']}")
    else:
        print("\nAlt er besvart.")
    print("\nDette fører til:")
    for action in outcome["actions"]:
        mark = "x" if action["on"] else " "
        print(f"  [{mark}] {action['type']} {action['to_label'] or action['to']}".rstrip())
        for line in str(action["text"]).splitlines():
            print(f"        {line}")


# ---------------------------------------------------------------- usage


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="sentralbord-cli", description="Sentralbord uten vindu, for IT."
    )
    parser.add_argument("--data", type=Path, metavar="MAPPE", help="mappen registeret ligger i")
    parser.add_argument("--practice", action="store_true", help="bruk øvingsregisteret")
    commands = parser.add_subparsers(required=True, metavar="KOMMANDO")
    _add_import(commands)
    export = commands.add_parser("export", help="skriv registeret eller endringene til en fil")
    export.add_argument("what", choices=("members", "changes"))
    export.add_argument("file", type=Path, metavar="FIL", help=".csv eller .xlsx")
    export.set_defaults(work=_export)
    check = commands.add_parser("check", help="kontroller at registeret er helt")
    check.set_defaults(work=_check)
    _add_procedures(commands)
    return parser


def _add_import(commands: Any) -> None:
    command = commands.add_parser("import", help="les inn medlemmer fra CSV eller Excel")
    command.add_argument("file", type=Path, metavar="FIL")
    command.add_argument("--preview", action="store_true", help="vis bare hva som ville skje")
    command.add_argument("--report", type=Path, metavar="FIL", help="skriv rapporten som CSV")
    command.add_argument(
        "--map", action="append", default=[], type=_pair, metavar="OVERSKRIFT=FELT",
        help="les en kolonne som et felt; tomt felt betyr at den ikke leses",
    )  # fmt: skip
    command.add_argument("--encoding", help="tegnkoding, når den ikke blir kjent igjen")
    command.add_argument(
        "--subject", choices=sorted(SUBJECTS), default="medlemmer", help="hva filen handler om"
    )
    command.set_defaults(work=_import)


def _add_procedures(commands: Any) -> None:
    group = commands.add_parser("procedures", help="prosedyrene").add_subparsers(
        required=True, metavar="KOMMANDO"
    )
    group.add_parser("list", help="hvilke som finnes").set_defaults(work=_list)
    check = group.add_parser("check", help="blindveier, ukjente navn, glemte regler")
    check.add_argument(
        "folder", type=Path, nargs="?", metavar="MAPPE", help="mappe med nb/ og texts/"
    )
    check.set_defaults(work=_check_procedures)
    play = group.add_parser("play", help="spill en samtale; se docs/fakta.md")
    play.add_argument("category", choices=sorted(CATEGORIES), metavar="KATEGORI")
    play.add_argument("--facts", required=True, metavar="FIL", help="JSON med fakta, «-» er stdin")
    play.add_argument("--answers", default="", metavar="SVAR", help="«1,3,-11» eller en JSON-liste")
    play.add_argument("--json", action="store_true", help="skriv JSON")
    play.set_defaults(work=_play)


def _pair(text: str) -> tuple[str, str | None]:
    heading, sign, field = text.rpartition("=")
    if not sign or not heading:
        raise argparse.ArgumentTypeError("skriv «Overskrift=felt»")
    return heading.strip(), field.strip() or None


if __name__ == "__main__":
    main()
