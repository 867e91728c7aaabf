"""What a call can leave behind: one module for each kind, and the registry of all."""
