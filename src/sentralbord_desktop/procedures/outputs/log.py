"""A line in the log of calls, or in the member's own log (KF-2)."""

from sentralbord_desktop.procedures.outputs.kind import OutputKind

LOG = OutputKind("LOG", "Telefonlogg", "clock-counter-clockwise", needs_place=True, leads_somewhere=False, is_last=True)
