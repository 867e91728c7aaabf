"""A procedure's text and news."""
