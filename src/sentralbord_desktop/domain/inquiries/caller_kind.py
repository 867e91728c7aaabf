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
    COLLEAGUE = "kollega"
    """In the house, or a supplier: rings about no member."""
    BEREAVED = "dodsfall"
    """Tells that a member has died."""
    PRESS = "media"
    UNKNOWN = "ukjent"


THIRD_PARTIES = frozenset({CallerKind.ANOTHER, CallerKind.EMPLOYER, CallerKind.COLLEAGUE, CallerKind.BEREAVED})
"""The kinds that get no information about a member, not even whether a person is one (X-4)."""
ABOUT_THEMSELVES = frozenset({CallerKind.NOT_FOUND, CallerKind.JOINING})
"""Known from the answer to «Hvem ringer?» in this call."""
CALLED = {
    CallerKind.ANOTHER: "Ringer for en annen",
    CallerKind.EMPLOYER: "Arbeidsgiver ringer",
    CallerKind.COLLEAGUE: "Kollega eller leverandør",
    CallerKind.BEREAVED: "Melder et dødsfall",
}
"""The words for a third party without a name."""
