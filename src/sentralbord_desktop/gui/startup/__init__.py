"""Pages before the register is open."""
