"""The interval at which a page retries."""

AGAIN_MS = 5_000
