"""The command line for IT: a module for each group of commands."""
