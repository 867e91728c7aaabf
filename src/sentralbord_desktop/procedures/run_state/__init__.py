"""What a run says of itself: where each step stands, and the possible deadlines."""
