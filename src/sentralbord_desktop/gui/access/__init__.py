"""Sign-in, operators and the idle timer."""
