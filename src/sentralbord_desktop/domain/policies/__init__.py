"""What IT decides for every PC."""
