"""Pages on which comments are read, written and answered."""
