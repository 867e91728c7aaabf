"""Norwegian text: words, folding, sounds, lengths."""
