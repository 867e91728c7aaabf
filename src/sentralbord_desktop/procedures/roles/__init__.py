"""What the program reads out of the steps, whatever they are called."""
