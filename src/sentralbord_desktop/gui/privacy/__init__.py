"""What the privacy role works with, among the settings."""
