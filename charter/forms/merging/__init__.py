"""What is chosen and settled in a merge."""
