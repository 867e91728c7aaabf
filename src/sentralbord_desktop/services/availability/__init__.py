"""Who is free, from statements and calendars."""
