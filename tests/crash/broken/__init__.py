"""A new version that goes wrong: an application whose migration makes a table and then fails."""
