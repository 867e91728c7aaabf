"""Dirty exports of the same invented members, each with what is true of them: a kind for each thing that systems and
people do to a file."""

from tests.helpers.dirty import cells, headings, names, status
from tests.helpers.dirty.export import KINDS, Export, clean

__all__ = ["KINDS", "Export", "cells", "clean", "headings", "names", "status"]
