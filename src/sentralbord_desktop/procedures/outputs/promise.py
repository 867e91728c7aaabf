"""The operator's answer about a promise that was open when the member rang. Written by Fullfør, not by procedures."""

from sentralbord_desktop.procedures.outputs.kind import OutputKind

PROMISE = OutputKind("PROMISE", "Løfte", "phone", is_previewed=False)
