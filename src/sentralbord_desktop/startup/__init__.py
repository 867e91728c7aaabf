"""The window program from the command line to an open register."""
