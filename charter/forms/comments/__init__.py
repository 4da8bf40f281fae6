"""What is typed as a comment."""
