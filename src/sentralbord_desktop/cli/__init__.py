"""The command line for IT: one module for each group of commands."""
