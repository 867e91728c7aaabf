"""`sentralbord-cli procedures`: list, check and simulate procedures. Opens no register. Faults are printed on stdout, a
line each, with exit code 1."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from sentralbord_desktop.domain.errors import ProcedureError
from sentralbord_desktop.procedures.checks.lint import findings
from sentralbord_desktop.procedures.checks.simulate import answer_with, read_answers, read_facts, report
from sentralbord_desktop.procedures.loader import default_organisation, library, read_library
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.system.bounded_input import InputRefusedError, read_limited, read_stream

MAX_FACTS_BYTES = 1_000_000
SECONDS = 60.0
"""The limit for facts on stdin."""


def add_procedures(commands: Any) -> None:
    procedures = commands.add_parser("procedures", help="prosedyrene")
    group = procedures.add_subparsers(required=True, metavar="KOMMANDO")
    group.add_parser("list", help="hvilke som finnes").set_defaults(work=_list)
    check = group.add_parser("check", help="blindveier, ukjente navn, glemte regler")
    check.add_argument("folder", type=Path, nargs="?", metavar="MAPPE", help="mappe med nb/ og texts/")
    check.set_defaults(work=_check)
    play = group.add_parser("play", help="spill en samtale; se docs/fakta.md")
    play.add_argument("category", metavar="KATEGORI")
    play.add_argument("--facts", required=True, metavar="FIL", help="JSON med fakta, «-» er stdin")
    play.add_argument("--answers", default="", metavar="SVAR", help="«1,3,-11» eller en JSON-liste")
    play.add_argument("--folder", type=Path, metavar="MAPPE", help="egne prosedyrefiler")
    play.add_argument("--json", action="store_true", help="skriv JSON")
    play.set_defaults(work=_play, wrong_usage=play.error)


def _list(_: argparse.Namespace) -> int:
    for procedure in library().categories:
        print(f"{procedure.id:22} versjon {procedure.version:<3} {procedure.title}")
    return 0


def _check(options: argparse.Namespace) -> int:
    books = read_library(options.folder) if options.folder else library()
    faults = findings(books, default_organisation())
    for fault in faults:
        print(fault)
    if not faults:
        print(f"{len(books.procedures)} prosedyrer er i orden.")
    return 1 if faults else 0


def _play(options: argparse.Namespace) -> int:
    books = read_library(options.folder) if options.folder else library()
    if options.category not in books.categories:
        if options.folder:
            raise ProcedureError(f"Kategorien «{options.category}» har ingen fil i mappen. Se over navnet.")
        options.wrong_usage(f"{options.category} finnes ikke. Velg blant: {', '.join(books.categories.titles)}")
    facts = read_facts(_text_of(options.facts))
    call = ProcedureRun(books, options.category, facts, default_organisation())
    for said in read_answers(options.answers):
        call = answer_with(call, said)
    outcome = report(call)
    if options.json:
        print(json.dumps(outcome, ensure_ascii=False, indent=2))
    else:
        _print_outcome(outcome, books.categories.title(outcome["category"]))
    return 0


def _text_of(name: str) -> str:
    try:
        if name == "-":
            content = read_stream(sys.stdin.buffer, MAX_FACTS_BYTES, SECONDS)
        else:
            content = read_limited(Path(name), MAX_FACTS_BYTES)
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ProcedureError("Får ikke lest filen med fakta. Lagre den som tekst i UTF-8.") from None
    except InputRefusedError as error:
        raise ProcedureError(f"Får ikke lest filen med fakta. {error} Velg en annen fil.") from None


def _print_outcome(outcome: dict[str, Any], title: str) -> None:
    """The content of --json as text: the answers, the current question, and the actions."""
    print(title)
    if outcome["warning"]:
        print(f"! {outcome['warning']}")
    for line in outcome["answered"]:
        print(f"  {line['asks'] or line['step']}: {line['answer']}")
    if step := outcome["step"]:
        print(f"\n{step['ask']}")
        if step["say"]:
            print(f"  SI «{step['say']}»")
        for fact in step["beside"]:
            print(f"  I medlemsbildet: {fact['label']} {fact['value']}")
        for row in step["rows"]:
            print(f"  {row['digit']}  {row['label']}: {row['answer']} ({row['source']})")
        if step["proposed"]:
            print(f"  Enter  {step['proposed']['answer']} ({step['proposed']['source']})")
        for option in step["options"]:
            print(f"  {option['digit'] or 'Enter'}  {option['text']}")
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
