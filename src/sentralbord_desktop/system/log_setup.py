"""The log beside a register: rotating files, no member data; types, codes and places only.

The window and the command line have a file each: on Windows nobody can rotate a file that another has open.
"""

import logging
from pathlib import Path

LOGGERS = ("sentralbord", "sentralbord_desktop")
WINDOW_LOG, COMMAND_LOG = "sentralbord.log", "sentralbord-cli.log"


def begin_log(register_folder: Path, name: str = WINDOW_LOG) -> logging.Handler:
    """What is logged from now on goes to `logg` in the folder. `end_log` closes it."""
    logging.raiseExceptions = False  # a log that cannot be written, on a full disk, is no reason to print on stderr
    folder = register_folder / "logg"
    folder.mkdir(parents=True, exist_ok=True)
    from logging.handlers import RotatingFileHandler  # it loads sockets, and the first window waits

    handler = RotatingFileHandler(folder / name, maxBytes=500_000, backupCount=3, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    for logger in LOGGERS:
        logging.getLogger(logger).addHandler(handler)
    return handler


def end_log(handler: logging.Handler) -> None:
    for logger in LOGGERS:
        logging.getLogger(logger).removeHandler(handler)
    handler.close()
