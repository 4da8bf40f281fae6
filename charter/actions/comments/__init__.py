"""Posting comments, and taking one up as an amendment."""
