"""What makes the text quick to find and to read: the search index, kept pages."""
