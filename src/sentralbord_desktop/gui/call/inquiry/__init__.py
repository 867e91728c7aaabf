"""The running inquiry, and the parked ones."""
