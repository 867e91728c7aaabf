"""Backup and salvage of the register file."""
