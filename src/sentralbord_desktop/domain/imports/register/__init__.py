"""What the register knows about the rows of a file, and the file does not."""
