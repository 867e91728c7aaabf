"""The settings panels of the privacy role."""
