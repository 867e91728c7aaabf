"""`import` and `imports`: members and fee invoices from a file or a source, with the same words as the window."""

import argparse
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from sentralbord_desktop.cli.session import with_services
from sentralbord_desktop.domain.dates.clock import oslo
from sentralbord_desktop.domain.errors import NeededColumnError, SwitchboardError
from sentralbord_desktop.domain.imports.alarm import short_of_whole
from sentralbord_desktop.domain.imports.coded_words import CHOICES, EMPTY, joined, may_be_emptied
from sentralbord_desktop.domain.imports.decide import mark_missing, same_person, with_resigned
from sentralbord_desktop.domain.imports.doubt import DEFAULT, ChangeLimit, read_limit, undecided
from sentralbord_desktop.domain.imports.headings import unanswered
from sentralbord_desktop.domain.imports.import_run import HAS, NOTHING_WRITTEN, UNDO_DAYS, WILL, ImportRun, RunOutcome
from sentralbord_desktop.domain.imports.preview import ImportTable, Preview
from sentralbord_desktop.domain.imports.report import (
    by_cause,
    cause_title,
    done_sentence,
    lacking,
    lacking_sentence,
    report_lines,
)
from sentralbord_desktop.domain.members.fields import KINDS, MEMBERS
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.services.imports.mapping import ChosenMapping, read_map, write_map

WAITS_FOR_PERSON = 3
"""The exit code when something was held back for a person, or did not come in."""
NO_SOURCES = "Ingen kilde er slått på. Lag en i Innstillinger > Hent av seg selv."
NO_SUCH_RUN = "Ingen import har det nummeret. Se listen: sentralbord-cli imports list"
NO_COLUMN = "Fant ingen kolonne med {heading}. Koble den med --map «Overskrift={heading}», eller bruk en annen fil."
NOTHING_TO_UNDO = "Det er ingenting igjen å angre: alt er endret siden."


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
        "--yes",
        action="store_true",
        help="skriv inn selv om filen er i tvil, eller navn, fødselsdato eller telefon ikke er koblet",
    )
    _add_decisions(command)
    command.add_argument("--encoding", help="tegnkoding, når den ikke blir kjent igjen")
    command.add_argument("--subject", choices=sorted(KINDS), default="medlemmer", help="hva filen handler om")
    command.set_defaults(work=_import)


def _add_decisions(command: argparse.ArgumentParser) -> None:
    """Add the options for the decisions that the window asks about."""
    command.add_argument(
        "--max-changes",
        type=_limit,
        default=DEFAULT,
        metavar="ANTALL|PROSENT",
        help="skriv ingenting hvis filen legger til eller endrer flere enn dette (20%% av registeret)",
    )
    command.add_argument(
        "--empty",
        action="append",
        default=[],
        type=_empty,
        metavar="FELT=behold|tøm|spør",
        help="hva en tom celle gjør med feltet; huskes",
    )
    command.add_argument(
        "--same-person",
        action="append",
        default=[],
        metavar="NUMMER",
        help="medlemsnummer som er det samme mennesket, selv om navn og fødselsdato er andre i filen",
    )
    command.add_argument("--with-resigned", action="store_true", help="hent også nye rader som er utmeldt eller død")
    command.add_argument(
        "--mark-missing",
        action="store_true",
        help="merk de som mangler i filen som utmeldt, når filen er hele registeret",
    )


def add_undo(commands: Any) -> None:
    past = commands.add_parser(
        "imports", help="hva som er hentet inn: vis, angre, hent fra kildene, det som ikke kom inn"
    )
    past.add_argument("what", choices=("list", "undo", "losses", "pull"))
    past.add_argument("number", nargs="?", type=int, metavar="NUMMER", help="undo, losses: nummeret fra listen")
    past.add_argument("--report", type=Path, metavar="FIL", help="losses: skriv dem som CSV, med kolonnen Grunn")
    past.add_argument("--preview", "--dry-run", action="store_true", help="vis bare hva som ville skje")
    past.add_argument("--source", metavar="NAVN", help="pull: bare denne kilden; ellers alle som er slått på")
    past.add_argument("--all", action="store_true", help="pull: også det som er lest før")
    past.add_argument("--yes", action="store_true", help="pull: skriv inn selv om filen er i tvil")
    past.add_argument(
        "--max-changes", type=_limit, metavar="ANTALL|PROSENT", help="pull: i stedet for grensen i kilden"
    )
    past.set_defaults(work=_past)


def _past(options: argparse.Namespace) -> int:
    if options.what == "pull":
        return pull(options)

    def work(services: Any) -> int:
        history = services.import_history
        runs: list[ImportRun] = history.latest()
        if options.what == "list":
            for run in runs:
                print(f"{run.id}  {run.shown}")
            if not runs:
                print(f"Ingen filer er hentet inn de siste {UNDO_DAYS} dagene.")
            return 0
        chosen = next((run for run in runs if run.id == options.number), None)
        if chosen is None:
            raise SwitchboardError(NO_SUCH_RUN)
        if options.what == "losses":
            return _show_losses(history, chosen, options.report)
        done = history.weigh(chosen) if options.preview else history.undo(chosen)
        words = done.words(WILL if options.preview else HAS, chosen.subject) or NOTHING_TO_UNDO
        print(f"{chosen.file}: {words}")
        return 0

    return with_services(options, work)


