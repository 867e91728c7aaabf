"""`imports pull`: what the daily round does, for the task planner of Windows and for who sets a source up."""

import argparse
import sys
from typing import Any

from sentralbord_desktop.cli.session import with_services
from sentralbord_desktop.domain.imports.import_run import RunOutcome
from sentralbord_desktop.domain.imports.preview import ImportTable, Preview
from sentralbord_desktop.domain.imports.report import report_lines

NOT_EVERY_ROW = 3
"""The exit code when rows did not come in."""
NO_SOURCES = "Ingen kilde er slått på. Lag en i Innstillinger > Hent av seg selv."


def pull(options: argparse.Namespace) -> int:
    """A line for each run, on stderr for one that failed. The exit code is 1 then, NOT_EVERY_ROW when rows were left out."""
    from sentralbord_desktop.services.imports.sources.pull import PullRequest

    request = PullRequest(
        is_preview=options.preview,
        limit=options.max_changes,
        from_start=options.all,
        show=_show if options.preview else None,
    )

    def work(services: Any) -> int:
        outcomes: list[RunOutcome] = services.pulls.pull(options.source or "", request)
        for outcome in outcomes:
            print(outcome.shown, file=sys.stderr if outcome.is_failed else sys.stdout)
        if not outcomes:
            print(NO_SOURCES)
        if any(outcome.is_failed for outcome in outcomes):
            return 1
        return NOT_EVERY_ROW if any(outcome.rejected for outcome in outcomes) else 0

    return with_services(options, work)


def _show(_: ImportTable, preview: Preview) -> None:
    print(preview.summary)
    for line in report_lines(preview):
        print(line)
