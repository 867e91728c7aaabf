"""The operations of the program. Each public method is one transaction."""
