"""Finding the caller: folding, tokens with their kind, the index, and the search itself."""
