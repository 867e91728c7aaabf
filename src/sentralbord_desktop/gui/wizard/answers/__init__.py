"""The answers of a step, as buttons in a group."""
