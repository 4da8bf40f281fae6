"""What stays true where a process dies in the middle of an act, and where many write at once."""
