"""Members: the directory, what is new for one of them, who took part, and the home page."""
