"""Settings: the page and its own panels."""
