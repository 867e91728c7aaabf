"""Dates and times: the clock, the calendar, what a caller says."""
