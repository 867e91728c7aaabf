"""The headings of a file: their words, and the field of each."""
