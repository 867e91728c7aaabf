"""Sentralbord: from the ringing phone to a finished inquiry."""

import time

__version__ = "0.1.0"
STARTED = time.perf_counter()
"""About when the process began, to tell how long a start took."""
