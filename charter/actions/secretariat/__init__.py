"""Sharing the work of the secretariat, acts on several amendments at once, and the standard reasons."""
