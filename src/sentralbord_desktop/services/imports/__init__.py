"""Import and export of members and organisation."""
