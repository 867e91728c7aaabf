"""The wizard's questions as data: their format, the checks, and the run of a call. Pure, no Qt."""
