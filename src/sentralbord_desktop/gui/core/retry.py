"""How often a page tries again by itself."""

AGAIN_MS = 5_000
