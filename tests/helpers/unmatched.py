"""Calls that were completed without a member's record."""

from sentralbord_desktop.domain.inquiries.unmatched import UnmatchedCall
from sentralbord_desktop.services.office import Services
from tests.helpers.calls import ready


def leave(services: Services) -> UnmatchedCall:
    """Per Ås resigned on the telephone; nobody found him."""
    draft = ready(
        services, "utmelding", None, "er_medlem=ja", "maate=epost_brev", "avdeling=4", name="Per Ås", number="41234567"
    )
    services.inquiries.complete(draft)
    (waits,) = services.unmatched_calls.all_unmatched()
    return waits
