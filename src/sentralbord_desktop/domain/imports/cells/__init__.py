"""From the text of a cell to a value: days, telephone numbers, and why a cell cannot be used."""
