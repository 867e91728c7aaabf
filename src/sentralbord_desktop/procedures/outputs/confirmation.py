"""A written confirmation that is awaited (UT-1, OA-1, OF-1)."""

from sentralbord_desktop.procedures.outputs.kind import About, OutputKind

AWAIT_CONFIRMATION = OutputKind(
    "AWAIT_CONFIRMATION",
    "Venter på bekreftelse",
    "hourglass",
    struck="Ventingen på bekreftelse er ikke med",
    needs_data=("kind",),
    card_fields=("method", "remind"),
    about=About.MEMBER,
)
