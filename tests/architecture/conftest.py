"""The temporary library, for tests that put something new into one place."""

from tests.procedures.conftest import house

__all__ = ["house"]
