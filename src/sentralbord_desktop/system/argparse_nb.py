"""Argparse in bokmål: replaces the gettext lookup of argparse by a table."""

import argparse

ARGPARSE_WORDS = {
    "usage: ": "bruk: ",
    "positional arguments": "kommandoer og filer",
    "options": "valg",
    "show this help message and exit": "vis denne hjelpen",
    "show program's version number and exit": "vis versjonen",
    "%(prog)s: error: %(message)s\n": "%(prog)s: %(message)s\n",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "the following arguments are required: %s": "dette mangler: %s",
    "unrecognized arguments: %s": "kjenner ikke: %s",
    "expected one argument": "her mangler det en verdi",
    "expected at least one argument": "her mangler det minst én verdi",
    "invalid choice: %(value)r (choose from %(choices)s)": "%(value)s finnes ikke. Velg blant: %(choices)s",
    "invalid %(type)s value: %(value)r": "%(value)s kan ikke leses",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s kan bety %(matches)s",
    "ignored explicit argument %r": "%r hører ikke hjemme her",
    "not allowed with argument %s": "kan ikke brukes sammen med %s",
}
"""Argparse text -> Norwegian text. The English texts differ between versions of Python."""


def speak_norwegian() -> None:
    argparse._ = lambda text: ARGPARSE_WORDS.get(text, text)  # type: ignore[attr-defined]  # not in the stubs
