"""Filters of the secretariat pages, and forms with which moderators share their work."""
