"""The short forms beside a call."""
