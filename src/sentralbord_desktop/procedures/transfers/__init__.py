"""A step in which somebody is rung: its targets, its attempts, and its words in texts."""
