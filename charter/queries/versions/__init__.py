"""What a version is made of, what must hold before it goes out, and the index of themes."""
