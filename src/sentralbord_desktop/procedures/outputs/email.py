"""An e-mail."""

from sentralbord_desktop.procedures.outputs.kind import OutputKind

EMAIL = OutputKind(
    "EMAIL",
    "E-post",
    "envelope-simple",
    is_own_words=True,
    is_left_to_department=True,
    message="epost",
    receipt="E-post",
    card_fields=("subject", "text"),
)
