"""A step in which somebody is rung: its targets, its attempts, and how it is told of."""
