"""Filters of the directory of members."""
