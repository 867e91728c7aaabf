"""Kept only as proof: that a question was asked, that the history was read, details of the case."""

from sentralbord_desktop.procedures.outputs.kind import About, OutputKind

ASK = OutputKind(
    "ASK", "Spurt", "question", leads_somewhere=False, is_previewed=False, is_reviewed=False, about=About.CALL
)
READ_HISTORY = OutputKind(
    "READ_HISTORY",
    "Les historikken",
    "book-open",
    leads_somewhere=False,
    is_previewed=False,
    is_reviewed=False,
    about=About.MEMBER,
)
RECORD_MEMBER_DETAILS = OutputKind(
    "RECORD_MEMBER_DETAILS",
    "Opplysninger om saken",
    "identification-card",
    leads_somewhere=False,
    is_previewed=False,
    is_reviewed=False,
    about=About.MEMBER,
)
