"""The board: who is free, in which department, and who says so."""
