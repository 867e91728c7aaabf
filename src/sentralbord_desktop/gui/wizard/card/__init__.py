"""The parts of a review card."""
