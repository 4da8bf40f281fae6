"""Amendments and rounds: what was asked for, by whom, and what waits for a member."""
