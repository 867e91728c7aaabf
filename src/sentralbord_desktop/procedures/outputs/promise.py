"""What the operator answered about a promise that was open when the member rang. Fullfør writes it by itself."""

from sentralbord_desktop.procedures.outputs.kind import OutputKind

PROMISE = OutputKind("PROMISE", "Løfte", "phone", is_previewed=False, is_reviewed=False)
