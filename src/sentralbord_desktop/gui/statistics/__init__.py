"""The statistics panel."""
