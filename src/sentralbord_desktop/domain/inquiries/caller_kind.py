"""Who calls: one value of an inquiry, kept in `Facts.caller` and in the columns `caller_kind`."""

from enum import StrEnum


class CallerKind(StrEnum):
    MEMBER = "medlem"
    NOT_FOUND = "ikke_funnet"
    """A member whose record was not found."""
    JOINING = "ikke_medlem"
    """Not a member, and may want to join."""
    ANOTHER = "tredjepart"
    """Rings for a member: a relative, another union, NAV."""
    EMPLOYER = "arbeidsgiver"
    PRESS = "media"
    UNKNOWN = "ukjent"


THIRD_PARTIES = frozenset({CallerKind.ANOTHER, CallerKind.EMPLOYER})
"""They get no information about a member, and none that somebody is one (X-4)."""
ABOUT_THEMSELVES = frozenset({CallerKind.NOT_FOUND, CallerKind.JOINING})
"""They have said so in this call, as the answer to «Hvem ringer?»."""
CALLED = {CallerKind.ANOTHER: "Ringer for en annen", CallerKind.EMPLOYER: "Arbeidsgiver ringer"}
"""A third party in the place of a name."""
