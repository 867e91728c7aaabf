"""Dates and times: the clock, the calendar, spoken dates."""
