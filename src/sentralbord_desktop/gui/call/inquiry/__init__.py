"""The inquiry under way, and those that are parked."""
