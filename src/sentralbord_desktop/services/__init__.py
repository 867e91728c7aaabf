"""What a person at the switchboard can do. One public method is one transaction."""
