"""A transfer step, in which a colleague is rung: its targets, its attempts, and its words in texts."""
