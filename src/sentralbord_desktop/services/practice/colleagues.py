"""The colleagues of practice: whether the one who is rung takes the call. Nobody is really rung."""

from datetime import datetime
from zlib import crc32

from sentralbord_desktop.domain.inquiries.transfer_candidates import Candidate, Standing

ONE_IN = 4
"""One in so many does not do what the board says."""


def takes_call(candidate: Candidate, moment: datetime) -> bool:
    """The same for the same candidate with the same status: most who are free answer, and most others do not."""
    is_surprise = crc32(candidate.who.encode()) % ONE_IN == 0
    is_likely = candidate.sign(moment) == "ledig" or candidate.standing is Standing.FREE
    return is_likely != is_surprise
