"""Who may use the register: values."""
