"""Who is rung in a transfer: the person, their number and words, and who may be rung next."""
