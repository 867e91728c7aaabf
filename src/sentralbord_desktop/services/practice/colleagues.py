"""The invented colleagues of practice mode: whether the called one answers. No number is really called."""

from datetime import datetime
from zlib import crc32

from sentralbord_desktop.domain.inquiries.transfer_candidates import Candidate, Standing

ONE_IN = 4
"""One colleague in this many does not do what the board says."""


def takes_call(candidate: Candidate, moment: datetime) -> bool:
    """Whether the candidate answers; the same for the same status: most who are free answer, most others do not."""
    is_surprise = crc32(candidate.who.encode()) % ONE_IN == 0
    is_likely = candidate.sign(moment) == "ledig" or candidate.standing is Standing.FREE
    return is_likely != is_surprise
