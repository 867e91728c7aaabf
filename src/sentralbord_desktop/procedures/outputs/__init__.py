"""The kinds of output of a call: one module for each kind, and their registry."""
