"""Deciding, publishing decisions, compromises, replies."""
