"""The page «Ring tilbake»."""
