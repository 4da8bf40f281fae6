"""Bringing accepted amendments into the text, and taking a merge back."""
