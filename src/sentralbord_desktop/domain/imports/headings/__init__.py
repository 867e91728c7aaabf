"""The headings of a file: their words, and which field each is."""
