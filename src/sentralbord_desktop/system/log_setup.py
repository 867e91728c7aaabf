"""The log beside a register: rotating files with types, codes and places; no member data. The window and the command
line have separate files: Windows cannot rotate a file that another process has open."""

import logging
from pathlib import Path

LOGGERS = ("sentralbord", "sentralbord_desktop")
WINDOW_LOG, COMMAND_LOG = "sentralbord.log", "sentralbord-cli.log"


def begin_log(register_folder: Path, name: str = WINDOW_LOG) -> logging.Handler:
    """Log to `logg` in the folder until `end_log`."""
    logging.raiseExceptions = False  # do not print on stderr when the disk is full
    folder = register_folder / "logg"
    folder.mkdir(parents=True, exist_ok=True)
    from logging.handlers import RotatingFileHandler  # imports sockets, which delays the first window

    handler = RotatingFileHandler(folder / name, maxBytes=500_000, backupCount=3, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    for logger in LOGGERS:
        logging.getLogger(logger).addHandler(handler)
    return handler


def end_log(handler: logging.Handler) -> None:
    for logger in LOGGERS:
        logging.getLogger(logger).removeHandler(handler)
    handler.close()
