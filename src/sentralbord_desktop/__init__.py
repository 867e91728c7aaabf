"""Sentralbord: from the ringing phone to a finished inquiry."""

import time

__version__ = "0.1.0"
STARTED = time.perf_counter()
"""Approximate start of the process, for measuring the start time."""
