"""Pages on which the text is read, compared and searched."""
