"""sentralbord-cli in a test: within this program, or as a program of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from sentralbord_desktop.cli import main as command
from tests.helpers.passphrase import PASSPHRASE

PATIENCE = 240
"""Seconds: checking every way through the procedures takes 19 of them on a quiet Linux, and Wine has two cores for three."""


def surroundings(passphrase: str, env: Mapping[str, str] | None) -> dict[str, str]:
    return {"SENTRALBORD_PASSPHRASE": passphrase, "SENTRALBORD_NO_KEYRING": "1", "PYTHONUTF8": "1", **(env or {})}


def program(
    *arguments: str | Path, given: str = "", passphrase: str = PASSPHRASE, env: Mapping[str, str] | None = None
) -> CompletedProcess[str]:
    """A start of its own, for what is about one: under Wine each takes five seconds."""
    words = [sys.executable, "-m", "sentralbord_desktop.cli.main", *map(str, arguments)]
    return subprocess.run(
        words,
        input=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
        env={**os.environ, **surroundings(passphrase, env)},
    )


def cli(
    *arguments: str | Path, given: str = "", passphrase: str = PASSPHRASE, env: Mapping[str, str] | None = None
) -> CompletedProcess[str]:
    """The same command, words and exit codes, from within this program."""
    words = [*map(str, arguments)]
    said, complaints = StringIO(), StringIO()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in surroundings(passphrase, env).items():
            patch.setenv(name, value)
        patch.setattr(sys, "stdin", TextIOWrapper(BytesIO(given.encode()), "utf-8"))
        with redirect_stdout(said), redirect_stderr(complaints):
            try:
                code = command.run(words)
            except SystemExit as end:  # argparse's own
                code = int(end.code or 0)
    return CompletedProcess(words, code, said.getvalue(), complaints.getvalue())
