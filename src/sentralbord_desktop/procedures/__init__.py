"""The wizard's questions as data: format, checking, and the walk through them. Pure, no Qt."""
