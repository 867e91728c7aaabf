"""The state of a run: its steps and the possible deadlines."""
