"""Dates as the site writes them, where Django's own habit of a language differs."""
