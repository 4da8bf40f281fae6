"""Decisions on amendments, compromises with their answers, and what came of both."""
