"""Reads from the database for many rows at once: texts, proposers, pending items. No module here changes data."""
