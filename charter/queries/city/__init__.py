"""Members: the directory, news for one member, participation, and the home page."""
