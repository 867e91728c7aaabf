"""PyInstaller without what it does twice. The folder it builds has the same files, each as large as without."""

from __future__ import annotations

import atexit
from functools import cache
from types import SimpleNamespace
from typing import Any

import pefile
from PyInstaller import isolated
from PyInstaller.building import api
from PyInstaller.isolated import _parent
from PyInstaller.utils import hooks

OWN = isolated.Python


class OneChild(isolated.Python):  # type: ignore[misc]  # PyInstaller has no annotations
    """What is in a package, and where, is each time asked of a Python of its own, which takes a second to start under
    Wine, and imports the package anew. Here one answers all, until it dies of one."""

    _kept: Any = None

    def __enter__(self) -> Any:
        if self._already_isolated:
            return self
        if OneChild._kept is None:
            OneChild._kept = OWN(self._strict_mode)
            OneChild._kept.__enter__()
        return OneChild._kept

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        if kind and issubclass(kind, isolated.SubprocessDiedError):
            self.end(kind, error, trace)

    @classmethod
    def end(cls, *why: Any) -> None:
        kept, cls._kept = cls._kept, None
        if kept is not None:
            kept.__exit__(*(why or (None, None, None)))


def ask_the_one(function: Any, *words: Any, **named: Any) -> Any:
    """A question of PyInstaller's own about a package; the others (Qt's make an application each) are asked of new
    ones."""
    child = OneChild if function.__module__ == hooks.__name__ else OWN
    with child() as python:
        return python.call(function, *words, **named)


def make_quicker() -> None:
    """Called by the spec, before anything is analysed."""
    # It collects after each of some thousand reads of a DLL, a fifth of a build: the graph of all modules is large.
    pefile.gc = SimpleNamespace(collect=int)
    # Both programs hold most modules, and each would compile them anew.
    api.get_code_object = cache(api.get_code_object)
    _parent.call = isolated.call = ask_the_one
    hooks.isolated = SimpleNamespace(**{**vars(isolated), "Python": OneChild})
    atexit.register(OneChild.end)
