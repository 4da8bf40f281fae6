"""Pending items of the secretariat, and how it shares the work."""
