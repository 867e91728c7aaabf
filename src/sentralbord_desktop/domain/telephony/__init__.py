"""Phone numbers, dialling and ring links."""
