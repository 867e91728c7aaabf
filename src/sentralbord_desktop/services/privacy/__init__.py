"""Access reports, erasure, retention, breaches."""
