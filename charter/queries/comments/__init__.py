"""Comments as they are read."""
