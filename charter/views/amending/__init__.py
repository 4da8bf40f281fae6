"""Pages on which amendments are written and read, and rounds."""
