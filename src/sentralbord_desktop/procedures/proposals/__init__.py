"""What the register proposes as an answer, how several proposals are confirmed at once, and what is only shown."""
