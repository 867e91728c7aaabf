"""The roles by which the program reads steps, independent of their names."""
