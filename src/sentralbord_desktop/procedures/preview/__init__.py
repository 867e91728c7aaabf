"""«Dette blir gjort» as data: the actions of the answers so far, and the questions that remain."""
