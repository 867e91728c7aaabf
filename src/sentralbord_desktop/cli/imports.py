"""`import`: members and fee invoices from a file, with the same words as the window."""

import argparse
from pathlib import Path
from typing import Any

from sentralbord_desktop.cli.session import with_services
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.imports.coded_words import joined
from sentralbord_desktop.domain.imports.import_report import lacking, lacking_sentence, report_lines
from sentralbord_desktop.domain.imports.member_columns import KINDS
from sentralbord_desktop.domain.imports.preview import ImportTable, Preview
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.services.imports.map_file import ChosenMapping, read_map, write_map

NOT_EVERY_ROW = 3
"""The exit code when rows did not come in."""


def add_import(commands: Any) -> None:
    command = commands.add_parser("import", help="les inn medlemmer fra CSV eller Excel")
    command.add_argument("file", type=Path, metavar="FIL")
    command.add_argument("--preview", action="store_true", help="vis bare hva som ville skje")
    command.add_argument("--report", type=Path, metavar="FIL", help="skriv rapporten som CSV")
    command.add_argument("--mend", type=Path, metavar="FIL", help="skriv radene som mister noe, med kolonnen Grunn")
    command.add_argument(
        "--map",
        action="append",
        default=[],
        type=_pair_or_file,
        metavar="OVERSKRIFT=FELT|FIL",
        help="les en kolonne som et felt (tomt felt: den leses ikke), eller bruk en koblingsfil",
    )
    command.add_argument("--save-map", type=Path, metavar="FIL", help="skriv koblingen som en fil du kan rette")
    command.add_argument(
        "--yes", action="store_true", help="skriv inn selv om navn, fødselsdato eller telefon ikke er koblet"
    )
    command.add_argument("--encoding", help="tegnkoding, når den ikke blir kjent igjen")
    command.add_argument("--subject", choices=sorted(KINDS), default="medlemmer", help="hva filen handler om")
    command.set_defaults(work=_import)


def _pair_or_file(text: str) -> tuple[str, str | None] | Path:
    heading, sign, field = text.rpartition("=")
    if Path(text).is_file():
        return Path(text)
    if not sign or not heading:
        raise argparse.ArgumentTypeError("skriv «Overskrift=felt» eller navnet på en koblingsfil som finnes")
    return heading.strip(), field.strip() or None


def _import(options: argparse.Namespace) -> int:
    chosen = _chosen(options)

    def work(services: Any) -> int:
        register = services.member_imports
        table: ImportTable = register.read(options.file, options.subject, encoding=options.encoding)
        preview: Preview = register.preview(table, chosen.columns, chosen.words)
        _show(table, preview)
        _save(options, register, table, preview)
        if not options.preview:
            _need_wanted(options, preview)
            print(register.write(preview).summary)
        return NOT_EVERY_ROW if preview.rejected else 0

    return with_services(options, work)


def _chosen(options: argparse.Namespace) -> ChosenMapping:
    """The map files and the pairs, the later over the earlier."""
    columns: dict[str, str | None] = {}
    words: dict[str, dict[str, str]] = {}
    for one in options.map:
        if isinstance(one, Path):
            read = read_map(one, KINDS[options.subject])
            columns |= read.columns
            words = joined(words, read.words)
        else:
            columns[one[0]] = one[1]
    return ChosenMapping(columns, words)


def _show(table: ImportTable, preview: Preview) -> None:
    print(preview.summary)
    if table.headings_at > 1:
        print(f"Overskriftene er på linje {table.headings_at}.")
    for line in report_lines(preview):
        print(line)


def _save(options: argparse.Namespace, register: Any, table: ImportTable, preview: Preview) -> None:
    if options.report:
        register.save_report(preview, options.report)
    if options.mend:
        count = register.save_losses(table, preview, options.mend)
        print(f"{counted(count, 'rad', 'rader')} å rette er skrevet.")
    if options.save_map:
        write_map(options.save_map, preview.kind, _mappable(preview), preview.coded)


def _mappable(preview: Preview) -> dict[str, str | None]:
    return {heading: field for heading, field in preview.columns.items() if heading not in preview.refused}


def _need_wanted(options: argparse.Namespace, preview: Preview) -> None:
    missing = lacking(preview.kind, preview.columns)
    if missing and not options.yes:
        raise SwitchboardError(
            f"{lacking_sentence(missing)} Ingenting er skrevet. Koble med --map, eller skriv --yes for å lese filen uten."
        )
