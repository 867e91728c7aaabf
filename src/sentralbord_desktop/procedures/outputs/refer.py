"""The caller is referred to a page or a number."""

from sentralbord_desktop.procedures.outputs.kind import OutputKind

REFER = OutputKind("REFER", "Henvis til", "arrow-square-out", receipt="Henvist til", struck="Henvisningen er ikke med")
