"""Filters of the desk, and what moderators type there to share their work."""
