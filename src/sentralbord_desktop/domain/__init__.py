"""The switchboard's values: members, inquiries, callbacks, deadlines. No I/O."""