def _show_losses(history: Any, run: ImportRun, report: Path | None) -> int:
    if report is not None:
        print(f"{counted(history.save_losses(run, report), 'linje', 'linjer')} er skrevet.")
        return 0
    for cause in by_cause(history.losses(run)):
        print(cause_title(cause, KINDS[run.subject]))
        for loss in cause.losses:
            print(f"  {loss.sentence}")
    return 0


def _empty(text: str) -> tuple[str, str]:
    name, _, choice = text.rpartition("=")
    field = MEMBERS.field_called(name.strip())
    if field is None or not may_be_emptied(field) or choice not in CHOICES:
        raise argparse.ArgumentTypeError("skriv et felt i registeret, og behold, tøm eller spør: Arbeidsgiver=tøm")
    return field, choice


def _limit(text: str) -> ChangeLimit:
    try:
        return read_limit(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


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
        if asked := unanswered(table.questions, chosen.columns):
            for question in asked:
                print(f'{question.sentence} Velg med --map "{question.answer}".', file=sys.stderr)
            return WAITS_FOR_PERSON
        try:
            preview: Preview = register.preview(table, chosen.columns, chosen.words)
        except NeededColumnError as error:
            raise SwitchboardError(NO_COLUMN.format(heading=error.heading)) from None
        preview = _decided(options, preview, services.session.clock())
        _show(table, preview)
        _save(options, register, table, preview)
        if not options.preview:
            if _is_stopped(options, preview):
                return WAITS_FOR_PERSON
            _need_wanted(options, preview)
            _stay_within(options.max_changes, preview)
            print(done_sentence(preview, register.write(preview)))
        waits = undecided(preview, is_whole=True) or (preview.alarms and not options.yes)
        return WAITS_FOR_PERSON if waits else 0

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
    return ChosenMapping(columns, joined(words, {field: {EMPTY: choice} for field, choice in options.empty}))


def _decided(options: argparse.Namespace, preview: Preview, moment: datetime) -> Preview:
    if options.with_resigned:
        preview = with_resigned(preview)
    if options.same_person:
        preview = same_person(preview, {it.id for it in preview.others if it.number in options.same_person})
    if options.mark_missing:
        preview = mark_missing(preview, {it.id for it in preview.absences.missing}, oslo(moment).date())
    return preview


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


def _is_stopped(options: argparse.Namespace, preview: Preview) -> bool:
    """Whether the file is in doubt, and the person has not said that it is right."""
    told = [alarm.sentence for alarm in preview.alarms]
    if options.mark_missing and (sentence := short_of_whole(preview.absences)):
        told.append(sentence)
    if not told or options.yes:
        return False
    print(f"{' '.join(told)} {NOTHING_WRITTEN} Er det riktig, skriv --yes.", file=sys.stderr)
    return True


def _need_wanted(options: argparse.Namespace, preview: Preview) -> None:
    missing = lacking(preview.kind, preview.columns)
    if missing and not options.yes:
        raise SwitchboardError(
            f"{lacking_sentence(missing)} Ingenting er skrevet. Koble med --map, eller skriv --yes for å lese filen uten."
        )


def _stay_within(limit: ChangeLimit, preview: Preview) -> None:
    if excess := limit.excess(preview.touched, preview.register_size):
        raise SwitchboardError(
            f"{excess} Grensen er {limit.shown}. Ingenting er skrevet. Er det riktig, skriv --max-changes "
            f"{preview.touched}."
        )


# ---------------------------------------------------------------- `imports pull`: what the daily round does


def pull(options: argparse.Namespace) -> int:
    """A line for each run, on stderr for one that failed. The exit code is 1 then, WAITS_FOR_PERSON when something waits."""
    from sentralbord_desktop.services.imports.pull import PullRequest

    request = PullRequest(
        is_preview=options.preview,
        limit=options.max_changes,
        from_start=options.all,
        is_sure=options.yes,
        show=_show_pulled if options.preview else None,
    )

    def work(services: Any) -> int:
        outcomes: list[RunOutcome] = services.pulls.pull(options.source or "", request)
        for outcome in outcomes:
            print(outcome.shown, file=sys.stderr if outcome.is_failed else sys.stdout)
        if not outcomes:
            print(NO_SOURCES)
        if any(outcome.is_failed for outcome in outcomes):
            return 1
        return WAITS_FOR_PERSON if any(outcome.waits for outcome in outcomes) else 0

    return with_services(options, work)


def _show_pulled(_: ImportTable, preview: Preview) -> None:
    print(preview.summary)
    for line in report_lines(preview):
        print(line)
