"""What the switchboard talks about: members, inquiries, callbacks, deadlines. Values, no I/O."""
