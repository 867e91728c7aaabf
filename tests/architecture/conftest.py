"""The window and the temporary library, for tests that put something new into one place."""

from tests.gui.conftest import practised, text_scale
from tests.procedures.conftest import house

__all__ = ["house", "practised", "text_scale"]
