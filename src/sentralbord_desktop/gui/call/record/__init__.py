"""The member record on the screen."""
