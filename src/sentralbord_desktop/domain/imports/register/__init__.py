"""Facts of the register about the rows of a file."""
