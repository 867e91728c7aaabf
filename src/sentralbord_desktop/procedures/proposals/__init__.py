"""Answers proposed by the register, the confirmation of several at once, and facts that are only shown."""
