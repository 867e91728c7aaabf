"""Member search: folding, tagged tokens, the full-text index, queries, scores."""
